"""One try to deliver one notification, and what happens when it fails.

Take (a lease, committed) - send - record (one transaction). Who dies between taking and recording leaves a lease
that runs out; the sweep then sends again, with the same Message-ID.
"""

from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import principals
from accounts.principals import Principal
from cases.access import cases_for
from cases.identity import reveal
from cases.models import CaseGrant, Mandate
from core import clock, pruning
from core.errors import NotFound
from core.wake import wake
from notifications import arrivals, wording
from notifications.channels import CHANNELS, Message, Sent
from notifications.channels.base import MAX_SECONDS
from notifications.models import DeliveryAttempt, Notification

log = structlog.get_logger(__name__)
State = Notification.State

LEASE = timedelta(seconds=MAX_SECONDS + 10)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MAX_ATTEMPTS = 14  # over a day
SWEEP_AT_ONCE = 500


def deliver(pk: int) -> None:
    """Try once, unless somebody else is at it or it is not due. Safe to call at any time, any number of times."""
    lease = _take(pk)
    if lease is None:
        return
    notification = Notification.objects.select_related("event", "case", "claimant", "mandate", "user").get(
        pk=pk
    )
    try:
        if not _still_concerned(notification):
            sent = None
        else:
            sent = CHANNELS[notification.channel].send(_message(notification))
    except Exception as error:  # a fault of ours: it is tried again, and shows in the list when it stays
        sent = Sent("failed", retryable=True, code=type(error).__name__)
    _record(notification, lease, sent)


def sweep() -> int:
    """Wake the delivery of all that is due: what was dropped on the way, and what waits for another try."""
    due = _due().order_by("next_attempt_at").values_list("pk", flat=True)[:SWEEP_AT_ONCE]
    woken = 0
    for pk in due:
        if not wake("notifications.deliver", pk):
            break
        woken += 1
    return woken


def prune() -> int:
    """Forget the single tries of what arrived, or concerned nobody any more, long ago; returns how many.

    The notification stays, with its state and times. Of one that is dead or not settled every try is kept.
    """
    before = pruning.cutoff()
    if before is None:
        return 0
    over = DeliveryAttempt.objects.filter(
        notification__state__in=(State.DELIVERED, State.VOID), at__lt=before
    )
    return pruning.delete(over)


def dead_letters(by: Principal) -> QuerySet[Notification]:
    """What could not be delivered in the cases of the principal's offices, newest first."""
    return (
        Notification.objects.filter(state=State.DEAD, case__in=cases_for(by))
        .select_related("case", "event", "user", "claimant")
        .order_by("-pk")
    )


def retry(by: Principal, pk: int) -> Notification:
    """Try a dead one again, from the start. Raises NotFound."""
    notification = dead_letters(by).filter(pk=pk).first()
    if notification is None:
        raise NotFound(str(pk))
    Notification.objects.filter(pk=pk, state=State.DEAD).update(
        state=State.WAITING, attempts=0, next_attempt_at=clock.now(), error=""
    )
    transaction.on_commit(lambda: wake("notifications.deliver", pk), robust=True)
    notification.refresh_from_db()
    return notification


def _due() -> QuerySet[Notification]:
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Notification.objects.filter(free, state=State.WAITING, next_attempt_at__lte=now)


def _take(pk: int) -> UUID | None:
    lease = uuid4()
    taken = _due().filter(pk=pk).update(lease=lease, leased_until=clock.now() + LEASE)
    return lease if taken else None


def _still_concerned(notification: Notification) -> bool:
    """An officer who left the offices that have, or had, the case is told nothing more of it; nor is a representative
    whose mandate has ended."""
    if notification.mandate_id:
        return Mandate.objects.current().filter(pk=notification.mandate_id).exists()
    user = notification.user
    if user is None:
        return True
    offices = principals.officer(user).office_ids
    theirs = Q(office__in=offices) | Q(user=user)
    return bool(offices) and CaseGrant.objects.filter(theirs, case=notification.case_id).exists()


def _message(notification: Notification) -> Message:
    subject, text = wording.as_sent(notification)
    return Message(
        id=notification.key.hex,
        to=_address(notification),
        subject=subject,
        text=text,
        language=notification.language,
    )


def _address(notification: Notification) -> str:
    """The address of the recipient, opened now and kept nowhere."""
    field = CHANNELS[notification.channel].contact
    if notification.user:
        return getattr(notification.user, field)
    person = notification.mandate or notification.claimant
    field = f"holder_{field}" if notification.mandate else field
    return reveal([person], [field], by=principals.SYSTEM, why="notification")[person.pk][field]


def _record(notification: Notification, lease: UUID, sent: Sent | None) -> None:
    """Write down what came of it. A failure counts only while the lease is held: else somebody else is at it."""
    now = clock.now()
    changes: dict = {"lease": None, "leased_until": None, "attempts": notification.attempts + 1}
    if sent is None:
        changes |= {"state": State.VOID}
    elif sent.state != "failed":
        changes |= {"state": sent.state, "accepted_at": now, "provider_id": sent.id, "error": ""}
        settles_after = CHANNELS[notification.channel].settles_after
        changes |= {"settles_at": now + settles_after if settles_after else None}
    elif sent.retryable and notification.attempts + 1 < MAX_ATTEMPTS:
        wait = max(wait_after(notification.attempts + 1), sent.retry_after or timedelta())
        changes |= {"next_attempt_at": now + wait, "error": sent.code}
    else:
        changes |= {"state": State.DEAD, "error": sent.code}
    with transaction.atomic():
        DeliveryAttempt.objects.create(
            notification=notification,
            at=now,
            state=sent.state if sent else State.VOID,
            code=sent.code if sent else "",
        )
        own = Notification.objects.filter(pk=notification.pk, state=State.WAITING)
        # What arrived has arrived, whoever holds the lease by now.
        changed = (own if changes.get("accepted_at") else own.filter(lease=lease)).update(**changes)
        if changed and sent and sent.state == "delivered":
            arrivals.arrived(notification, at=now, proof=sent.id)
    if changes.get("state") == State.DEAD:
        log.warning(
            "notification_dead", notification=notification.pk, channel=notification.channel, code=sent.code
        )


def wait_after(attempts: int) -> timedelta:
    """A minute after the first failure, twice as long after each further one, at most six hours."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
