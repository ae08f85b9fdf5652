"""What a complaint can take over from the calculator."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.vocabulary import ContractKind
from portals.worker.questions.asking import DAILY, MONTHLY, PIECE, Told, given
from portals.worker.questions.table import said
from portals.worker.questions.unpaid import OvertimeForm, payday
from portals.worker.steps import today


def facts_of(told: Told) -> dict[str, Any]:
    """What a complaint asks too, as far as it is known: contract_kind, pay_kind, base_wage, fixed_allowance, daily_wage,
    work_days, overtime (as the step of filing has it), work_start, work_end, contract_end, period_from, period_to."""
    typed = said(told)
    wage, service, term = (typed.get(slug, {}) for slug in ("besar", "masa", "kontrak"))
    days: list[date] = []
    if wages := typed.get("gajian"):
        days += [
            payday(wages["due_on"], wages.get("every") or "month", at) for at in range(wages["paydays"] or 0)
        ]
    if below := typed.get("umk"):
        days += [below["since"], below["until"] or today()]
    return given(
        contract_kind=_contract_kind(told, service),
        pay_kind=told.pay,
        base_wage=_month_of(told, wage),
        fixed_allowance=wage.get("fixed"),
        daily_wage=wage.get("daily"),
        work_days=typed["upah"]["week"],
        overtime=_overtime_days(typed.get("lembur", {})),
        work_start=service.get("start"),
        work_end=service.get("end"),
        contract_end=term.get("term_end") or (service.get("end") if term else None),
        period_from=min(days, default=None),
        period_to=max(days, default=None),
    )


def _overtime_days(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Hours of each kind of day, and on how many days; a day that was not counted is one."""
    found: dict[str, Any] = {}
    for name in OvertimeForm.groups:
        if typed.get(name):
            found |= {name: typed[name], f"{name}_times": typed.get(f"{name}_times") or 1}
    return found


def _contract_kind(told: Told, service: Mapping[str, Any]) -> str:
    if told.has("kontrak"):
        return ContractKind.PKWT
    if told.pay != MONTHLY:
        return ContractKind.DAILY if told.pay == DAILY else ContractKind.PIECE
    return ContractKind.PKWTT if told.has("phk") else service.get("contract") or ""


def _month_of(told: Told, wage: Mapping[str, Any]) -> int | None:
    """A month's wage in whole rupiah; nothing for a wage that is told by the day."""
    if told.pay == MONTHLY:
        return wage["base"]
    return wage["total"] // wage["months"] if told.pay == PIECE else None
