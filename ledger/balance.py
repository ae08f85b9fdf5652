"""The only source of any amount on any screen.

What is due for a claim is the strongest word there is about it: a ruling before an agreement before an
inspector's determination before what the worker claims before what the law computes. An offer and a mediator's
recommendation bind nobody and are never due. Outstanding = due - waived - confirmed, never below zero; a payment
that only one side states changes nothing until the worker confirms it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Count, Model, Q, Sum

from cases.models import Case, Claim, Claimant
from cases.vocabulary import ClaimState
from core import bulk, clock
from ledger.models import AmountKind, CaseBalance, ClaimBalance, Entry, Payment

STRENGTH = (
    AmountKind.AWARDED,
    AmountKind.AGREED,
    AmountKind.DETERMINED,
    AmountKind.CLAIMED,
    AmountKind.COMPUTED,
)
_SAID = [kind for kind in AmountKind.values if kind != AmountKind.WAIVED]
AT_ONCE = 1000
"""Claims refreshed at a time: SQLite takes a bounded number of ids in one question."""
_SUMMED = ("due", "stated", "confirmed", "waived", "outstanding")
_NOT_WAITED_FOR = (ClaimState.WITHDRAWN, ClaimState.LOST, ClaimState.CARRIED)


@dataclass(frozen=True)
class Total:
    """Sums over some claims, in rupiah."""

    workers: int = 0
    workers_waiting: int = 0
    due: int = 0
    stated: int = 0
    confirmed: int = 0
    waived: int = 0
    outstanding: int = 0


def post(
    case: Case,
    kind: AmountKind,
    amounts: Mapping[int, int],
    *,
    event_seq: int,
) -> None:
    """Put an amount of `kind` on each claim id of `amounts`, and refresh what these add up to."""
    at = clock.now()
    bulk.create(
        [
            Entry(case=case, claim_id=claim_id, kind=kind, amount=amount, event_seq=event_seq, at=at)
            for claim_id, amount in amounts.items()
        ]
    )
    refresh(case, amounts)


def open_claims(case: Case, claimed: Iterable[tuple[Claim, int | None]], *, event_seq: int) -> None:
    """Begin the books of claims that were just made, each with what is claimed (None: not known). Four queries."""
    pairs = list(claimed)
    bulk.create(
        [
            Entry(case=case, claim=claim, kind=AmountKind.CLAIMED, amount=amount, event_seq=event_seq)
            for claim, amount in pairs
            if amount is not None
        ]
    )
    bulk.create(
        [
            _balance(claim, {} if amount is None else {AmountKind.CLAIMED: amount}, {})
            for claim, amount in pairs
        ]
    )
    _refresh_case(case)


def refresh(case: Case, claim_ids: Iterable[int] | None = None) -> None:
    """Rewrite the balances of these claims (all of the case by default) and of the case. Five queries for each thousand."""
    claims = Claim.objects.filter(case=case)
    ids = list(claims.values_list("pk", flat=True) if claim_ids is None else claim_ids)
    for start in range(0, len(ids), AT_ONCE):
        some = claims.filter(pk__in=ids[start : start + AT_ONCE]).only(
            "id", "case_id", "claimant_id", "state"
        )
        known = _with_facts(list(some))
        bulk.replace(
            [_balance(claim, entries, payments) for claim, entries, payments in known], known_by="claim"
        )
    _refresh_case(case)


def _with_facts(claims: list[Claim]):
    ids = [claim.pk for claim in claims]
    said = Entry.objects.filter(claim__in=ids).values_list("claim_id", "kind", "amount", "id")
    paid = Payment.objects.filter(claim__in=ids).values_list("claim_id", "state", "amount", "id")
    entries: dict[int, dict[str, int]] = defaultdict(dict)
    payments: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for claim_id, name, amount, _ in said.union(paid.order_by(), all=True).order_by("id"):
        if name in Payment.State.values:
            payments[claim_id][name] += amount
        else:
            entries[claim_id][name] = amount
    return ((claim, entries[claim.pk], payments[claim.pk]) for claim in claims)


def _balance(claim: Claim, entries: Mapping[str, int], payments: Mapping[str, int]) -> ClaimBalance:
    due = next((entries[kind] for kind in STRENGTH if kind in entries), 0)
    waived = entries.get(AmountKind.WAIVED, 0)
    confirmed = payments.get(Payment.State.CONFIRMED, 0)
    waited_for = claim.state not in _NOT_WAITED_FOR
    return ClaimBalance(
        claim_id=claim.pk,
        case_id=claim.case_id,
        claimant_id=claim.claimant_id,
        **{kind: entries.get(kind) for kind in _SAID},
        waived=waived,
        due=due,
        stated=payments.get(Payment.State.STATED, 0),
        confirmed=confirmed,
        disputed=payments.get(Payment.State.DISPUTED, 0),
        outstanding=max(due - waived - confirmed, 0) if waited_for else 0,
    )


def _refresh_case(case: Case) -> None:
    fields = [f.name for f in CaseBalance._meta.concrete_fields if f.name != "case"]
    CaseBalance.objects.bulk_create(
        [_line(case)], update_conflicts=True, unique_fields=["case"], update_fields=fields
    )


def _line(case: Case) -> CaseBalance:
    sums = Claimant.objects.filter(case=case).aggregate(
        workers=Count("pk", distinct=True, filter=Q(withdrawn_at=None)),
        workers_waiting=Count("pk", distinct=True, filter=Q(claims__balance__outstanding__gt=0)),
        **{name: Sum(f"claims__balance__{name}") for name in _SUMMED},
    )
    return CaseBalance(case_id=case.pk, **{name: value or 0 for name, value in sums.items()})


def unlike(case: Case) -> str:
    """What of the balances of a case is not what its entries and payments add up to; empty where all of it is."""
    if not _unlike(case):
        return ""
    with transaction.atomic():  # somebody may have been at work: once more, while nobody can be
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        return _unlike(case)


def _unlike(case: Case) -> str:
    stored = {row.claim_id: row for row in ClaimBalance.objects.filter(case=case)}
    claims = list(Claim.objects.filter(case=case).order_by("pk"))
    for start in range(0, len(claims), AT_ONCE):
        for claim, entries, payments in _with_facts(claims[start : start + AT_ONCE]):
            if what := _difference(stored.get(claim.pk), _balance(claim, entries, payments)):
                return f"the balance of claim {claim.pk} {what}"
    what = _difference(CaseBalance.objects.filter(case=case).first(), _line(case))
    return f"the balance of the case {what}" if what else ""


def _difference(stored: Model | None, right: Model) -> str:
    if stored is None:
        return "is missing"
    for name in (field.attname for field in right._meta.concrete_fields):
        if getattr(stored, name) != getattr(right, name):
            return f"says {name} {getattr(stored, name)}, its entries and payments {getattr(right, name)}"
    return ""


def is_settled(way: str = "") -> Q:
    """Whether a judge, an agreement or an inspector settled the amount of a claim. `way`: to its balance."""
    return reduce(or_, (Q(**{f"{way}{name}__gt": 0}) for name in ("awarded", "agreed", "determined")))


def total_of(balances) -> Total:
    """Sums over a queryset of ClaimBalance. One query."""
    sums = balances.aggregate(
        workers=Count("claimant", distinct=True),
        workers_waiting=Count("claimant", distinct=True, filter=Q(outstanding__gt=0)),
        **{name: Sum(name) for name in _SUMMED},
    )
    return Total(**{name: value or 0 for name, value in sums.items()})


def sum_of(rows: Iterable[ClaimBalance]) -> Total:
    """Sums over balances that are at hand."""
    rows = list(rows)
    return Total(
        workers=len({row.claimant_id for row in rows}),
        workers_waiting=len({row.claimant_id for row in rows if row.outstanding > 0}),
        **{name: sum(getattr(row, name) for row in rows) for name in _SUMMED},
    )


def of_case(case: Case) -> Total:
    """The case's line: workers, and rupiah due, confirmed, outstanding."""
    row = CaseBalance.objects.filter(case=case).first()
    if row is None:
        return Total()
    return Total(
        row.workers, row.workers_waiting, row.due, row.stated, row.confirmed, row.waived, row.outstanding
    )


def of_claimant(claimant_id: int) -> Total:
    """One worker's line."""
    return total_of(ClaimBalance.objects.filter(claimant=claimant_id))
