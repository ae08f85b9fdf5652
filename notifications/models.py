"""Who was told what, by which channel, and whether it arrived."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case, CaseEvent, Claimant, Mandate
from core import clock


class Notification(models.Model):
    """One event told to one person by one channel.

    `recipient` names the person in one column (`claimant:5`, `user:3`, `mandate:2`), so that the database can hold
    "once a person, event and channel". `facts` are what the text needs besides the case: no names, no amounts.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        ACCEPTED = "accepted", _("Diterima server tujuan")
        DELIVERED = "delivered", _("Sampai")
        DEAD = "dead", _("Gagal")
        VOID = "void", _("Tidak berlaku lagi")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(CaseEvent, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    recipient = models.CharField(max_length=30)
    claimant = models.ForeignKey(Claimant, models.CASCADE, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="id")
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)
    settles_at = models.DateTimeField(
        null=True, help_text="When an accepted one of which nothing bad was heard counts as delivered"
    )
    delivered_at = models.DateTimeField(null=True)
    error = models.CharField(
        max_length=60, blank=True, help_text="Code or class of the last failure, no text"
    )
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"], name="notification_once_a_person_and_channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(state="waiting"), name="notification_waiting"
            ),
            models.Index(fields=["settles_at"], condition=Q(state="accepted"), name="notification_settling"),
            models.Index(fields=["recipient", "channel", "-id"], name="notification_inbox"),
            models.Index(fields=["case"], condition=Q(state="dead"), name="notification_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient} {self.event_id}"


class DeliveryAttempt(models.Model):
    """One try to deliver, or a report that came back later, and what came of it: a code, never a text."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="tries")
    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10)
    code = models.CharField(max_length=60, blank=True)
    report = models.CharField(
        max_length=64, unique=True, null=True, help_text="SHA-256 of the report: the same one counts once"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at} {self.state} {self.code}"
