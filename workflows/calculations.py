"""What the law gives the workers of a case, from the facts of the case, kept beside what everybody else says.

A Calculation is written once. A fact that changes afterwards changes nothing by itself: `what_would_change` shows
what a new one would say. An officer may put another amount in the place of a row, with the reason.
"""

import calendar
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import principals
from accounts.models import Role
from accounts.principals import Principal
from cases.events import record
from cases.models import Calculation, Case, CaseGrant, Claim, Claimant, EventNote
from cases.rulebook import current_rulebook
from cases.vocabulary import ClaimKind, ClaimState, ContractKind, GrantScope
from core import clock
from core.canonical import digest
from core.wake import wake
from entitlements import ENGINE_VERSION, RequestError, compute
from entitlements.comparison import Change, beside_offer, changes
from ledger import balance
from ledger.models import AmountKind, ClaimBalance
from workflows.errors import Invalid, NotAllowed
from workflows.models import CalculationRun

MAY_CALCULATE = (Role.INTAKE_OFFICER, Role.CASE_OFFICER, Role.MEDIATOR, Role.SUPERVISOR)
PIECE = 500
MOST_ERRORS = 200
STALLED = timedelta(seconds=60)
FIRST_TABLE = date(2024, 1, 1)
"""Minimum wages before this day are in no table here."""

TERMINATION = {
    ClaimKind.SEVERANCE, ClaimKind.LONG_SERVICE_PAY, ClaimKind.RIGHTS_COMPENSATION, ClaimKind.SEPARATION_PAY,
}  # fmt: skip
NOT_OF_MONEY = {ClaimKind.BPJS, ClaimKind.WITHHELD_DOCUMENTS, ClaimKind.OTHER}
PKWT = {ClaimKind.PKWT_COMPENSATION, ClaimKind.PKWT_DAMAGES}

MISSING = {
    "base_wage": _("upah pokok"),
    "work_start": _("hari pertama bekerja"),
    "work_end": _("hari kerja terakhir atau akhir kontrak"),
    "ground": _("alasan PHK"),
    "holiday": _("hari raya yang dimaksud"),
    "unpaid_wage": _("masa atau jumlah upah yang belum dibayar"),
    "last_wage": _("jumlah upah terakhir"),
    "overtime": _("jam lembur; hitung dengan kalkulator umum"),
    "claims": _("tuntutan yang dapat dihitung"),
}


@dataclass(frozen=True)
class Said:
    """What an officer adds to the facts of the record. Days as ISO text, as they are stored.

    as_of: the day until which fines and open claims are reckoned. ground: number of the article of PP 35/2021.
    """

    as_of: str
    ground: str = ""
    work_days_per_week: int | None = None
    leave_days: int | None = None
    employer_size: str = ""
    holiday: str = ""


def said_today(**added: Any) -> Said:
    return Said(as_of=timezone.localdate(clock.now()).isoformat(), **added)


class NotEnough(Exception):
    """Nothing can be computed; `missing` names the facts, as keys of MISSING or as the law's own words."""

    def __init__(self, missing: Iterable[str]):
        self.missing = list(dict.fromkeys(missing))
        super().__init__(", ".join(self.missing))

    @property
    def in_words(self) -> list[str]:
        return missing_in_words(self.missing)


def missing_in_words(missing: Iterable[str]) -> list[str]:
    return [str(MISSING.get(one, one)) for one in missing]


# --- from the record to a request ----------------------------------------------------------------------------


@dataclass
class _Facts:
    """The facts of one worker: the person, what they claim, and how much they said of each claim."""

    person: Claimant
    claims: list[Claim]
    said: Said
    missing: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        return {claim.kind for claim in self.claims}

    @property
    def month(self) -> int | None:
        base = self.person.base_wage
        return None if base is None else base + (self.person.fixed_allowance or 0)

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.said.as_of)

    @property
    def last_day(self) -> date | None:
        return self.person.work_end or self.person.contract_end or self.person.phk_notice_on

    @property
    def is_pkwt(self) -> bool:
        return self.person.contract_kind == ContractKind.PKWT or bool(
            PKWT & self.kinds and not TERMINATION & self.kinds
        )


def inputs_for(claimant: Claimant, said: Said, *, claims: list[Claim] | None = None) -> dict[str, Any]:
    """The request to the law that the facts of the record make, with what was said and what was left out.

    `claims` come with their balance; without them they are read (one query). Raises NotEnough.
    """
    if claims is None:
        claims = list(_open_claims([claimant.pk]))
    facts = _Facts(claimant, claims, said)
    parts = _parts(facts)
    shared = _shared(facts, set(parts))
    if set(parts) <= {"unpaid_wage"} and "ground" not in shared:
        request = {"kind": "unpaid_wage", **parts.get("unpaid_wage", {}), "as_of": said.as_of}
        if not parts:
            raise NotEnough([*_lacking(facts), *facts.missing] or ["claims"])
    elif lacking := _lacking(facts):
        raise NotEnough([*lacking, *facts.missing])
    else:
        request = {"kind": "worker_overview", **shared, **parts, "as_of": said.as_of}
    return {"request": request, "said": asdict(said), "left_out": list(dict.fromkeys(facts.missing))}


def _lacking(facts: _Facts) -> list[str]:
    """What no claim but a plain one for wages can do without."""
    if facts.kinds <= {ClaimKind.UNPAID_WAGE, ClaimKind.LAST_WAGE, *NOT_OF_MONEY}:
        return []
    return [name for name in ("base_wage", "work_start") if getattr(facts.person, name) is None]


def _shared(facts: _Facts, parts: set[str]) -> dict[str, Any]:
    person, said = facts.person, facts.said
    known: dict[str, Any] = {
        "wage": {"base": person.base_wage, "fixed_allowances": person.fixed_allowance or 0},
        "service": {"start": _iso(person.work_start), "end": _iso(facts.last_day)},
        "contract": "pkwt" if facts.is_pkwt else "pkwtt",
        "place": _place(person.case),
        "employer_size": said.employer_size,
        "work_days_per_week": said.work_days_per_week,
    }
    if TERMINATION & facts.kinds and not facts.is_pkwt:
        if not said.ground:
            facts.missing.append("ground")
        elif not facts.last_day:
            facts.missing.append("work_end")
        else:
            known["ground"] = said.ground
            if said.leave_days:
                known["severance"] = {"leave_days": said.leave_days}
    return {name: value for name, value in known.items() if value not in (None, "")}


def _parts(facts: _Facts) -> dict[str, Any]:
    found = {
        "unpaid_wage": _unpaid(facts),
        "pkwt_compensation": _pkwt(facts),
        "thr": _thr(facts),
        "below_umk": _below_umk(facts),
        "process_wages": _process_wages(facts),
    }
    if ClaimKind.OVERTIME in facts.kinds:
        facts.missing.append("overtime")
    return {name: part for name, part in found.items() if part}


def _unpaid(facts: _Facts) -> dict[str, Any]:
    """Unpaid wages month by month where their time is known, else the amount that the worker named."""
    periods: list[dict[str, Any]] = []
    part: dict[str, Any] = {}
    for claim in facts.claims:
        claimed = _claimed(claim)
        if claim.kind == ClaimKind.LAST_WAGE:
            if claimed:
                part["last_wage"] = {"amount": claimed}
            else:
                facts.missing.append("last_wage")
        elif claim.kind == ClaimKind.UNPAID_WAGE:
            until = claim.period_to or facts.person.work_end or facts.as_of
            months = _month_ends(claim.period_from, min(until, facts.as_of))
            owed = facts.month or (claimed // len(months) if claimed and months else None)
            if months and owed:
                periods += [{"period": f"{day:%m/%Y}", "owed": owed, "due_date": _iso(day)} for day in months]
            elif claimed:
                periods.append({"owed": claimed})
            else:
                facts.missing.append("unpaid_wage")
    if periods:
        part["periods"] = periods
    return part


def _month_ends(start: date | None, end: date) -> list[date]:
    """The last day of each month from `start` to `end`, at most sixty months; a day inside a month names it."""
    if start is None or end < start:
        return []
    count = min((end.year - start.year) * 12 + end.month - start.month + 1, 60)
    months = [divmod(start.year * 12 + start.month - 1 + place, 12) for place in range(count)]
    return [date(year, month + 1, calendar.monthrange(year, month + 1)[1]) for year, month in months]


def _pkwt(facts: _Facts) -> dict[str, Any]:
    if not facts.is_pkwt or not (PKWT | TERMINATION) & facts.kinds:
        return {}
    person = facts.person
    if not facts.last_day:
        facts.missing.append("work_end")
        return {}
    early = bool(person.contract_end and person.work_end and person.work_end < person.contract_end)
    if early:
        return {"ended_by": "employer", "term_end": _iso(person.contract_end)}
    return {"ended_by": "end_of_term"}


def _thr(facts: _Facts) -> dict[str, Any]:
    if ClaimKind.THR not in facts.kinds:
        return {}
    if not facts.said.holiday:
        facts.missing.append("holiday")
        return {}
    return {"holiday": facts.said.holiday}


def _below_umk(facts: _Facts) -> dict[str, Any]:
    for claim in facts.claims:
        if claim.kind == ClaimKind.BELOW_UMK and (start := claim.period_from or facts.person.work_start):
            end = claim.period_to or facts.person.work_end or facts.as_of
            return {"start": _iso(max(start, FIRST_TABLE)), "end": _iso(end)}
    return {}


def _process_wages(facts: _Facts) -> dict[str, Any]:
    if ClaimKind.PROCESS_WAGES not in facts.kinds:
        return {}
    if not facts.last_day:
        facts.missing.append("work_end")
        return {}
    return {"stopped_on": _iso(facts.last_day + timedelta(days=1)), "as_of": facts.said.as_of}


def _claimed(claim: Claim) -> int | None:
    return claim.balance.claimed if hasattr(claim, "balance") else None


def _place(case: Case) -> str:
    return "Balikpapan" if not case.region_id or case.region_id.startswith("64.71") else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- one worker ----------------------------------------------------------------------------------------------


def reckon(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The result of a request as plain JSON. Raises NotEnough where the law cannot work with the facts."""
    try:
        return compute(inputs["request"], current_rulebook()).as_dict()
    except RequestError as error:
        problems = error.as_dict()["errors"]
        raise NotEnough(f"{problem['field']}: {problem['expected']['id']}" for problem in problems) from error


def calculate(claimant: Claimant, said: Said, *, by: Principal) -> Calculation:
    """Compute one worker's part and keep it, beside what was computed before.

    Raises NotAllowed, NotEnough; nothing is written then.
    """
    with transaction.atomic():
        case = _locked(claimant.case_id, by)
        inputs = inputs_for(claimant, said)
        return _store(case, [(claimant, inputs, reckon(inputs))], by)[0]


def _locked(case_id: int, by: Principal) -> Case:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not may_calculate(case, by):
        raise NotAllowed
    return case


def may_calculate(case: Case, by: Principal) -> bool:
    """Whether `by` works on the case in one of the roles that calculate."""
    offices = set(
        CaseGrant.objects.current().filter(case=case, scope=GrantScope.HANDLE).values_list("office_id", flat=True)
    )  # fmt: skip
    return any(by.has_role(*MAY_CALCULATE, office_id=office) for office in by.office_ids & offices)


def _open_claims(claimant_ids: Iterable[int]):
    return (
        Claim.objects.filter(claimant__in=list(claimant_ids), state=ClaimState.OPEN)
        .select_related("balance")
        .order_by("claimant_id", "id")
    )


Computed = tuple[Claimant, dict[str, Any], dict[str, Any]]


def _store(case: Case, computed: list[Computed], by: Principal) -> list[Calculation]:
    """Write calculations, one event for all of them, and what the law gives for each claim. Under the case's lock."""
    at = clock.now()
    rows = Calculation.objects.bulk_create(
        [
            Calculation(
                case=case, claimant=person, inputs=inputs, result=result, total=result["total"],
                ruleset=result["ruleset"]["id"], rulebook_digest=result["rulebook_digest"],
                engine_version=ENGINE_VERSION, by_id=by.user_id, at=at,
            )
            for person, inputs, result in computed
        ],
        batch_size=200,
    )  # fmt: skip
    event = record(
        case,
        "case.calculated",
        by=by,
        facts={
            "claimants": len(rows),
            "sum": sum(row.total for row in rows),
            "rulesets": sorted({row.ruleset for row in rows}),
            "rulebook": rows[0].rulebook_digest,
            "digest": digest([[row.claimant_id, row.total, digest(row.inputs)] for row in rows]),
        },
    )
    _post(case, rows, event_seq=event.seq)
    return rows


def _post(case: Case, rows: list[Calculation], *, event_seq: int) -> None:
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in _open_claims(row.claimant_id for row in rows):
        claims[claim.claimant_id].append(claim)
    amounts: dict[int, int] = {}
    for row in rows:
        due = by_kind(row)
        for claim in claims[row.claimant_id]:
            # Two claims of one kind are one sum to the law: the first carries it.
            if claim.kind in due:
                amounts[claim.pk] = due.pop(claim.kind)
    if amounts:
        balance.post(case, AmountKind.COMPUTED, amounts, event_seq=event_seq)


# --- what stands in a calculation ----------------------------------------------------------------------------


def rows_of(calculation: Calculation) -> list[dict[str, Any]]:
    """The rows with their place, and what an officer put in the place of an amount (`override`)."""
    return [
        row | {"place": place, "override": calculation.overrides.get(str(place))}
        for place, row in enumerate(calculation.result["rows"])
    ]


def effective(calculation: Calculation) -> dict[str, Any]:
    """The result with the officer's amounts in their places."""
    rows = [
        row | {"amount": row["override"]["amount"]} if row["override"] else row
        for row in rows_of(calculation)
    ]
    return calculation.result | {"rows": rows, "total": sum(row["amount"] for row in rows)}


def by_kind(calculation: Calculation) -> dict[str, int]:
    """Rupiah that the law gives, by kind of claim."""
    sums: dict[str, int] = defaultdict(int)
    for row in effective(calculation)["rows"]:
        if row["claim_kind"]:
            sums[row["claim_kind"]] += row["amount"]
    return dict(sums)


def latest_of(claimant: Claimant) -> Calculation | None:
    return Calculation.objects.filter(claimant=claimant).select_related("by").order_by("-at", "-pk").first()


def earlier_of(claimant: Claimant) -> list[Calculation]:
    """What was computed before the latest, the newest first."""
    return list(
        Calculation.objects.filter(claimant=claimant).select_related("by").order_by("-at", "-pk")[1:20]
    )


def what_would_change(calculation: Calculation, claimant: Claimant) -> list[Change]:
    """What a new calculation would say otherwise, on the same day of reckoning, with today's facts and law.

    Raises NotEnough where the facts no longer suffice.
    """
    inputs = inputs_for(claimant, Said(**calculation.inputs["said"]))
    return changes(calculation.result, reckon(inputs))


def offer_beside(calculation: Calculation) -> list[Change]:
    """The employer's offer beside the law, kind by kind (`before` is the law); empty while nothing was offered."""
    offered = dict(
        ClaimBalance.objects.filter(claimant=calculation.claimant_id)
        .exclude(offered=None)
        .values_list("claim__kind", "offered")
    )
    return beside_offer(effective(calculation), offered) if offered else []


def without_claim(calculation: Calculation) -> list[str]:
    """Kinds that the law gives and that the worker has not claimed."""
    claimed = set(Claim.objects.filter(claimant=calculation.claimant_id).values_list("kind", flat=True))
    return [kind for kind, amount in by_kind(calculation).items() if amount and kind not in claimed]


def override(calculation: Calculation, place: int, *, amount: int, reason: str, by: Principal) -> Calculation:
    """Put `amount` in the place of a row of the latest calculation, with the reason. The row itself stays.

    Raises NotAllowed; Invalid where the row, the amount or the reason will not do.
    """
    with transaction.atomic():
        case = _locked(calculation.case_id, by)
        row = Calculation.objects.select_for_update(of=("self",)).get(pk=calculation.pk)
        errors = {}
        if not 0 <= place < len(row.result["rows"]):
            errors["place"] = _("Baris ini tidak ada.")
        if amount < 0:
            errors["amount"] = _("Jumlah tidak boleh kurang dari nol.")
        if not reason.strip():
            errors["reason"] = _("Tulis alasannya.")
        if row != latest_of(row.claimant):
            errors["place"] = _("Sudah ada hitungan yang lebih baru. Ubah yang itu.")
        if errors:
            raise Invalid(errors)
        replaced = row.result["rows"][place]
        before = row.overrides.get(str(place), {}).get("amount", replaced["amount"])
        row.overrides = row.overrides | {
            str(place): {
                "amount": amount, "reason": reason.strip(), "by": by.user_id, "by_name": by.name,
                "at": clock.now().isoformat(),
            }
        }  # fmt: skip
        row.total = effective(row)["total"]
        row.save(update_fields=["overrides", "total"])
        event = record(
            case,
            "case.calculation_overridden",
            by=by,
            subject=f"calculation:{row.pk}",
            facts={"claimant": row.claimant_id, "row": replaced["code"], "before": before, "amount": amount},
            note=reason.strip(),
            note_for=EventNote.Audience.OFFICE,
        )
        _post(case, [row], event_seq=event.seq)
    return row


# --- all workers of a case -----------------------------------------------------------------------------------


def start_run(case: Case, said: Said, *, by: Principal) -> CalculationRun:
    """Have all workers of a case calculated in the background; a run that is under way is given back as it is.

    Raises NotAllowed.
    """
    if not may_calculate(case, by):
        raise NotAllowed
    total = Claimant.objects.filter(case=case, withdrawn_at=None).count()
    try:
        with transaction.atomic():
            run = CalculationRun.objects.create(case=case, by_id=by.user_id, said=asdict(said), total=total)
    except IntegrityError:
        return CalculationRun.objects.get(case=case, finished_at=None)
    transaction.on_commit(lambda: wake("workflows.calculate_case", run.pk), robust=True)
    return run


def latest_run(case: Case) -> CalculationRun | None:
    return CalculationRun.objects.filter(case=case).select_related("by").first()


def go_on(run_id: int) -> CalculationRun:
    """Do what is left of a run, piece by piece. Safe to call twice, and at once."""
    while not (run := _next_piece(run_id)).finished_at:
        pass
    return run


def resume_stalled() -> int:
    """Go on with runs whose worker was lost. Returns how many."""
    stalled = CalculationRun.objects.filter(finished_at=None, touched_at__lt=clock.now() - STALLED)
    ids = list(stalled.values_list("pk", flat=True)[:5])
    for pk in ids:
        go_on(pk)
    return len(ids)


def _next_piece(run_id: int) -> CalculationRun:
    """Compute the next workers outside any lock; write them, and how far the run is, in one transaction."""
    run = CalculationRun.objects.select_related("by", "case").get(pk=run_id)
    if run.finished_at:
        return run
    people = list(
        Claimant.objects.filter(case=run.case_id, withdrawn_at=None, number__gt=run.after).order_by("number")[:PIECE]
    )  # fmt: skip
    computed, errors, spent = _compute(people, run)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=run.case_id)
        fresh = CalculationRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if fresh.finished_at or fresh.after != run.after:
            return fresh
        if computed:
            _store(case, computed, principals.officer(run.by))
        fresh.done += len(computed)
        fresh.failed += len(errors)
        fresh.sum += sum(result["total"] for _person, _inputs, result in computed)
        fresh.errors = (fresh.errors + errors)[:MOST_ERRORS]
        fresh.computing_ms += round(spent * 1000)
        fresh.touched_at = clock.now()
        if people:
            fresh.after = people[-1].number
        if len(people) < PIECE:
            fresh.finished_at = clock.now()
        fresh.save()
    return fresh


def _compute(people: list[Claimant], run: CalculationRun) -> tuple[list[Computed], list[dict], float]:
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in _open_claims(person.pk for person in people):
        claims[claim.claimant_id].append(claim)
    said, computed, errors = Said(**run.said), [], []
    begun = time.process_time()
    for person in people:
        person.case = run.case
        try:
            inputs = inputs_for(person, said, claims=claims[person.pk])
            computed.append((person, inputs, reckon(inputs)))
        except NotEnough as lack:
            errors.append({"number": person.number, "missing": lack.missing})
    return computed, errors, time.process_time() - begun
