"""The picture of the flow and the list of moves, drawn from the table."""

from accounts.models import Role
from cases.vocabulary import Status
from workflows.actions import ACTIONS
from workflows.table import Action, Section

_ORDER: dict[str, int] = {status: place for place, status in enumerate(Status)}
# Moves possible nearly everywhere would cover the picture; they stand in the list below it.
_EVERYWHERE = 8

_SECTIONS = {
    Section.INTAKE: "Intake and review",
    Section.SOLUTION: "Towards a solution",
    Section.MONEY: "Money",
    Section.OTHERS: "To others",
}


def picture() -> str:
    """A Mermaid state diagram of every move that changes the status."""
    lines = ["stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{status.label}" as {status.value}' for status in Status]
    lines.append("    [*] --> submitted : submit")
    edges: dict[tuple[str, str], list[str]] = {}
    for action in ACTIONS.values():
        if len(action.sources) >= _EVERYWHERE or len(action.possible_targets) >= _EVERYWHERE:
            continue
        for source in sorted(action.sources, key=_ORDER.__getitem__):
            for target in sorted(action.possible_targets, key=_ORDER.__getitem__):
                edges.setdefault((source, target), []).append(action.name)
    lines += [f"    {source} --> {target} : {', '.join(names)}" for (source, target), names in edges.items()]
    lines.append("    closed --> [*]")
    return "\n".join(lines)


def document() -> str:
    """docs/flow.md: the picture, then each section's moves."""
    parts = [
        "# How a case moves",
        "",
        "Drawn from the table in `workflows/actions/` by `python manage.py draw_flow`; a test fails when it is stale.",
        "Moves that are possible in nearly every status stand in the lists only.",
        "",
        "```mermaid",
        picture(),
        "```",
    ]
    for section, title in _SECTIONS.items():
        parts += [
            "",
            f"## {title}",
            "",
            "| action | from | to | who | countersigned by | event |",
            "|---|---|---|---|---|---|",
        ]
        parts += [_row(action) for action in ACTIONS.values() if action.section == section]
    return "\n".join(parts) + "\n"


def _row(action: Action) -> str:
    cells = [
        f"`{action.name}` {action.label}",
        _statuses(action.sources)
        + (f"; beside the case: {_statuses(action.beside)}" if action.beside else ""),
        _statuses(action.possible_targets) or "=",
        ", ".join(_who(who) for who in action.who),
        ", ".join(_who(who) for who in action.countersign) or "",
        f"`{action.event}`",
    ]
    return "| " + " | ".join(cells) + " |"


def _statuses(statuses: frozenset[Status]) -> str:
    if statuses >= set(Status):
        return "any"
    if statuses >= set(Status) - {Status.CLOSED}:
        return "any open"
    return ", ".join(sorted(statuses, key=_ORDER.__getitem__))


def _who(who: str) -> str:
    return who if who not in Role.values else Role(who).value.replace("_", " ")
