"""A complaint that is still being written. It is not a case: it expires, and nothing counts it."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case
from cases.vocabulary import EvidenceKind
from core import clock
from core.sealed import SealedField

KEPT_FOR = timedelta(days=14)
RECEIPT_SHOWN_FOR = timedelta(hours=24)


def _expiry() -> datetime:
    return clock.now() + KEPT_FOR


class Draft(models.Model):
    """What somebody has typed so far, sealed as a whole, and where they stopped.

    Its id travels in a signed cookie, never in an address. A resume code opens it on another device; only the
    code's keyed hash is kept. Once sent, the answers go and the receipts stay, sealed, until the person has shown
    that they kept them or a day has passed: a reload can show them again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    answers = SealedField(help_text="JSON: step -> field -> what was typed")
    step = models.CharField(max_length=20, blank=True)
    intent = models.UUIDField(default=uuid4, help_text="One-time: sending twice files one case")
    resume_hash = models.CharField(max_length=80, blank=True, db_index=True)
    started_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(default=_expiry, db_index=True)

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    receipts = SealedField(help_text="JSON: what was issued on sending")

    def __str__(self) -> str:
        return f"draft of {self.started_at:%Y-%m-%d}"


def draft_path(instance: "DraftFile", filename: str) -> str:
    """No name that a person gave: it may tell who they are."""
    return f"drafts/{instance.draft_id}/{instance.key}"


class DraftFile(models.Model):
    """A file that goes with a draft; its bytes are judged when it comes in and become Evidence on sending."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    key = models.UUIDField(default=uuid4, unique=True, help_text="Names it in a form")
    file = models.FileField(upload_to=draft_path)
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices, default=EvidenceKind.OTHER)
    name = SealedField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sha256[:8]}"


class WrongCode(models.Model):
    """A resume code that opened nothing, remembered by the keyed hash of where it came from, to slow guessing."""

    source = models.CharField(max_length=80, db_index=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.at}"


class Taken(models.Model):
    """What one place took of what is scarce, remembered for an hour by the keyed hash of where it came from."""

    class What(StrEnum):
        DRAFTS = "drafts"
        BYTES = "bytes"

    what = models.CharField(max_length=8, help_text="A What")
    source = models.CharField(max_length=80)
    amount = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["source", "what", "at"])]

    def __str__(self) -> str:
        return f"{self.amount} {self.what} {self.at}"


class WorkerList(models.Model):
    """A list of workers that an officer has uploaded, sealed as a whole, and how far it has come.

    A worker in the background reads it, checks it, and enters it when it is told to (intake.imports). Once entered,
    the list goes and the receipts stay, sealed, until they were printed or a day has passed.
    """

    class State(models.TextChoices):
        READING = "reading", _("Sedang dibaca")
        CHECKING = "checking", _("Sedang diperiksa")
        READY = "ready", _("Menunggu Anda")
        ENTERING = "entering", _("Sedang dimasukkan")
        DONE = "done", _("Sudah dimasukkan")
        FAILED = "failed", _("Tidak dapat dibaca")

    WORKING = (State.READING, State.CHECKING, State.ENTERING)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    file = SealedField(help_text="The file as it came, base64, until it is read")
    cells = SealedField(help_text="JSON: the headings, then rows of text with the number of their line")
    about = SealedField(help_text="JSON: the new case that the list is for, where it is for one")
    fields = models.JSONField(default=list, help_text="What each column means (intake.columns.FIELDS)")
    checked = SealedField(help_text="JSON: how many rows are good, and what stands against the others")
    seen = models.CharField(max_length=64, blank=True, help_text="Digest of what was checked")
    intent = models.UUIDField(default=uuid4, help_text="One-time: entering twice enters once")
    receipts = SealedField(help_text="JSON: claimant id and receipt, for printing")
    count = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)

    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    size = models.PositiveIntegerField(default=0, help_text="Bytes of the file, unpacked")
    total = models.PositiveIntegerField(default=0, help_text="Rows")
    worked = models.PositiveIntegerField(default=0, help_text="Rows that the present step has behind it")
    skip_bad = models.BooleanField(default=False)
    with_receipts = models.BooleanField(default=True)
    problem = models.JSONField(default=list, help_text="Why it stopped: a text and its values")
    lease = models.UUIDField(null=True, help_text="Who works on it")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often the present step was begun")
    touched_at = models.DateTimeField(default=clock.now)

    started_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "touched_at"])]

    def __str__(self) -> str:
        return f"list of {self.started_at:%Y-%m-%d}"

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING
