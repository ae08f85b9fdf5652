"""A case seen as something that can move (docs/adr/0002). Only `perform` loads one."""

from django_fsm import RETURN_VALUE, transition

from cases.models import Case
from workflows.actions import ACTIONS
from workflows.table import Action


def _transition(action: Action):
    """The django-fsm transition of a row of the table: it returns where the case goes, and does nothing else.

    Permission and guards are `perform`'s: the library does not check a permission when a transition is called,
    and its refusals carry no reason.
    """

    def move(self, target):
        return target

    move.__name__ = action.name
    move.__doc__ = str(action.label)
    return transition(
        field="status", source=sorted(action.sources), target=RETURN_VALUE(*sorted(action.possible_targets))
    )(move)


class CaseFlow(Case):
    """The proxy that carries the transitions, so that a plain `Case` cannot move at all."""

    class Meta:
        proxy = True
        default_permissions = ()

    # One transition for each row of the table that moves the case.
    vars().update({action.name: _transition(action) for action in ACTIONS.values() if action.moves})
