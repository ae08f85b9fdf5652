"""What can be done with a case, in the order in which its page offers it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.perform import Possible
from workflows.table import Action, Section

# How the page calls each section, in the order in which it shows them.
SECTIONS = {
    Section.MONEY: _("Uang"),
    Section.SOLUTION: _("Langkah hukum"),
    Section.OTHERS: _("Instansi lain"),
    Section.INTAKE: _("Perkara dan pekerja"),
}


def in_order(possible: list[Possible]) -> list[Possible]:
    """What belongs to this stage first, then the sections as the page shows them."""

    def place(one: Possible) -> tuple:
        action = one.action
        return (not of_this_stage(action), not action.moves, list(SECTIONS).index(action.section))

    return sorted(possible, key=place)


def of_this_stage(action: Action) -> bool:
    """Whether a stage calls for it: it is possible in few others."""
    return len(action.sources) <= 3


def by_subject(possible: list[Possible]) -> list[tuple[Any, list[Possible]]]:
    """What can be done at almost any time, under the name of its section."""
    groups = {section: [one for one in possible if one.action.section == section] for section in SECTIONS}
    return [(SECTIONS[section], group) for section, group in groups.items() if group]


def next_step(possible: list[Possible]) -> str:
    """The one action that leads on from this stage and needs nobody else, where there is just one."""
    steps = [
        one.action.name
        for one in possible
        if one.is_possible and one.action.moves and of_this_stage(one.action) and not one.action.countersign
    ]
    return steps[0] if len(steps) == 1 or "accept" in steps[:1] else ""
