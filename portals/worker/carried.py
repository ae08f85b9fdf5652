"""What a visitor takes from the calculator into a complaint: the answers of filing that follow from it, and a text
for the officer of what was answered and what came of it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cryptography.fernet import InvalidToken
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.vocabulary import ClaimKind
from core.dates import written
from core.money import rupiah
from core.sealed import Sealed, seal, unseal
from entitlements import Result
from intake.messages import MAX_LENGTH
from portals.shared.law import as_shown
from portals.worker.questions import MATTERS, Told, answered, facts_of
from portals.worker.steps import today

Typed = dict[str, dict[str, list[str]]]
"""Step of filing -> field -> values, as if a person had typed them."""

BOX_OF: dict[str, str] = {
    ClaimKind.LATE_WAGE_FINE: ClaimKind.UNPAID_WAGE,
    ClaimKind.LONG_SERVICE_PAY: ClaimKind.SEVERANCE,
    ClaimKind.RIGHTS_COMPENSATION: ClaimKind.SEVERANCE,
    ClaimKind.SEPARATION_PAY: ClaimKind.SEVERANCE,
    ClaimKind.PROCESS_WAGES: ClaimKind.SEVERANCE,
}
"""The box under which the filing form asks for a kind that it does not name by itself."""

TEXT = "kalkulator"
_KEY = "carried_rights"


def answers_from(told: Told, result: Result) -> Typed:
    """The result as answers of the filing steps.

    `hitungan` keeps the amounts by their exact kind, since the filing form asks for several of them under one
    heading; `kalkulator` is the text for the officer.
    """
    amounts: dict[str, int] = defaultdict(int)
    for row in result.as_dict()["rows"]:
        if row["claim_kind"] and row["amount"] and row["owed_by"] == "employer":
            amounts[row["claim_kind"]] += row["amount"]
    asked: dict[str, int] = defaultdict(int)
    for kind, amount in amounts.items():
        asked[BOX_OF.get(kind, kind)] += amount
    facts = facts_of(told)
    job = {name: facts.get(name) for name in ("contract_kind", "pay_kind")}
    wage: dict[str, Any] = {
        name: _money(facts.get(name)) for name in ("base_wage", "fixed_allowance", "daily_wage")
    }
    wage["work_days"] = facts.get("work_days")
    boxes = {str(MATTERS[matter].box) for matter in told.matters}
    return {
        "masalah": {"kinds": sorted(boxes | {str(kind) for kind in asked})},
        "pekerjaan": {name: [str(value)] for name, value in job.items() if value},
        "upah": {name: [str(value)] for name, value in wage.items() if value},
        "lembur": {name: [str(value)] for name, value in facts.get("overtime", {}).items()},
        "tanggal": _days(facts, "work_start", "work_end", "contract_end"),
        "jumlah": {f"amount_{kind}": [_money(amount)] for kind, amount in asked.items()}
        | _days(facts, "period_from", "period_to"),
        "hitungan": {str(kind): [str(amount)] for kind, amount in amounts.items()},
        TEXT: {"text": [text_of(told, result)]},
    }


def _money(amount: int | None) -> str:
    return rupiah(amount).removeprefix("Rp") if amount else ""


def _days(facts: Mapping[str, Any], *names: str) -> dict[str, list[str]]:
    return {
        f"{name}_{part}": [str(getattr(facts[name], part))]
        for name in names
        if isinstance(facts.get(name), date)
        for part in ("day", "month", "year")
    }


def text_of(told: Told, result: Result) -> str:
    """What was answered and what came of it, in the reader's language, no longer than a message may be."""
    shown = as_shown(result.as_dict())
    head = [
        _("Hasil kalkulator “Berapa hak saya?”, %(day)s") % {"day": written(today())},
        "",
    ]
    foot = [
        _("Jumlah: %(total)s") % {"total": shown["sum"]},
        _("Hukum yang dipakai: %(name)s (%(id)s)") % {"name": shown["ruleset"]["name"], "id": shown["ruleset"]["id"]},
        "",
        _("Jawaban saya:"),
        *(f"{label}: {value}" for _step, rows in answered(told) for label, value in rows),
    ]  # fmt: skip
    rows = shown["rows"]
    short = [f"{row['name']}: {row['in_figures']}" for row in rows]
    for lines in (
        [f"{row['name']}: {row['formula']} ({row['article']})" for row in rows],
        [f"{row['name']}: {row['formula']}" for row in rows],
        short,
    ):
        text = "\n".join([*head, *lines, *foot])
        if len(text) <= MAX_LENGTH:
            return text
    return "\n".join(_as_fit(MAX_LENGTH - len("\n…"), [*head, *foot, "", *short])) + "\n…"


def _as_fit(room: int, lines: Iterable[str]) -> list[str]:
    """The first lines that fit into so many characters."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept


def laid_over(kept: Typed, brought: Typed) -> Typed:
    """A draft's answers with those that were brought: field by field the later one holds, what happened is added."""
    merged = {step: kept.get(step, {}) | fields for step, fields in brought.items()}
    kinds = [*kept.get("masalah", {}).get("kinds", ()), *brought["masalah"]["kinds"]]
    return merged | {"masalah": {"kinds": list(dict.fromkeys(kinds))}, "hitungan": brought["hitungan"]}


# --- kept, sealed, between the calculator and the first page of filing ----------------------------------------


def carry(request: HttpRequest, answers: Typed) -> None:
    request.session[_KEY] = seal(json.dumps(answers)).token


def carried(request: HttpRequest) -> Typed:
    """What this visitor brings from the calculator; empty for most."""
    try:
        return json.loads(unseal(Sealed(request.session.get(_KEY, ""))) or "{}")
    except InvalidToken:  # sealed with a key that has been taken out of use since
        return {}


def forget_carried(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
