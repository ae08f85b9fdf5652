"""What one officer must do next, over all their offices and roles.

Every open situation has a clock with a holder (workflows.clocks), so what somebody must do is what the clocks say
that they hold: on their own cases, on cases that nobody has yet, on countersignatures, on what was handed to their
office. What others hold and are late with is theirs to chase.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Membership
from accounts.offices import LEADING
from accounts.principals import Principal
from cases.access import cases_for
from cases.models import Case
from cases.vocabulary import Status
from core import clock
from workflows import inbox
from workflows.actions import ACTIONS
from workflows.approvals import approvals_for
from workflows.clocks.rules import HOLDER_LABELS, LAPSING, RULES, Holder
from workflows.lists import count_days, tell_employers
from workflows.models import Assignment, OpenClock
from workflows.table import INTAKE, MINISTRY, OFFICER, RECEIVER

SHOWN, CHASED = 40, 20
"""Duties on the page, mine and others'; the queue has the rest."""

_AT_MOST = 400  # clocks that are looked at: many of one case are one duty

_QUIET = frozenset(name for name, rule in RULES.items() if not rule.in_queue)
_OUTLIVING = frozenset(name for name, rule in RULES.items() if rule.outlives)


class About(StrEnum):
    """What a duty is about, and so where it is done."""

    CASE = "case"
    UNASSIGNED = "unassigned"
    LEFT = "left"  # whoever had the case works there no more
    APPROVAL = "approval"
    REFERRAL = "referral"
    ESCALATION = "escalation"
    OFFERED = "offered"  # an assignment that waits for my answer
    DECISION = "decision"  # nobody took it: the supervisor decides
    PROMISE = "promise"  # a payment that did not come: to be confirmed as a breach


ONE_WAY = {
    rule.name: ways[0].name
    for rule in RULES.values()
    if len(ways := [one for one in ACTIONS.values() if one.event in rule.stops and not one.subject]) == 1
    and set(ways[0].who) & set(OFFICER)
}
"""The action that ends a clock, where an officer has just one."""

CALLED_FOR = {
    About.PROMISE: "record_breach", About.UNASSIGNED: "accept", About.LEFT: "assign", About.OFFERED: "accept_assignment",
    About.DECISION: "decide_assignment",
}  # fmt: skip


@dataclass
class Duty:
    """One thing to do, or to chase: what, on which case, by when.

    pk: of the approval or hand-over. action: the name of the action that it calls for, where there is just one.
    """

    what: Any
    about: About
    case: Case
    due_on: date
    due_at: datetime
    pk: int = 0
    holder: str = ""
    action: str = ""
    urgent: bool = False
    count: int = 1
    employer: str = ""
    days: int | None = None

    @property
    def late(self) -> bool:
        return self.due_at < clock.now()

    @property
    def holder_label(self) -> Any:
        return HOLDER_LABELS.get(self.holder, "")


@dataclass
class Agenda:
    """`mine`: what I must do, the most pressing first. `others`: what others are late with in my cases."""

    mine: list[Duty] = field(default_factory=list)
    others: list[Duty] = field(default_factory=list)
    more: bool = False

    @property
    def late(self) -> int:
        return sum(duty.late for duty in self.mine)


def agenda_of(by: Principal) -> Agenda:
    """The duties of an officer. Three to six queries, by the roles they hold."""
    mine, others = [], []
    if any(role not in (*MINISTRY, *RECEIVER) for _office, role in by.roles):
        mine += _own(by)
        others += _chased(by)
    mine += [
        Duty(
            one.action.label,
            About.APPROVAL,
            one.case,
            one.approval.due_on or timezone.localdate(one.approval.asked_at),
            one.approval.due_at or one.approval.asked_at,
            one.approval.pk,
            action=one.action.name,
        )
        for one in approvals_for(by)
    ]
    for roles, records, holder, about in (
        (RECEIVER, inbox.referrals_for, Holder.RECEIVER, About.REFERRAL),
        (MINISTRY, inbox.escalations_for, Holder.MINISTRY, About.ESCALATION),
    ):
        if by.has_role(*roles):
            ours, theirs = _handed_over(records(by), holder, about)
            mine, others = mine + ours, others + theirs
    for duty in mine + others:
        if duty.about == About.APPROVAL:
            continue
        name = CALLED_FOR.get(duty.about, duty.action)
        duty.action = name if name and duty.case.status in ACTIONS[name].sources else ""
    found = Agenda(_in_order(mine), _in_order(others))
    found.more = len(found.mine) > SHOWN or len(found.others) > CHASED
    found.mine, found.others = found.mine[:SHOWN], found.others[:CHASED]
    tell_employers(found.mine + found.others)
    count_days(found.mine + found.others)
    return found


def _in_order(duties: Iterable[Duty]) -> list[Duty]:
    """People in danger first, then the earliest date; many of one kind on one case are one."""
    found: dict[tuple, Duty] = {}
    for duty in sorted(duties, key=lambda duty: (not duty.urgent, duty.due_at, duty.case.pk, str(duty.what))):
        key = (duty.case.pk, duty.about, duty.pk, str(duty.what), duty.due_on)
        if key in found:
            found[key].count += 1
        else:
            found[key] = duty
    return list(found.values())


# --- cases -----------------------------------------------------------------------------------------------


def _held(by: Principal) -> Q:
    return Q(officer=by.user_id) | Q(mediator=by.user_id)


def _offers() -> QuerySet[Assignment]:
    """Offers that wait for an answer, of the case of an outer query."""
    return Assignment.objects.filter(
        case=OuterRef("case"), state=Assignment.State.OFFERED, ended_at=None
    ).values("officer")


def _offered(by: Principal) -> Q:
    mine = Assignment.objects.filter(officer=by.user_id, state=Assignment.State.OFFERED, ended_at=None)
    return Q(pk__in=mine.values("case"))


def _undecided(by: Principal) -> Q:
    """Cases that nobody took, or whose offer nobody answered in time, in the offices that the principal leads."""
    led = [office for office, role in by.roles if role in LEADING]
    unanswered = Q(clock="assignment", due_at__lt=clock.now())
    waiting = OpenClock.objects.filter(unanswered | Q(clock="assignment_decision"), office__in=led)
    return Q(pk__in=waiting.values("case")) if led else Q(pk__in=())


def _nobodys(by: Principal) -> Q:
    """Open cases without an officer, for who may take them; and, for who leads the office, those of who has left."""
    intake = [office for office, role in by.roles if role in INTAKE]
    led = [office for office, role in by.roles if role in LEADING]
    found = Q(officer=None, office__in=intake)
    if led:
        stays = Membership.objects.current().filter(user=OuterRef("officer"), office=OuterRef("office"))
        found |= Q(~Exists(stays), office__in=led, officer__isnull=False)
    return found & ~Q(status=Status.CLOSED)


def _clocks(cases: QuerySet[Case]) -> QuerySet[OpenClock]:
    """The clocks of these cases that say whose move it is, the earliest first."""
    return (
        OpenClock.objects.filter(case__in=cases.order_by())
        .exclude(clock__in=_QUIET)
        .exclude(~Q(clock__in=_OUTLIVING), case__status=Status.CLOSED)
        .select_related("case__office", "case__balance", "case__officer")
        .order_by("due_at", "id")
    )


def _own(by: Principal) -> list[Duty]:
    """What the office holds on my cases in my role, and on cases that are nobody's."""
    rows = (
        _clocks(cases_for(by).filter(_held(by) | _nobodys(by) | _offered(by) | _undecided(by)))
        .filter(Q(holder__in=(Holder.SATGAS, Holder.MEDIATOR)) | Q(clock="assignment_decision"))
        .annotate(offered_to=Subquery(_offers()[:1]))
    )
    led = {office for office, role in by.roles if role in LEADING}
    takes = {office for office, role in by.roles if role in INTAKE}
    found = []
    for row in rows[:_AT_MOST]:
        case = row.case
        late = row.due_at < clock.now()
        if row.holder == Holder.MEDIATOR and case.mediator_id not in (None, by.user_id):
            continue
        if row.clock == "assignment_decision":
            if case.office_id not in led:
                continue
            about = About.DECISION
        elif row.offered_to == by.user_id:
            if row.clock not in ("assignment", "safety_contact"):
                continue  # theirs when they take it
            about = About.OFFERED if row.clock == "assignment" else About.CASE
        elif row.clock == "assignment":
            if not late or case.office_id not in led:
                continue  # another officer's to answer
            about = About.DECISION
        elif (
            row.holder == Holder.MEDIATOR and case.mediator_id == by.user_id
        ) or case.officer_id == by.user_id:
            about = About.CASE
        elif case.officer_id is None and case.office_id in takes:
            if row.offered_to is None:
                about = About.UNASSIGNED
            elif late and row.clock == "safety_contact" and case.office_id in led:
                about = About.CASE
            else:
                continue
        elif case.mediator_id == by.user_id:
            continue  # their officer's
        else:
            about = About.LEFT
        found.append(
            Duty(
                RULES["assignment_decision" if about == About.DECISION else row.clock].label,
                about,
                case,
                row.due_on,
                row.due_at,
                holder=row.holder,
                action=ONE_WAY.get(row.clock, ""),
                urgent=row.clock == "safety_contact",
            )
        )
    undecided = {duty.case.pk for duty in found if duty.about == About.DECISION}
    return [
        duty
        for duty in found
        if duty.case.pk not in undecided or duty.about not in (About.UNASSIGNED, About.LEFT)
    ]


def _chased(by: Principal) -> list[Duty]:
    """What others are late with on my cases. Where silence itself is the answer nobody is late."""
    rows = (
        _clocks(cases_for(by).filter(_held(by)))
        .exclude(holder=Holder.SATGAS, case__officer=by.user_id)
        .exclude(holder=Holder.MEDIATOR, case__mediator=by.user_id)
        .exclude(clock__in=LAPSING)
        .filter(due_at__lt=clock.now())
    )
    return [
        Duty(
            RULES[row.clock].label,
            About.PROMISE if row.clock == "instalment" else About.CASE,
            row.case,
            row.due_on,
            row.due_at,
            holder=row.holder,
            action=ONE_WAY.get(row.clock, ""),
        )
        for row in rows[:_AT_MOST]
    ]


# --- what was handed to our office -----------------------------------------------------------------------


def _handed_over(records: QuerySet, holder: str, about: About) -> tuple[list[Duty], list[Duty]]:
    """Hand-overs to us that run: those we hold, and those that others hold and are late with."""
    ours, theirs = [], []
    rows = records.filter(ended_at=None, due_at__isnull=False).select_related("case__office")
    for row in rows.order_by(F("due_at"), "pk")[:_AT_MOST]:
        duty = Duty(RULES[row.clock].label, about, row.case, row.due_on, row.due_at, row.pk, row.holder)
        if row.holder == holder:
            ours.append(duty)
        elif duty.late:
            theirs.append(duty)
    return ours, theirs
