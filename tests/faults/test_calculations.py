"""All workers of a case calculated in the background, with a real worker that is killed half-way."""

import pytest

from tests.stack import Stack, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.postgres, pytest.mark.redis]

WORKERS = 3000
MAKE = f"""
from datetime import date
from accounts import principals
from accounts.models import Membership, Office, User
from workflows import calculations
from workflows.filing import ClaimPart, Complaint, EmployerPart, WorkerPart, submit
office = Office.objects.create(name="Satgas", kind="satgas")
user = User.objects.create_user("sari@contoh.example", "x", name="Sari")
Membership.objects.create(user=user, office=office, role="intake_officer")
workers = tuple(
    WorkerPart(f"Pekerja {{n}}", claims=(ClaimPart("severance"), ClaimPart("long_service_pay")), contract_kind="pkwtt",
               base_wage=4_000_000, work_start=date(2017, 4, 3), work_end=date(2026, 9, 10), receipt=False)
    for n in range({WORKERS})
)
case = submit(Complaint(workers, (EmployerPart("PT Contoh"),)), by=principals.ANYONE).case
calculations.start_run(case, calculations.Said(as_of="2026-09-20", ground="43(2)"), by=principals.officer(user))
"""
EACH = 9 * 4_000_000 + 4 * 4_000_000
"""Nine years: nine months of severance and four of long-service pay."""


def progress(stack: Stack) -> tuple[int, bool]:
    """How many workers are done, and whether the run has ended."""
    return stack.sql("SELECT done, finished_at IS NOT NULL FROM workflows_calculationrun")[0]


def test_a_run_whose_worker_is_killed_is_ended_by_the_next_and_nothing_is_there_twice(stack: Stack) -> None:
    stack.manage("shell", "-v", "0", "-c", MAKE)
    wait_for(lambda: progress(stack)[0] > 0, "the first piece", seconds=60)
    stack.kill("worker")
    done, ended = progress(stack)
    assert stack.sql("SELECT count(*) FROM cases_calculation")[0][0] == done
    if not ended:
        assert stack.sql("SELECT count(*) FROM cases_calculation WHERE NOT pending")[0][0] == 0
        assert stack.sql("SELECT count(*) FROM ledger_entry WHERE kind = 'computed'")[0][0] == 0
    # A minute of silence tells that the worker was lost; let it have passed.
    stack.sql("UPDATE workflows_calculationrun SET touched_at = touched_at - interval '2 minutes'")
    stack.start("worker")
    wait_for(lambda: progress(stack)[1], "the next worker to end it", seconds=120)
    assert progress(stack)[0] == WORKERS
    told = stack.sql(
        "SELECT count(DISTINCT claimant_id), count(*), sum(total) FROM cases_calculation WHERE NOT pending"
    )
    assert told == [(WORKERS, WORKERS, WORKERS * EACH)]
    assert stack.sql("SELECT count(*), sum(amount) FROM ledger_entry WHERE kind = 'computed'") == [
        (2 * WORKERS, WORKERS * EACH)
    ]
    assert stack.sql("SELECT count(*) FROM cases_caseevent WHERE kind = 'case.calculated'") == [(1,)]
    assert stack.sql("SELECT outstanding FROM ledger_casebalance") == [(WORKERS * EACH,)]
    stack.manage("verify_audit")
