"""Section "solution" of the table of moves."""

from workflows.table import Action

ACTIONS: tuple[Action, ...] = ()
