"""Talks between the worker and the employer (UU 2/2004 Arts. 3, 6)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.lineage import past
from cases.models import Case, CaseEvent, Document
from cases.vocabulary import Status
from workflows import params as ask
from workflows.actions.checks import all_of, not_in_future
from workflows.actions.papers import document
from workflows.settings import effective
from workflows.table import (
    OFFICER,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status


@dataclass(frozen=True, kw_only=True)
class BipartitStart:
    requested_on: date = ask.day(_("Tanggal surat permintaan berunding"))
    received_on: date | None = ask.day(_("Diterima perusahaan tanggal"), required=False)
    first_meeting_on: date | None = ask.day(_("Pertemuan pertama"), required=False)
    sent_by: str = ask.text(_("Bukti pengiriman"), _("Misalnya: resi pos, tanda terima, pesan terkirim."))
    evidence: int | None = ask.evidence(_("Berkas bukti"), required=False)


def may_be_named(facts, by):
    """The letter tells the company who asks to talk: each of those for whom it is sent."""
    if facts.all_agreed_to_be_named:
        return None
    if facts.spoken_for is not None:
        return _(
            "Surat permintaan menyebut nama Anda. Izinkan dahulu perusahaan tahu nama Anda, di “Ubah pilihan tentang data saya”."
        )
    return _(
        "Surat permintaan berunding menyebut nama. Catat dahulu persetujuan setiap pekerja bahwa namanya boleh disebut (Catat persetujuan), atau pisahkan yang belum setuju."
    )


def start_bipartit(move: Move):
    given = move.params
    move.note = given.sent_by
    return {
        "requested_on": given.requested_on,
        "received_on": given.received_on,
        "first_meeting_on": given.first_meeting_on,
        "evidence": given.evidence,
    }


@dataclass(frozen=True, kw_only=True)
class BipartitStep:
    received_on: date | None = ask.day(_("Surat permintaan diterima perusahaan tanggal"), required=False)
    first_meeting_on: date | None = ask.day(_("Pertemuan pertama"), required=False)
    requested_again_on: date | None = ask.day(_("Diminta lagi tanggal"), required=False)
    evidence: int | None = ask.evidence(_("Berkas bukti"), required=False)


def check_bipartit_step(facts, params, by):
    if not (params.received_on or params.first_meeting_on or params.requested_again_on):
        return {"received_on": _("Tulis salah satu tanggal.")}
    return {}


def record_bipartit_step(move: Move):
    given = move.params
    return {
        "received_on": given.received_on,
        "first_meeting_on": given.first_meeting_on,
        "requested_again_on": given.requested_again_on,
        "evidence": given.evidence,
    }


def requests_made(case: Case) -> int:
    """How often the present talks were asked for, as far as it is recorded."""
    kinds = ("case.bipartit_started", "case.bipartit_noted")
    made = 0
    for event in CaseEvent.objects.filter(past(case, joined=False), kind__in=kinds).order_by("at", "pk"):
        if event.kind == kinds[0]:
            made = 1
        elif event.facts["requested_again_on"]:
            made += 1
    return made


class BipartitEnd(TextChoices):
    RISALAH = "risalah", _("Risalah: tidak sepakat")
    REFUSED = "refused", _("Perusahaan menolak berunding")
    UNANSWERED = "unanswered", _("Sudah diminta berulang, tidak dijawab")


@dataclass(frozen=True, kw_only=True)
class BipartitResult:
    how: str = ask.choice(_("Bagaimana berakhir"), BipartitEnd)
    on: date = ask.day(_("Tanggal"))
    second_request_on: date | None = ask.day(
        _("Tanggal permintaan berikutnya"), _("Bila tidak dijawab dan belum dicatat."), required=False
    )
    number: str = ask.text(_("Nomor risalah"), required=False, max_length=80)
    evidence: int | None = ask.evidence(_("Berkas risalah"), required=False)


def check_bipartit_end(facts, params, by):
    """An employer who does not answer has refused; after how many requests, the office says."""
    if params.how != BipartitEnd.UNANSWERED:
        return {}
    wanted = int(effective(facts.case.office.settings)["bipartit_unanswered_requests"])
    if requests_made(facts.case) + bool(params.second_request_on) >= wanted:
        return {}
    return {
        "second_request_on": _(
            "Bipartit gagal setelah %(count)s permintaan tidak dijawab. Tulis tanggal permintaan berikutnya."
        )
        % {"count": wanted}
    }


def end_bipartit(move: Move):
    given = move.params
    if given.how == BipartitEnd.RISALAH:
        document(move, Document.Kind.RISALAH, dated=given.on, number=given.number, title=_("Risalah bipartit"),
                 evidence=given.evidence)  # fmt: skip
    return {"how": given.how, "on": given.on, "second_request_on": given.second_request_on}


ACTIONS: tuple[Action, ...] = (
    Action(
        "start_bipartit", _("Mulai bipartit"), Section.SOLUTION, frozenset({S.UNDER_REVIEW}), WORKER + OFFICER,
        "case.bipartit_started", _("Perundingan dengan perusahaan (bipartit) dimulai."),
        target=S.IN_BIPARTIT, params=BipartitStart,
        check=not_in_future("requested_on", "received_on", "first_meeting_on"), guards=(may_be_named,),
        write=start_bipartit,
    ),
    Action(
        "record_bipartit_step", _("Catat perkembangan bipartit"), Section.SOLUTION, frozenset({S.IN_BIPARTIT}), WORKER + OFFICER,
        "case.bipartit_noted", _("Perkembangan perundingan (bipartit) dicatat."),
        params=BipartitStep, check=all_of(check_bipartit_step, not_in_future("received_on", "first_meeting_on", "requested_again_on")),
        write=record_bipartit_step,
    ),
    Action(
        "end_bipartit", _("Catat hasil bipartit"), Section.SOLUTION, frozenset({S.IN_BIPARTIT}), WORKER + OFFICER,
        "case.bipartit_ended", _("Perundingan bipartit selesai tanpa kesepakatan."),
        target=S.UNDER_REVIEW, params=BipartitResult, check=all_of(check_bipartit_end, not_in_future("on")),
        write=end_bipartit,
    ),
)  # fmt: skip
