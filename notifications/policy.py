"""Who is told of what, by which template, on which channels. The whole policy is the table below.

Rows are read from the top; a person is told of an event once a channel, by the first row that names them. Nobody is
told of what they did themself. E-mail goes to those who gave an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cases.models import CaseEvent
from notifications import audience
from notifications.audience import Audience
from notifications.channels import EMAIL, IN_APP
from workflows.actions import ACTIONS

STATUS_CHANGED = "(status changed)"
WORKER_IS_TOLD = "(an action whose sentence the worker reads)"

BOTH = (IN_APP, EMAIL)
INSIDE = (IN_APP,)


@dataclass(frozen=True)
class Rule:
    """event: a kind, a pattern of kinds, or one of the two general rules. template: templates/notifications/."""

    event: str
    audience: Audience
    template: str
    channels: tuple[str, ...]


A = audience

POLICY: tuple[Rule, ...] = (
    # event                          whom                 template               channels
    # --- the worker's part begins and moves
    Rule("case.submitted",           A.claimants,         "received",            BOTH),
    Rule("case.submitted",           A.intake_officers,   "new_case",            BOTH),
    Rule("case.split_off",           A.claimants,         "news",                BOTH),
    Rule("case.joined",              A.claimants,         "news",                BOTH),
    Rule("case.accepted",            A.chosen_officer,    "assigned",            BOTH),
    Rule("case.assignment_offered",  A.chosen_officer,    "assigned",            BOTH),
    Rule("case.assigned",            A.chosen_officer,    "assigned",            BOTH),
    Rule("case.assignment_declined", A.supervisors,       "office_news",         BOTH),
    Rule("case.officer_left",        A.supervisors,       "office_news",         BOTH),
    Rule("case.mediator_left",       A.supervisors,       "office_news",         BOTH),
    Rule("case.mediator_changed",    A.mediator,          "assigned",            BOTH),
    Rule("case.completion_requested", A.claimants,        "your_move",           BOTH),
    Rule("case.completed",           A.officer,           "worker_acted",        BOTH),
    Rule("case.completion_answered", A.officer,           "worker_acted",        BOTH),
    Rule("case.claim_added",         A.officer,           "worker_acted",        INSIDE),
    Rule("case.work_facts_corrected", A.officer,          "worker_acted",        INSIDE),
    Rule("case.claim_corrected",     A.officer,           "worker_acted",        INSIDE),
    Rule("case.withdrawal_asked",    A.officer,           "worker_acted",        BOTH),
    Rule("case.withdrawal_*",        A.claimants,         "news",                BOTH),
    Rule("case.retaliation_reported", A.supervisors,      "urgent",              BOTH),
    Rule("case.retaliation_reported", A.officer,          "urgent",              BOTH),
    Rule("case.shield_lifted",       A.supervisors,       "office_news",         INSIDE),
    Rule("case.reopened",            A.officer,           "worker_acted",        BOTH),
    # --- lines and files between worker and office
    Rule("message.sent",             A.claimants,         "message",             BOTH),
    Rule("message.sent",             A.officer,           "message",             INSIDE),
    Rule("evidence.added",           A.officer,           "worker_acted",        INSIDE),
    # --- countersignatures
    Rule("approval.asked",           A.countersigners,    "approval_asked",      BOTH),
    Rule("approval.given",           A.asker,             "approval_decided",    BOTH),
    Rule("approval.refused",         A.asker,             "approval_decided",    BOTH),
    # --- mediation
    Rule("case.dispute_registered",  A.mediator,          "office_news",         BOTH),
    Rule("case.mediation_opened",    A.mediator,          "assigned",            BOTH),
    Rule("case.mediation_opened",    A.officer,           "office_news",         INSIDE),
    Rule("case.receipt_renewed",      A.claimants,        "news",                BOTH),
    Rule("meeting.*",                A.claimants,           "news",               BOTH),
    Rule("meeting.planned",          A.officer,             "office_news",        INSIDE),
    Rule("case.recommendation_issued", A.heads,           "office_news",         INSIDE),
    Rule("case.reply_recorded",      A.mediator,          "office_news",         INSIDE),
    # --- money
    Rule("case.calculated",          A.claimants,         "rights_computed",     INSIDE),
    Rule("case.calculation_overridden", A.claimants,      "rights_computed",     INSIDE),
    Rule("case.payment_recorded",    A.claimants,         "please_check",        BOTH),
    Rule("payment.*",                A.claimants,         "please_check",        BOTH),
    Rule("payment.disputed",         A.officer,           "worker_acted",        BOTH),
    Rule("case.payment_recorded",    A.officer,           "office_news",         INSIDE),
    Rule("case.breach_recorded",     A.officer,           "office_news",         BOTH),
    Rule("case.breach_recorded",     A.claimants,         "news",                BOTH),
    # --- other bodies
    Rule("referral.sent",            A.receivers,         "handed_over",         BOTH),
    Rule("referral.*",               A.receivers,         "office_news",         INSIDE),
    Rule("referral.*",               A.officer,           "office_news",         BOTH),
    Rule("escalation.requested",     A.officer,           "worker_acted",        BOTH),
    Rule("escalation.requested",     A.supervisors,       "worker_acted",        BOTH),
    Rule("escalation.request_answered", A.officer,        "office_news",         INSIDE),
    Rule("escalation.handed_over",   A.ministry,          "handed_over",         BOTH),
    Rule("escalation.supplemented",  A.ministry,          "handed_over",         BOTH),
    Rule("escalation.recalled",      A.ministry,          "office_news",         BOTH),
    Rule("escalation.*",             A.ministry,          "office_news",         INSIDE),
    Rule("escalation.asked_back",    A.officer,           "urgent",              BOTH),
    Rule("escalation.*",             A.officer,           "office_news",         BOTH),
    Rule("escalation.*",             A.supervisors,       "office_news",         INSIDE),
    # --- clocks
    Rule("clock.warned",             A.clock_holder,      "due_soon",            BOTH),
    Rule("clock.breached",           A.clock_holder,      "overdue",             BOTH),
    Rule("clock.breached",           A.one_step_up,       "overdue",             BOTH),
    Rule("clock.moved",              A.clock_claimants,   "date_moved",          BOTH),
    Rule("clock.moved",              A.officer,           "date_moved",          INSIDE),
    # --- in general
    Rule(STATUS_CHANGED,             A.claimants,         "news",                BOTH),
    Rule(STATUS_CHANGED,             A.officer,           "office_news",         INSIDE),
    Rule(WORKER_IS_TOLD,             A.claimants,         "news",                INSIDE),
)  # fmt: skip


def rules_for(event: CaseEvent) -> Iterator[Rule]:
    """The rows of the table that fit an event, from the top."""
    if event.facts.get("internal") is True:
        return
    for rule in POLICY:
        if _fits(rule.event, event):
            yield rule


def _fits(pattern: str, event: CaseEvent) -> bool:
    if pattern == STATUS_CHANGED:
        return bool(event.status_from) and event.status_from != event.status_to
    if pattern == WORKER_IS_TOLD:
        return event.kind in told_kinds()
    return fnmatchcase(event.kind, pattern)


def told_kinds() -> frozenset[str]:
    """Kinds of event of actions whose sentence the worker reads."""
    return frozenset(action.event for action in ACTIONS.values() if action.told and not action.internal)
