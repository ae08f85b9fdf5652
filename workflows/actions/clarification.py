"""The employer is asked to answer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.models import Document, ServiceRecord
from cases.vocabulary import Naming, Status
from core import clock
from ledger import balance
from ledger.models import AmountKind
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.actions.papers import document
from workflows.table import (
    ANY_OPEN,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    Action,
    Move,
    Section,
    Who,
)

S = Status


class Names(TextChoices):
    NAMED = "named", _("Dengan nama pekerja")
    UNNAMED = "unnamed", _("Tanpa nama pekerja")


@dataclass(frozen=True, kw_only=True)
class Clarification:
    parties: list = ask.party(_("Perusahaan yang diminta menjawab"), many=True)
    answer_by: date = ask.day(_("Jawaban paling lambat"))
    names: str = ask.choice(_("Nama pekerja"), Names)
    number: str = ask.text(_("Nomor surat panggilan"), required=False, max_length=80)
    received_on: date | None = ask.day(_("Panggilan diterima tanggal"), required=False)


def check_clarification(facts, params, by):
    errors = {}
    if not set(params.parties) <= set(facts.case.parties.values_list("pk", flat=True)) or not params.parties:
        errors["parties"] = _("Pilih perusahaan dari rantai perkara ini.")
    if params.answer_by <= clock.today():
        errors["answer_by"] = _("Beri waktu menjawab: pilih tanggal setelah hari ini.")
    if params.names == Names.NAMED and not facts.all_agreed_to_be_named:
        errors["names"] = _(
            "Belum semua pekerja setuju disebut namanya. Catat persetujuan, atau panggil tanpa nama."
        )
    if params.names == Names.UNNAMED and not facts.happened("case.unnamed_confirmed"):
        errors["names"] = _("Penyelia harus memastikan dahulu bahwa fakta perkara tidak menunjuk orangnya.")
    return errors


def somebody_may_be_spoken_for(facts, by):
    unwilling = facts.namings.get(Naming.DO_NOT_APPROACH, 0)
    if facts.workers and unwilling == facts.workers:
        return _("Semua pekerja meminta perusahaan tidak dihubungi.")
    if unwilling:
        return _(
            "Pekerja yang meminta perusahaan tidak dihubungi: %(count)s. Pisahkan mereka lebih dahulu."
        ) % {"count": unwilling}


def open_clarification(move: Move):
    given = move.params
    document(
        move,
        Document.Kind.SUMMONS,
        dated=clock.today(),
        number=given.number,
        title=_("Panggilan klarifikasi"),
    )
    served = {str(pk): given.received_on for pk in given.parties if given.received_on}
    return {
        "parties": sorted(given.parties),
        "answer_by": given.answer_by,
        "named": given.names == Names.NAMED,
        "received_on": served,
    }


@dataclass(frozen=True, kw_only=True)
class Summons:
    party: int = ask.party(_("Perusahaan"))
    number: str = ask.text(_("Nomor panggilan"), max_length=80)
    received_on: date | None = ask.day(_("Diterima tanggal"), _("Kosong bila tidak sampai."), required=False)
    posted_on: date = ask.day(_("Dikirim tanggal"))
    proof: int | None = ask.evidence(_("Bukti"), required=False)


def record_summons(move: Move):
    given = move.params
    summons = document(
        move, Document.Kind.SUMMONS, dated=given.posted_on, number=given.number, title=_("Panggilan")
    )
    if given.received_on:
        ServiceRecord.objects.create(
            case_id=move.case.pk, document=summons, party_id=given.party, means=ServiceRecord.Means.POST,
            received_on=given.received_on, proof_id=given.proof,
        )  # fmt: skip
    return {"party": given.party, "posted_on": given.posted_on, "received_on": given.received_on}


class Stance(TextChoices):
    ACCEPTS = "accepts", _("Mengakui")
    DISPUTES = "disputes", _("Membantah")
    PAID = "paid", _("Menyatakan sudah membayar")
    OFFERS = "offers", _("Menawarkan jumlah")


@dataclass(frozen=True, kw_only=True)
class Answer:
    party: int = ask.party(_("Perusahaan yang menjawab"))
    on: date = ask.day(_("Tanggal jawaban"))
    stance: str = ask.choice(_("Isi jawaban"), Stance)
    claims: list = ask.claims(_("Tentang tuntutan"), _("Kosong berarti semua."), required=False)
    offered: dict = ask.amounts(_("Jumlah yang ditawarkan"), required=False, of="due")
    confidential: bool = ask.boolean(_("Rahasia: disampaikan kepada mediator saja (Pasal 12 ayat 3)"))
    words: str = ask.long_text(_("Jawaban"), required=False)
    evidence: int | None = ask.evidence(
        _("Bukti pembayaran"), _("Wajib bila perusahaan menyatakan sudah membayar."), required=False
    )


def check_answer(facts, params, by):
    if params.stance == Stance.PAID and not params.evidence:
        return {"evidence": _("Lampirkan bukti pembayaran, atau catat jawabannya sebagai membantah.")}
    if params.stance == Stance.OFFERS and not params.offered:
        return {"offered": _("Tulis jumlah yang ditawarkan.")}
    return {}


def record_answer(move: Move):
    given = move.params
    if given.offered:
        balance.post(move.case, AmountKind.OFFERED, given.offered, event_seq=move.seq)
    move.note = given.words
    if given.confidential:  # UU 2/2004 Art. 12(3): for the mediator alone
        move.note_for = "office"
    return {
        "party": given.party,
        "on": given.on,
        "stance": given.stance,
        "claims": sorted(given.claims) or None,
        "evidence": given.evidence,
        "offered": sum(given.offered.values()) if given.offered else None,
        "confidential": given.confidential,
    }


class ClarificationEnd(TextChoices):
    ANSWERED = "answered", _("Dijawab")
    PROMISED = "promised", _("Menjanjikan pembayaran")
    DISPUTED = "disputed", _("Membantah")
    REFUSED = "refused", _("Menolak menjawab")
    SILENT = "silent", _("Diam setelah dua panggilan")


@dataclass(frozen=True, kw_only=True)
class ClarificationResult:
    how: str = ask.choice(_("Hasil"), ClarificationEnd)
    on: date = ask.day(_("Tanggal"))
    minutes: str = ask.text(_("Nomor berita acara"), max_length=80)
    evidence: int | None = ask.evidence(_("Berkas berita acara"), required=False)


def check_clarification_end(facts, params, by):
    if params.how == ClarificationEnd.SILENT and not facts.happened_since(
        "case.summons_served", "case.clarification_opened"
    ):
        return {
            "how": _("Perusahaan dinyatakan diam setelah dua panggilan. Catat panggilan kedua lebih dahulu.")
        }
    return {}


def conclude_clarification(move: Move):
    given = move.params
    document(move, Document.Kind.MINUTES, dated=given.on, number=given.minutes, title=_("Berita acara klarifikasi"),
             evidence=given.evidence)  # fmt: skip
    return {"how": given.how, "on": given.on}


ACTIONS: tuple[Action, ...] = (
    Action(
        "confirm_unnamed", _("Pastikan aman tanpa nama"), Section.SOLUTION, ANY_OPEN, SUPERVISOR,
        "case.unnamed_confirmed", _("Perusahaan akan dihubungi tanpa menyebut nama Anda."), needs_reason=True,
    ),
    Action(
        "open_clarification", _("Minta klarifikasi perusahaan"), Section.SOLUTION,
        frozenset({S.UNDER_REVIEW, S.REFERRED, S.MINISTRY_RECOMMENDED}), OFFICER,
        "case.clarification_opened", _("Perusahaan diminta menjawab."),
        target=S.IN_CLARIFICATION, params=Clarification, check=check_clarification,
        guards=(somebody_may_be_spoken_for,), write=open_clarification,
    ),
    Action(
        "record_summons", _("Catat panggilan"), Section.SOLUTION, frozenset({S.IN_CLARIFICATION, S.IN_MEDIATION}),
        OFFICER + MEDIATOR, "case.summons_served", _("Perusahaan dipanggil lagi."),
        params=Summons, check=not_in_future("received_on", "posted_on"), write=record_summons,
    ),
    Action(
        "record_answer", _("Catat jawaban perusahaan"), Section.SOLUTION, frozenset({S.IN_CLARIFICATION}),
        (Who.EMPLOYER, *OFFICER), "case.answer_recorded", _("Perusahaan menjawab."),
        params=Answer, check=all_of(check_answer, not_in_future("on")), write=record_answer,
    ),
    Action(
        "conclude_clarification", _("Selesaikan klarifikasi"), Section.SOLUTION, frozenset({S.IN_CLARIFICATION}), OFFICER,
        "case.clarification_concluded", _("Permintaan jawaban kepada perusahaan (klarifikasi) selesai."),
        target=S.UNDER_REVIEW, params=ClarificationResult, check=all_of(check_clarification_end, not_in_future("on")),
        write=conclude_clarification,
    ),
)  # fmt: skip
