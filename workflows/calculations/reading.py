"""What stands in a calculation, and beside it: what would change, what is offered, what nobody claimed."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from cases.models import Calculation, Claim, Claimant
from cases.vocabulary import ClaimKind, ClaimState
from entitlements.comparison import Change, beside_offer, changes
from ledger.models import ClaimBalance
from workflows.calculations.facts import inputs_for
from workflows.calculations.keeping import reckon
from workflows.calculations.said import Said


def rows_of(calculation: Calculation) -> list[dict[str, Any]]:
    """The rows with their place, and what an officer put in the place of an amount (`override`)."""
    return [
        row | {"place": place, "override": calculation.overrides.get(str(place))}
        for place, row in enumerate(calculation.result["rows"])
    ]


def effective(calculation: Calculation) -> dict[str, Any]:
    """The result with the officer's amounts in their places."""
    rows = [
        row | {"amount": row["override"]["amount"]} if row["override"] else row
        for row in rows_of(calculation)
    ]
    return calculation.result | {"rows": rows, "total": sum(row["amount"] for row in rows)}


def by_kind(calculation: Calculation) -> dict[str, int]:
    """Rupiah that the law gives, by kind of claim."""
    if not calculation.overrides and "sums" in calculation.kept:
        return dict(calculation.kept["sums"])
    sums: dict[str, int] = defaultdict(int)
    for row in effective(calculation)["rows"]:
        if row["claim_kind"]:
            sums[row["claim_kind"]] += row["amount"]
    return dict(sums)


def latest_of(claimant: Claimant) -> Calculation | None:
    return _of(claimant).first()


def earlier_of(claimant: Claimant) -> list[Calculation]:
    """What was computed before the latest, the newest first."""
    return list(_of(claimant).defer("kept", "inputs")[1:20])


def _of(claimant: Claimant) -> QuerySet[Calculation]:
    return (
        Calculation.objects.on_record().filter(claimant=claimant).select_related("by").order_by("-at", "-pk")
    )


def what_would_change(calculation: Calculation, claimant: Claimant) -> list[Change]:
    """What a new calculation would say otherwise, on the same day of reckoning, with today's facts and law.

    Raises NotEnough where the facts no longer suffice.
    """
    inputs = inputs_for(claimant, Said(**calculation.inputs["said"]))
    return changes(calculation.result, reckon(inputs).as_dict())


def offer_beside(calculation: Calculation) -> list[Change]:
    """The employer's offer beside the law, kind by kind (`before` is the law); empty while nothing was offered."""
    found = ClaimBalance.objects.filter(claimant=calculation.claimant_id).exclude(offered=None)
    offered = {kind: amount or 0 for kind, amount in found.values_list("claim__kind", "offered")}
    return beside_offer(effective(calculation), offered) if offered else []


def lacks_hours(claimant: Claimant) -> bool:
    """Whether overtime is claimed and the record says of no hour when."""
    claimed = Claim.objects.filter(claimant=claimant, kind=ClaimKind.OVERTIME, state=ClaimState.OPEN)
    hours = list(claimed.values_list("overtime", flat=True))
    return bool(hours) and not any(hours)


def without_claim(calculation: Calculation) -> list[str]:
    """Kinds that the law gives and that the worker has not claimed."""
    claimed = set(Claim.objects.filter(claimant=calculation.claimant_id).values_list("kind", flat=True))
    return [kind for kind, amount in by_kind(calculation).items() if amount and kind not in claimed]
