"""Closing with a reason what is not for the Satgas."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.models import Claim
from cases.vocabulary import (
    ClaimState,
    Outcome,
    Status,
)
from ledger import balance
from workflows import params as ask
from workflows.actions.completion import close_as
from workflows.table import (
    OFFICER,
    SUPERVISOR,
    Action,
    Move,
    Section,
)

S = Status


@dataclass(frozen=True, kw_only=True)
class Declining:
    outcome: str = ask.choice(
        _("Mengapa ditutup"),
        [
            (Outcome.NOT_COMPETENT, Outcome.NOT_COMPETENT.label),
            (Outcome.ADVICE_GIVEN, Outcome.ADVICE_GIVEN.label),
            (Outcome.NO_LEGAL_CLAIM, Outcome.NO_LEGAL_CLAIM.label),
        ],
    )
    where_to_go: str = ask.text(_("Ke mana pekerja dapat pergi"))
    heard_on: date = ask.day(
        _("Tanggal pekerja didengar"), _("Pekerja didengar dahulu, paling singkat 5 hari kerja.")
    )


def not_a_registered_dispute(facts, by):
    if facts.happened("case.dispute_registered"):
        return _("Perselisihan sudah dicatatkan dengan bukti bipartit; tidak dapat ditolak.")


def decline(move: Move):
    facts = close_as(move.params.outcome)(move)
    Claim.objects.filter(case=move.case, state=ClaimState.OPEN).update(state=ClaimState.CLOSED_UNPAID)
    balance.refresh(move.case)
    move.note = f"{move.note}\n{move.params.where_to_go}".strip()
    return facts | {"heard_on": move.params.heard_on}


ACTIONS: tuple[Action, ...] = (
    Action(
        "decline", _("Tutup dengan alasan"), Section.INTAKE, frozenset({S.SUBMITTED, S.UNDER_REVIEW}), OFFICER,
        "case.declined", _("Perkara ditutup. Alasannya tertulis di bawah ini."),
        target=S.CLOSED, params=Declining, guards=(not_a_registered_dispute,), write=decline,
        countersign=SUPERVISOR, needs_reason=True,
    ),
)  # fmt: skip
