"""Closing with a reason what is not for the Satgas."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.calendar import calendar_of
from cases.models import Claim
from cases.vocabulary import (
    ClaimState,
    Outcome,
    Status,
)
from core import clock, dates
from core.workdays import add_working_days
from ledger import balance
from workflows import params as ask
from workflows.actions.completion import close_as
from workflows.guards import nothing_settled_is_unpaid
from workflows.table import (
    OFFICER,
    SUPERVISOR,
    Action,
    Move,
    Section,
)

S = Status
HEARING_DAYS = 5
"""Working days between hearing the worker and closing."""


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
        _("Tanggal pekerja didengar"),
        _("Pekerja didengar dahulu, dan punya 5 hari kerja sejak itu untuk menambah keterangan."),
    )


def not_a_registered_dispute(facts, by):
    if facts.ever_happened("case.dispute_registered"):
        return _("Perselisihan sudah dicatatkan dengan bukti bipartit; tidak dapat ditolak.")


def check_hearing(facts, params, by):
    """The worker was told why and heard, and had five working days to say or bring something more."""
    office = facts.case.office
    today = clock.now().astimezone(ZoneInfo(office.time_zone)).date()
    if params.heard_on > today:
        return {"heard_on": _("Tanggal ini belum terjadi. Dengarkan pekerja dahulu.")}
    days_off = calendar_of(office.pk).days_off
    last = add_working_days(params.heard_on, HEARING_DAYS, days_off).end
    if last >= today:
        return {
            "heard_on": _(
                "Pekerja punya 5 hari kerja untuk menambah keterangan. Paling cepat ditutup %(day)s."
            )
            % {"day": dates.written(add_working_days(last, 1, days_off).end)}
        }
    return {}


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
        target=S.CLOSED, params=Declining, check=check_hearing, guards=(not_a_registered_dispute, nothing_settled_is_unpaid), write=decline,
        countersign=SUPERVISOR, needs_reason=True,
    ),
)  # fmt: skip
