"""The table of moves, whole. One module a section, in the order of the design."""

from workflows.actions import intake, money, others, solution
from workflows.table import Action

ACTIONS: dict[str, Action] = {
    action.name: action for section in (intake, solution, money, others) for action in section.ACTIONS
}
