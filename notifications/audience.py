"""Whom an event concerns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Membership, Role, User
from accounts.principals import Kind
from cases.models import CaseEvent, CaseGrant, Claimant, Mandate
from cases.vocabulary import GrantScope
from workflows.actions import ACTIONS
from workflows.clocks.rules import RULES, Holder, Per
from workflows.clocks.signals import Step
from workflows.concerned import concerned
from workflows.models import Approval, Assignment, Escalation, Referral

Person = Claimant | Mandate | User


@dataclass(frozen=True)
class Recipient:
    """A person to tell: one who complained, one who represents them, or an officer."""

    person: Person

    @property
    def kind(self) -> str:
        return {Claimant: "claimant", Mandate: "mandate", User: "user"}[type(self.person)]

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.person.pk}"

    @property
    def language(self) -> str:
        return getattr(self.person, "language", "") or "id"

    def did(self, event: CaseEvent) -> bool:
        """Whether it was this person who did it."""
        kinds = {
            "claimant": (Kind.CLAIMANT,),
            "mandate": (Kind.REPRESENTATIVE,),
            "user": (Kind.OFFICER, Kind.API),
        }
        return event.by_kind in kinds[self.kind] and event.by_id == self.person.pk


# --- those who complained --------------------------------------------------------------------------------


def claimants(event: CaseEvent) -> Iterable[Person]:
    """Those of the case whom the event is about, and who represents them."""
    people, ids = Claimant.objects.filter(case=event.case_id, withdrawn_at=None), concerned(event)
    if ids is not None:
        people = people.filter(pk__in=ids)
    mandates = Mandate.objects.current().filter(claimants__in=people).distinct()
    living = people.filter(died_on=None)
    return [*living.only("pk", "email", "phone", "language", "case"), *mandates]


# --- the office that handles the case ----------------------------------------------------------------------


def officer(event: CaseEvent) -> Iterable[Person]:
    """The officer of the case; before there is one, those who receive complaints."""
    if event.case.officer_id:
        return User.objects.filter(pk=event.case.officer_id, is_active=True)
    return intake_officers(event)


def chosen_officer(event: CaseEvent) -> Iterable[Person]:
    """The officer whom the event names: to whom a case was offered, or who has it now."""
    return User.objects.filter(pk=event.facts.get("officer") or 0, is_active=True)


def offered_officer(event: CaseEvent) -> Iterable[Person]:
    """Whose answer to an assignment is waited for."""
    waiting = Assignment.objects.filter(case=event.case_id, state=Assignment.State.OFFERED, ended_at=None)
    return User.objects.filter(pk__in=waiting.values("officer"), is_active=True)


def intake_officers(event: CaseEvent) -> Iterable[Person]:
    return _holding(Role.INTAKE_OFFICER, offices=[event.case.office_id])


def supervisors(event: CaseEvent) -> Iterable[Person]:
    return _holding(Role.SUPERVISOR, offices=[event.case.office_id])


def heads(event: CaseEvent) -> Iterable[Person]:
    return _holding(Role.HEAD, Role.DEPUTY, offices=[event.case.office_id])


def mediator(event: CaseEvent) -> Iterable[Person]:
    return User.objects.filter(pk=event.case.mediator_id or 0, is_active=True)


def countersigners(event: CaseEvent) -> Iterable[Person]:
    """Who may countersign what was asked: the roles that the action names, in the office that asked."""
    roles = _countersign_roles(event.facts.get("action", ""))
    return _holding(*roles, offices=[event.facts.get("office") or event.case.office_id])


def _countersign_roles(action: str) -> tuple[str, ...]:
    return ACTIONS[action].countersign if action in ACTIONS else (Role.SUPERVISOR,)


def asker(event: CaseEvent) -> Iterable[Person]:
    """Who asked for the countersignature."""
    asked = Approval.objects.filter(pk=_subject_id(event)).values("asked_by")
    return User.objects.filter(pk__in=asked, is_active=True)


# --- other bodies ------------------------------------------------------------------------------------------


def receivers(event: CaseEvent) -> Iterable[Person]:
    """The receiving officers of the referral's office."""
    office = Referral.objects.filter(case=event.case_id)
    if event.subject.startswith("referral:"):
        office = office.filter(pk=_subject_id(event))
    return _holding(Role.RECEIVING_OFFICER, offices=office.values("office"))


def ministry(event: CaseEvent) -> Iterable[Person]:
    """The ministry officers of the escalation's office; without one, of every ministry office that sees the case."""
    offices = (
        CaseGrant.objects.current().filter(case=event.case_id, scope=GrantScope.PACKAGE).values("office")
    )
    if event.subject.startswith("escalation:"):
        offices = Escalation.objects.filter(pk=_subject_id(event)).values("office")
    return _holding(Role.MINISTRY_OFFICER, Role.MINISTRY_SUPERVISOR, offices=offices)


# --- clocks ------------------------------------------------------------------------------------------------


def clock_holder(event: CaseEvent) -> Iterable[Person]:
    """Whose move the clock waits for. An employer is summoned by letter, not by us: its clocks are the officer's."""
    rule = RULES.get(event.facts.get("clock", ""))
    if event.kind == "clock.breached" and rule and rule.lapses:
        return officer(event)  # silence was an answer, or a right ended: nobody is late
    if rule and rule.name == "assignment":
        return offered_officer(event)
    if rule and rule.name == "meeting" and event.kind == "clock.warned":
        host = mediator if event.facts.get("holder") == Holder.MEDIATOR else officer
        return [*host(event), *(claimants(event) if event.facts.get("claimants") else [])]
    holders = {
        Holder.SUPERVISOR: _approvers,
        Holder.MEDIATOR: mediator,
        Holder.RECEIVER: receivers,
        Holder.MINISTRY: ministry,
        Holder.WORKER: claimants,
        Holder.BOTH: claimants,
    }
    return holders.get(event.facts.get("holder", ""), officer)(event)


def one_step_up(event: CaseEvent) -> Iterable[Person]:
    """Who is told of a breach beside the holder: the officer, then the supervisor, then the head."""
    steps = {Step.SUPERVISOR: supervisors, Step.HEAD: heads}
    return list(steps.get(event.facts.get("step", ""), officer)(event)) or supervisors(event)


def clock_claimants(event: CaseEvent) -> Iterable[Person]:
    """The workers whose date it is; none for a clock of the office's own."""
    rule = RULES.get(event.facts.get("clock", ""))
    return [] if rule is None or rule.per == Per.APPROVAL else claimants(event)


def _approvers(event: CaseEvent) -> Iterable[Person]:
    approval = Approval.objects.filter(pk=_subject_id(event)).first()
    if approval is None:
        return supervisors(event)
    return _holding(*_countersign_roles(approval.action), offices=[approval.office_id])


def _holding(*roles: str, offices) -> Iterable[Person]:
    held = Membership.objects.current().filter(role__in=roles, office__in=offices).values("user")
    return User.objects.filter(pk__in=held, is_active=True)


def _subject_id(event: CaseEvent) -> int:
    number = event.subject.partition(":")[2]
    return int(number) if number.isdigit() else 0


Audience = Callable[[CaseEvent], Iterable[Person]]
