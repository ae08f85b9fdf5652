"""How a case moves, and the records that live beside it."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office, User
from cases.models import Case, Claim, Claimant, Document, Party
from cases.vocabulary import Status
from core.clock import now
from core.sealed import SealedField


class Approval(models.Model):
    """A countersignature asked for: the action, its params, and the digest of what was shown."""

    class State(models.TextChoices):
        ASKED = "asked", _("Menunggu")
        GIVEN = "given", _("Disetujui")
        REFUSED = "refused", _("Ditolak")
        VOID = "void", _("Gugur")

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    params = models.JSONField()
    reason = models.TextField(blank=True)
    shown_digest = models.CharField(max_length=64, help_text="Digest of the params and of what they rest on")
    case_version = models.PositiveIntegerField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_behalf_of = models.BigIntegerField(null=True, blank=True, help_text="Claimant whose statement it is")
    proof = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="How the statement was made sure"
    )
    asked_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "action", "subject"],
                condition=models.Q(state="asked"),
                name="one_open_approval_an_action",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.action} {self.state}"


class Assignment(models.Model):
    """A case offered to an officer. It is theirs when they accept; until then whoever held it holds it.

    `ended_at`: none while it speaks: an offer that waits, a refusal that the supervisor has not answered, or the
    acceptance by which the officer holds the case. Who acts on a case that was offered to them has accepted it.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Menunggu jawaban")
        ACCEPTED = "accepted", pgettext_lazy("penugasan", "Diterima")
        DECLINED = "declined", _("Tidak diterima")
        REPLACED = "replaced", _("Diganti")

    class Ground(models.TextChoices):
        CONFLICT = "conflict", _("Saya punya hubungan dengan salah satu pihak")
        WORKLOAD = "workload", _("Beban kerja saya sudah penuh")
        AWAY = "away", _("Saya cuti atau dinas luar")
        OTHER = "other", _("Lainnya")

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OFFERED)
    ground = models.CharField(max_length=8, choices=Ground.choices, blank=True)
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "state"],
                condition=models.Q(ended_at=None),
                name="one_speaking_assignment_a_state",
            )
        ]
        indexes = [
            models.Index(fields=["officer"], condition=models.Q(ended_at=None), name="assignment_speaking")
        ]

    def __str__(self) -> str:
        return f"assignment:{self.pk}"


class HandOver(models.Model):
    """What a referral and an escalation have in common: a case given to another body, whole or beside."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", help_text="Receiving office")
    whole = models.BooleanField(help_text="The case itself was handed over, not only asked about beside")
    came_from = models.CharField(max_length=24, choices=Status.choices)
    asked_by_office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    their_number = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    # Statuses of a case that was handed over whole and has not come back.
    CARRIED: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    @property
    def slug(self) -> str:
        """Its name in an address: `referral-7`."""
        return str(self).replace(":", "-")

    def carries(self, case: Case) -> bool:
        """Whether the case itself stands with this record now, so that it moves with it."""
        return self.whole and self.ended_at is None and case.status in self.CARRIED


class Referral(HandOver):
    """A case, or some of its claims, given to the body that is competent."""

    CARRIED = frozenset({Status.REFERRED})

    class State(models.TextChoices):
        SENT = "sent", _("Dikirim")
        ACCEPTED = "accepted", pgettext_lazy("pelimpahan", "Diterima")
        REPORTED = "reported", _("Hasil dilaporkan")
        RETURNED = "returned", _("Dikembalikan")
        TAKEN_OVER = "taken_over", _("Diambil alih")

    class Ground(models.TextChoices):
        INSPECTION = "inspection", _("Pemeriksaan pengawas")
        CALCULATION = "calculation", _("Perhitungan pengawas")
        CRIME = "crime", _("Dugaan pidana")
        CHILD = "child", _("Pekerja anak")
        SAFETY = "safety", _("Keselamatan kerja")
        BPJS = "bpjs", _("BPJS Ketenagakerjaan")
        OTHER_REGION = "other_region", _("Wilayah lain")
        OTHER = "other", _("Lainnya")

    claims = models.ManyToManyField(Claim, related_name="+")
    ground = models.CharField(max_length=16, choices=Ground.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    their_officer = models.CharField(max_length=120, blank=True)
    expected_on = models.DateField(null=True)
    result = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"referral:{self.pk}"


class Escalation(HandOver):
    """A case put before the Ministry of Human Rights, with a complete package."""

    CARRIED = frozenset({Status.ESCALATED, Status.MINISTRY_REVIEW, Status.MINISTRY_RECOMMENDED})

    class State(models.TextChoices):
        HANDED_OVER = "handed_over", _("Diserahkan")
        ASKED_BACK = "asked_back", _("Diminta melengkapi")
        ACKNOWLEDGED = "acknowledged", _("Diterima dan ditelaah")
        RECOMMENDED = "recommended", _("Direkomendasikan")
        RETURNED = "returned", _("Dikembalikan")
        CONCLUDED = "concluded", _("Selesai ditelaah")
        RECALLED = "recalled", _("Ditarik")

    class Ground(models.TextChoices):
        COMMITMENT_BREACHED = "commitment_breached", _("Janji pembayaran dilanggar")
        EMPLOYER_SILENT = "employer_silent", _("Perusahaan diam")
        TIME_EXCEEDED = "time_exceeded", _("Batas waktu undang-undang terlampaui")
        MANY_WORKERS = "many_workers", _("Banyak pekerja")
        VULNERABLE_GROUP = "vulnerable_group", _("Kelompok rentan")
        PATTERN = "pattern", _("Pola berulang satu perusahaan")
        RETALIATION = "retaliation", _("Pembalasan terhadap pekerja")
        CITY_LATE = "city_late", _("Kota terlambat")

    ground = models.CharField(max_length=24, choices=Ground.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.HANDED_OVER)
    conclusion = models.CharField(max_length=24, blank=True)

    def __str__(self) -> str:
        return f"escalation:{self.pk}"


class Package(models.Model):
    """What was handed over, frozen: canonical text and its digest. A supplement is a new version."""

    escalation = models.ForeignKey(Escalation, models.CASCADE, null=True, related_name="packages")
    referral = models.ForeignKey(Referral, models.CASCADE, null=True, related_name="packages")
    version = models.PositiveSmallIntegerField()
    content = models.TextField(help_text="Canonical JSON without names; attachments by id and SHA-256")
    sealed_names = SealedField(help_text="Names shared by consent: JSON, claimant id to number and name")
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "version"], name="package_version_of_escalation"),
            models.UniqueConstraint(fields=["referral", "version"], name="package_version_of_referral"),
        ]

    def __str__(self) -> str:
        return f"v{self.version} {self.digest[:12]}"


class Recommendation(models.Model):
    """What the ministry recommends, to whom, by when."""

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="recommendations")
    number = models.CharField(max_length=80)
    addressed_to = models.CharField(max_length=160)
    text = models.TextField()
    due_on = models.DateField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"recommendation:{self.pk}"


class Meeting(models.Model):
    """People of a case who meet at a time and a place: a mediation session, a clarification, any other meeting."""

    class Kind(models.TextChoices):
        MEDIATION = "mediation", _("Sidang mediasi")
        CLARIFICATION = "clarification", _("Pertemuan klarifikasi")
        TALK = "talk", _("Pertemuan dengan pekerja")
        OTHER = "other", _("Pertemuan lain")

    class State(models.TextChoices):
        PLANNED = "planned", _("Direncanakan")
        HELD = "held", _("Sudah berlangsung")
        CANCELLED = "cancelled", _("Dibatalkan")

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    every_worker = models.BooleanField(help_text="Every worker of the case is called, also who comes later")
    claimants = models.ManyToManyField(Claimant, related_name="+")
    parties = models.ManyToManyField(Party, related_name="+")
    summons = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "starts_at"]), models.Index(fields=["case", "state"])]

    def __str__(self) -> str:
        return f"meeting:{self.pk}"

    @property
    def slug(self) -> str:
        """Its name in an address: `meeting-7`."""
        return f"meeting-{self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.case.office.time_zone)

    @property
    def day(self) -> date:
        """The day in the zone of the office."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def hour(self) -> str:
        """`09.30`."""
        return f"{self.starts_at.astimezone(self.zone):%H.%M}"

    def end(self, state: str) -> None:
        self.state, self.ended_at = state, now()
        self.save(update_fields=["state", "ended_at"])


class OpenClock(models.Model):
    """A running clock of a case or of a record of it. Lateness is not stored: it is `due_at < now`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="open_clocks")
    subject = models.CharField(max_length=40, blank=True)
    clock = models.CharField(max_length=32)
    holder = models.CharField(max_length=24)
    office = models.ForeignKey(Office, models.CASCADE, null=True, related_name="+")
    started_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField(help_text="End of the due day in the office's time zone")
    next_signal_at = models.DateTimeField(null=True)
    rule_version = models.PositiveIntegerField()
    calendar_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "clock", "subject"], name="clock_once_a_subject")
        ]
        indexes = [models.Index(fields=["next_signal_at"]), models.Index(fields=["office", "due_at"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.due_on}"


class QueueEntry(models.Model):
    """Whose move a case is, and by when at the earliest: one row a holder, in the order of the queue."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="queue_entries")
    holder = models.CharField(max_length=24)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "holder", "office"], name="queue_once_a_holder")
        ]
        indexes = [
            models.Index(fields=["office", "holder", "due_at"]),
            models.Index(fields=["office", "due_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.due_at}"


class ClockSignal(models.Model):
    """A warning or breach that was acted on, once."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=40, blank=True)
    clock = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    threshold = models.CharField(max_length=12)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "subject", "clock", "due_at", "threshold"], name="signal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.threshold}"
