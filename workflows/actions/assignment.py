"""Who answers for a case."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cases.vocabulary import (
    Status,
)
from workflows import params as ask
from workflows.table import (
    ANY_OPEN,
    INTAKE,
    OFFICER,
    SUPERVISOR,
    Action,
    Move,
    Section,
)

S = Status


@dataclass(frozen=True, kw_only=True)
class Assignment:
    officer: int = ask.user(_("Petugas perkara"), OFFICER)


def check_officer(facts, params, by):
    handling = facts.offices_with("handle")
    held = Membership.objects.current().filter(user=params.officer, office__in=handling, role__in=OFFICER)
    return (
        {}
        if held.exists()
        else {"officer": _("Pilih petugas perkara dari kantor yang menangani perkara ini.")}
    )


def assign(move: Move):
    previous, move.case.officer_id = move.case.officer_id, move.params.officer
    return {"officer": move.params.officer, "previous": previous}


ACTIONS: tuple[Action, ...] = (
    Action(
        "accept", _("Terima dan tugaskan"), Section.INTAKE, frozenset({S.SUBMITTED}), INTAKE,
        "case.accepted", _("Pengaduan Anda diterima untuk ditelaah."),
        target=S.UNDER_REVIEW, params=Assignment, check=check_officer, write=assign,
    ),
    Action(
        "assign", _("Ganti petugas"), Section.INTAKE, ANY_OPEN, SUPERVISOR + OFFICER,
        "case.assigned", _("Petugas perkara Anda berganti."),
        params=Assignment, check=check_officer, write=assign,
    ),
)  # fmt: skip
