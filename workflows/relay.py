"""Hands each event to those who subscribed to it: at least once, in order for each case, and never forgotten.

A row is taken by a lease (one UPDATE, committed), then handled and marked done in one transaction. Who dies in
between leaves a lease that runs out. Two relays never handle one row at once: the row is locked while it is handled,
and a lease that was taken over meanwhile is seen then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from cases.events import subscribe
from cases.models import Case, CaseEvent, OutboxRow
from core import clock, pruning
from core.wake import wake

log = structlog.get_logger(__name__)

BATCH = 50
ROUNDS = 200
LEASE = timedelta(seconds=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
STUCK_AFTER = 5  # attempts

Handler = Callable[[CaseEvent], None]
_handlers: dict[str, Handler] = {}


def register(name: str, handler: Handler) -> None:
    """Have `handler` called with every event, in a transaction that also marks it done.

    It must be safe to repeat. When it raises, the event comes again later and holds up only its own case.
    """
    subscribe(name)
    _handlers[name] = handler


def wake_after_commit(case: Case, event: CaseEvent) -> None:
    """Ask for a relay as soon as the event is committed."""
    transaction.on_commit(wake_relay, robust=True)


def wake_relay() -> None:
    wake("workflows.relay_outbox")


def relay() -> int:
    """Handle what waits, until nothing does; returns how many rows were handled."""
    handled = 0
    for _round in range(ROUNDS):
        lease = uuid4()
        taken = _take(lease)
        if not taken:
            break
        handled += sum(_hand_over(pk, lease) for pk in taken)
    else:
        wake_relay()
    return handled


def prune() -> int:
    """Forget rows that were handled long ago; returns how many. What waits, however long, is never among them."""
    before = pruning.cutoff()
    return pruning.delete(OutboxRow.objects.filter(done_at__lt=before)) if before else 0


def stuck() -> list[OutboxRow]:
    """Rows that failed again and again: a fault of ours. They are tried once an hour until it is mended."""
    return list(
        OutboxRow.objects.filter(done_at=None, attempts__gte=STUCK_AFTER).select_related("event__case")[:100]
    )


def _take(lease: UUID) -> list[int]:
    """Lease the first unhandled row of each case and subscriber."""
    now = clock.now()
    free = Q(done_at=None, next_attempt_at__lte=now) & (Q(leased_until=None) | Q(leased_until__lte=now))
    earlier = OutboxRow.objects.filter(
        case_id=OuterRef("case_id"), subscriber=OuterRef("subscriber"), done_at=None, pk__lt=OuterRef("pk")
    )
    first = OutboxRow.objects.filter(free, ~Exists(earlier), subscriber__in=_handlers).order_by("pk")
    # `free` stands outside, too: who waited here for another relay looks again at what that one left.
    OutboxRow.objects.filter(free, pk__in=first.values("pk")[:BATCH]).update(
        lease=lease, leased_until=now + LEASE
    )
    return list(
        OutboxRow.objects.filter(lease=lease, done_at=None).order_by("pk").values_list("pk", flat=True)
    )


def _hand_over(pk: int, lease: UUID) -> bool:
    try:
        with transaction.atomic():
            row = (
                OutboxRow.objects.select_for_update(of=("self",))
                .select_related("event__case")
                .filter(pk=pk, lease=lease, done_at=None)
                .first()
            )
            if row is None:
                return False
            _handlers[row.subscriber](row.event)
            OutboxRow.objects.filter(pk=pk).update(
                done_at=clock.now(), attempts=F("attempts") + 1, lease=None, leased_until=None, error=""
            )
            return True
    except Exception as error:  # whatever a handler raises: the row stays, with the class of the error
        _put_off(pk, lease, error)
        return False


def _put_off(pk: int, lease: UUID, error: Exception) -> None:
    row = OutboxRow.objects.filter(pk=pk, lease=lease, done_at=None).first()
    if row is None:
        return
    attempts = row.attempts + 1
    log.warning("outbox_put_off", subscriber=row.subscriber, attempts=attempts, error=type(error).__name__)
    OutboxRow.objects.filter(pk=pk, lease=lease).update(
        attempts=attempts,
        next_attempt_at=next_attempt(attempts, clock.now()),
        lease=None,
        leased_until=None,
        error=type(error).__name__[:120],
    )


def next_attempt(attempts: int, now: datetime) -> datetime:
    """Ten seconds after the first failure, twice as long after each further one, at most an hour."""
    return now + min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
