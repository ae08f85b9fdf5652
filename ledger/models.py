"""Promises, agreements, instalments, payments, and what they add up to. All amounts are whole rupiah."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case, Claim, Claimant, Document, Evidence, Party
from core import clock


class AmountKind(models.TextChoices):
    """Who says how much is due for a claim."""

    CLAIMED = "claimed", _("Dituntut")
    COMPUTED = "computed", _("Menurut hukum")
    OFFERED = "offered", _("Ditawarkan perusahaan")
    DETERMINED = "determined", _("Ditetapkan pengawas")
    RECOMMENDED = "recommended", _("Dianjurkan mediator")
    AGREED = "agreed", _("Disepakati")
    AWARDED = "awarded", _("Diputus pengadilan")
    WAIVED = "waived", _("Dilepas pekerja")


class Entry(models.Model):
    """An amount somebody put on a claim. Append-only; the newest of a kind counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=AmountKind.choices)
    amount = models.BigIntegerField()
    event_seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="entry_not_negative")]
        indexes = [models.Index(fields=["claim", "kind", "id"])]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind} {self.amount}"


class Commitment(models.Model):
    """A promise in minutes: watched, but not executable like a perjanjian bersama."""

    class How(models.TextChoices):
        AMOUNT = "amount", pgettext_lazy("janji", "Jumlah")
        PERCENTAGE = "percentage", _("Persentase")
        AS_CALCULATED = "as_calculated", _("Sesuai perhitungan")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    promisor = models.ForeignKey(Party, models.PROTECT, related_name="+")
    made_on = models.DateField()
    how = models.CharField(max_length=16, choices=How.choices)
    percentage = models.PositiveSmallIntegerField(null=True, blank=True)
    calculated_by = models.CharField(max_length=120, blank=True)
    description = models.CharField(max_length=300)
    minutes = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    event_seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.made_on}"


class Agreement(models.Model):
    """Perjanjian bersama (UU 2/2004 Arts. 7, 13)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    signed_on = models.DateField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    witnessed_by_mediator = models.BooleanField(default=False)
    deed_number = models.CharField(max_length=80, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    event_seq = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.signed_on}"


class Instalment(models.Model):
    """An amount for one claim that is due on a day, under a commitment or an agreement."""

    class State(models.TextChoices):
        OPEN = "open", _("Berjalan")
        MET = "met", _("Dipenuhi")
        BREACHED = "breached", _("Dilanggar")
        REPLACED = "replaced", _("Diganti perjanjian baru")
        VOID = "void", _("Tidak ada lagi yang terutang")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="instalments"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="instalments"
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(default=1)
    amount = models.BigIntegerField(null=True, help_text="Unknown while the calculation is awaited")
    paid_before = models.BigIntegerField(
        default=0,
        db_default=0,
        help_text="Confirmed for the claim when it was promised: covers nothing of it",
    )
    due_on = models.DateField(null=True, help_text="Unknown until the event that it follows")
    days_after = models.PositiveSmallIntegerField(null=True, blank=True)
    after_event = models.CharField(max_length=48, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["case", "state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(commitment=None) ^ models.Q(agreement=None),
                name="instalment_of_one_promise",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.amount} {self.due_on}"


class Payment(models.Model):
    """Money said to have been paid for a claim. One side states it, the worker confirms or disputes."""

    class State(models.TextChoices):
        STATED = "stated", _("Dinyatakan")
        CONFIRMED = "confirmed", _("Dikonfirmasi pekerja")
        DISPUTED = "disputed", _("Dibantah pekerja")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")
    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    payer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    stated_by_kind = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STATED)
    event_seq = models.PositiveIntegerField()
    stated_in = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The case whose event this is, once the payment has gone to another with its worker",
    )

    class Meta:
        ordering = ["paid_on", "id"]
        indexes = [models.Index(fields=["case", "state"])]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_positive")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.amount} {self.state}"


UNKNOWN = dict.fromkeys(("awarded", "agreed", "determined", "claimed", "computed"))
"""The amounts of a claim of which nobody has yet said how much is due, as a filter."""


class ClaimBalance(models.Model):
    """What the entries and payments of one claim add up to. Written only by `ledger.balance.refresh`."""

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, related_name="balance")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    claimant = models.ForeignKey(Claimant, models.CASCADE, related_name="+")
    claimed = models.BigIntegerField(null=True)
    computed = models.BigIntegerField(null=True)
    offered = models.BigIntegerField(null=True)
    determined = models.BigIntegerField(null=True)
    recommended = models.BigIntegerField(null=True)
    agreed = models.BigIntegerField(null=True)
    awarded = models.BigIntegerField(null=True)
    waived = models.BigIntegerField(default=0)
    due = models.BigIntegerField(default=0)
    stated = models.BigIntegerField(default=0)
    confirmed = models.BigIntegerField(default=0)
    disputed = models.BigIntegerField(default=0)
    outstanding = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["case", "claimant"])]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.outstanding}"

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has yet said how much is due. Nothing due is another thing."""
        return all(getattr(self, amount) is None for amount in UNKNOWN)


class CaseBalance(models.Model):
    """What the claims of one case add up to; the line that leaders read."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="balance")
    workers = models.PositiveIntegerField(default=0)
    workers_waiting = models.PositiveIntegerField(default=0, help_text="Workers with something outstanding")
    due = models.BigIntegerField(default=0)
    confirmed = models.BigIntegerField(default=0)
    stated = models.BigIntegerField(default=0)
    waived = models.BigIntegerField(default=0)
    outstanding = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.case_id} {self.outstanding}"
