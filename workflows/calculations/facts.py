"""From the record to a request: what the case knows of one worker, as the law asks for it."""

import calendar
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet

from cases.models import Case, Claim, Claimant
from cases.vocabulary import ClaimKind, ClaimState, ContractKind
from workflows.calculations.said import NotEnough, Said

FIRST_TABLE = date(2024, 1, 1)
"""Minimum wages before this day are in no table here."""

TERMINATION = {
    ClaimKind.SEVERANCE, ClaimKind.LONG_SERVICE_PAY, ClaimKind.RIGHTS_COMPENSATION, ClaimKind.SEPARATION_PAY,
}  # fmt: skip
NOT_OF_MONEY = {ClaimKind.BPJS, ClaimKind.WITHHELD_DOCUMENTS, ClaimKind.OTHER}
PKWT = {ClaimKind.PKWT_COMPENSATION, ClaimKind.PKWT_DAMAGES}

FACTS = (
    "contract_kind", "work_start", "work_end", "contract_end", "base_wage", "fixed_allowance", "phk_notice_on",
)  # fmt: skip
"""What is read of a worker; nothing of it is sealed."""


def open_claims(claimant_ids: Iterable[int]) -> QuerySet[Claim]:
    """The claims that the law is asked about, each with what was `claimed`; one query for all of them."""
    return (
        Claim.objects.filter(claimant__in=list(claimant_ids), state=ClaimState.OPEN)
        .annotate(claimed=F("balance__claimed"))
        .only("claimant_id", "kind", "period_from", "period_to")
        .order_by("claimant_id", "id")
    )


@dataclass
class _Facts:
    """The facts of one worker: the person, what they claim, and how much they said of each claim."""

    person: Claimant
    claims: list[Claim]
    said: Said
    missing: list[str] = field(default_factory=list)

    @cached_property
    def kinds(self) -> set[str]:
        return {claim.kind for claim in self.claims}

    @property
    def month(self) -> int | None:
        base = self.person.base_wage
        return None if base is None else base + (self.person.fixed_allowance or 0)

    @cached_property
    def as_of(self) -> date:
        return date.fromisoformat(self.said.as_of)

    @property
    def last_day(self) -> date | None:
        return self.person.work_end or self.person.contract_end or self.person.phk_notice_on

    @cached_property
    def is_pkwt(self) -> bool:
        return self.person.contract_kind == ContractKind.PKWT or bool(
            PKWT & self.kinds and not TERMINATION & self.kinds
        )


def inputs_for(claimant: Claimant, said: Said, *, claims: list[Claim] | None = None) -> dict[str, Any]:
    """The request to the law that the facts of the record make, with what was said and what was left out.

    `claims` are those of `open_claims`; without them they are read (one query). Raises NotEnough.
    """
    if claims is None:
        claims = list(open_claims([claimant.pk]))
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
    """Rupiah that the worker named; None where `claim` was not read by `open_claims`, or nothing was named."""
    return getattr(claim, "claimed", None)


def _place(case: Case) -> str:
    return "Balikpapan" if not case.region_id or case.region_id.startswith("64.71") else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
