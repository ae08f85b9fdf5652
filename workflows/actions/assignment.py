"""Who answers for a case: offered, accepted or declined, and decided by the supervisor where that takes too long."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cases.vocabulary import (
    Status,
)
from workflows import assigning
from workflows import params as ask
from workflows.models.records import Assignment as Offer
from workflows.table import (
    ANY_OPEN,
    INTAKE,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    Action,
    Move,
    Section,
)

S = Status


@dataclass(frozen=True, kw_only=True)
class Assignment:
    officer: int = ask.user(
        _("Petugas perkara"), OFFICER, _("Petugas itu menerima atau menolak penugasan lebih dahulu.")
    )


def check_officer(facts, params, by):
    handling = facts.offices_with("handle")
    held = Membership.objects.current().filter(user=params.officer, office__in=handling, role__in=OFFICER)
    if not held.exists():
        return {"officer": _("Pilih petugas perkara dari kantor yang menangani perkara ini.")}
    if assigning.has_a_conflict(facts.case, params.officer):
        return {"officer": _("Petugas ini punya hubungan dengan salah satu pihak. Pilih petugas lain.")}
    return {}


def check_another(facts, params, by):
    if params.officer == facts.case.officer_id:
        return {"officer": _("Petugas ini sudah menangani perkara ini.")}
    if params.officer == facts.offered_to and params.officer != by.user_id:
        return {"officer": _("Perkara ini sudah ditawarkan kepada petugas ini; jawabannya ditunggu.")}
    return check_officer(facts, params, by)


def assign(move: Move):
    """Offered; at once the case of an officer who takes it themself."""
    officer = move.params.officer
    if officer == move.by.user_id:
        previous = assigning.settle(move.case, officer, by=officer)
        if move.action.name == "assign":
            move.event = "case.assigned"
        return {"officer": officer, "previous": previous, "offered": False}
    assigning.offer(move.case, officer, by=move.by.user_id)
    return {"officer": officer, "previous": move.case.officer_id, "offered": True}


def is_offered_to(facts, by):
    return facts.offered_to is not None and facts.offered_to == by.user_id


def offered_to_me(facts, by):
    if not is_offered_to(facts, by):
        return _("Perkara ini tidak ditawarkan kepada Anda.")


def accept_assignment(move: Move):
    return assigning.accept(move.case, move.by.user_id)


@dataclass(frozen=True, kw_only=True)
class Declined:
    ground: str = ask.choice(_("Mengapa tidak dapat"), Offer.Ground)


def decline_assignment(move: Move):
    assigning.decline(move.case, move.by.user_id, move.params.ground)
    move.note_for = "office"
    return {"officer": move.by.user_id, "ground": move.params.ground}


def waits_for_a_decision(facts, by):
    return facts.runs("assignment_decision") or "assignment" in facts.late


def decision_is_due(facts, by):
    if not waits_for_a_decision(facts, by):
        return _(
            "Penyelia menetapkan petugas setelah petugas menolak, atau tidak menjawab sampai batas waktunya."
        )


@dataclass(frozen=True, kw_only=True)
class Decision:
    officer: int = ask.user(_("Petugas perkara"), OFFICER, _("Berlaku sekarang, tanpa menunggu jawaban."))


def decide_assignment(move: Move):
    previous = assigning.settle(move.case, move.params.officer, by=move.by.user_id)
    move.note_for = "office"
    return {"officer": move.params.officer, "previous": previous, "decided": True}


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    no_conflict: bool = ask.boolean(_("Saya tidak punya hubungan dengan pihak mana pun dalam perkara ini"))


def check_no_conflict(facts, params, by):
    if not params.no_conflict:
        return {
            "no_conflict": _("Mediator yang punya hubungan dengan salah satu pihak tidak boleh menangani.")
        }
    return {}


def not_mine_yet(facts, by):
    if facts.case.mediator_id == by.user_id:
        return _("Anda sudah mediator perkara ini.")


def take_over_mediation(move: Move):
    previous, move.case.mediator_id = move.case.mediator_id, move.by.user_id
    return {"mediator": move.by.user_id, "previous": previous}


ACTIONS: tuple[Action, ...] = (
    Action(
        "accept", _("Terima dan tugaskan"), Section.INTAKE, frozenset({S.SUBMITTED}), INTAKE,
        "case.accepted", _("Pengaduan Anda diterima untuk ditelaah."),
        target=S.UNDER_REVIEW, params=Assignment, check=check_officer, write=assign,
    ),
    Action(
        "assign", _("Tawarkan kepada petugas lain"), Section.INTAKE, ANY_OPEN, SUPERVISOR + OFFICER,
        "case.assignment_offered", _("Perkara ditawarkan kepada petugas."),
        params=Assignment, check=check_another, write=assign, internal=True,
    ),
    Action(
        "accept_assignment", _("Terima penugasan"), Section.INTAKE, ANY_OPEN, OFFICER,
        "case.assigned", _("Petugas perkara Anda sudah ditetapkan."),
        guards=(offered_to_me,), offered=is_offered_to, write=accept_assignment,
    ),
    Action(
        "decline_assignment", _("Tolak penugasan"), Section.INTAKE, ANY_OPEN, OFFICER,
        "case.assignment_declined", _("Petugas tidak dapat menangani perkara."),
        params=Declined, guards=(offered_to_me,), offered=is_offered_to, write=decline_assignment,
        needs_reason=True, internal=True,
    ),
    Action(
        "decide_assignment", _("Tetapkan petugas"), Section.INTAKE, ANY_OPEN, SUPERVISOR,
        "case.assigned", _("Petugas perkara Anda sudah ditetapkan."),
        params=Decision, check=check_officer, guards=(decision_is_due,), offered=waits_for_a_decision,
        write=decide_assignment, needs_reason=True,
    ),
    Action(
        "take_over_mediation", _("Ambil alih mediasi"), Section.INTAKE, frozenset({S.IN_MEDIATION, S.RECOMMENDED}), MEDIATOR,
        "case.mediator_changed", _("Mediator perkara Anda berganti."),
        params=TakenOver, check=check_no_conflict, guards=(not_mine_yet,), write=take_over_mediation,
    ),
)  # fmt: skip
