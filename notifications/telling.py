"""From an event to the people it concerns: the outbox subscriber "notifications"."""

from collections import defaultdict
from typing import Any

from django.db import transaction

from cases.models import CaseEvent
from core import clock
from core.wake import wake
from notifications.audience import Recipient
from notifications.channels import CHANNELS
from notifications.models import Notification
from notifications.policy import rules_for
from workflows.clocks.rules import RULES, Per
from workflows.models import OpenClock

State = Notification.State


def tell(event: CaseEvent) -> None:
    """Write a notification for each person, event and channel of the policy. Repeating it adds nothing."""
    steps = NextSteps(event)
    rows: dict[tuple[str, str], Notification] = {}
    for rule in rules_for(event):
        for person in rule.audience(event):
            recipient = Recipient(person)
            if recipient.did(event):
                continue
            for channel in rule.channels:
                if (recipient.name, channel) not in rows and _reachable(recipient, channel):
                    facts = steps.facts_for(recipient)
                    rows[recipient.name, channel] = _row(event, recipient, channel, rule.template, facts)
    Notification.objects.bulk_create(rows.values(), batch_size=500, ignore_conflicts=True)
    transaction.on_commit(lambda: _wake_deliveries(event), robust=True)


class NextSteps:
    """Whose move the case is now, and by when, for each who is told of an event."""

    def __init__(self, event: CaseEvent):
        self.event, self.now = event, clock.now()
        self.of_all: list[OpenClock] = []
        self.of_one: dict[str, list[OpenClock]] = defaultdict(list)
        for row in OpenClock.objects.filter(case=event.case_id).order_by("due_at"):
            rule = RULES.get(row.clock)
            if rule is None or not rule.in_queue:
                continue  # a right of the worker, nobody's move
            if rule.per == Per.APPROVAL:
                self.of_one["office"].append(row)
            elif row.subject.startswith(("claimant:", "claimants:")):
                self.of_one[row.subject].append(row)
            else:
                self.of_all.append(row)

    def facts_for(self, recipient: Recipient) -> dict[str, Any]:
        """The earliest clock that concerns the recipient, one not yet late first; of a clock's event, that clock."""
        facts = self.event.facts
        if self.event.kind.startswith("clock."):
            day = facts.get("due_on") or facts.get("to")
            late = self.event.kind == "clock.breached"
            return {"holder": facts.get("holder", ""), "due_on": day, "late": late}
        own = self.of_one.get("office" if recipient.kind == "user" else recipient.name, [])
        theirs = sorted(self.of_all + own, key=lambda row: (row.due_at < self.now, row.due_at))
        if not theirs:
            return {}
        first = theirs[0]
        return {"holder": first.holder, "due_on": first.due_on.isoformat(), "late": first.due_at < self.now}


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
        delivered_at=at if inside else None,
        **{recipient.kind: recipient.person},
    )


def _wake_deliveries(event: CaseEvent) -> None:
    waiting = Notification.objects.filter(event=event, state=State.WAITING).order_by("pk")
    for pk in waiting.values_list("pk", flat=True):
        if not wake("notifications.deliver", pk):
            return  # the sweep will
