"""The action `submit`: a complaint becomes a case. The worker's form, a walk-in, an import and the API end here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import Office
from accounts.principals import Principal
from cases.employers import employer_named
from cases.events import record
from cases.identity import hash_identity, hash_receipt
from cases.models import Case, CaseEvent, CaseGrant, Claim, Claimant, Mandate, Party
from cases.vocabulary import (
    NATURE_OF,
    ClaimKind,
    Consent,
    ContractKind,
    GrantScope,
    Naming,
    Nature,
    Source,
    Status,
    Tier,
)
from core import bulk, clock
from core.ids import new_receipt, new_reference, read_receipt
from ledger import balance
from workflows.errors import Stale
from workflows.models import CaseFlow

AT_ONCE = 1000
"""Workers entered at a time: SQLite takes a bounded number of ids in one question."""


@dataclass(frozen=True)
class OvertimePart:
    """Overtime on days alike. day: an OvertimeDay; hours: that day, as a decimal number in a text; times: how many days."""

    day: str
    hours: str
    times: int = 1


def in_decimals(hours: Decimal) -> str:
    """2.5 for 2.50, 10 for 10.00."""
    return f"{hours.normalize():f}"


@dataclass(frozen=True)
class ClaimPart:
    kind: str
    amount: int | None = None
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""
    overtime: tuple[OvertimePart, ...] = ()


@dataclass(frozen=True)
class WorkerPart:
    """A claimant of the complaint. `receipt`: whether one is made for them now."""

    name: str
    claims: tuple[ClaimPart, ...] = ()
    nik: str = ""
    phone: str = ""
    email: str = ""
    list_id: str = ""
    sex: str = ""
    birth_year: int | None = None
    has_disability: bool | None = None
    occupation: str = ""
    contract_kind: str = ContractKind.UNKNOWN
    work_start: date | None = None
    work_end: date | None = None
    contract_end: date | None = None
    base_wage: int | None = None
    fixed_allowance: int | None = None
    pay_kind: str = ""
    daily_wage: int | None = None
    work_days: int | None = None
    phk_notice_on: date | None = None
    consent: str = Consent.NOT_ASKED
    naming: str = Naming.NOT_ASKED
    fears_retaliation: bool = False
    language: str = "id"
    receipt: bool = True


@dataclass(frozen=True)
class EmployerPart:
    legal_name: str
    tier: str = Tier.DIRECT
    address: str = ""
    nib: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True)
class RepresentativePart:
    name: str
    kind: str = Mandate.Kind.SPECIAL_POWER
    phone: str = ""
    email: str = ""
    language: str = "id"


@dataclass(frozen=True)
class Complaint:
    workers: tuple[WorkerPart, ...]
    employers: tuple[EmployerPart, ...]
    story: str = ""
    region: str = ""
    source: str = Source.WORKER
    office_id: int | None = None
    representative: RepresentativePart | None = None


@dataclass(frozen=True)
class Filed:
    """The new case, and the receipts in the clear, by claimant id: shown once, kept nowhere else."""

    case: Case
    receipts: dict[int, str] = field(default_factory=dict)
    representative_receipt: str = ""
    repeated: bool = False


def submit(complaint: Complaint, *, by: Principal, intent: UUID | None = None) -> Filed:
    """Make a case of a complaint, in one transaction.

    The same `intent` again gives the first case, without receipts (they are not kept in the clear).
    Raises ValueError where no worker, no employer, or no office is there to take it; Stale where `intent` was another
    act's.
    """
    if not complaint.workers or not complaint.employers:
        raise ValueError("A complaint names at least one worker and one employer")
    if filed := _repeated(intent):
        return filed
    try:
        with transaction.atomic():
            return _submit(complaint, by, intent)
    except IntegrityError:
        # Two with the same intent at once: the first has won by now.
        if filed := _repeated(intent):
            return filed
        raise


def _repeated(intent: UUID | None) -> Filed | None:
    event = CaseEvent.objects.select_related("case").filter(intent=intent).first() if intent else None
    if event and event.kind != "case.submitted":
        raise Stale  # an id of another act, perhaps of a case that is nothing of theirs
    return Filed(event.case, repeated=True) if event else None


def _submit(complaint: Complaint, by: Principal, intent: UUID | None) -> Filed:
    office = _office_for(complaint)
    case = new_case_row(
        source=complaint.source,
        office=office,
        region_id=complaint.region or None,
        story=complaint.story,
        shielded=any(worker.fears_retaliation for worker in complaint.workers),
    )
    for part in complaint.employers:
        Party.objects.create(
            case=case,
            employer=employer_named(part.legal_name, address=part.address, nib=part.nib),
            tier=part.tier,
            contact_name=part.contact_name,
            contact_phone=part.contact_phone,
            contact_email=part.contact_email,
        )
    receipts = add_workers(case, complaint.workers, event_seq=1, after=0)
    representative_receipt = ""
    if complaint.representative:
        representative_receipt = _represent(case, complaint.representative)
    CaseGrant.objects.create(case=case, office=office, scope=GrantScope.HANDLE, via="submit")
    kinds = sorted({claim.kind for worker in complaint.workers for claim in worker.claims})
    record(
        case,
        "case.submitted",
        by=by,
        facts={
            "source": complaint.source,
            "office": office.pk,
            "workers": len(complaint.workers),
            "kinds": kinds,
            "claimed": sum(claim.amount or 0 for worker in complaint.workers for claim in worker.claims),
            "region": complaint.region or None,
        },
        intent=intent,
    )
    return Filed(case, receipts, representative_receipt)


def new_case_row(**fields: Any) -> CaseFlow:
    """A new row with a reference of its own. A clash of random references is drawn again; no counter, no race."""
    fields.setdefault("filed_at", clock.now())
    fields.setdefault("status", Status.SUBMITTED)
    for _attempt in range(20):
        case = CaseFlow(reference=new_reference(), **fields)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            return case
        except IntegrityError:
            if not Case.objects.filter(reference=case.reference).exists():
                raise
    raise RuntimeError("No free reference in twenty draws")


def _office_for(complaint: Complaint) -> Office:
    """The office named; else the Satgas whose regions hold the kelurahan, kecamatan or city; else the first Satgas."""
    if complaint.office_id:
        return Office.objects.get(pk=complaint.office_id)
    region = complaint.region
    codes = [region[:length] for length in (13, 8, 5) if len(region) >= length]
    satgas = Office.objects.filter(kind=Office.Kind.SATGAS)
    office = satgas.filter(regions__in=codes).first() or satgas.order_by("id").first()
    if office is None:
        raise ValueError("No Satgas office is there to take a complaint")
    return office


def add_workers(
    case: Case, workers: Sequence[WorkerPart], *, event_seq: int, after: int | None = None
) -> dict[int, str]:
    """Enter claimants with their claims; returns receipts in the clear by claimant id. For three or thousands.

    after: the highest number in use, where it is known.
    """
    highest = case.claimants.aggregate(most=Max("number"))["most"] if after is None else after
    taken = highest or 0
    receipts: dict[int, str] = {}
    for start in range(0, len(workers), AT_ONCE):
        receipts |= _add_some(case, workers[start : start + AT_ONCE], event_seq, taken + start)
    return receipts


def _add_some(case: Case, workers: Sequence[WorkerPart], event_seq: int, taken: int) -> dict[int, str]:
    rows, receipts = [], []
    for number, worker in enumerate(workers, start=taken + 1):
        receipt = new_receipt() if worker.receipt else ""
        row = Claimant(
            case=case, number=number, name=worker.name, nik=worker.nik, phone=worker.phone, email=worker.email,
            first_reference=case.reference, list_id=worker.list_id, sex=worker.sex, birth_year=worker.birth_year,
            has_disability=worker.has_disability, occupation=worker.occupation, contract_kind=worker.contract_kind,
            work_start=worker.work_start, work_end=worker.work_end, contract_end=worker.contract_end,
            base_wage=worker.base_wage, fixed_allowance=worker.fixed_allowance, phk_notice_on=worker.phk_notice_on,
            pay_kind=worker.pay_kind, daily_wage=worker.daily_wage, work_days=worker.work_days,
            consent=worker.consent, naming=worker.naming, fears_retaliation=worker.fears_retaliation,
            shielded=worker.fears_retaliation and worker.naming != Naming.NAMED,
            language=worker.language, receipt_hash=hash_receipt(read_receipt(receipt) or ""),
        )  # fmt: skip
        hash_identity(row, nik=worker.nik, phone=worker.phone, email=worker.email, name=worker.name)
        rows.append(row)
        receipts.append(receipt)
    bulk.create(rows, found_by=Claimant.objects.filter(case=case, number__gt=taken).order_by("number"))
    pairs = [(person, claim) for person, worker in zip(rows, workers, strict=True) for claim in worker.claims]
    claims = [
        Claim(
            case=case, claimant=person, kind=part.kind, nature=NATURE_OF.get(ClaimKind(part.kind), Nature.HAK),
            period_from=part.period_from, period_to=part.period_to, note=part.note,
            overtime=[asdict(entry) for entry in part.overtime],
        )
        for person, part in pairs
    ]  # fmt: skip
    made = Claim.objects.filter(claimant__case=case, claimant__number__gt=taken).order_by("pk")
    bulk.create(claims, found_by=made)
    amounts = (part.amount for _, part in pairs)
    balance.open_claims(case, zip(claims, amounts, strict=True), event_seq=event_seq)
    return {person.pk: receipt for person, receipt in zip(rows, receipts, strict=True) if receipt}


def _represent(case: Case, part: RepresentativePart) -> str:
    receipt = new_receipt()
    mandate = Mandate.objects.create(
        case=case,
        kind=part.kind,
        holder_name=part.name,
        holder_phone=part.phone,
        holder_email=part.email,
        receipt_hash=hash_receipt(read_receipt(receipt) or ""),
        language=part.language,
        since=clock.today(),
    )
    mandate.claimants.set(case.claimants.all())
    return receipt
