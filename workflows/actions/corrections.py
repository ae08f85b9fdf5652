"""What was written wrong: about somebody's work, on which what the law gives rests, or in what they claim.

What stood there before stays in the history; a calculation that was made with it stays as it was. To claim less is
to give something up: the worker's statement, written down and countersigned, as for a waiver.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.principals import Principal
from cases.models import Claim, Claimant
from cases.vocabulary import ClaimState, ContractKind, PayKind
from core import clock, dates
from core.money import rupiah
from ledger import balance
from ledger.models import AmountKind
from workflows import params as ask
from workflows.params import asks
from workflows.table import ANY_OPEN, INTAKE, SUPERVISOR, WORKER, Action, Move, Section

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


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    amount: int | None = ask.rupiah(_("Jumlah yang dituntut"), required=False)
    period_from: date | None = ask.day(_("Sejak"), required=False)
    period_to: date | None = ask.day(_("Sampai dengan"), required=False)


_ASKED = asks(WorkFacts) | asks(ClaimFacts)
NOTHING = _("Belum ada yang diubah.")


def work_facts(person: Claimant) -> dict[str, Any]:
    """What is on record, as the form has it."""
    days = person.work_days
    return {name: getattr(person, name) for name in asks(WorkFacts)} | {
        "work_days": str(days) if days else ""
    }


def claim_facts(claim: Claim) -> dict[str, Any]:
    """The same of a claim."""
    return {
        "amount": claim.balance.claimed,
        "period_from": claim.period_from,
        "period_to": claim.period_to,
    }


def _changed(before: dict[str, Any], given: Any) -> dict[str, tuple[Any, Any]]:
    return {name: (was, now) for name, was in before.items() if (now := getattr(given, name)) != was}


def check_facts(person: Claimant, given: WorkFacts, by: Principal) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    today = clock.today()
    for name in ("work_start", "work_end", "contract_end", "phk_notice_on"):
        day = getattr(given, name)
        if day and day < EARLIEST:
            errors[name] = _("Tahun ini terlalu lama. Periksa lagi.")
        elif day and given.work_start and day < given.work_start:
            errors[name] = _("Tanggal ini sebelum hari mulai bekerja. Periksa keduanya.")
        elif day and day > today and name in ("work_start", "phk_notice_on"):
            errors[name] = _("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya.")
    if not _changed(work_facts(person), given):
        errors["same"] = NOTHING
    return errors


def correct_facts(move: Move) -> dict[str, Any]:
    person: Claimant = move.record
    changed = _changed(work_facts(person), move.params)
    for name, (_before, now) in changed.items():
        setattr(person, name, (int(now) if now else None) if name == "work_days" else now)
    person.save(update_fields=list(changed))
    return {"claimants": [person.pk], "changed": {name: list(pair) for name, pair in changed.items()}}


def is_less(claim: Claim, given: ClaimFacts) -> bool:
    return given.amount is not None and given.amount < (claim.balance.claimed or 0)


def check_claim(claim: Claim, given: ClaimFacts, by: Principal) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    if given.amount == 0 or (given.amount is None and claim.balance.claimed is not None):
        errors["amount"] = _("Tulis jumlahnya, lebih dari nol.")
    elif is_less(claim, given) and not by.proof:
        errors["amount"] = _(
            "Mengurangi tuntutan tidak dapat dilakukan di sini, supaya tidak ada yang memaksa Anda. Petugas mencatatnya sebagai pernyataan Anda."
        )
    if given.period_from and given.period_to and given.period_to < given.period_from:
        errors["period_to"] = _("Tanggal akhir tidak boleh sebelum tanggal mulai.")
    if not _changed(claim_facts(claim), given):
        errors["same"] = NOTHING
    return errors


def correct_claim(move: Move) -> dict[str, Any]:
    claim: Claim = move.record
    changed = _changed(claim_facts(claim), move.params)
    claim.period_from, claim.period_to = move.params.period_from, move.params.period_to
    claim.save(update_fields=["period_from", "period_to"])
    if "amount" in changed and move.params.amount is not None:
        balance.post(move.case, AmountKind.CLAIMED, {claim.pk: move.params.amount}, event_seq=move.seq)
    return {
        "claimants": [claim.claimant_id],
        "kind": claim.kind,
        "changed": {name: list(pair) for name, pair in changed.items()},
    }


def still_open(facts, claim: Claim, by):
    if claim.state != ClaimState.OPEN:
        return _("Tuntutan ini sudah selesai: %(state)s.") % {"state": claim.get_state_display()}


def claims_less(move: Move) -> bool:
    return is_less(move.record, move.params)


def changes_in_words(changed: dict[str, list[Any]]) -> list[str]:
    """`Upah pokok sebulan: Rp3.700.000 → Rp4.000.000`, of an event's `changed`."""
    return [
        f"{_ASKED[name].label}: {_said(name, before)} → {_said(name, now)}"
        for name, (before, now) in changed.items()
        if name in _ASKED
    ]


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        return str(_("tidak tercatat"))
    match _ASKED[name].kind:
        case "rupiah":
            return rupiah(value)
        case "date":
            return dates.written(date.fromisoformat(value), short=True)
    return str(dict(_ASKED[name].choices.choices).get(value, value))


ACTIONS: tuple[Action, ...] = (
    Action(
        "correct_work_facts", _("Perbaiki data kerja"), Section.INTAKE, ANY_OPEN, WORKER + INTAKE,
        "case.work_facts_corrected", _("Data kerja Anda diperbaiki."),
        subject="claimant", begins=work_facts, params=WorkFacts, check_record=check_facts, write=correct_facts,
        needs_reason=True,
    ),
    Action(
        "correct_claim", _("Perbaiki tuntutan"), Section.INTAKE, ANY_OPEN, WORKER,
        "case.claim_corrected", _("Tuntutan Anda diperbaiki."),
        subject="claim", begins=claim_facts, params=ClaimFacts, record_guards=(still_open,), check_record=check_claim,
        write=correct_claim, countersign=SUPERVISOR, countersign_when=claims_less, needs_reason=True,
    ),
)  # fmt: skip
