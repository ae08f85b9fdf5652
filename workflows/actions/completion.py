"""What a complaint still lacks: asked for, answered, or never answered."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.lineage import past
from cases.models import Case, CaseEvent, ServiceRecord
from cases.vocabulary import (
    Outcome,
    Status,
)
from core import clock, dates
from workflows import params as ask
from workflows import service
from workflows.actions.checks import all_of, not_in_future
from workflows.guards import nothing_settled_is_unpaid
from workflows.people import acted_for
from workflows.table import (
    INTAKE,
    OFFICER,
    SUPERVISOR,
    WORKER,
    Action,
    Move,
    Section,
)

S = Status


@dataclass(frozen=True, kw_only=True)
class MissingItems:
    items: str = ask.long_text(
        _("Apa yang kurang"), _("Satu hal tiap baris, dengan gunanya. Pekerja membaca ini.")
    )
    bipartit_proof: bool = ask.boolean(_("Yang kurang bukti perundingan bipartit (UU 2/2004 Pasal 4 ayat 2)"))
    with_employer: bool = ask.boolean(
        _("Yang kurang ada di tangan perusahaan; perkara tidak gugur bila pekerja tidak dapat memberikannya")
    )


@dataclass(frozen=True, kw_only=True)
class CompletionAnswer:
    answer: str = ask.long_text(
        _("Jawaban Anda"), _("Jawab tiap hal yang diminta, atau tulis “saya tidak punya”."), required=True
    )


def request_completion(move: Move):
    move.case.came_from = move.came_from
    items = [line for line in move.params.items.splitlines() if line.strip()]
    move.note = "\n".join(items)
    return {
        "items": len(items),
        "bipartit_proof": move.params.bipartit_proof,
        "with_employer": move.params.with_employer,
        "back_to": move.came_from,
    }


def back_to_where_it_came_from(move: Move):
    return Status(move.case.came_from)


def answered(case: Case) -> set[int]:
    """The workers who have answered what was asked last."""
    kinds = ("case.completion_requested", "case.completion_answered")
    found: set[int] = set()
    for event in CaseEvent.objects.filter(past(case, joined=False), kind__in=kinds).order_by("at", "seq"):
        found = found | set(event.facts["claimants"]) if event.kind == kinds[1] else set()
    return found


def an_answer_is_awaited(facts, by):
    """Only asked of whoever speaks for some: their answer is there, that of others is waited for."""
    if facts.others and set(facts.people.values_list("pk", flat=True)) <= answered(facts.case):
        return _(
            "Jawaban Anda sudah kami terima. Kami masih menunggu pekerja lain, atau petugas melanjutkannya."
        )


def back_when_everyone_has_answered(move: Move):
    """What was asked of all is answered by all; nobody is split off for having answered first."""
    present = move.case.claimants.filter(withdrawn_at=None)
    mine = move.facts.people.values("pk")
    if present.exclude(pk__in=mine).exclude(pk__in=answered(move.case)).exists():
        return None
    return Status(move.case.came_from)


def complete(move: Move):
    move.note = move.params.answer
    if move.case.status == S.AWAITING_COMPLETION:
        move.event = "case.completion_answered"
        return {"claimants": sorted(move.facts.people.values_list("pk", flat=True))}
    move.case.came_from = ""
    return {"by_claimant": move.by.claimant_id or move.by.on_behalf_of}


def take_up_again(move: Move):
    move.case.came_from = ""
    return {"answered": len(answered(move.case))}


def nothing_statutory_or_promised(facts, by):
    from workflows.clocks.rules import STATUTORY

    if any(facts.runs(name) for name in STATUTORY) or facts.instalments.get("open"):
        return _("Tenggat undang-undang atau cicilan masih berjalan; perkara tidak boleh gugur.")


def not_with_the_employer(facts, by):
    asked = (
        CaseEvent.objects.filter(past(facts.case, joined=False), kind=service.REQUEST)
        .order_by("at", "pk")
        .last()
    )
    if asked and asked.facts.get("with_employer"):
        return _(
            "Yang kurang ada di tangan perusahaan. Lanjutkan pemeriksaan dan minta kepada perusahaan, jangan tutup."
        )


def time_to_answer_is_over(facts, by):
    """Each worker had the whole time, counted from the day on which the request reached them first."""
    until = service.answer_until(facts)
    if until and until >= clock.now().astimezone(ZoneInfo(facts.case.office.time_zone)).date():
        return _("Pekerja masih punya waktu menjawab, sampai %(day)s.") % {"day": dates.written(until)}


def nobody_answered(facts, by):
    if facts.happened_since("case.completion_answered", service.REQUEST):
        return _(
            "Sudah ada pekerja yang menjawab. Lanjutkan pemeriksaan tanpa menunggu yang lain, jangan tutup."
        )


def asked_twice(facts, by):
    if left := service.not_reached_twice(facts):
        return _(
            "Permintaan harus terbukti sampai dengan dua cara berbeda (misalnya surel dan surat) sebelum perkara gugur. Belum terbukti pada pekerja: %(count)s."
        ) % {"count": left}


class ByHand(TextChoices):
    """Means that a person proves; mail and the page prove themselves."""

    HAND = ServiceRecord.Means.HAND.value, ServiceRecord.Means.HAND.label
    POST = ServiceRecord.Means.POST.value, ServiceRecord.Means.POST.label
    VISIT = ServiceRecord.Means.VISIT.value, ServiceRecord.Means.VISIT.label
    PHONE = ServiceRecord.Means.PHONE.value, ServiceRecord.Means.PHONE.label
    WHATSAPP = ServiceRecord.Means.WHATSAPP.value, ServiceRecord.Means.WHATSAPP.label


@dataclass(frozen=True, kw_only=True)
class Delivery:
    means: str = ask.choice(_("Cara penyampaian"), ByHand)
    received_on: date = ask.day(_("Diterima tanggal"))
    claimants: list = ask.claimants(
        _("Pekerja yang menerima"), _("Kosong berarti semua pekerja."), required=False
    )
    proof: int | None = ask.evidence(_("Bukti"), required=False)
    proof_note: str = ask.text(
        _("Keterangan bukti"),
        _("Misalnya nomor resi pos, atau siapa yang menerima."),
        required=False,
        max_length=200,
    )


def check_delivery(facts, params, by):
    errors = {}
    if not (params.proof or params.proof_note.strip()):
        errors["proof_note"] = _("Lampirkan bukti, atau tulis nomor resi atau siapa yang menerima.")
    asked = facts.last(service.REQUEST)
    if asked and params.received_on < timezone.localdate(asked.last_at):
        errors["received_on"] = _("Permintaannya sendiri lebih baru dari tanggal ini.")
    return errors


def record_delivery(move: Move):
    given = move.params
    asked = CaseEvent.objects.filter(past(move.case, joined=False), kind=service.REQUEST)
    request = asked.order_by("at", "pk").last()
    people = acted_for(move, given.claimants)
    ServiceRecord.objects.bulk_create(
        (
            ServiceRecord(
                case_id=move.case.pk, event=request, claimant=person, means=given.means,
                received_on=given.received_on, proof_id=given.proof, proof_note=given.proof_note.strip(),
            )
            for person in people
        ),
        batch_size=500,
        ignore_conflicts=True,
    )  # fmt: skip
    return {
        "means": given.means,
        "received_on": given.received_on,
        "claimants": [person.pk for person in people],
    }


def close_as(outcome):
    def write(move: Move):
        move.case.came_from = move.came_from
        move.case.outcome = outcome
        return {"outcome": outcome}

    return write


ACTIONS: tuple[Action, ...] = (
    Action(
        "request_completion", _("Minta kelengkapan"), Section.INTAKE, frozenset({S.SUBMITTED, S.UNDER_REVIEW}), INTAKE,
        "case.completion_requested", _("Kami meminta data tambahan dari Anda."),
        target=S.AWAITING_COMPLETION, params=MissingItems, write=request_completion,
    ),
    Action(
        "complete", _("Kirim kelengkapan"), Section.INTAKE, frozenset({S.AWAITING_COMPLETION}), WORKER,
        "case.completed", _("Data tambahan Anda kami terima."),
        target=back_when_everyone_has_answered, targets=frozenset({S.SUBMITTED, S.UNDER_REVIEW}),
        guards=(an_answer_is_awaited,), params=CompletionAnswer, write=complete, whole=True,
    ),
    Action(
        "take_up_again", _("Lanjutkan tanpa menunggu"), Section.INTAKE, frozenset({S.AWAITING_COMPLETION}), INTAKE,
        "case.completion_ended", _("Pemeriksaan dilanjutkan dengan data yang ada."),
        target=back_to_where_it_came_from, targets=frozenset({S.SUBMITTED, S.UNDER_REVIEW}),
        write=take_up_again, needs_reason=True,
    ),
    Action(
        "record_delivery", _("Catat penyampaian permintaan"), Section.INTAKE, frozenset({S.AWAITING_COMPLETION}), INTAKE,
        "case.delivery_recorded", _("Kami mencatat bahwa permintaan kami sudah sampai kepada Anda."),
        params=Delivery, check=all_of(check_delivery, not_in_future("received_on")), write=record_delivery,
    ),
    Action(
        "lapse", _("Tutup karena tidak dilengkapi"), Section.INTAKE, frozenset({S.AWAITING_COMPLETION}), OFFICER,
        "case.lapsed", _("Perkara ditutup karena data tidak dilengkapi. Anda dapat membukanya lagi kapan saja."),
        target=S.CLOSED, guards=(
            nothing_statutory_or_promised, nothing_settled_is_unpaid, not_with_the_employer, nobody_answered, asked_twice,
            time_to_answer_is_over,
        ),
        countersign=SUPERVISOR,
        write=close_as(Outcome.INACTIVE), needs_reason=True,
    ),
)  # fmt: skip
