"""What a complaint still lacks: asked for, answered, or never answered."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.vocabulary import (
    Outcome,
    Status,
)
from workflows import params as ask
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
    items: str = ask.long_text(_("Apa yang kurang"), _("Satu hal tiap baris. Pekerja membaca ini."))
    bipartit_proof: bool = ask.boolean(_("Yang kurang bukti perundingan bipartit (UU 2/2004 Pasal 4 ayat 2)"))


@dataclass(frozen=True, kw_only=True)
class CompletionAnswer:
    answer: str = ask.long_text(
        _("Jawaban Anda"), _("Jawab tiap hal yang diminta, atau tulis “saya tidak punya”."), required=True
    )


def request_completion(move: Move):
    move.case.came_from = move.came_from
    items = [line for line in move.params.items.splitlines() if line.strip()]
    move.note = "\n".join(items)
    return {"items": len(items), "bipartit_proof": move.params.bipartit_proof, "back_to": move.came_from}


def back_to_where_it_came_from(move: Move):
    return Status(move.case.came_from)


def complete(move: Move):
    move.case.came_from = ""
    move.note = move.params.answer
    return {"by_claimant": move.by.claimant_id or move.by.on_behalf_of}


def nothing_statutory_or_promised(facts, by):
    from workflows.clocks.rules import STATUTORY

    if any(facts.runs(name) for name in STATUTORY) or facts.instalments.get("open"):
        return _("Tenggat undang-undang atau cicilan masih berjalan; perkara tidak boleh gugur.")


def asked_twice(facts, by):
    return (
        None
        if facts.case.services.values("means").distinct().count() >= 2
        else _(
            "Permintaan harus terbukti sampai dengan dua cara berbeda (misalnya surel dan surat) sebelum perkara gugur."
        )
    )


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
        target=back_to_where_it_came_from, targets=frozenset({S.SUBMITTED, S.UNDER_REVIEW}),
        params=CompletionAnswer, write=complete,
    ),
    Action(
        "lapse", _("Tutup karena tidak dilengkapi"), Section.INTAKE, frozenset({S.AWAITING_COMPLETION}), OFFICER,
        "case.lapsed", _("Perkara ditutup karena data tidak dilengkapi. Anda dapat membukanya lagi kapan saja."),
        target=S.CLOSED, guards=(nothing_statutory_or_promised, asked_twice), countersign=SUPERVISOR,
        write=close_as(Outcome.INACTIVE), needs_reason=True,
    ),
)  # fmt: skip
