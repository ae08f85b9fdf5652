"""The history of a case in plain words, for those who handle it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from accounts.principals import Kind
from cases.models import CaseEvent
from cases.vocabulary import ClaimKind, Outcome, Status
from core import dates
from core.money import rupiah
from workflows.actions import ACTIONS
from workflows.actions.corrections import changes_in_words
from workflows.actions.heirs import Relation
from workflows.clocks.rules import RULES
from workflows.packages import CHRONOLOGY

TITLES = CHRONOLOGY | {
    "case.assignment_offered": gettext_lazy("Perkara ditawarkan kepada petugas lain"),
    "case.assignment_declined": gettext_lazy("Penugasan ditolak"),
    "case.assigned": gettext_lazy("Petugas menangani perkara"),
    "case.officer_left": gettext_lazy("Petugas tidak lagi menangani perkara"),
    "case.mediator_changed": gettext_lazy("Mediator berganti"),
    "case.mediator_left": gettext_lazy("Mediator tidak lagi menangani perkara"),
    "case.completion_requested": gettext_lazy("Kelengkapan diminta dari pekerja"),
    "case.completed": gettext_lazy("Kelengkapan dikirim"),
    "case.completion_answered": gettext_lazy("Satu pekerja mengirim kelengkapan; yang lain ditunggu"),
    "case.completion_ended": gettext_lazy("Dilanjutkan tanpa menunggu kelengkapan"),
    "case.delivery_recorded": gettext_lazy("Permintaan disampaikan kepada pekerja"),
    "case.lapsed": gettext_lazy("Ditutup karena tidak dilengkapi"),
    "case.declined": gettext_lazy("Ditutup dengan alasan"),
    "case.merged": gettext_lazy("Digabungkan ke perkara lain"),
    "case.split": gettext_lazy("Sebagian pekerja dipisahkan"),
    "case.split_off": gettext_lazy("Dipisahkan dari perkara lain"),
    "case.joined": gettext_lazy("Perkara lain digabungkan ke sini"),
    "case.workers_imported": gettext_lazy("Daftar pekerja dimasukkan"),
    "case.mandate_recorded": gettext_lazy("Surat kuasa dicatat"),
    "case.consent_recorded": gettext_lazy("Pilihan berbagi data dicatat"),
    "case.heir_recorded": gettext_lazy("Ahli waris dicatat"),
    "case.receipt_renewed": gettext_lazy("Tanda terima baru diberikan"),
    "case.safety_contact_made": gettext_lazy("Petugas berbicara dengan pekerja yang terancam"),
    "case.shield_lifted": gettext_lazy("Identitas dibuka kembali"),
    "case.withdrawal_asked": gettext_lazy("Pencabutan diminta"),
    "case.withdrawal_taken_back": gettext_lazy("Pencabutan dibatalkan"),
    "case.withdrawal_confirmed": gettext_lazy("Pengaduan dicabut"),
    "case.unnamed_confirmed": gettext_lazy("Dipastikan aman tanpa nama"),
    "case.forum_chosen": gettext_lazy("Jalur penyelesaian dipilih"),
    "case.served": gettext_lazy("Anjuran diserahkan"),
    "meeting.planned": gettext_lazy("Pertemuan direncanakan"),
    "meeting.cancelled": gettext_lazy("Pertemuan dibatalkan"),
    "case.court_ended": gettext_lazy("Perkara pengadilan ditutup"),
    "case.work_facts_corrected": gettext_lazy("Data kerja diperbaiki"),
    "case.claim_corrected": gettext_lazy("Tuntutan diperbaiki"),
    "case.bipartit_noted": gettext_lazy("Perkembangan bipartit dicatat"),
    "case.phk_refused": gettext_lazy("PHK ditolak secara tertulis"),
    "case.jkp_claimed": gettext_lazy("JKP diajukan"),
    "case.cassation_filed": gettext_lazy("Kasasi diajukan"),
    "payment.confirmed": gettext_lazy("Pembayaran dikonfirmasi"),
    "payment.disputed": gettext_lazy("Pembayaran dibantah"),
    "case.waiver_recorded": gettext_lazy("Pelepasan hak dicatat"),
    "case.closed_paid": gettext_lazy("Ditutup: lunas"),
    "referral.taken_over": gettext_lazy("Perkara diambil alih instansi lain"),
    "escalation.request_answered": gettext_lazy("Permintaan eskalasi dijawab"),
    "case.calculated": gettext_lazy("Hak dihitung menurut hukum"),
    "case.calculation_overridden": gettext_lazy("Hasil hitungan diubah petugas"),
    "approval.asked": gettext_lazy("Persetujuan diminta"),
    "approval.given": gettext_lazy("Persetujuan diberikan"),
    "approval.refused": gettext_lazy("Persetujuan ditolak"),
    "approval.overdue": gettext_lazy("Persetujuan terlambat"),
    "clock.warned": gettext_lazy("Tenggat mendekat"),
    "clock.breached": gettext_lazy("Tenggat terlewati"),
    "clock.moved": gettext_lazy("Tenggat bergeser"),
    "evidence.added": gettext_lazy("Bukti ditambahkan"),
    "evidence.erased": gettext_lazy("Bukti dihapus"),
    "message.sent": gettext_lazy("Pesan dikirim"),
    "party.added": gettext_lazy("Perusahaan ditambahkan"),
}
"""What happened, by kind of event: as the chronology of a package tells it, and what that does not tell."""

ACTORS = {
    Kind.SYSTEM: gettext_lazy("Sistem"),
    Kind.REPRESENTATIVE: gettext_lazy("Wakil pekerja"),
    Kind.EMPLOYER: gettext_lazy("Perusahaan"),
    Kind.ANYONE: gettext_lazy("Pengadu"),
}

_MONEY = {
    "amount": gettext_lazy("jumlah"),
    "claimed": gettext_lazy("dituntut"),
    "sum": gettext_lazy("jumlah"),
    "confirmed": gettext_lazy("dikonfirmasi"),
    "waived": gettext_lazy("dilepas"),
}
_COUNTS = {
    "workers": ngettext_lazy("%(n)s pekerja", "%(n)s pekerja", "n"),
    "claimants": ngettext_lazy("%(n)s pekerja", "%(n)s pekerja", "n"),
    "claims": ngettext_lazy("%(n)s tuntutan", "%(n)s tuntutan", "n"),
    "count": ngettext_lazy("%(n)s baris", "%(n)s baris", "n"),
    "payments": ngettext_lazy("%(n)s pembayaran", "%(n)s pembayaran", "n"),
    "items": ngettext_lazy("%(n)s hal", "%(n)s hal", "n"),
    "length": ngettext_lazy("%(n)s huruf", "%(n)s huruf", "n"),
}
_DAYS = {
    "on": gettext_lazy("tanggal"),
    "due_on": gettext_lazy("jatuh tempo"),
    "made_on": gettext_lazy("dibuat"),
    "signed_on": gettext_lazy("ditandatangani"),
    "paid_on": gettext_lazy("dibayar"),
    "received_on": gettext_lazy("diterima"),
    "answer_by": gettext_lazy("dijawab paling lambat"),
    "heard_on": gettext_lazy("didengar"),
    "spoken_on": gettext_lazy("bicara"),
    "died_on": gettext_lazy("meninggal"),
    "expected_on": gettext_lazy("perkiraan selesai"),
    "was": gettext_lazy("semula"),
    "now": gettext_lazy("menjadi"),
}

MOVED_BY = {
    "holiday": gettext_lazy("karena hari libur"),
    "setting": gettext_lazy("karena pilihan kantor berubah"),
}
"""Why a date was counted anew."""


@dataclass
class Line:
    """One event as a person reads it."""

    title: Any
    by: str
    at: Any
    seq: int
    facts: list[str] = field(default_factory=list)
    moved: str = ""
    note: str = ""
    internal: bool = False


def lines(events: Iterable[CaseEvent]) -> list[Line]:
    return [_line(event) for event in events]


def _line(event: CaseEvent) -> Line:
    note = getattr(event, "note", None)
    moved = ""
    if event.status_from and event.status_from != event.status_to:
        moved = f"{Status(event.status_from).label} → {Status(event.status_to).label}"
    return Line(
        title=title(event),
        by=_actor(event),
        at=event.at,
        seq=event.seq,
        facts=_moved(event.facts) if event.kind == "clock.moved" else _facts(event.facts),
        moved=moved,
        note=note.body if note else "",
        internal=bool(note and note.audience == "office"),
    )


def title(event: CaseEvent) -> Any:
    """What happened, in a few words."""
    said = TITLES.get(event.kind, event.kind)
    facts = event.facts
    if event.kind.startswith("approval.") and (action := ACTIONS.get(facts.get("action", ""))):
        return f"{said}: {action.label}"
    if event.kind.startswith("clock.") and (rule := RULES.get(facts.get("clock", ""))):
        return f"{said}: {rule.label}"
    return said


def _actor(event: CaseEvent) -> str:
    number = getattr(event, "worker_number", None)
    if event.by_kind == Kind.CLAIMANT:
        return _("Pekerja nomor %(number)s") % {"number": number} if number else _("Pekerja")
    name = getattr(event, "officer_name", None) or str(ACTORS.get(Kind(event.by_kind), event.by_kind))
    if event.on_behalf_of and number:
        return _("%(name)s, atas pernyataan pekerja nomor %(number)s") % {"name": name, "number": number}
    return name


def _moved(facts: dict[str, Any]) -> list[str]:
    """From which day to which a date moved, and why."""
    days = [dates.written(day, short=True) for name in ("from", "to") if (day := _day(facts.get(name)))]
    return [" → ".join(days), *([str(MOVED_BY[facts["why"]])] if facts.get("why") in MOVED_BY else [])]


def _facts(facts: dict[str, Any]) -> list[str]:
    said = []
    for key, value in facts.items():
        if value in (None, "", [], {}):
            continue
        if key in _MONEY and isinstance(value, int):
            said.append(f"{_MONEY[key]} {rupiah(value)}")
        elif key in _COUNTS and isinstance(value, int | list) and not isinstance(value, bool):
            count = len(value) if isinstance(value, list) else value
            said.append(_COUNTS[key] % {"n": count})
        elif key in _DAYS and (day := _day(value)):
            said.append(f"{_DAYS[key]} {dates.written(day, short=True)}")
        elif key == "changed":
            said += changes_in_words(value)
        elif key == "relation":
            said.append(str(Relation(value).label))
        elif key == "share":
            said.append(_("bagian %(share)s%%") % {"share": value})
        elif key == "outcome" and value in Outcome.values:
            said.append(str(Outcome(value).label))
        elif key in ("kind", "kinds"):
            said += [str(ClaimKind(one).label) for one in _listed(value) if one in ClaimKind.values]
        elif key in ("number", "their_number", "deed_number"):
            said.append(_("nomor %(number)s") % {"number": value})
    return said


def _listed(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None
