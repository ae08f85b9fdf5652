"""The history of a case: an append-only, hash-chained list, and who has yet to be told of it."""

import json
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core import clock
from core.runs import from_runs


class CaseEvent(models.Model):
    """One thing that happened. Written only by `cases.events.record`; the database refuses changes.

    `text` is the canonical JSON that is hashed: ids, kinds, dates, amounts and digests, no free text and no
    personal data, so that erasure stays possible. Reasons and words live in `EventNote`.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=48)
    subject = models.CharField(max_length=40, blank=True, help_text="Record it is about, such as referral:7")
    at = models.DateTimeField(default=clock.now)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    on_behalf_of = models.BigIntegerField(null=True)
    status_from = models.CharField(max_length=24, blank=True)
    status_to = models.CharField(max_length=24, blank=True)
    text = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    intent = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["case", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_seq_once_a_case")]
        indexes = [models.Index(fields=["case", "kind"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.kind}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What `record` was given, with every id of `claimants`, however many."""
        facts = json.loads(self.text)["facts"]
        if isinstance(people := facts.get("claimants"), str):
            facts["claimants"] = from_runs(people)
        return facts


class EventNote(models.Model):
    """Words that go with an event (a reason, an instruction). Erasable; the chain holds its salted digest."""

    class Audience(models.TextChoices):
        OFFICE = "office", _("Kantor")
        EVERYONE = "everyone", _("Semua pihak")

    event = models.OneToOneField(CaseEvent, models.CASCADE, related_name="note")
    body = models.TextField()
    salt = models.CharField(max_length=32)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)

    def __str__(self) -> str:
        return f"note of {self.event_id}"


class OutboxRow(models.Model):
    """An event that a subscriber has yet to handle. Same transaction as the event; drained by the relay."""

    event = models.ForeignKey(CaseEvent, models.CASCADE, related_name="+")
    case_id = models.BigIntegerField()
    subscriber = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True, help_text="Class of the last error, no text")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_once_a_subscriber")
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(done_at=None), name="outbox_waiting"),
            models.Index(fields=["case_id", "id"], condition=models.Q(done_at=None), name="outbox_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.event_id}"


class FeedPosition(models.Model):
    """The place of an event in the feed of the API, stamped after commit by a single publisher.

    An id cannot serve: on PostgreSQL a lower one may be committed after a higher one was read.
    """

    position = models.BigAutoField(primary_key=True)
    event = models.OneToOneField(CaseEvent, models.CASCADE, related_name="feed")

    def __str__(self) -> str:
        return f"{self.position}"
