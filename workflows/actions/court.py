"""The industrial relations court (UU 2/2004 Arts. 81-115), steps that keep a right, insolvency."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.principals import Kind
from cases.models import Claim, Document
from cases.vocabulary import ClaimState, Outcome, Status
from ledger import balance
from ledger.models import Agreement, AmountKind, ClaimBalance
from workflows import params as ask
from workflows.actions.agreement import a_breach_was_recorded
from workflows.actions.checks import not_in_future
from workflows.actions.papers import document
from workflows.people import acted_for
from workflows.table import (
    ANY_OPEN,
    OFFICER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status


def a_deed_or_ruling_is_there(facts, by):
    deed = Agreement.objects.filter(case=facts.case).exclude(deed_number="").exists()
    if not deed and not facts.happened("case.ruling_recorded"):
        return _("Eksekusi memerlukan akta pendaftaran perjanjian bersama atau putusan.")


@dataclass(frozen=True, kw_only=True)
class Execution:
    on: date = ask.day(_("Tanggal permohonan"))
    number: str = ask.text(_("Nomor permohonan"), required=False, max_length=80)


def request_execution(move: Move):
    return {"on": move.params.on}


@dataclass(frozen=True, kw_only=True)
class Suit:
    number: str = ask.text(_("Nomor perkara PHI"), max_length=80)
    on: date = ask.day(_("Tanggal didaftarkan"))


def file_suit(move: Move):
    document(
        move, Document.Kind.OTHER, dated=move.params.on, number=move.params.number, title=_("Gugatan PHI")
    )
    return {"on": move.params.on}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    number: str = ask.text(_("Nomor putusan"), max_length=80)
    read_on: date = ask.day(_("Dibacakan tanggal"))
    notified_on: date | None = ask.day(
        _("Diberitahukan tanggal"), _("Bila pekerja tidak hadir saat dibacakan."), required=False
    )
    final: bool = ask.boolean(_("Sudah berkekuatan hukum tetap"))
    awarded: dict = ask.amounts(
        _("Jumlah yang diputus tiap tuntutan"), _("Nol berarti ditolak."), required=False, of="due"
    )
    evidence: int | None = ask.evidence(_("Berkas putusan"), required=False)


def record_ruling(move: Move):
    given = move.params
    document(move, Document.Kind.RULING, dated=given.read_on, number=given.number, title=_("Putusan PHI"),
             evidence=given.evidence)  # fmt: skip
    if given.final:
        lost = [pk for pk, amount in given.awarded.items() if amount == 0]
        Claim.objects.filter(case_id=move.case.pk, pk__in=lost).update(state=ClaimState.LOST)
    if given.awarded:
        balance.post(move.case, AmountKind.AWARDED, given.awarded, event_seq=move.seq)
    return {
        "read_on": given.read_on,
        "notified_on": given.notified_on,
        "final": given.final,
        "awarded": sum(given.awarded.values()) if given.awarded else None,
    }


@dataclass(frozen=True, kw_only=True)
class CourtEnd:
    outcome: str = ask.choice(
        _("Bagaimana berakhir"),
        [(o.value, o.label) for o in (Outcome.COURT_CONCLUDED, Outcome.NOT_PURSUED)],
    )
    statement: str = ask.long_text(
        _("Pernyataan pekerja"), _("Wajib bila masih ada yang belum dibayar atau perkara tidak dilanjutkan."),
        required=False,
    )  # fmt: skip


def check_court_end(facts, params, by):
    if facts.workers > 1 and (by.kind in (Kind.CLAIMANT, Kind.REPRESENTATIVE) or by.on_behalf_of):
        return {
            "outcome": _("Perkara ini milik beberapa pekerja. Minta petugas memisahkan bagian Anda dahulu.")
        }
    if (params.outcome == Outcome.NOT_PURSUED or facts.outstanding) and not params.statement:
        return {
            "statement": _(
                "Pekerja masih menunggu uang. Tulis pernyataan pekerja bahwa perkara tidak dilanjutkan."
            )
        }
    return {}


def end_court(move: Move):
    move.case.came_from = move.came_from
    move.case.outcome = move.params.outcome
    unpaid = ClaimBalance.objects.filter(case_id=move.case.pk, outstanding__gt=0).values("claim")
    open_claims = Claim.objects.filter(case_id=move.case.pk, state=ClaimState.OPEN)
    open_claims.filter(pk__in=unpaid).update(state=ClaimState.CLOSED_UNPAID)
    Claim.objects.filter(case_id=move.case.pk, state=ClaimState.OPEN).update(state=ClaimState.PAID)
    balance.refresh(move.case)
    move.note = move.params.statement or move.note
    return {"outcome": move.params.outcome}


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """A step that only the worker can take, outside; recorded, it stops the date that warned of it."""

    on: date = ask.day(_("Tanggal"))
    claimants: list = ask.claimants(_("Untuk pekerja"), _("Kosong berarti semua pekerja."), required=False)


def record_step(move: Move):
    return {
        "on": move.params.on,
        "claimants": [person.pk for person in acted_for(move, move.params.claimants)],
    }


class InsolvencyKind(TextChoices):
    PKPU = "pkpu", _("PKPU")
    PAILIT = "pailit", _("Pailit")


@dataclass(frozen=True, kw_only=True)
class Insolvency:
    kind: str = ask.choice(_("PKPU atau pailit"), InsolvencyKind)
    number: str = ask.text(_("Nomor perkara niaga"), max_length=80)
    on: date = ask.day(_("Tanggal putusan"))
    curator: str = ask.text(_("Kurator atau pengurus"))


def record_insolvency(move: Move):
    move.note = move.params.curator
    document(move, Document.Kind.OTHER, dated=move.params.on, number=move.params.number,
             title=InsolvencyKind(move.params.kind).label)  # fmt: skip
    return {"kind": move.params.kind, "on": move.params.on, "outstanding": move.facts.outstanding}


ACTIONS: tuple[Action, ...] = (
    Action(
        "request_execution", _("Minta eksekusi"), Section.SOLUTION, frozenset({S.IN_SETTLEMENT, S.IN_COURT}), WORKER,
        "case.execution_requested", _("Permohonan eksekusi diajukan: pengadilan (PHI) diminta memaksa perusahaan membayar."),
        target=S.IN_COURT, params=Execution, check=not_in_future("on"),
        guards=(a_deed_or_ruling_is_there, a_breach_was_recorded), write=request_execution,
    ),
    Action(
        "file_suit", _("Catat gugatan"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.suit_filed", _("Gugatan didaftarkan di Pengadilan Hubungan Industrial (PHI)."), params=Suit, check=not_in_future("on"), write=file_suit,
    ),
    Action(
        "record_ruling", _("Catat putusan"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.ruling_recorded", _("Pengadilan memutus perkara Anda."),
        params=Ruling, check=not_in_future("read_on", "notified_on"), write=record_ruling,
    ),
    Action(
        "end_court", _("Tutup perkara pengadilan"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.court_ended", _("Perkara di pengadilan selesai."),
        target=S.CLOSED, params=CourtEnd, check=check_court_end, write=end_court, countersign=SUPERVISOR,
    ),
    Action(
        "record_phk_refusal", _("Catat penolakan PHK"), Section.SOLUTION, ANY_OPEN, WORKER + OFFICER,
        "case.phk_refused", _("Anda menolak PHK secara tertulis (PP 35/2021 Pasal 39)."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_jkp_claim", _("Catat pengajuan JKP"), Section.SOLUTION, ANY_OPEN, WORKER + OFFICER,
        "case.jkp_claimed", _("Anda sudah mengajukan jaminan kehilangan pekerjaan (JKP) ke BPJS Ketenagakerjaan."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_cassation", _("Catat kasasi"), Section.SOLUTION, frozenset({S.IN_COURT}), WORKER + OFFICER,
        "case.cassation_filed", _("Kasasi diajukan ke Mahkamah Agung."),
        params=StepTaken, check=not_in_future("on"), write=record_step,
    ),
    Action(
        "record_insolvency", _("Catat PKPU atau pailit"), Section.SOLUTION, ANY_OPEN, OFFICER,
        "case.insolvency_recorded",
        _("Perusahaan pailit, atau diberi penundaan membayar utang (PKPU). Upah Anda didahulukan dari utang lain (PP 36/2021 Pasal 49)."),
        params=Insolvency, check=not_in_future("on"), write=record_insolvency,
    ),
)  # fmt: skip
