"""Lines between a worker and the office, and the office's own notes."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.principals import Kind, Principal
from cases import lineage
from cases.events import record
from cases.models import Case, CaseEvent, Claimant, Message
from core import clock

MAX_LENGTH = 4000


def send(
    case: Case,
    *,
    body: str,
    by: Principal,
    claimant: Claimant | None = None,
    internal: bool = False,
    intent: UUID | None = None,
) -> Message:
    """Put a message into the thread of `claimant` (None: everybody of the case), or among the internal notes.

    The event tells only how long it was. intent: a one-time id; the same again gives the first message.
    Raises ValueError on an empty or overlong body.
    """
    body = body.strip()
    if not body or len(body) > MAX_LENGTH:
        raise ValueError(f"A message has 1 to {MAX_LENGTH} characters")
    with transaction.atomic():
        locked = lineage.locked(case, claimant)
        if intent and (
            sent := CaseEvent.objects.filter(
                intent=intent, case__in=(case.pk, locked.pk), by_id=by.id, kind="message.sent"
            ).first()
        ):
            return Message.objects.get(pk=sent.facts["message"])
        message = Message.objects.create(
            case=locked,
            claimant=claimant,
            internal=internal,
            body=body,
            by_kind=by.kind,
            by_user_id=by.user_id,
            at=clock.now(),
        )
        record(
            locked,
            "message.sent",
            by=by,
            facts={
                "message": message.pk,
                "claimant": claimant.pk if claimant else None,
                "internal": internal,
                "length": len(body),
            },
            subject=f"message:{message.pk}",
            status_from=locked.status,
            intent=intent,
        )
    return message


def thread(claimant: Claimant) -> QuerySet[Message]:
    """What a worker may read: their own thread, and what the office wrote to everybody of the case."""
    own = Message.objects.filter(case=claimant.case_id, internal=False)
    return (own.filter(claimant=claimant) | own.filter(claimant=None)).select_related("by_user")


def unread_by_worker(claimant: Claimant) -> QuerySet[Message]:
    """What the office wrote to a worker and neither they nor who represents them has opened."""
    waiting = Message.objects.filter(case=claimant.case_id, claimant=claimant, internal=False, read_at=None)
    return waiting.exclude(by_kind__in=(Kind.CLAIMANT, Kind.REPRESENTATIVE))


def mark_read(claimant: Claimant) -> None:
    """Remember that a worker, or who represents them, opened what the office wrote."""
    unread_by_worker(claimant).update(read_at=clock.now())


def mark_lines_read(lines: Iterable[Message]) -> None:
    """An officer has these lines of workers before them."""
    unread = [
        line.pk for line in lines if line.read_at is None and line.by_user_id is None and not line.internal
    ]
    if unread:
        Message.objects.filter(pk__in=unread, read_at=None).update(read_at=clock.now())
