"""Section "money" of the table of moves."""

from workflows.table import Action

ACTIONS: tuple[Action, ...] = ()
