"""Cases as plain data, for machines. No names and no contacts: who needs those reads them as a person, logged."""

from typing import Any

from django.db.models import QuerySet

from accounts.principals import Principal
from cases.access import cases_for
from cases.models import Case, CaseEvent, Claimant
from ledger import balance
from ledger.models import ClaimBalance, Payment
from workflows.clocks import explain
from workflows.clocks.explain import Explained

AMOUNTS = ("claimed", "computed", "offered", "determined", "recommended", "agreed", "awarded")


def cases_after(by: Principal, *, after: int = 0, status: str = "", limit: int = 50) -> QuerySet[Case]:
    """Cases that `by` may see, oldest first, after the case with that id. Keyset: stable, and never counted."""
    rows = cases_for(by).filter(pk__gt=after).select_related("office", "balance").order_by("pk")
    return (rows.filter(status=status) if status else rows)[:limit]


def case_line(case: Case) -> dict[str, Any]:
    """A case in a list."""
    line = getattr(case, "balance", None)
    return {
        "id": case.pk,
        "reference": case.reference,
        "status": case.status,
        "outcome": case.outcome,
        "version": case.version,
        "office": case.office.name,
        "filed_at": case.filed_at,
        "closed_at": case.closed_at,
        "workers": line.workers if line else 0,
        "workers_waiting": line.workers_waiting if line else 0,
        "due": line.due if line else 0,
        "confirmed": line.confirmed if line else 0,
        "outstanding": line.outstanding if line else 0,
    }


def case_document(case: Case) -> dict[str, Any]:
    """A case with its workers by number, its chain of employers, and its open dates."""
    claims: dict[int, list[dict[str, Any]]] = {}
    for row in ClaimBalance.objects.filter(case=case).select_related("claim").order_by("claim_id"):
        claims.setdefault(row.claimant_id, []).append(_claim(row))
    return case_line(case) | {
        # What the workers told may tell who they are: of a case with a shielded one it stays inside the office.
        "story": "" if case.shielded else case.story_text,
        "region": case.region_id,
        "employers": [
            {"id": party.pk, "legal_name": party.employer.legal_name, "tier": party.tier}
            for party in case.parties.select_related("employer")
        ],
        "claimants": [
            {
                "id": person.pk,
                "number": person.number,
                "list_id": "" if person.shielded else person.list_id,
                "consent": person.consent,
                "naming": person.naming,
                "withdrawn": person.withdrawn_at is not None,
                "claims": claims.get(person.pk, []),
            }
            for person in case.claimants.order_by("number")
        ],
        "dates": [_date(one) for one in explain.of_case(case)],
    }


def claimant_document(claimant: Claimant) -> dict[str, Any]:
    """What one worker sees of their own part."""
    case = claimant.case
    rows = ClaimBalance.objects.filter(claimant=claimant).select_related("claim").order_by("claim_id")
    total = balance.of_claimant(claimant.pk)
    return {
        "reference": case.reference,
        "status": case.status,
        "status_label": case.get_status_display(),
        "outcome": case.outcome,
        "version": case.version,
        "filed_at": case.filed_at,
        "due": total.due,
        "confirmed": total.confirmed,
        "outstanding": total.outstanding,
        "claims": [_claim(row) for row in rows],
        "payments": [
            {
                "id": row.pk,
                "claim": row.claim_id,
                "amount": row.amount,
                "paid_on": row.paid_on,
                "state": row.state,
            }
            for row in Payment.objects.filter(claimant=claimant)
        ],
        "dates": [_date(one) for one in explain.of_claimant(case, claimant.pk)],
    }


def event_document(event: CaseEvent, *, position: int) -> dict[str, Any]:
    """An event as the feed tells it: its facts, never its words."""
    return {
        "position": position,
        "reference": event.case.reference,
        "seq": event.seq,
        "kind": event.kind,
        "subject": event.subject,
        "at": event.at,
        "by": event.by_kind,
        "status_from": event.status_from,
        "status_to": event.status_to,
        "facts": event.facts,
        "hash": event.hash,
    }


def _claim(row: ClaimBalance) -> dict[str, Any]:
    return {
        "id": row.claim_id,
        "kind": row.claim.kind,
        "nature": row.claim.nature,
        "state": row.claim.state,
        "due": row.due,
        "confirmed": row.confirmed,
        "outstanding": row.outstanding,
        **{name: getattr(row, name) for name in AMOUNTS},
    }


def _date(one: Explained) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "label": one.label,
        "holder": one.holder,
        "started_on": one.started_on,
        "due_on": one.due_on,
        "source": one.source,
        "why": one.why,
    }
