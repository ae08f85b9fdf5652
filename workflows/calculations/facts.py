"""From the record to a request: what the case knows of one worker, as the law asks for it."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import F

from cases.models import Case, Claim, Claimant
from cases.rulebook import current_rulebook
from cases.vocabulary import ClaimKind, ClaimState, ContractKind, PayKind
from ledger.models import Payment
from workflows.calculations.said import NotEnough, Said

FIRST_TABLE = date(2024, 1, 1)
"""Minimum wages before this day are in no table here."""

TERMINATION = {
    ClaimKind.SEVERANCE, ClaimKind.LONG_SERVICE_PAY, ClaimKind.RIGHTS_COMPENSATION, ClaimKind.SEPARATION_PAY,
}  # fmt: skip
NOT_OF_MONEY = {ClaimKind.BPJS, ClaimKind.WITHHELD_DOCUMENTS, ClaimKind.OTHER}
PKWT = {ClaimKind.PKWT_COMPENSATION, ClaimKind.PKWT_DAMAGES}

WITHOUT_SERVICE = {
    ClaimKind.UNPAID_WAGE, ClaimKind.LAST_WAGE, ClaimKind.OVERTIME, ClaimKind.BELOW_UMK, ClaimKind.PROCESS_WAGES, *NOT_OF_MONEY,
}  # fmt: skip
"""Claims that the law answers without knowing how long somebody has worked."""
FINED = {ClaimKind.UNPAID_WAGE, ClaimKind.LAST_WAGE}
"""Claims on which a fine grows until they are paid."""
PAY_OF: dict[str, PayKind] = {ContractKind.DAILY: PayKind.DAILY, ContractKind.PIECE: PayKind.PIECE_RATE}
ASSUMED_PERMANENT: dict[str, str] = {
    ContractKind.DAILY: "daily_became_permanent",
    ContractKind.PARTNER: "partner_is_a_worker",
    ContractKind.UNKNOWN: "contract_unknown",
}
"""Contracts that a termination is reckoned for as if they were permanent -> what is assumed then."""
FACTS = (
    "contract_kind", "work_start", "work_end", "contract_end", "base_wage", "fixed_allowance", "pay_kind", "daily_wage",
    "work_days", "phk_notice_on",
)  # fmt: skip
"""What is read of a worker; nothing of it is sealed."""


def open_claims(claimant_ids: Iterable[int]) -> list[Claim]:
    """The claims that the law is asked about, each with what was `claimed`, and where a fine may grow on it with what
    the worker has confirmed (`paid`: day and rupiah, the earliest first) and the day on which that was all of it
    (`settled_on`). One query for all of them, and one more where any was paid."""
    claims: list[Claim] = list(
        Claim.objects.filter(claimant__in=list(claimant_ids), state=ClaimState.OPEN)
        .annotate(claimed=F("balance__claimed"), confirmed=F("balance__confirmed"))
        .annotate(outstanding=F("balance__outstanding"))
        .only("claimant_id", "kind", "period_from", "period_to", "overtime")
        .order_by("claimant_id", "id")
    )
    paid = {
        claim.pk: claim.__dict__ for claim in claims if claim.kind in FINED and claim.__dict__["confirmed"]
    }
    if paid:
        people = {known["claimant_id"] for known in paid.values()}
        rows = Payment.objects.filter(claimant__in=people, state=Payment.State.CONFIRMED)
        for pk, day, amount in rows.order_by("paid_on", "id").values_list("claim", "paid_on", "amount"):
            if pk in paid:
                paid[pk].setdefault("paid", []).append((day, amount))
                paid[pk]["settled_on"] = None if paid[pk]["outstanding"] else day
    return claims


@dataclass
class _Facts:
    """The facts of one worker: the person, what they claim, and how much they said of each claim."""

    person: Claimant
    claims: list[Claim]
    said: Said
    missing: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    @cached_property
    def kinds(self) -> set[str]:
        return {claim.kind for claim in self.claims}

    @cached_property
    def pay(self) -> str:
        """How the wage is reckoned: as was told, else as the contract lets one think."""
        return self.person.pay_kind or PAY_OF.get(self.person.contract_kind, PayKind.MONTHLY)

    @property
    def month(self) -> int | None:
        """Wage and fixed allowances of a month, as they were told."""
        base = self.person.base_wage
        return None if base is None else base + (self.person.fixed_allowance or 0)

    @property
    def usual_month(self) -> int | None:
        """What a month pays: of a daily wage the days that make a month (PP 36/2021 Art. 17), if it is not told."""
        day = self.person.daily_wage
        if self.month is not None or self.pay != PayKind.DAILY or day is None:
            return self.month
        leave = current_rulebook().newest.get("leave")
        days = self.work_days or leave["days_a_week_if_unknown"]
        self.assume("month_of_days")
        return day * int(leave["divisors"][str(days)])

    @property
    def work_days(self) -> int | None:
        return self.person.work_days or self.said.work_days_per_week

    @property
    def has_wage(self) -> bool:
        return self.month is not None or bool(self.pay == PayKind.DAILY and self.person.daily_wage)

    def assume(self, code: str) -> None:
        if code not in self.assumed:
            self.assumed.append(code)

    @cached_property
    def as_of(self) -> date:
        return date.fromisoformat(self.said.as_of)

    @property
    def last_day(self) -> date | None:
        return self.person.work_end or self.person.contract_end or self.person.phk_notice_on

    @cached_property
    def is_pkwt(self) -> bool:
        """Whether it is a contract for a time, by its kind or by what alone is claimed."""
        kind, dismissed = self.person.contract_kind, bool(TERMINATION & self.kinds)
        if kind in ASSUMED_PERMANENT and dismissed:
            self.assume(ASSUMED_PERMANENT[kind])
        return kind == ContractKind.PKWT or (bool(PKWT & self.kinds) and not dismissed)


def inputs_for(claimant: Claimant, said: Said, *, claims: list[Claim] | None = None) -> dict[str, Any]:
    """The request to the law that the facts of the record make, with what was said and what was left out.

    `claims` are those of `open_claims`; without them they are read (one query). Raises NotEnough.
    """
    if claims is None:
        claims = list(open_claims([claimant.pk]))
    facts = _Facts(claimant, claims, said)
    parts = _parts(facts)
    ended = _ended(facts)
    if set(parts) <= {"unpaid_wage"} and not ended:
        request = {"kind": "unpaid_wage", **parts.get("unpaid_wage", {}), "as_of": said.as_of}
        if not parts:
            raise NotEnough([*_lacking(facts), *facts.missing] or ["claims"])
    elif lacking := _lacking(facts):
        raise NotEnough([*lacking, *facts.missing])
    else:
        request = {"kind": "worker_overview", **_shared(facts), **ended, **parts, "as_of": said.as_of}
    return {
        "request": request,
        "said": dict(vars(said)),
        "left_out": list(dict.fromkeys(facts.missing)),
        "assumed": facts.assumed,
    }


def _lacking(facts: _Facts) -> list[str]:
    """What no claim but a plain one for wages can do without."""
    if facts.kinds <= {ClaimKind.UNPAID_WAGE, ClaimKind.LAST_WAGE, *NOT_OF_MONEY}:
        return []
    lacking = [] if facts.has_wage else ["daily_wage" if facts.pay == PayKind.DAILY else "base_wage"]
    if facts.person.work_start is None and not facts.kinds <= WITHOUT_SERVICE:
        lacking.append("work_start")
    return lacking


def _wage(facts: _Facts) -> dict[str, Any]:
    """The wage as the law asks for it. Of work by the day or by the piece one month is told, not twelve: that is said."""
    person = facts.person
    if facts.pay == PayKind.MONTHLY:
        return {"base": person.base_wage, "fixed_allowances": person.fixed_allowance or 0}
    if facts.pay == PayKind.DAILY and person.daily_wage:
        return {"type": PayKind.DAILY.value, "daily": person.daily_wage}
    facts.assume("month_of_piece_rate" if facts.pay == PayKind.PIECE_RATE else "month_of_daily_wage")
    return {"type": str(facts.pay), "last_months": [facts.month]}


def _shared(facts: _Facts) -> dict[str, Any]:
    person = facts.person
    known: dict[str, Any] = {
        "wage": _wage(facts),
        "service": {"start": _iso(person.work_start), "end": _iso(facts.last_day)}
        if person.work_start
        else None,
        "contract": "pkwt" if facts.is_pkwt else "pkwtt",
        "place": _place(person.case),
        "employer_size": facts.said.employer_size,
        "work_days_per_week": facts.work_days,
    }
    return {name: value for name, value in known.items() if value not in (None, "")}


def _ended(facts: _Facts) -> dict[str, Any]:
    """Ground and leave of a termination, where one is claimed and enough of it is known."""
    if facts.is_pkwt or not TERMINATION & facts.kinds:
        return {}
    if not facts.said.ground:
        facts.missing.append("ground")
    elif not facts.last_day:
        facts.missing.append("work_end")
    else:
        leave = {"severance": {"leave_days": facts.said.leave_days}} if facts.said.leave_days else {}
        return {"ground": facts.said.ground, **leave}
    return {}


def _parts(facts: _Facts) -> dict[str, Any]:
    found = {
        "unpaid_wage": _unpaid(facts),
        "pkwt_compensation": _pkwt(facts),
        "thr": _thr(facts),
        "below_umk": _below_umk(facts),
        "process_wages": _process_wages(facts),
    }
    found["overtime"] = _overtime(facts)
    return {name: part for name, part in found.items() if part}


def _unpaid(facts: _Facts) -> dict[str, Any]:
    """Unpaid wages month by month where their time is known, else the amount that the worker named."""
    periods: list[dict[str, Any]] = []
    part: dict[str, Any] = {}
    for claim in facts.claims:
        claimed = _claimed(claim)
        if claim.kind == ClaimKind.LAST_WAGE:
            if claimed:
                part["last_wage"] = {"amount": claimed, **_last_fined_until(claim, claimed)}
            else:
                facts.missing.append("last_wage")
        elif claim.kind == ClaimKind.UNPAID_WAGE:
            until = claim.period_to or facts.person.work_end or facts.as_of
            months = _months(claim.period_from, min(until, facts.as_of))
            said = claimed // len(months) if claimed and months else None
            owed = (facts.month or said) if facts.pay == PayKind.MONTHLY else (said or facts.usual_month)
            if months and owed:
                periods += [
                    {"period": name, "owed": owed, "due_date": payday, **_fined_until(claim, owed * number)}
                    for number, (name, payday) in enumerate(months, start=1)
                ]
            elif claimed:
                periods.append({"owed": claimed})
            else:
                facts.missing.append("unpaid_wage")
    if periods:
        part["periods"] = periods
    return part


def _fined_until(claim: Claim, owed: int) -> dict[str, Any]:
    """What the law gives stays what it gave; the fine on it ends on the day on which all of it was there (PP 36/2021
    Art. 61).

    Of a part nobody has said for which month it was paid: it covers the oldest first (KUHPerdata Art. 1399, a reading of
    the ruleset). `owed`: rupiah up to this month and with it. A month that is covered in part is fined as if nothing was
    paid.
    """
    settled_on, covered_on = getattr(claim, "settled_on", None), _covered_on(claim, owed)
    found = {"fine_until": _iso(settled_on)} if settled_on else {}
    return found if covered_on in (None, settled_on) else {**found, "covered_on": _iso(covered_on)}


def _last_fined_until(claim: Claim, owed: int) -> dict[str, Any]:
    """The same of the last wage, which is of one month: what was paid beyond it, a fine among it, ends nothing later."""
    day = _covered_on(claim, owed) or getattr(claim, "settled_on", None)
    return {"fine_until": _iso(day)} if day else {}


def _covered_on(claim: Claim, owed: int) -> date | None:
    """The day on which what was paid came to so many rupiah."""
    total = 0
    for day, amount in getattr(claim, "paid", ()):
        total += amount
        if total >= owed:
            return day
    return None


def _overtime(facts: _Facts) -> dict[str, Any]:
    """The hours that were worked, of all claims of overtime together."""
    entries = [
        entry for claim in facts.claims if claim.kind == ClaimKind.OVERTIME for entry in claim.overtime
    ]
    if not entries and ClaimKind.OVERTIME in facts.kinds:
        entries = [dict(entry) for entry in facts.said.overtime]
        if not entries:
            facts.missing.append("overtime")
    return {"entries": entries} if entries else {}


@lru_cache(maxsize=1_000)
def _months(start: date | None, end: date) -> list[tuple[str, str]]:
    """Of each month from `start` to `end`, at most sixty, its name and its last day; a day inside a month names it."""
    if start is None or end < start:
        return []
    count = min((end.year - start.year) * 12 + end.month - start.month + 1, 60)
    months = [divmod(start.year * 12 + start.month - 1 + place, 12) for place in range(count)]
    ends = [date(year, month + 1, calendar.monthrange(year, month + 1)[1]) for year, month in months]
    return [(f"{day:%m/%Y}", day.isoformat()) for day in ends]


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
