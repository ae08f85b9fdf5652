"""The processes of docker-compose.yml, started for real on PostgreSQL and Redis by environment variables alone."""

import json
import subprocess
import sys
import urllib.request

import pytest

from tests.stack import ROOT, Stack, answers, wait_for

pytestmark = pytest.mark.faults


def test_web_worker_and_beat_run_on_postgresql_and_redis(stack: Stack) -> None:
    with urllib.request.urlopen(f"{stack.base_url}/sehat") as answer:
        assert json.load(answer) == {"status": "ok"}
    engine = stack.manage("shell", "-v", "0", "-c", "from django.db import connection as c; print(c.vendor)")
    assert engine.strip() == "postgresql"


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


def test_beat_hands_its_work_to_the_worker(stack: Stack) -> None:
    wait_for(lambda: "workflows.relay_outbox" in stack.log.read_text(), "the first sweep", seconds=20)
