"""The processes of docker-compose.yml, started for real on PostgreSQL and Redis by environment variables alone."""

import json
import re
import subprocess
import sys
import urllib.request

import pytest

from tests.notifications.test_arrivals import report
from tests.portals.walk import ANSWERS
from tests.stack import ROOT, Stack, Visitor, answers, wait_for

pytestmark = pytest.mark.faults


def test_web_worker_and_beat_run_on_postgresql_and_redis(stack: Stack) -> None:
    with urllib.request.urlopen(f"{stack.base_url}/sehat") as answer:
        assert json.load(answer) == {"status": "ok"}
    engine = stack.manage("shell", "-v", "0", "-c", "from django.db import connection as c; print(c.vendor)")
    assert engine.strip() == "postgresql"


def test_a_complaint_filed_over_http_is_told_of_by_mail(stack: Stack) -> None:
    make_office = "from accounts.models import Office; Office.objects.create(name='Satgas', kind='satgas')"
    stack.manage("shell", "-v", "0", "-c", make_office)
    worker = Visitor(stack.base_url)
    worker.post("/lapor/", {"who": "self", "agreed": "on"})
    for step, fields in ANSWERS.items():
        led_to, page = worker.post(f"/lapor/langkah/{step}/", fields)
        assert led_to != f"/lapor/langkah/{step}/", f"{step} was not accepted:\n{page}"
    led_to, page = worker.post("/lapor/periksa/", {})
    assert led_to == "/lapor/terkirim/"
    reference, receipt = re.search(r"HP-\w{3}-\w{4}", page)[0], re.search(r"\d{4} \d{4} \d{4} \d{4}", page)[0]

    [mail] = wait_for(lambda: stack.mail.to("budi@contoh.example"), "the mail")
    assert reference in mail["Subject"]
    assert receipt not in mail.get_content()
    assert "PT Contoh" not in mail.get_content()

    led_to, page = Visitor(stack.base_url).post("/ikuti/", {"reference": reference, "receipt": receipt})
    assert led_to == "/ikuti/perkara/"
    assert reference in page


def test_a_mail_that_comes_back_is_piped_into_the_system_and_stands_in_the_office_s_list(
    stack: Stack,
) -> None:
    stack.manage("shell", "-v", "0", "-c", FILE)
    [mail] = wait_for(lambda: stack.mail.to("budi@contoh.example"), "the mail")
    accepted = "SELECT 1 FROM notifications_notification WHERE state = 'accepted'"
    wait_for(lambda: stack.sql(accepted), "its acceptance to be written down")
    pipe = [sys.executable, "manage.py", "read_bounce"]
    for said in ("came back", "known already"):
        came = subprocess.run(
            pipe,
            input=report(mail["Message-ID"]),
            env=stack.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        assert came.stdout.decode().strip() == said
        assert b"budi" not in came.stdout + came.stderr
    assert stack.sql("SELECT state, error FROM notifications_notification WHERE channel = 'email'") == [
        ("dead", "5.1.1")
    ]
    away = stack.environment | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere"}
    asked = subprocess.run(
        pipe, input=report(mail["Message-ID"]), env=away, cwd=ROOT, check=False, capture_output=True
    )
    assert asked.returncode == 75, "the mail server comes again"


def is_well(stack: Stack, name: str) -> bool:
    """What the health check of docker-compose.yml says."""
    command = [sys.executable, "-m", "config.probe", name]
    return subprocess.run(command, env=stack.environment, cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", ["web", "worker"])
def test_the_health_checks_tell_a_running_process_from_a_dead_one(stack: Stack, name: str) -> None:
    assert is_well(stack, "beat")
    assert is_well(stack, name)
    stack.kill(name)
    assert not is_well(stack, name)


def test_a_killed_worker_and_web_server_come_back_where_they_were(stack: Stack) -> None:
    stack.kill("web")
    assert not answers(f"{stack.base_url}/sehat")
    stack.kill("worker")
    stack.start("web", "worker")
    assert answers(f"{stack.base_url}/sehat")


FILE = """
from accounts import principals
from accounts.models import Office
from workflows.filing import ClaimPart, Complaint, EmployerPart, WorkerPart, submit
Office.objects.create(name="Satgas", kind="satgas")
worker = WorkerPart("Budi", claims=(ClaimPart("unpaid_wage", 1000000),), email="budi@contoh.example")
submit(Complaint((worker,), (EmployerPart("PT Contoh Karya"),)), by=principals.ANYONE)
"""


def test_what_no_broker_was_told_of_is_found_by_the_sweep_of_beat(stack: Stack) -> None:
    stack.manage("shell", "-v", "0", "-c", FILE, REDIS_URL="")  # this process talks to no worker
    assert wait_for(lambda: stack.mail.to("budi@contoh.example"), "the mail")
