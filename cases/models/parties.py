"""The people and companies of a case, and what each worker claims."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.vocabulary import ClaimKind, ClaimState, Consent, ContractKind, Naming, Nature, PayKind, Tier
from core import clock
from core.sealed import SealedField


class Employer(models.Model):
    """A company as a legal person. What it is in one case stands in `Party`."""

    legal_name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, help_text="Name without PT/CV and marks")
    nib = models.CharField("NIB", max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    sector = models.CharField(max_length=80, blank=True)
    is_micro_or_small = models.BooleanField(null=True, blank=True)

    def __str__(self) -> str:
        return self.legal_name


class Party(models.Model):
    """An employer in the contracting chain of one case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="parties")
    tier = models.CharField(max_length=16, choices=Tier.choices)
    contact_name = SealedField()
    contact_phone = SealedField()
    contact_email = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "employer"], name="employer_once_a_case")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.employer.legal_name


class Claimant(models.Model):
    """A worker in a case. Name, NIK and contact are sealed; found by keyed hash, opened by cases.identity."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="claimants")
    number = models.PositiveIntegerField(help_text="Place in the case, from 1")
    first_reference = models.CharField(
        max_length=16,
        blank=True,
        help_text="Reference it was filed under; still opens it after a split or merger",
    )
    list_id = models.CharField(max_length=40, blank=True, help_text="Number in the list it was imported from")
    name = SealedField()
    nik = SealedField()
    phone = SealedField()
    email = SealedField()
    bank_account = SealedField()
    nik_hash = models.CharField(max_length=80, blank=True, db_index=True)
    phone_hash = models.CharField(max_length=80, blank=True, db_index=True)
    email_hash = models.CharField(max_length=80, blank=True, default="", db_default="", db_index=True)
    bank_hash = models.CharField(max_length=80, blank=True, default="", db_default="", db_index=True)
    name_hash = models.CharField(max_length=80, blank=True, default="", db_default="", db_index=True)
    receipt_hash = models.CharField(max_length=80, blank=True, db_index=True)
    receipt_kept_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5, default="id")

    sex = models.CharField(max_length=1, choices=[("P", "Perempuan"), ("L", "Laki-laki")], blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    has_disability = models.BooleanField(null=True, blank=True)
    is_indigenous = models.BooleanField(null=True, blank=True)

    occupation = models.CharField(max_length=80, blank=True)
    contract_kind = models.CharField(max_length=8, choices=ContractKind.choices, default=ContractKind.UNKNOWN)
    work_start = models.DateField(null=True, blank=True)
    work_end = models.DateField(null=True, blank=True, help_text="Last day of work")
    contract_end = models.DateField(null=True, blank=True, help_text="End of the PKWT as agreed")
    base_wage = models.BigIntegerField(null=True, blank=True, help_text="Upah pokok, rupiah a month")
    fixed_allowance = models.BigIntegerField(
        null=True, blank=True, help_text="Tunjangan tetap, rupiah a month"
    )
    pay_kind = models.CharField(
        max_length=12,
        choices=PayKind.choices,
        blank=True,
        default="",
        db_default="",
        help_text="How the wage is reckoned; empty: not told",
    )
    daily_wage = models.BigIntegerField(null=True, blank=True, help_text="Upah sehari, rupiah")
    work_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Working days a week: 5 or 6"
    )
    phk_notice_on = models.DateField(null=True, blank=True)

    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.NOT_ASKED)
    naming = models.CharField(max_length=16, choices=Naming.choices, default=Naming.NOT_ASKED)
    fears_retaliation = models.BooleanField(default=False)
    shielded = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Who they are is closed to the handling office too (cases.identity)",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Never filled. Processes of before the upgrade read the column; the next version takes it away (docs/operations.md).
    succeeds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="heirs", help_text="Heir of this claimant"
    )
    died_on = models.DateField(null=True, blank=True, help_text="Then their heirs speak for this part")

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="claimant_number_once_a_case"),
            models.UniqueConstraint(
                fields=["receipt_hash"], condition=~Q(receipt_hash=""), name="receipt_opens_one_claimant"
            ),
            models.CheckConstraint(
                condition=Q(work_days=None) | Q(work_days__in=(5, 6)), name="five_or_six_work_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class MandateQuerySet(models.QuerySet["Mandate"]):
    def current(self) -> "MandateQuerySet":
        """Those that hold today."""
        return self.filter(Q(until=None) | Q(until__gte=clock.today()))


class Mandate(models.Model):
    """A special power, or a union for its members (UU 2/2004 Art. 87), for some claimants of a case; or an heir of one.

    share: of an heir, in percent.
    """

    class Kind(models.TextChoices):
        SPECIAL_POWER = "special_power", _("Surat kuasa khusus")
        UNION = "union", _("Serikat pekerja untuk anggotanya")
        FAMILY = "family", _("Keluarga")
        HEIR = "heir", _("Ahli waris")

    case = models.ForeignKey(Case, models.CASCADE, related_name="mandates")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    holder_name = SealedField()
    holder_phone = SealedField()
    holder_email = SealedField()
    receipt_hash = models.CharField(max_length=80, blank=True, db_index=True)
    language = models.CharField(max_length=5, default="id", db_default="id")
    scope = models.CharField(max_length=200, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    claimants = models.ManyToManyField(Claimant, related_name="mandates")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_kind_display()}"


class Claim(models.Model):
    """One entitlement of one worker. Its amounts live in the ledger; standing and outcome are its own."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="claims")
    claimant = models.ForeignKey(Claimant, models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=24, choices=ClaimKind.choices)
    nature = models.CharField(max_length=12, choices=Nature.choices)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    overtime = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="Overtime worked: kind of day, hours that day, how many such days",
    )
    state = models.CharField(max_length=16, choices=ClaimState.choices, default=ClaimState.OPEN)

    class Meta:
        ordering = ["claimant", "id"]
        indexes = [models.Index(fields=["case", "state"])]

    def __str__(self) -> str:
        return f"{self.claimant} {self.get_kind_display()}"


class FailedLookup(models.Model):
    """A wrong reference-and-receipt pair, remembered by keyed hash for an hour, to slow down guessing."""

    source = models.CharField(max_length=80, db_index=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.at}"


__all__ = ["Claim", "Claimant", "Employer", "FailedLookup", "Mandate", "Party"]
