"""The wire format of v1. What is accepted ends as the typed parts of `workflows.filing`.

Some names of the wire (`label`, `source`, `required`, `many`, `errors`) are names of attributes in the framework too. It takes
a declared field out of the class, so nothing is hidden; the type checker cannot know.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from cases.vocabulary import (
    ClaimKind,
    Consent,
    ContractKind,
    Naming,
    Outcome,
    OvertimeDay,
    PayKind,
    Source,
    Status,
    Tier,
)
from workflows.filing import ClaimPart, Complaint, EmployerPart, OvertimePart, WorkerPart, in_decimals

RUPIAH_MOST = 10**12


class OvertimeIn(serializers.Serializer):
    """Hours of overtime on days that are alike."""

    day = serializers.ChoiceField(choices=OvertimeDay.choices)
    hours = serializers.DecimalField(
        max_digits=4, decimal_places=2, min_value=Decimal("0.25"), max_value=Decimal(24), help_text="That day"
    )
    times = serializers.IntegerField(min_value=1, max_value=5000, default=1, help_text="How many such days")


class ClaimIn(serializers.Serializer):
    kind = serializers.ChoiceField(choices=ClaimKind.choices)
    amount = serializers.IntegerField(min_value=0, max_value=RUPIAH_MOST, allow_null=True, default=None)
    period_from = serializers.DateField(allow_null=True, default=None)
    period_to = serializers.DateField(allow_null=True, default=None)
    note = serializers.CharField(max_length=200, allow_blank=True, default="")
    overtime: serializers.ListSerializer = serializers.ListSerializer(
        child=OvertimeIn(),
        required=False,
        max_length=60,
        help_text="Hours that were worked, for a claim of overtime",
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("overtime") and data["kind"] != ClaimKind.OVERTIME:
            raise serializers.ValidationError({"overtime": _("Jam lembur hanya untuk tuntutan lembur.")})
        return data


class WorkerIn(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    claims = ClaimIn(many=True, allow_empty=False)
    nik = serializers.RegexField(r"^\d{16}$", allow_blank=True, default="")
    phone = serializers.CharField(max_length=30, allow_blank=True, default="")
    email = serializers.EmailField(allow_blank=True, default="")
    sex = serializers.ChoiceField(choices=["P", "L"], allow_blank=True, default="")
    birth_year = serializers.IntegerField(min_value=1900, max_value=2100, allow_null=True, default=None)
    occupation = serializers.CharField(max_length=80, allow_blank=True, default="")
    contract_kind = serializers.ChoiceField(choices=ContractKind.choices, default=ContractKind.UNKNOWN)
    work_start = serializers.DateField(allow_null=True, default=None)
    work_end = serializers.DateField(allow_null=True, default=None)
    contract_end = serializers.DateField(allow_null=True, default=None)
    base_wage = serializers.IntegerField(min_value=0, max_value=RUPIAH_MOST, allow_null=True, default=None)
    fixed_allowance = serializers.IntegerField(
        min_value=0, max_value=RUPIAH_MOST, allow_null=True, default=None
    )
    pay_kind = serializers.ChoiceField(choices=PayKind.choices, allow_blank=True, default="")
    daily_wage = serializers.IntegerField(min_value=0, max_value=RUPIAH_MOST, allow_null=True, default=None)
    work_days = serializers.IntegerField(
        min_value=5, max_value=6, allow_null=True, default=None, help_text="Working days a week"
    )
    phk_notice_on = serializers.DateField(allow_null=True, default=None)
    consent = serializers.ChoiceField(choices=Consent.choices, default=Consent.NOT_ASKED)
    naming = serializers.ChoiceField(choices=Naming.choices, default=Naming.NOT_ASKED)
    fears_retaliation = serializers.BooleanField(default=False)
    language = serializers.ChoiceField(choices=["id", "en"], default="id")


class EmployerIn(serializers.Serializer):
    legal_name = serializers.CharField(max_length=200)
    tier = serializers.ChoiceField(choices=Tier.choices, default=Tier.DIRECT)
    address = serializers.CharField(max_length=300, allow_blank=True, default="")
    nib = serializers.CharField(max_length=20, allow_blank=True, default="")


class ComplaintIn(serializers.Serializer):
    """`notice_read` must be true: the worker has read what happens with their data."""

    notice_read = serializers.BooleanField()
    workers: serializers.ListSerializer = serializers.ListSerializer(
        child=WorkerIn(), allow_empty=False, max_length=500
    )
    employers: serializers.ListSerializer = serializers.ListSerializer(
        child=EmployerIn(), allow_empty=False, max_length=10
    )
    story = serializers.CharField(max_length=8000, allow_blank=True, default="")
    region = serializers.RegexField(
        r"^\d\d\.\d\d(\.\d\d(\.\d{4})?)?$",
        allow_blank=True,
        default="",
        help_text="Official code, such as 64.71.05.1002",
    )

    def validate_notice_read(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(_("Kirim true bila pemberitahuan sudah dibaca pekerja."))
        return value

    def validate_region(self, value: str) -> str:
        from accounts.regions import is_known

        if value and not is_known(value):
            raise serializers.ValidationError(_("Tidak ada wilayah dengan kode ini."))
        return value

    def complaint(self) -> Complaint:
        """The typed complaint of valid data."""
        data = self.validated_data
        workers = tuple(
            WorkerPart(**{**worker, "claims": tuple(_claim(claim) for claim in worker["claims"])})
            for worker in data["workers"]
        )
        return Complaint(
            workers=workers,
            employers=tuple(EmployerPart(**employer) for employer in data["employers"]),
            story=data["story"],
            region=data["region"],
            source=Source.API,
        )


def _claim(data: dict[str, Any]) -> ClaimPart:
    worked = (
        OvertimePart(entry["day"], in_decimals(entry["hours"]), entry["times"])
        for entry in data.get("overtime", ())
    )
    return ClaimPart(**{**data, "overtime": tuple(worked)})


class ReceiptOut(serializers.Serializer):
    number = serializers.IntegerField()
    receipt = serializers.CharField()


class FiledOut(serializers.Serializer):
    reference = serializers.CharField()
    receipts = ReceiptOut(many=True, help_text="Again for a day to the same key and body; empty later")
    repeated = serializers.BooleanField()


class FollowIn(serializers.Serializer):
    reference = serializers.CharField(max_length=40)
    receipt = serializers.CharField(max_length=60)


class ClaimOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ClaimKind.choices)
    nature = serializers.CharField()
    state = serializers.CharField()
    due = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    outstanding = serializers.IntegerField()
    claimed = serializers.IntegerField(allow_null=True)
    computed = serializers.IntegerField(allow_null=True)
    offered = serializers.IntegerField(allow_null=True)
    determined = serializers.IntegerField(allow_null=True)
    recommended = serializers.IntegerField(allow_null=True)
    agreed = serializers.IntegerField(allow_null=True)
    awarded = serializers.IntegerField(allow_null=True)


class DateOut(serializers.Serializer):
    clock = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    holder = serializers.CharField()
    started_on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    why = serializers.CharField()


class PaymentOut(serializers.Serializer):
    id = serializers.IntegerField()
    claim = serializers.IntegerField()
    amount = serializers.IntegerField()
    paid_on = serializers.DateField()
    state = serializers.CharField()


class FollowedOut(serializers.Serializer):
    reference = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    status_label = serializers.CharField()
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    version = serializers.IntegerField()
    filed_at = serializers.DateTimeField()
    due = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    outstanding = serializers.IntegerField()
    claims = ClaimOut(many=True)
    payments = PaymentOut(many=True)
    dates = DateOut(many=True)


class CaseLineOut(serializers.Serializer):
    id = serializers.IntegerField()
    reference = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True)
    version = serializers.IntegerField()
    office = serializers.CharField()
    filed_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    workers = serializers.IntegerField()
    workers_waiting = serializers.IntegerField()
    due = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    outstanding = serializers.IntegerField()


class CasesOut(serializers.Serializer):
    cases = CaseLineOut(many=True)
    next_after = serializers.IntegerField(
        allow_null=True, help_text="Ask again with `after` = this; null at the end"
    )


class PartyOut(serializers.Serializer):
    id = serializers.IntegerField()
    legal_name = serializers.CharField()
    tier = serializers.ChoiceField(choices=Tier.choices)


class ClaimantOut(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.IntegerField()
    list_id = serializers.CharField(allow_blank=True)
    consent = serializers.ChoiceField(choices=Consent.choices)
    naming = serializers.ChoiceField(choices=Naming.choices)
    withdrawn = serializers.BooleanField()
    claims = ClaimOut(many=True)


class CaseOut(CaseLineOut):
    story = serializers.CharField(allow_blank=True)
    region = serializers.CharField(allow_null=True)
    employers = PartyOut(many=True)
    claimants = ClaimantOut(many=True)
    dates = DateOut(many=True)


class ParamOut(serializers.Serializer):
    name = serializers.CharField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]
    many = serializers.BooleanField()  # type: ignore[assignment]
    choices = serializers.ListField(child=serializers.CharField(), allow_null=True)


class ActionOut(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    possible = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField())
    countersigned = serializers.BooleanField()
    params = ParamOut(many=True)


class PerformIn(serializers.Serializer):
    seen = serializers.IntegerField(min_value=0, help_text="`version` of the case that was read")
    params = serializers.DictField(default=dict)
    note = serializers.CharField(allow_blank=True, max_length=4000, default="")
    subject = serializers.CharField(allow_blank=True, max_length=40, default="")


class PerformedOut(serializers.Serializer):
    reference = serializers.CharField()
    status = serializers.ChoiceField(choices=Status.choices)
    version = serializers.IntegerField()
    event = serializers.CharField()
    approval = serializers.IntegerField(allow_null=True, help_text="Waits for a countersignature")
    receipt = serializers.CharField(
        allow_blank=True, help_text="Of whoever gets one of their own by it: told once, empty when repeated"
    )
    repeated = serializers.BooleanField()


class EventOut(serializers.Serializer):
    position = serializers.IntegerField()
    reference = serializers.CharField()
    seq = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    by = serializers.CharField()
    status_from = serializers.CharField(allow_blank=True)
    status_to = serializers.CharField(allow_blank=True)
    facts = serializers.DictField()
    hash = serializers.CharField()


class EventsOut(serializers.Serializer):
    events = EventOut(many=True)
    cursor = serializers.IntegerField(help_text="Ask again with `after` = this")


class ProblemOut(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField(), required=False)
    errors = serializers.ListField(child=serializers.DictField(), required=False)  # type: ignore[assignment]
