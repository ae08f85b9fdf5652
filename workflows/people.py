"""For whom an action is done."""

from accounts.principals import Kind
from cases.access import represents
from cases.models import Claimant
from workflows.table import Move


def of_part(move: Move) -> dict[str, list[int]]:
    """The fact that says whom an event is for, where its actor spoke for only some; nothing where it is for all."""
    if not move.facts.others:
        return {}
    return {"claimants": sorted(move.facts.people.filter(withdrawn_at=None).values_list("pk", flat=True))}


def acted_for(move: Move, chosen: list[int] | None = None) -> list[Claimant]:
    """The claimants that an action concerns.

    A claimant acts for themself, a representative for those they represent, an officer recording a statement for
    the one who made it, an officer otherwise for `chosen`, or for all where none is chosen.
    """
    people = Claimant.objects.filter(case_id=move.case.pk, withdrawn_at=None)
    if move.by.kind == Kind.CLAIMANT:
        people = people.filter(pk=move.by.claimant_id or 0)
    elif move.by.kind == Kind.REPRESENTATIVE:
        people = people.filter(pk__in=represents(move.by, move.case))
    elif move.by.on_behalf_of:
        people = people.filter(pk=move.by.on_behalf_of)
    if chosen:
        people = people.filter(pk__in=chosen)
    return list(people)
