"""The table of moves, whole. One module a subject, in the order in which a case meets them."""

from workflows.actions import (
    agreement,
    assignment,
    bipartit,
    claims,
    clarification,
    completion,
    corrections,
    court,
    declining,
    escalation,
    heirs,
    leaving,
    lineage,
    mediation,
    meetings,
    ministry,
    money,
    receipts,
    referral,
    safety,
)
from workflows.table import Action

_SUBJECTS = (
    assignment,
    completion,
    declining,
    lineage,
    claims,
    corrections,
    heirs,
    receipts,
    safety,
    leaving,
    bipartit,
    clarification,
    mediation,
    meetings,
    agreement,
    court,
    money,
    referral,
    escalation,
    ministry,
)

ACTIONS: dict[str, Action] = {action.name: action for subject in _SUBJECTS for action in subject.ACTIONS}
