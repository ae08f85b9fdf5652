"""All workers of one case calculated at once: what it costs to compute, and what the whole task takes.

Half of the workers are permanent, a third are on a contract that was cut short, the rest are paid by the day or by the
piece; each claims what such a worker claims. Computing is the time of one core from the facts of the record to what is
stored; the rest of the task reads, writes, and brings the books up to date.
"""

import time
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import principals
from accounts.models import Region, User
from cases.models import Calculation, Case
from workflows import calculations
from workflows.actions import ACTIONS
from workflows.calculations import Said, running
from workflows.filing import ClaimPart, Complaint, EmployerPart, OvertimePart, WorkerPart, submit
from workflows.models import CalculationRun
from workflows.perform import perform

SAID = Said(as_of="2026-11-20", ground="43(2)", leave_days=4, work_days_per_week=6, holiday="2026-03-20")
PIECES = 3
"""So many are run before the clock starts, on a case of their own: what a process reads once is read."""


def worker(number: int) -> WorkerPart:
    start = date(2012, 1, 2) + timedelta(days=number % 4300)
    unpaid = ClaimPart("unpaid_wage", period_from=date(2026, 6, 1), period_to=date(2026, 8, 31))
    facts = {"work_start": start, "work_end": date(2026, 9, 10), "fixed_allowance": 350_000}
    claims = (ClaimPart("severance"), ClaimPart("long_service_pay"), ClaimPart("rights_compensation"), ClaimPart("thr"), unpaid)  # fmt: skip
    kind = "pkwtt" if number % 6 < 3 else "pkwt" if number % 6 < 5 else ("daily", "piece")[number % 12 == 5]
    if kind == "pkwt":
        facts |= {"work_start": date(2025, 3, 1), "contract_end": date(2026, 12, 31)}
        claims = (ClaimPart("pkwt_compensation"), ClaimPart("pkwt_damages"), ClaimPart("thr"), unpaid)
    if kind == "daily":
        facts |= {"daily_wage": 160_000 + number, "work_days": 6}
        claims = (*claims, ClaimPart("overtime", overtime=(OvertimePart("workday", "2", 20), OvertimePart("rest_day", "7", 4))))  # fmt: skip
    return WorkerPart(
        name=f"Pekerja {number}", list_id=f"W{number:05}", contract_kind=kind, base_wage=3_700_000 + number * 37,
        claims=claims, receipt=False, **facts,
    )  # fmt: skip


def crowd(officer: User, workers: int) -> Case:
    region = Region.objects.filter(level="kelurahan").first()
    complaint = Complaint(
        workers=tuple(worker(number) for number in range(1, workers + 1)),
        employers=(EmployerPart("PT Contoh Borongan Besar"),),
        story="Perusahaan berhenti beroperasi.",
        region=region.code if region else "",
    )
    case = submit(complaint, by=principals.ANYONE).case
    perform(case.pk, "accept", by=principals.officer(officer), params=ACTIONS["accept"].params(officer=officer.pk))  # fmt: skip
    return case


def calculated(case: Case, officer: User) -> tuple[CalculationRun, float, float, int]:
    """The finished run, its seconds, those of the last step in them, and how many statements were sent."""
    run = calculations.start_run(case, SAID, by=principals.officer(officer))
    with CaptureQueriesContext(connection) as sent:
        begun = time.monotonic()
        while running._piece(run):
            run.refresh_from_db()
        computed = time.monotonic()
        run = calculations.go_on(run.pk)
        done = time.monotonic()
    return run, done - begun, done - computed, len(sent)


def measure(officer: User, workers: int) -> None:
    calculated(crowd(officer, PIECES * 100), officer)
    begun = time.monotonic()
    case = crowd(officer, workers)
    print(f"\none case of {workers:,} workers, filed in {time.monotonic() - begun:.1f} s")
    run, seconds, last, statements = calculated(case, officer)
    _must_be_whole(run, case, workers)
    print(f"{'':<44}{'seconds':>9}")
    print(f"{'computing, on one core':<44}{run.computing_ms / 1000:>9.2f}")
    print(f"{'the whole task':<44}{seconds:>9.2f}")
    print(f"{'of it under the lock of the case':<44}{last:>9.2f}")
    print(f"{statements} statements; {run.failed} workers had too few facts")


def _must_be_whole(run: CalculationRun, case: Case, workers: int) -> None:
    """A run that left workers out would be fast, and not what is measured."""
    written = Calculation.objects.on_record().filter(case=case).count()
    if (run.total, run.done + run.failed, written) != (
        workers,
        workers,
        run.done,
    ) or run.failed > workers / 5:
        raise RuntimeError(f"{run.done} of {workers} workers calculated, {written} on record")
