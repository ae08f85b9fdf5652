"""The request that the answers make of the law, and what the law gives for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.rulebook import current_rulebook
from core.dates import written
from entitlements import RequestError, Result, compute
from portals.shared.law import language
from portals.worker.questions.asking import (
    EARLY,
    GROUND_IF_UNKNOWN,
    MONTHLY,
    OTHER_GROUND,
    PLACE,
    UNKNOWN_GROUND,
    Told,
    given,
    iso,
)
from portals.worker.questions.pay import full_month
from portals.worker.questions.table import STEPS, said
from portals.worker.questions.unpaid import OvertimeForm, payday
from portals.worker.steps import today

FIELD_OF = {
    "wage": ("besar", "base"), "wage.fixed_allowances": ("besar", "fixed"), "wage.daily": ("besar", "daily"),
    "wage.last_months": ("besar", "total"), "service": ("masa", "end"), "service.start": ("masa", "start"),
    "termination_date": ("masa", "end"), "ground": ("phk", "ground"), "employer_size": ("lain", "employer_size"),
    "severance": ("masa", "end"), "severance.leave_days": ("phk", "leave_days"), "severance.pension": ("pensiun", "benefit"),
    "process_wages": ("lain", "unpaid_since"), "pkwt_compensation": ("masa", "end"),
    "pkwt_compensation.term_end": ("kontrak", "term_end"), "unpaid_wage": ("gajian", "due_on"), "thr": ("thr", "holiday"),
    "thr.paid": ("thr", "paid"), "overtime": ("lembur", "workday"), "overtime.paid": ("lembur", "paid"),
    "below_umk": ("umk", "since"), "jkp": ("masa", "end"),
}  # fmt: skip
"""Field of a request -> step and field in which a worker can put it right."""


class Refused(Exception):
    """The law cannot work with the answers. `problems`: (step, field, what to do)."""

    def __init__(self, problems: list[tuple[str, str, str]]):
        self.problems = problems


def reckoned(told: Told, **instead: Any) -> Result:
    """What the law gives for the answers. Raises Refused."""
    try:
        return compute(request_for(told) | instead, current_rulebook(), as_of=today())
    except RequestError as error:
        raise Refused([_placed(problem, told) for problem in error.as_dict()["errors"]]) from error


def _placed(problem: Mapping[str, Any], told: Told) -> tuple[str, str, str]:
    path = problem["field"]
    known = [name for name in FIELD_OF if path == name or path.startswith((f"{name}.", f"{name}["))]
    step, field = FIELD_OF[max(known, key=len)] if known else ("masa", "end")
    if not STEPS[step].applies(told):
        step, field = "besar", ""
    if problem["code"] == "ruleset_in_force":
        first = current_rulebook().rulesets[0].effective_from
        words = _(
            "Kalkulator ini menghitung sejak %(day)s. Untuk yang lebih lama, ajukan pengaduan; petugas yang menghitung"
        )
        return step, field, words % {"day": written(first)}
    words = _("Tidak dapat dihitung; yang diharapkan: %(expected)s")
    return step, field, words % {"expected": problem["expected"][language()]}


def wage_of(pay: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    if pay == MONTHLY:
        return given(
            base=typed["base"],
            fixed_allowances=typed.get("fixed"),
            non_fixed_allowances=typed.get("non_fixed"),
        )
    months = evenly(typed["total"], typed["months"]) if typed.get("total") else None
    return given(type=pay, daily=typed.get("daily"), last_months=months)


def evenly(total: int, months: int) -> list[int]:
    """A sum spread over its months: their average is exactly total / months."""
    each, rest = divmod(total, months)
    return [each] * (months - 1) + [each + rest]


def request_for(told: Told) -> dict[str, Any]:
    """The request to the law, as docs/law.md describes `worker_overview`. Only where nothing is unfinished."""
    typed = said(told)
    service, phk, rest, term = (typed.get(slug, {}) for slug in ("masa", "phk", "lain", "kontrak"))
    day = iso(today())
    request = given(
        kind="worker_overview",
        wage=wage_of(told.pay, typed["besar"]),
        service=given(start=iso(service.get("start")), end=iso(service.get("end"))),
        contract="pkwt" if told.has("kontrak") else "pkwtt",
        ground=phk and (phk["ground"] if phk["ground"] != UNKNOWN_GROUND else GROUND_IF_UNKNOWN),
        work_days_per_week=int(typed["upah"]["week"]),
        employer_size=rest.get("employer_size") or term.get("employer_size"),
        pressed_to_resign=phk.get("pressed") or None,
        place=PLACE,
        as_of=day,
    )
    parts = {
        "severance": phk and given(
            leave_days=phk["leave_days"], travel_home=rest["travel_home"], separation_pay=rest.get("separation_pay"),
            pension=_pension(typed.get("pensiun", {})),
        ),
        "pkwt_compensation": term and given(
            ended_by=term["ended_by"], term_end=iso(term["term_end"]) if term["ended_by"] in EARLY else None
        ),
        "process_wages": rest.get("unpaid_since") and {"stopped_on": iso(rest["unpaid_since"]), "as_of": day},
        "jkp": (phk or term).get("enrolled") == "no" and {"enrolled": False},
        "unpaid_wage": "gajian" in typed and _unpaid(told, typed),
        "thr": "thr" in typed and given(
            holiday=typed["thr"]["holiday"], paid=typed["thr"]["paid"], contract=service.get("contract")
        ),
        "overtime": "lembur" in typed and given(entries=_entries(typed["lembur"]), paid=typed["lembur"]["paid"]),
        "below_umk": "umk" in typed and {
            "start": iso(typed["umk"]["since"]), "end": iso(typed["umk"]["until"] or today()),
        },
    }  # fmt: skip
    return request | {name: facts for name, facts in parts.items() if facts}


def _pension(typed: Mapping[str, Any]) -> dict[str, Any] | None:
    if not typed:
        return None
    share = Decimal(typed["share"]) / 100
    return {
        "benefit": typed["benefit"],
        "employer_share": str(share),
        "regulated": typed["written_down"] != "no",
    }


def _unpaid(told: Told, typed: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    wages = typed["gajian"]
    owed = wages["owed"] or full_month(typed["besar"])
    days = [
        payday(wages["due_on"], wages.get("every") or "month", place)
        for place in range(wages["paydays"] or 0)
    ]
    last = wages.get("last_days")
    return given(
        periods=[given(owed=owed, due_date=iso(day), paid_on=iso(wages["paid_on"])) for day in days],
        last_wage={"days_worked": last} if last else None,
        payday=wages["due_on"].day if last and wages["due_on"] else None,
    )  # fmt: skip


def _entries(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"day": name, "hours": str(typed[name]), "times": typed.get(f"{name}_times") or 1}
        for name in OvertimeForm.groups
        if typed.get(name)
    ]


@dataclass(frozen=True)
class Comparison:
    """What hangs on something that is not settled, and what is due either way: (what if, rupiah)."""

    why: Any
    sums: list[tuple[Any, int]]


IF_OTHERWISE = {
    "if_pressed": (
        _("Anda ditekan untuk mundur. Itu bukan pengunduran diri atas kemauan sendiri."),
        _("Bila tekanan itu terbukti, Pasal 48"),
    ),
    "ordinary_employer": (
        _("Usaha mikro dan kecil tetap wajib membayar, tetapi jumlahnya menurut kesepakatan dengan Anda. Pakai angka ini untuk berunding."),
        _("Yang harus dibayar perusahaan yang lebih besar"),
    ),
}  # fmt: skip
"""Another reading of the library -> why it is told first, and what it stands for."""


def compared(told: Told, result: Result) -> list[Comparison]:
    """What is not settled and would change the sum."""
    found = []
    if told.has("phk") and told.of("phk").get("ground") == UNKNOWN_GROUND:
        other = reckoned(told, ground=OTHER_GROUND)
        sums = [
            (_("Dipakai: efisiensi untuk mencegah kerugian, Pasal 43 ayat (2)"), result.total),
            (_("Bila perusahaan membuktikan sudah merugi, Pasal 43 ayat (1)"), other.total),
        ]
        found.append(
            Comparison(_("Alasan PHK belum diketahui. Perusahaan yang mengajukan alasan lain harus membuktikannya."), sums)
        )  # fmt: skip
    for part, _counted in result.sections:
        for other_reading in part.alternatives:
            if other_reading.code in IF_OTHERWISE:
                why, what = IF_OTHERWISE[other_reading.code]
                found.append(Comparison(why, [(what, other_reading.total)]))
    return found
