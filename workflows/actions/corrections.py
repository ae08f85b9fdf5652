"""What was written wrong about somebody's work: wage, contract and days, on which what the law gives rests.

What stood there before stays in the history; a calculation that was made with it stays as it was.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.models import Claimant
from cases.vocabulary import ContractKind, PayKind
from core import clock, dates
from core.money import rupiah
from workflows import params as ask
from workflows.table import ANY_OPEN, INTAKE, WORKER, Action, Move, Section

EARLIEST = date(1950, 1, 1)


class WorkDays(TextChoices):
    FIVE = "5", _("5 hari")
    SIX = "6", _("6 hari")


@dataclass(frozen=True, kw_only=True)
class WorkFacts:
    """All of them as they are to be: what is left empty is not known. Named as the fields of the claimant."""

    contract_kind: str = ask.choice(_("Jenis perjanjian kerja"), ContractKind)
    pay_kind: str = ask.choice(_("Cara upah dihitung"), PayKind, required=False)
    base_wage: int | None = ask.rupiah(_("Upah pokok sebulan"), required=False)
    fixed_allowance: int | None = ask.rupiah(
        _("Tunjangan tetap sebulan"),
        _("Dibayar sama besar tiap bulan, masuk kerja atau tidak."),
        required=False,
    )
    daily_wage: int | None = ask.rupiah(_("Upah sehari"), _("Bila dibayar harian."), required=False)
    work_days: str = ask.choice(_("Hari kerja seminggu"), WorkDays, required=False)
    work_start: date | None = ask.day(_("Mulai bekerja"), required=False)
    work_end: date | None = ask.day(
        _("Hari kerja terakhir"), _("Kosongkan bila masih bekerja."), required=False
    )
    contract_end: date | None = ask.day(_("Akhir kontrak menurut surat"), required=False)
    phk_notice_on: date | None = ask.day(_("Diberi tahu di-PHK"), required=False)


_OF = {row.name: row.metadata["ask"] for row in fields(WorkFacts)}


def work_facts(person: Claimant) -> dict[str, Any]:
    """What is on record, as the form has it."""
    days = person.work_days
    return {name: getattr(person, name) for name in _OF} | {"work_days": str(days) if days else ""}


def _changed(person: Claimant, given: WorkFacts) -> dict[str, tuple[Any, Any]]:
    before = work_facts(person)
    return {name: (before[name], now) for name in _OF if (now := getattr(given, name)) != before[name]}


def check_facts(person: Claimant, given: WorkFacts) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    today = clock.now().date()
    for name in ("work_start", "work_end", "contract_end", "phk_notice_on"):
        day = getattr(given, name)
        if day and day < EARLIEST:
            errors[name] = _("Tahun ini terlalu lama. Periksa lagi.")
        elif day and given.work_start and day < given.work_start:
            errors[name] = _("Tanggal ini sebelum hari mulai bekerja. Periksa keduanya.")
        elif day and day > today and name in ("work_start", "phk_notice_on"):
            errors[name] = _("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya.")
    if not _changed(person, given):
        errors["same"] = _("Belum ada yang diubah.")
    return errors


def correct_facts(move: Move) -> dict[str, Any]:
    person: Claimant = move.record
    changed = _changed(person, move.params)
    for name, (_before, now) in changed.items():
        setattr(person, name, (int(now) if now else None) if name == "work_days" else now)
    person.save(update_fields=list(changed))
    return {"claimants": [person.pk], "changed": {name: list(pair) for name, pair in changed.items()}}


def changes_in_words(changed: dict[str, list[Any]]) -> list[str]:
    """`Upah pokok sebulan: Rp3.700.000 → Rp4.000.000`, of an event's `changed`."""
    return [
        f"{_OF[name].label}: {_said(name, before)} → {_said(name, now)}"
        for name, (before, now) in changed.items()
        if name in _OF
    ]


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        return str(_("tidak tercatat"))
    match _OF[name].kind:
        case "rupiah":
            return rupiah(value)
        case "date":
            return dates.written(date.fromisoformat(value), short=True)
    return str(dict(_OF[name].choices.choices).get(value, value))


ACTIONS: tuple[Action, ...] = (
    Action(
        "correct_work_facts", _("Perbaiki data kerja"), Section.INTAKE, ANY_OPEN, WORKER + INTAKE,
        "case.work_facts_corrected", _("Data kerja Anda diperbaiki."),
        subject="claimant", begins=work_facts, params=WorkFacts, check_record=check_facts, write=correct_facts,
        needs_reason=True,
    ),
)  # fmt: skip
