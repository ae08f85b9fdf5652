"""What can be done with a case, in the order in which its page offers it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.clocks.rules import RULES, Holder
from workflows.facts import CaseFacts
from workflows.perform import Possible
from workflows.table import Action, Section

# How the page calls each section, in the order in which it shows them.
SECTIONS = {
    Section.MONEY: _("Uang"),
    Section.SOLUTION: _("Langkah hukum"),
    Section.OTHERS: _("Instansi lain"),
    Section.INTAKE: _("Perkara dan pekerja"),
}

OURS = (Holder.SATGAS, Holder.MEDIATOR, Holder.SUPERVISOR)


@dataclass
class NextSteps:
    """`first`: what a running clock waits for, the late ones before the others, then what belongs to this stage.
    `groups`: what can be done at almost any time, by section. `next`: the one that leads on, where there is just one.
    """

    first: list[Possible] = field(default_factory=list)
    groups: list[tuple[Any, list[Possible]]] = field(default_factory=list)
    cannot: list[Possible] = field(default_factory=list)
    next: str = ""


def next_steps(possible: Iterable[Possible], facts: CaseFacts) -> NextSteps:
    """What somebody may do with a case, with the reasons against it, put in order."""
    possible = sorted(possible, key=lambda one: _place(one.action))
    can = [one for one in possible if one.is_possible]
    awaited = _awaited(facts)
    called = sorted(
        (one for one in can if one.action.event in awaited), key=lambda one: awaited[one.action.event]
    )
    names = {one.action.name for one in called}
    stage = [one for one in can if of_this_stage(one.action) and one.action.name not in names]
    rest = [one for one in can if one not in stage and one.action.name not in names]
    groups = [(label, [one for one in rest if one.action.section == key]) for key, label in SECTIONS.items()]
    return NextSteps(
        first=called + stage,
        groups=[(label, group) for label, group in groups if group],
        cannot=[one for one in possible if not one.is_possible],
        next=_leading(called, awaited) or _only(called + stage),
    )


def of_this_stage(action: Action) -> bool:
    """Whether a stage calls for it: it is possible in few others."""
    return len(action.sources) <= 3


def _place(action: Action) -> tuple[bool, bool, int]:
    """What belongs to the stage first, then what leads on, then as the sections stand on the page."""
    return (not of_this_stage(action), not action.moves, list(SECTIONS).index(action.section))


Urgency = tuple[bool, bool, bool, str, int]


def _awaited(facts: CaseFacts) -> dict[str, Urgency]:
    """The events that the running clocks wait for, with how pressing each is: somebody in danger, late, ours."""
    found: dict[str, Urgency] = {}
    for name in {record.state for record in facts.open_records("clock")}:
        rule = RULES.get(name)
        if rule is None or rule.warning:
            continue
        for place, event in enumerate(rule.stops):
            how = (name != "safety_contact", name not in facts.late, rule.holder not in OURS, name, place)
            found[event] = min(how, found.get(event, how))
    return found


def _leading(called: list[Possible], awaited: dict[str, Urgency]) -> str:
    """What the most pressing clock of ours waits for, where that is no choice between ways."""
    if not called or awaited[called[0].action.event][2]:
        return ""
    clock = awaited[called[0].action.event][3]
    ways = [one.action for one in called if awaited[one.action.event][3] == clock]
    return ways[0].name if sum(way.moves for way in ways) < 2 else ""


def _only(steps: list[Possible]) -> str:
    """The one action that leads on from this stage and needs nobody else, where there is just one."""
    names = [one.action.name for one in steps if one.action.moves and not one.action.countersign]
    return names[0] if len(names) == 1 or "accept" in names[:1] else ""
