"""A list of thousands of workers, with a real worker that is killed in the middle of entering it."""

import pytest

from tests.stack import Stack, wait_for

pytestmark = pytest.mark.faults

ROWS = 6000
MAKE = f"""
from django.core.files.base import ContentFile
from accounts import principals
from accounts.models import Membership, Office, User
from intake import imports
office = Office.objects.create(name="Satgas", kind="satgas")
user = User.objects.create_user("sari@contoh.example", "x", name="Sari")
Membership.objects.create(user=user, office=office, role="intake_officer")
lines = ["no;nama;nik;upah juli 2025"] + [f"P{{n}};Pekerja {{n}};64710101{{n:08}};1.000.000" for n in range(1, {ROWS} + 1)]
about = {{"employers": [["PT Contoh", "direct", ""]], "story": "Upah.", "region": "", "office": office.pk}}
imports.start_list(ContentFile("\\n".join(lines).encode(), "d.csv"), by=principals.officer(user), about=about)
"""
ENTER = """
from accounts import principals
from intake import imports
from intake.models import WorkerList
kept = WorkerList.objects.select_related("by").get()
imports.enter(kept, by=principals.officer(kept.by), seen=kept.seen)
"""


def shell(stack: Stack, code: str) -> None:
    stack.manage("shell", "-v", "0", "-c", code)


def state_of(stack: Stack) -> tuple[str, bool]:
    """How far the list is, and whether somebody works on it."""
    return stack.sql("SELECT state, lease IS NOT NULL FROM intake_workerlist")[0]


def workers_in(stack: Stack) -> int:
    return stack.sql("SELECT count(*) FROM cases_claimant")[0][0]


def test_a_list_whose_worker_is_killed_is_entered_whole_by_the_next(stack: Stack) -> None:
    shell(stack, MAKE)
    wait_for(lambda: state_of(stack)[0] == "ready", "the list to be checked", seconds=60)
    assert workers_in(stack) == 0
    shell(stack, ENTER)
    wait_for(lambda: state_of(stack)[1] or state_of(stack)[0] == "done", "a worker to take it up")
    stack.kill("worker")
    assert workers_in(stack) in (0, ROWS)  # all of it or nothing
    stack.start("worker")
    wait_for(lambda: state_of(stack)[0] == "done", "the next worker to enter it", seconds=180)
    assert workers_in(stack) == ROWS
    assert stack.sql("SELECT outstanding, workers FROM ledger_casebalance") == [(ROWS * 1_000_000, ROWS)]
    stack.manage("verify_audit")
