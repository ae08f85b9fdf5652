"""What belongs to a case besides people: files, documents, deliveries, messages."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.case import Case
from cases.models.event import CaseEvent
from cases.models.parties import Claimant, Mandate, Party
from cases.vocabulary import EvidenceKind
from core import clock
from core.sealed import SealedField, opened


def evidence_path(instance: "Evidence", filename: str) -> str:
    """Stored under its own digest: the name that a person gave a file may tell who they are."""
    return f"{instance.sha256[:2]}/{instance.sha256}-{instance.case_id}"


class Evidence(models.Model):
    """A file somebody gave. Never served from a public URL; judged by its bytes; never altered.

    Removing erases the bytes and leaves this record.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence")
    claimant = models.ForeignKey(Claimant, models.SET_NULL, null=True, blank=True, related_name="evidence")
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices, default=EvidenceKind.OTHER)
    file = models.FileField(upload_to=evidence_path, blank=True)
    original_name = SealedField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    given_by_kind = models.CharField(max_length=16)
    given_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sha256[:8]}"


def in_source_language(text: Any) -> str:
    """A translatable text as the record keeps it, whoever acts; pages translate it for who reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(text)


class Document(models.Model):
    """An official paper of the case: summons, minutes, anjuran, risalah, agreement, recommendation."""

    class Kind(models.TextChoices):
        SUMMONS = "summons", _("Panggilan")
        MINUTES = "minutes", _("Berita acara")
        RISALAH = "risalah", _("Risalah")
        ANJURAN = "anjuran", _("Anjuran")
        PERJANJIAN_BERSAMA = "perjanjian_bersama", _("Perjanjian bersama")
        PACKAGE = "package", _("Berkas eskalasi")
        REFERRAL = "referral", _("Surat pelimpahan")
        RECOMMENDATION = "recommendation", _("Rekomendasi")
        RULING = "ruling", _("Putusan")
        OTHER = "other", _("Dokumen lain")

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(max_length=80, blank=True)
    dated = models.DateField()
    title = models.CharField(max_length=200)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["dated", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class ServiceRecord(models.Model):
    """Something was delivered to somebody: what, to whom, by which means, when, with what proof.

    What: a paper (`document`), or what an event asks for (`event`). To whom: a worker, who represents workers, or a
    company. A delivery that turned out to be none (a mail that came back late) stays here and is `refuted_at`.
    """

    class Means(models.TextChoices):
        HAND = "hand", _("Diserahkan langsung")
        POST = "post", _("Pos tercatat")
        EMAIL = "email", _("Surel")
        PHONE = "phone", _("Telepon")
        VISIT = "visit", _("Kunjungan")
        WHATSAPP = "whatsapp", _("WhatsApp")
        PAGE = "page", _("Dibuka di halaman perkara")

    case = models.ForeignKey(Case, models.CASCADE, related_name="services")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="services")
    event = models.ForeignKey(CaseEvent, models.PROTECT, null=True, blank=True, related_name="+")
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, blank=True, related_name="services")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="services")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="services")
    means = models.CharField(max_length=10, choices=Means.choices)
    received_on = models.DateField()
    proof = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    proof_note = models.CharField(max_length=200, blank=True)
    refuted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "claimant", "means"],
                condition=~Q(event=None) & ~Q(claimant=None),
                name="served_once_a_claimant_and_means",
            ),
            models.UniqueConstraint(
                fields=["event", "mandate", "means"],
                condition=~Q(event=None) & ~Q(mandate=None),
                name="served_once_a_mandate_and_means",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_means_display()} {self.received_on}"


class Message(models.Model):
    """A line between a worker and the office; internal notes are the office's own."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    claimant = models.ForeignKey(
        Claimant, models.CASCADE, null=True, blank=True, related_name="messages", help_text="Whose thread"
    )
    internal = models.BooleanField(default=False)
    body = SealedField(was_plain=True)
    by_kind = models.CharField(max_length=16)
    by_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def text(self) -> str:
        """The line itself, for those whose thread it is."""
        return opened(self.body)
