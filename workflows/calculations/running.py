"""All workers of a case at once, in the background: piece by piece until all are computed, then on record as one.

What a piece has written waits (`pending`): nobody reads it, and the ledger does not know of it, until the last piece is
there. Then one event tells of all of them, and their amounts are posted, in one transaction. Each piece is written
together with how far the run is, so that whoever goes on after a worker was lost begins where it stopped.
"""

import time
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts import principals
from accounts.principals import Principal
from cases.models import Calculation, Case, Claim, Claimant
from cases.rulebook import keep_rulebook
from core import bulk, clock, collecting
from core.wake import wake
from workflows.calculations.facts import FACTS, inputs_for, open_claims
from workflows.calculations.keeping import may_calculate, post, reckon, told, told_of, written
from workflows.calculations.said import NotEnough, Said
from workflows.errors import NotAllowed
from workflows.models import CalculationRun

PIECE = 500
MOST_ERRORS = 200
STALLED = timedelta(seconds=60)


def start_run(case: Case, said: Said, *, by: Principal) -> CalculationRun:
    """Have all workers of a case calculated in the background; a run that is under way is given back as it is.

    Raises NotAllowed.
    """
    if by.user_id is None or not may_calculate(case, by):
        raise NotAllowed
    total = Claimant.objects.filter(case=case, withdrawn_at=None).count()
    try:
        with transaction.atomic():
            run = CalculationRun.objects.create(case=case, by_id=by.user_id, said=asdict(said), total=total)
            _waiting(case).delete()  # came with people from a case whose run was under way when it was split
    except IntegrityError:
        return CalculationRun.objects.get(case=case, finished_at=None)
    transaction.on_commit(lambda: wake("workflows.calculate_case", run.pk), robust=True)
    return run


def latest_run(case: Case) -> CalculationRun | None:
    return CalculationRun.objects.filter(case=case).select_related("by").first()


def failed(run: CalculationRun) -> list[tuple[int, int | None, list[str]]]:
    """Whose facts were not enough: number, worker, and what was missing; the worker is None of who has left since."""
    numbers = [one["number"] for one in run.errors]
    pks = dict(Claimant.objects.filter(case=run.case_id, number__in=numbers).values_list("number", "pk"))
    return [(one["number"], pks.get(one["number"]), one["missing"]) for one in run.errors]


def go_on(run_id: int) -> CalculationRun:
    """Do what is left of a run, piece by piece. Safe to call twice, and at once."""
    while True:
        run = CalculationRun.objects.select_related("by", "case").get(pk=run_id)
        if run.finished_at:
            return run
        if not _piece(run):
            _put_on_record(run)


def resume_stalled() -> int:
    """Go on with runs whose worker was lost. Returns how many."""
    stalled = CalculationRun.objects.filter(finished_at=None, touched_at__lt=clock.now() - STALLED)
    ids = list(stalled.values_list("pk", flat=True)[:5])
    for pk in ids:
        go_on(pk)
    return len(ids)


@collecting.put_off()
def _piece(run: CalculationRun) -> bool:
    """Compute the next workers outside any lock; write them, and how far the run is, in one transaction.

    Returns whether there was anybody left.
    """
    people = list(
        Claimant.objects.filter(case=run.case_id, withdrawn_at=None, number__gt=run.after)
        .only("number", "case_id", *FACTS)
        .order_by("number")[:PIECE]
    )
    if not people:
        return False
    rows, errors, spent = _compute(people, run)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=run.case_id)
        fresh = CalculationRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if fresh.finished_at or fresh.after != run.after:
            return True
        # Whoever was split off while this piece was computed is no longer this case's to speak of.
        here = set(Claimant.objects.filter(case=run.case_id).values_list("pk", flat=True))
        rows = [row for row in rows if row.claimant_id in here]
        # Whoever joined while the run of the case they came from was under way brought what that had written.
        _waiting(run.case).filter(claimant__in=[row.claimant_id for row in rows]).delete()
        bulk.create(rows)
        fresh.done += len(rows)
        fresh.failed += len(errors)
        fresh.sum += sum(row.total for row in rows)
        fresh.errors = (fresh.errors + errors)[:MOST_ERRORS]
        fresh.computing_ms += round(spent * 1000)
        fresh.touched_at = clock.now()
        fresh.after = people[-1].number
        fresh.save()
    return True


def _compute(people: list[Claimant], run: CalculationRun) -> tuple[list[Calculation], list[dict], float]:
    """The rows of these workers, those whose facts were not enough, and the seconds of one core that it took."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in open_claims(person.pk for person in people):
        claims[claim.claimant_id].append(claim)
    said, law, rows, errors = Said(**run.said), keep_rulebook(), [], []
    begun = time.process_time()
    for person in people:
        person.case = run.case
        try:
            inputs = inputs_for(person, said, claims=claims[person.pk])
            row = written(run.case, person.pk, inputs, reckon(inputs), law=law, by_id=run.by_id)
        except NotEnough as lack:
            errors.append({"number": person.number, "missing": lack.missing})
            continue
        row.pending = True
        rows.append(row)
    return rows, errors, time.process_time() - begun


def _waiting(case: Case) -> QuerySet[Calculation]:
    return Calculation.objects.filter(case=case, pending=True)


class _Written(NamedTuple):
    """What is read again of a row that a run has written."""

    claimant: int
    total: int
    inputs: dict[str, Any]
    sums: dict[str, int]
    at: datetime
    ruleset: str
    rulebook: str


@collecting.put_off()
def _put_on_record(run: CalculationRun) -> None:
    """Let what the run has written count: one event for all of it, and its amounts in the ledger."""
    columns = ("claimant_id", "total", "inputs", "kept__sums", "at", "ruleset", "rulebook_digest")
    rows = [_Written(*row) for row in _waiting(run.case).order_by("pk").values_list(*columns)]
    tellable = [told_of(row.claimant, row.total, row.inputs) for row in rows]
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=run.case_id)
        fresh = CalculationRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if fresh.finished_at or _waiting(case).count() != len(rows):
            return  # somebody else has ended it, or the case was split meanwhile: read again
        if rows:
            fresh.by_kind, fresh.left_out = _added_up(rows)
            by = principals.officer(run.by)
            rulesets = {row.ruleset for row in rows}
            event = told(case, tellable, rulesets, rows[-1].rulebook, by, failed=fresh.failed)
            overtaken = _calculated_since(case, fresh)
            _waiting(case).update(pending=False)
            sums = {row.claimant: row.sums for row in rows if row.at >= overtaken.get(row.claimant, row.at)}
            post(case, sums, event_seq=event.seq)
        fresh.touched_at = fresh.finished_at = clock.now()
        fresh.save()


def _added_up(rows: list[_Written]) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Of all workers together: kind of claim -> rupiah and how many are due it; fact -> how many lack it for a part."""
    by_kind: dict[str, list[int]] = {}
    lacking: Counter[str] = Counter()
    for row in rows:
        lacking.update(row.inputs["left_out"])
        for kind, amount in row.sums.items():
            if amount:
                both = by_kind.setdefault(kind, [0, 0])
                both[0] += amount
                both[1] += 1
    return by_kind, dict(lacking)


def _calculated_since(case: Case, run: CalculationRun) -> dict[int, datetime]:
    """When workers of the case were calculated one by one while the run was under way: theirs may be the newer."""
    alone = Calculation.objects.on_record().filter(case=case, at__gte=run.started_at)
    return dict(alone.order_by("at").values_list("claimant_id", "at"))
