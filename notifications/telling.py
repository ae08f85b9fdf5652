"""From an event to the people it concerns: the outbox subscriber "notifications"."""

from typing import Any

from django.db import transaction

from cases.models import CaseEvent
from core import clock
from core.wake import wake
from notifications.audience import Recipient
from notifications.channels import CHANNELS
from notifications.models import Notification
from notifications.policy import rules_for
from workflows.models import OpenClock

State = Notification.State


def tell(event: CaseEvent) -> None:
    """Write a notification for each person, event and channel of the policy. Repeating it adds nothing."""
    facts = next_step(event)
    rows: dict[tuple[str, str], Notification] = {}
    for rule in rules_for(event):
        for person in rule.audience(event):
            recipient = Recipient(person)
            if recipient.did(event):
                continue
            for channel in rule.channels:
                if (recipient.name, channel) not in rows and _reachable(recipient, channel):
                    rows[recipient.name, channel] = _row(event, recipient, channel, rule.template, facts)
    Notification.objects.bulk_create(rows.values(), batch_size=500, ignore_conflicts=True)
    transaction.on_commit(lambda: _wake_deliveries(event), robust=True)


def next_step(event: CaseEvent) -> dict[str, Any]:
    """Whose move it is now, and by when: the earliest open clock; for an event of a clock, that clock."""
    if event.kind.startswith("clock.") and "due_on" in event.facts:
        return {"holder": event.facts.get("holder", ""), "due_on": event.facts["due_on"]}
    earliest = OpenClock.objects.filter(case=event.case_id).order_by("due_at").first()
    return {"holder": earliest.holder, "due_on": earliest.due_on.isoformat()} if earliest else {}


def _reachable(recipient: Recipient, channel: str) -> bool:
    """Whether the person has an address for it; a sealed one is not opened for that."""
    field = CHANNELS[channel].contact
    if not field:
        return recipient.kind != "mandate"  # a representative has no inbox of their own
    return bool(getattr(recipient.person, _contact_field(recipient.kind, field), ""))


def _contact_field(kind: str, field: str) -> str:
    return f"holder_{field}" if kind == "mandate" else field


def _row(event: CaseEvent, recipient: Recipient, channel: str, template: str, facts: dict) -> Notification:
    at = clock.now()
    inside = not CHANNELS[channel].contact
    return Notification(
        event=event,
        case_id=event.case_id,
        recipient=recipient.name,
        channel=channel,
        template=template,
        language=recipient.language,
        facts=facts,
        created_at=at,
        next_attempt_at=at,
        # In the inbox a message is delivered by being written.
        state=State.DELIVERED if inside else State.WAITING,
        accepted_at=at if inside else None,
        **{recipient.kind: recipient.person},
    )


def _wake_deliveries(event: CaseEvent) -> None:
    waiting = Notification.objects.filter(event=event, state=State.WAITING).order_by("pk")
    for pk in waiting.values_list("pk", flat=True):
        if not wake("notifications.deliver", pk):
            return  # the sweep will
