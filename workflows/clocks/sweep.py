"""Acts on what the clocks say, as the system, once. Safe to run twice, at once, and after a day without it."""

from collections import defaultdict
from datetime import datetime

import structlog
from django.db import transaction

from accounts.principals import SYSTEM
from cases.events import record
from cases.models import Case
from core import clock
from workflows.clocks.history import ClockState
from workflows.clocks.signals import Signal, Threshold, end_of, is_quiet, next_morning, signals, step_of
from workflows.clocks.store import Folded, fold, named, write
from workflows.models import ClockSignal, OpenClock

log = structlog.get_logger(__name__)

BATCH = 200


def sweep(now: datetime | None = None, *, batch: int = BATCH) -> int:
    """Send the warnings and breaches that have come; returns how many events were written."""
    now = now or clock.now()
    due = (
        OpenClock.objects.filter(next_signal_at__lte=now)
        .order_by("case_id")
        .values_list("case_id", flat=True)
        .distinct()[:batch]
    )
    spoken, failure = 0, None
    for case_id in list(due):
        try:
            spoken += _sweep_case(case_id, now)
        except Exception as error:  # one case that fails must not silence the others; it is raised in the end
            log.exception("clock_sweep_failed", case=case_id)
            failure = failure or error
    if failure:
        raise failure
    return spoken


@transaction.atomic
def _sweep_case(case_id: int, now: datetime) -> int:
    """Under the case's lock: whoever comes second finds the signals of the first and has nothing left to do."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        return 0
    folded = fold(case)
    if is_quiet(now, folded.calendar, folded.zone, folded.settings):
        morning = next_morning(now, folded.calendar, folded.zone, folded.settings)
        OpenClock.objects.filter(case=case, next_signal_at__lt=morning).update(next_signal_at=morning)
        return 0
    spoken = _speak(case, folded, now)
    write(case, folded, why="sweep")
    return spoken


def _speak(case: Case, folded: Folded, now: datetime) -> int:
    done = set(ClockSignal.objects.filter(case=case).values_list("clock", "subject", "due_at", "threshold"))
    told: dict[tuple, list[ClockState]] = defaultdict(list)
    rows = []
    for state in folded.states:
        if state.due_on is None:
            continue
        due_at = end_of(state.due_on, folded.zone)
        come = [
            signal
            for signal in signals(state, folded.calendar, folded.zone, folded.settings)
            if signal.at <= now and (state.clock, state.subject, due_at, signal.threshold) not in done
        ]
        rows += [
            ClockSignal(
                case=case, subject=state.subject, clock=state.clock, due_at=due_at, threshold=signal.threshold, at=now
            )
            for signal in come
        ]  # fmt: skip
        for signal in worth_saying(come):
            told[(state.clock, state.due_on, signal.threshold, state.holder)].append(state)
    ClockSignal.objects.bulk_create(rows, batch_size=500)
    for (name, due_on, threshold, holder), states in told.items():
        claimants = frozenset().union(*(state.claimants for state in states))
        record(
            case,
            "clock.breached" if threshold.is_breach else "clock.warned",
            by=SYSTEM,
            subject=states[0].subject if len(states) == 1 else "",
            status_from=case.status,
            facts={
                "clock": name,
                "due_on": due_on,
                "threshold": threshold,
                "holder": holder,
                "step": step_of(threshold, states[0].rule),
                "office": states[0].office_id,
                "count": len(states),
            }
            | named(claimants),
        )
    return len(told)


def worth_saying(come: list[Signal]) -> list[Signal]:
    """After an outage every step of a breach is told, but of the warnings only the last, and none beside a breach."""
    breaches = [signal for signal in come if Threshold(signal.threshold).is_breach]
    return breaches or come[-1:]
