"""Whom an event is about: whoever is told of it, and on whose page it stands, is asked of here."""

from collections.abc import Iterable

from accounts.principals import Kind
from cases.models import CaseEvent

PERSONAL = frozenset(
    {
        "case.consent_recorded",
        "case.heir_recorded",
        "case.mandate_recorded",
        "case.receipt_renewed",
        "case.retaliation_reported",
        "case.safety_contact_made",
        "case.shield_lifted",
        "case.waiver_recorded",
        "evidence.added",
        "evidence.erased",
    }
)
"""About one person or a few: where nobody is named, it is about nobody."""


def concerned(event: CaseEvent) -> frozenset[int] | None:
    """The claimants whom an event is about, however many; None: everybody of the case.

    What one worker did, said or got is never told to another, not even that it happened.
    """
    facts = event.facts
    named: list[Iterable[int]] = [
        {one}
        for one in (
            event.by_id if event.by_kind == Kind.CLAIMANT else None,
            event.on_behalf_of,
            facts.get("claimant"),
            facts.get("by_claimant"),
            _claimant_in(event.subject),
        )
        if one
    ]
    if (people := facts.get("claimants")) is not None:
        named.append(people if isinstance(people, list) else ())  # only how many: not told whom
    recipients = facts.get("recipients")
    if recipients and not any(who.startswith("party:") for who in recipients):
        named.append(filter(None, map(_claimant_in, recipients)))
    if not named:
        return frozenset() if event.kind in PERSONAL else None
    return frozenset.intersection(*map(frozenset, named))


def _claimant_in(name: str) -> int | None:
    kind, _colon, number = name.partition(":")
    return int(number) if kind == "claimant" and number.isdigit() else None
