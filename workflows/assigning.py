"""Who holds a case: it is offered, accepted or declined, decided by the supervisor, and freed when somebody leaves.

An officer who takes a case themself has accepted it, and so has one who acts on a case that was offered to them: the
first thing that they do there is their answer.
"""

from typing import Any

from django.db.models import Q

from accounts.models import Membership, Office, Role, User
from accounts.principals import Kind, Principal
from cases.events import record
from cases.models import Case, CaseEvent
from cases.vocabulary import Status
from core import clock
from workflows.models.records import Assignment
from workflows.table import OFFICER, Move

State = Assignment.State

_ANSWERS = {"accept_assignment", "decline_assignment", "assign", "decide_assignment"}
"""What is said about the assignment itself; anything else on the case is taking it."""


def offer(case: Case, officer: int, *, by: int | None) -> None:
    """Offer the case to an officer; an earlier offer, and a refusal, are replaced by it."""
    _end(case, State.OFFERED, State.DECLINED)
    Assignment.objects.create(case_id=case.pk, officer_id=officer, offered_by_id=by, offered_at=clock.now())


def settle(case: Case, officer: int, *, by: int | None) -> int | None:
    """The case is the officer's from now on, without an answer. Returns whose it was."""
    at = clock.now()
    _end(case, State.OFFERED, State.DECLINED, State.ACCEPTED)
    Assignment.objects.create(
        case_id=case.pk, officer_id=officer, offered_by_id=by, offered_at=at, answered_at=at, state=State.ACCEPTED
    )  # fmt: skip
    previous, case.officer_id = case.officer_id, officer
    return previous


def accept(case: Case, officer: int | None) -> dict[str, Any]:
    """The officer takes what was offered to them. Returns the facts of it: nobody is written to about the first
    officer of a case, only about another one."""
    _end(case, State.ACCEPTED)
    Assignment.objects.filter(case_id=case.pk, officer=officer, state=State.OFFERED, ended_at=None).update(
        state=State.ACCEPTED, answered_at=clock.now()
    )
    previous, case.officer_id = case.officer_id, officer
    return {"officer": officer, "previous": previous, "internal": previous is None}


def decline(case: Case, officer: int | None, ground: str) -> None:
    """The officer does not take it; whoever held the case holds it still, and the supervisor decides."""
    Assignment.objects.filter(case_id=case.pk, officer=officer, state=State.OFFERED, ended_at=None).update(
        state=State.DECLINED, ground=ground, answered_at=clock.now()
    )


def has_a_conflict(case: Case, officer: int) -> bool:
    """Whether the officer said that they have to do with one of the parties: that does not pass."""
    return Assignment.objects.filter(
        case_id=case.pk, officer=officer, state=State.DECLINED, ground=Assignment.Ground.CONFLICT
    ).exists()


def _end(case: Case, *states: str) -> None:
    rows = Assignment.objects.filter(case_id=case.pk, state__in=states, ended_at=None)
    rows.filter(state=State.OFFERED).update(state=State.REPLACED, ended_at=clock.now())
    rows.update(ended_at=clock.now())


# --- taking it by acting ---------------------------------------------------------------------------------


def is_taken_by(move: Move) -> bool:
    """Whether the case was offered to who acts on it now."""
    return (
        move.by.kind in (Kind.OFFICER, Kind.API)
        and move.facts.offered_to == move.by.id
        and move.action.name not in _ANSWERS
    )


def take_by_acting(move: Move) -> None:
    """What they do is recorded after it."""
    facts = accept(move.case, move.by.id)
    Case.objects.filter(pk=move.case.pk).update(officer=move.by.id)
    record(
        move.case,
        "case.assigned",
        by=move.by,
        facts=facts | {"by_acting": True},
        status_from=move.case.status,
    )
    move.seq = move.case.head_seq + 1


def follow_a_split(case: Case, event: CaseEvent) -> None:
    """An offer that waits for an answer is made for those, too, who are split off meanwhile."""
    if event.kind != "case.split_off":
        return
    parents = [parent["case"] for parent in event.facts.get("parents", ())]
    waiting = Assignment.objects.filter(case__in=parents, state=State.OFFERED, ended_at=None).first()
    if waiting is not None:
        Assignment.objects.create(
            case_id=case.pk, officer_id=waiting.officer_id, offered_by_id=waiting.offered_by_id,
            offered_at=waiting.offered_at,
        )  # fmt: skip


# --- somebody leaves -------------------------------------------------------------------------------------


def free_cases_of(membership: Membership, by: Principal) -> int:
    """A role in an office has ended: the open cases that the person can no longer hold are free again, with a trace.

    The supervisor of the office holds them until somebody else does. Returns how many. The caller is in the
    transaction that ended the role.
    """
    user, office = membership.user, membership.office
    freed = 0
    for field, roles in (("officer", OFFICER), ("mediator", (Role.MEDIATOR,))):
        if Membership.objects.current().filter(user=user, office=office, role__in=roles).exists():
            continue
        theirs = Q(**{field: user})
        if field == "officer":
            waiting = Assignment.objects.filter(officer=user, state=State.OFFERED, ended_at=None)
            theirs |= Q(pk__in=waiting.values("case"))
        held = Case.objects.filter(theirs, office=office).exclude(status=Status.CLOSED)
        for case in held.select_for_update(of=("self",)).order_by("pk"):
            _free(case, field, user, office, by)
            freed += 1
    return freed


def _free(case: Case, field: str, user: User, office: Office, by: Principal) -> None:
    if field == "officer":
        decline(case, user.pk, Assignment.Ground.AWAY)
        Assignment.objects.filter(case=case, officer=user, state=State.ACCEPTED, ended_at=None).update(
            ended_at=clock.now()
        )
    if getattr(case, f"{field}_id") == user.pk:
        setattr(case, f"{field}_id", None)
    case.version += 1
    case.save(update_fields=[field, "version"])
    record(
        case,
        "case.officer_left" if field == "officer" else "case.mediator_left",
        by=by,
        facts={field: user.pk, "office": office.pk},
        status_from=case.status,
    )
