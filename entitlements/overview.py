"""All claims of one worker at once: the facts are said once, each part adds its own.

Parts owed by the employer are counted in the total. Tax and the benefit paid by BPJS stand beside it and are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from entitlements.employer import SIZES
from entitlements.kinds import KINDS
from entitlements.money import Exact
from entitlements.request import (
    Asked,
    Invalid,
    RequestError,
    amount,
    asked,
    calendar_day,
    declared,
    one_of,
    read,
    service,
    text,
    yes_or_no,
)
from entitlements.result import Result, Sheet
from entitlements.ruleset import NoRulesetInForce, Rulebook, Ruleset
from entitlements.service import Service
from entitlements.wages import Wage, usual_month, wage, work_days

Facts = Mapping[str, Any]


def part(value: Any) -> tuple[Facts, ...]:
    """The facts of one part, or a list of them (two holidays, three late wages)."""
    parts = value if isinstance(value, list | tuple) else [value]
    if not parts or len(parts) > 100 or not all(isinstance(p, Mapping) for p in parts):
        raise Invalid("object")
    return tuple(parts)


def _part(kind: str) -> Any:
    return asked(part, f"Fakta tambahan untuk `{kind}`", f"Further facts for `{kind}`", default=())


@dataclass(frozen=True, kw_only=True)
class WorkerOverview(Asked):
    """Facts shared by all parts, and further facts of each."""

    wage: Wage = asked(wage, "Upah terakhir", "Last wage")
    service: Service | None = asked(service, "Masa kerja, bila ada bagian yang memerlukannya", "Service, where a part needs it", default=None)  # fmt: skip
    contract: str = asked(
        one_of("pkwtt", "pkwt"), "Jenis perjanjian kerja", "Kind of contract", default="pkwtt"
    )
    ground: str | None = asked(text, "Alasan PHK: nomor pasal atau kodenya", "Ground of termination: article number or code", default=None)  # fmt: skip
    termination_date: date | None = asked(calendar_day, "Tanggal PHK", "Date of termination", default=None)
    employer_size: str | None = asked(one_of(*SIZES), "Skala usaha", "Size of the employer", default=None)
    work_days_per_week: int | None = asked(
        work_days, "Hari kerja seminggu: 5 atau 6", "Working days a week: 5 or 6", default=None
    )
    place: str | None = asked(text, "Tempat kerja", "Place of work", default=None)
    employer_domicile: str | None = asked(text, "Domisili perusahaan, bila berbeda", "Domicile of the company, if different", default=None)  # fmt: skip
    minimum_wage: Exact | None = asked(amount, "Upah minimum, bila tidak ada di tabel", "The minimum wage, if not in the table", default=None)  # fmt: skip
    pressed_to_resign: bool = asked(
        yes_or_no, "Ditekan untuk mengundurkan diri", "Pressed to resign", default=False
    )
    severance: tuple = _part("severance")
    pkwt_compensation: tuple = _part("pkwt_compensation")
    unpaid_wage: tuple = _part("unpaid_wage")
    late_wage_fine: tuple = _part("late_wage_fine")
    thr: tuple = _part("thr")
    overtime: tuple = _part("overtime")
    below_umk: tuple = _part("below_umk")
    process_wages: tuple = _part("process_wages")
    jkp: tuple = _part("jkp")
    court_limit: tuple = _part("court_limit")

    def ruled_on(self) -> date | None:
        return self.termination_date or (self.service.end if self.service else None)


PARTS = tuple(f.name for f in fields(WorkerOverview) if f.metadata["reader"] is part)
SHARED = tuple(f.name for f in fields(WorkerOverview) if f.name not in (*PARTS, "ref"))


def worker_overview(asked_for: WorkerOverview, sheet: Sheet) -> None:
    ended = asked_for.ground is not None or asked_for.contract == "pkwt"
    shared: dict[str, Any] = {
        name: value for name in SHARED if (value := getattr(asked_for, name)) is not None
    }
    if ended and asked_for.service and asked_for.service.end:
        shared.setdefault("termination_date", asked_for.service.end)
    if asked_for.contract == "pkwt":
        ended_by = asked_for.pkwt_compensation[0].get("ended_by") if asked_for.pkwt_compensation else None
        shared["ended_at_term"] = ended_by not in ("employer", "worker")
        if ended_by == "worker":
            resigning = (code for code, ground in sheet.ruleset.grounds.items() if ground.get("resignation"))
            shared.setdefault("ground", next(resigning, None))
    for kind in PARTS:
        given = getattr(asked_for, kind) or _unasked(kind, asked_for)
        for index, facts in enumerate(given):
            path = kind if len(given) == 1 else f"{kind}[{index}]"
            result = _computed(kind, facts, shared, path, sheet)
            _add(result, sheet)
            if kind == "severance" and result.total:
                _add(_computed("severance_tax", {"gross": result.total}, {}, kind, sheet), sheet)
    if ended:
        sheet.note("jht")
        if not asked_for.court_limit:
            sheet.note("court_limit_not_running")
    if not sheet.result.sections:
        raise RequestError([Invalid("required", "ground")])


def _unasked(kind: str, asked_for: WorkerOverview) -> tuple[Facts, ...]:
    """Parts that need no further facts are reckoned without being asked for."""
    if kind == "severance" and asked_for.ground and asked_for.contract == "pkwtt":
        return ({},)
    served = asked_for.service
    over = served is not None and bool(served.end or served.length)
    if kind == "pkwt_compensation" and asked_for.contract == "pkwt" and over:
        return ({},)
    if kind == "jkp" and (asked_for.ground or (asked_for.contract == "pkwt" and over)):
        return ({},)
    return ()


def _computed(kind: str, facts: Facts, shared: Facts, path: str, sheet: Sheet) -> Result:
    spec = KINDS[kind]
    known = {name: shared[name] for name in _taken(spec.facts) if name in shared}  # type: ignore[arg-type]  # mypy takes the __hash__ of its instances for that of the class
    if kind == "pkwt_compensation" and facts.get("periods"):
        known.pop("service", None)
    try:
        assumed = kind == "jkp" and facts.get("reported_wage") is None
        if assumed:  # the step that makes a month of it is told under severance
            paid = known.pop("wage", shared["wage"])
            known["reported_wage"] = usual_month(paid, shared.get("work_days_per_week"), sheet.aside())
        request = read(spec.facts, facts, known=known)
        own = opened(kind, request, sheet.rulebook, fallback=sheet.ruleset)
        if assumed:
            own.assume("jkp_reported_wage")
        spec.calculate(request, own)
    except RequestError as error:
        raise RequestError([problem.within(path) for problem in error.problems])
    return own.result


@cache
def _taken(facts: type) -> tuple[str, ...]:
    """The shared facts that a part asks for too."""
    return tuple(name for name in (*SHARED, "ended_at_term") if name in declared(facts))


def _add(result: Result, sheet: Sheet) -> None:
    counted = result.kind != "severance_tax" and not any(row.code == "jkp" for row in result.rows)
    sheet.result.sections.append((result, counted))
    if counted:
        sheet.result.rows.extend(result.rows)
    sheet.result.deadlines.extend(result.deadlines)


def opened(kind: str, request: Asked, rulebook: Rulebook, *, fallback: Ruleset | None = None, today: date | None = None) -> Sheet:  # fmt: skip
    """A sheet under the law of the day that the request is about."""
    day = request.ruled_on() or request.as_of or (None if fallback else today)
    if day is None:
        ruleset = fallback or rulebook.newest
    else:
        try:
            ruleset = rulebook.on(day)
        except NoRulesetInForce as gap:
            field = _holding(gap.day, request) or "as_of"
            raise RequestError([Invalid("ruleset_in_force", field, day=gap.day, earliest=gap.earliest)])
    chosen, options = request.options or {}, ruleset.data["options"]
    for name, reading in chosen.items():
        if name not in options:
            raise RequestError([Invalid("one_of", f"options.{name}", choices=", ".join(options))])
        if reading not in options[name]["readings"]:
            raise RequestError(
                [Invalid("one_of", f"options.{name}", choices=", ".join(options[name]["readings"]))]
            )
    sheet = Sheet(kind, ruleset, rulebook, chosen)
    if day is None:
        sheet.assume("newest_ruleset", ruleset=ruleset.id)
    sheet.result.notices.extend(ruleset.notices(day))
    return sheet


def _holding(day: date, value: Any) -> str | None:
    """The path of the field that holds ``day``; the fields of a kind before those that every request may carry."""
    if value == day:
        return ""
    within: list[tuple[str, Any]] = []
    if isinstance(value, Service):
        within = [("end", value.end), ("start", value.start)]
    elif is_dataclass(value):
        within = [(field.name, getattr(value, field.name)) for field in reversed(fields(value))]
    elif isinstance(value, tuple):
        within = [(f"[{index}]", part) for index, part in enumerate(value)]
    for name, part in within:
        if (path := _holding(day, part)) is not None:
            return f"{name}{'.' if path and path[0] != '[' else ''}{path}"
    return None
