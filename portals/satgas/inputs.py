"""What a calculation was made from, in words, and what of it the record says otherwise now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.vocabulary import ContractKind, OvertimeDay
from core.dates import written
from core.money import rupiah
from portals.shared.law import feasts, grounds
from workflows.calculations import NotEnough, Said, inputs_for

Request = Mapping[str, Any]
SIZES = [
    ("micro", gettext_lazy("Mikro")), ("small", gettext_lazy("Kecil")), ("medium", gettext_lazy("Menengah")),
    ("large", gettext_lazy("Besar")),
]  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One fact as it was when the law was asked, and as it is now where that is another."""

    label: str
    then: str
    now: str = ""


def facts_of(made: Any, person: Any) -> list[Fact]:
    """The facts that a Calculation rests on, each beside what the record says today."""
    then = _in_words(made.inputs["request"])
    try:
        now = _in_words(inputs_for(person, Said(**made.inputs["said"]))["request"])
    except NotEnough:
        now = then
    return [
        Fact(
            label, then.get(label) or "–", "" if then.get(label) == now.get(label) else now.get(label) or "–"
        )
        for label in dict.fromkeys([*then, *now])
    ]


def _in_words(request: Request) -> dict[str, str]:
    """Label -> value of what a request to the law holds; nothing of what it does not hold."""
    service, parts = request.get("service") or {}, request.get("unpaid_wage") or request
    found = {
        _("Upah"): _wage(request.get("wage")),
        _("Masa kerja"): _from_to(service),
        _("Perjanjian"): _contract(request),
        _("Alasan PHK"): _ground(request.get("ground")),
        _("Sisa cuti"): _days((request.get("severance") or {}).get("leave_days")),
        _("Hari kerja seminggu"): str(request.get("work_days_per_week") or ""),
        _("Skala usaha"): str(dict(SIZES).get(request.get("employer_size", ""), "")),
        _("Tempat kerja, untuk upah minimum"): request.get("place") or "",
        _("Upah belum dibayar"): _unpaid(parts.get("periods") or ()),
        _("Upah terakhir"): rupiah((parts.get("last_wage") or {}).get("amount") or 0),
        _("Denda berhenti, karena upahnya tercukupi"): _covered(parts),
        _("THR untuk"): dict(feasts()).get(day := (request.get("thr") or {}).get("holiday", ""), _day(day)),
        _("Lembur"): _overtime((request.get("overtime") or {}).get("entries") or ()),
        _("Di bawah UMK"): _from_to(request.get("below_umk") or {}),
        _("Dihitung sampai"): _day(request.get("as_of")),
    }
    return {label: value for label, value in found.items() if value and value != "Rp0"}


def _wage(wage: Any) -> str:
    if not wage:
        return ""
    if wage.get("daily"):
        return _("%(wage)s sehari") % {"wage": rupiah(wage["daily"])}
    if wage.get("last_months"):
        return _("rata-rata %(wage)s sebulan") % {"wage": rupiah(sum(wage["last_months"]) // len(wage["last_months"]))}  # fmt: skip
    if wage.get("fixed_allowances"):
        return _("%(base)s dan tunjangan tetap %(fixed)s sebulan") % {
            "base": rupiah(wage["base"]),
            "fixed": rupiah(wage["fixed_allowances"]),
        }
    return _("%(wage)s sebulan") % {"wage": rupiah(wage["base"])}


def _contract(request: Request) -> str:
    if "contract" not in request:
        return ""
    term = (request.get("pkwt_compensation") or {}).get("term_end")
    said = str(ContractKind(request["contract"]).label)
    return _("%(contract)s, sampai %(day)s") % {"contract": said, "day": _day(term)} if term else said


def _ground(number: str | None) -> str:
    labels = {code: label for _heading, choices in grounds() for code, label in choices}
    return labels.get(number or "", number or "")


def _unpaid(periods: Any) -> str:
    if not periods:
        return ""
    sums = rupiah(sum(one["owed"] for one in periods))
    return ngettext("%(sum)s, %(n)s masa", "%(sum)s, %(n)s masa", len(periods)) % {"sum": sums, "n": len(periods)}  # fmt: skip


def _covered(parts: Request) -> str:
    """The days on which payments had covered a month, or the last wage."""
    wages = [*(parts.get("periods") or ()), parts.get("last_wage") or {}]
    days = {one.get("covered_on") or one.get("fine_until") for one in wages} - {None}
    return "; ".join(_day(day) for day in sorted(days))


def _overtime(entries: Any) -> str:
    return "; ".join(
        _("%(day)s: %(hours)s jam × %(times)s hari") % {"day": OvertimeDay(one["day"]).label, "hours": one["hours"], "times": one["times"]}
        for one in entries
    )  # fmt: skip


def _from_to(part: Request) -> str:
    if part.get("start") and not part.get("end"):
        return _("sejak %(day)s") % {"day": _day(part["start"])}
    return " – ".join(_day(part[name]) for name in ("start", "end") if part.get(name))


def _days(days: int | None) -> str:
    return ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days} if days else ""


def _day(day: str | None) -> str:
    return written(date.fromisoformat(day), short=True) if day else ""
