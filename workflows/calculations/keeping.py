"""Compute what the law gives, and keep it: the calculation, its event, and its amounts in the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import Role
from accounts.principals import Principal
from cases.events import record
from cases.models import Calculation, Case, CaseEvent, CaseGrant, Claim, Claimant
from cases.rulebook import current_rulebook, keep_rulebook
from cases.vocabulary import ClaimState, GrantScope
from core import clock
from core.canonical import digest
from entitlements import ENGINE_VERSION, RequestError, Result, compute
from entitlements.packing import pack
from ledger import balance
from ledger.models import AmountKind
from workflows.calculations.facts import inputs_for
from workflows.calculations.said import NotEnough, Said
from workflows.errors import NotAllowed

MAY_CALCULATE = (Role.INTAKE_OFFICER, Role.CASE_OFFICER, Role.MEDIATOR, Role.SUPERVISOR)


def reckon(inputs: Mapping[str, Any]) -> Result:
    """The result of a request. Raises NotEnough where the law cannot work with the facts."""
    try:
        return compute(inputs["request"], current_rulebook())
    except RequestError as error:
        problems = error.as_dict()["errors"]
        raise NotEnough(f"{problem['field']}: {problem['expected']['id']}" for problem in problems) from error


def sums_of(result: Result) -> dict[str, int]:
    """Rupiah that the law gives, by kind of claim."""
    sums: Counter[str] = Counter()
    for row in result.rows:
        if kind := row.component.get("claim"):
            sums[kind] += row.amount
    return dict(sums)


def kept_from(result: Result) -> dict[str, Any]:
    """What of a result is stored: its figures, and its sums, so that they are found without unpacking it."""
    return pack(result) | {"sums": sums_of(result)}


def calculate(claimant: Claimant, said: Said, *, by: Principal) -> Calculation:
    """Compute one worker's part and keep it, beside what was computed before.

    Raises NotAllowed, NotEnough; nothing is written then.
    """
    with transaction.atomic():
        case = locked(claimant.case_id, by)
        inputs = inputs_for(claimant, said)
        row = written(case, claimant.pk, inputs, reckon(inputs), law=keep_rulebook(), by_id=by.user_id)
        row.save()
        event = told(case, [told_of(row.claimant_id, row.total, row.inputs)], {row.ruleset}, row.rulebook_digest, by)  # fmt: skip
        post(case, {claimant.pk: row.kept["sums"]}, event_seq=event.seq)
    return row


def locked(case_id: int, by: Principal) -> Case:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not may_calculate(case, by):
        raise NotAllowed
    return case


def may_calculate(case: Case, by: Principal) -> bool:
    """Whether `by` works on the case in one of the roles that calculate."""
    if by.has_role(*MAY_CALCULATE, office_id=case.office_id):
        return True
    offices = set(
        CaseGrant.objects.current().filter(case=case, scope=GrantScope.HANDLE).values_list("office_id", flat=True)
    )  # fmt: skip
    return any(by.has_role(*MAY_CALCULATE, office_id=office) for office in by.office_ids & offices)


def written(
    case: Case, claimant_id: int, inputs: dict[str, Any], result: Result, *, law: str, by_id: int | None
) -> Calculation:
    """The row of one result; not saved yet."""
    return Calculation(
        case=case, claimant_id=claimant_id, inputs=inputs, kept=kept_from(result), law_id=law, total=result.total,
        ruleset=result.ruleset.id, rulebook_digest=result.rulebook_digest, engine_version=ENGINE_VERSION, by_id=by_id,
        at=clock.now(),
    )  # fmt: skip


ToldOf = tuple[int, int, str]


def told_of(claimant_id: int, total: int, inputs: Mapping[str, Any]) -> ToldOf:
    """What the history holds of one calculation: whose, how much, and the digest of what it rests on."""
    return claimant_id, total, digest(inputs)


def told(
    case: Case,
    rows: list[ToldOf],
    rulesets: Iterable[str],
    rulebook: str,
    by: Principal,
    **facts: Any,
) -> CaseEvent:
    """One event for all the rows: whose they are, their sum, and a digest that holds each of them. Under the case's lock."""
    return record(
        case,
        "case.calculated",
        by=by,
        facts={
            "claimants": [claimant for claimant, _total, _inputs in rows],
            "sum": sum(total for _claimant, total, _inputs in rows),
            "rulesets": sorted(rulesets),
            "rulebook": rulebook,
            "digest": digest([list(row) for row in rows]),
            **facts,
        },
    )


def post(case: Case, sums: Mapping[int, Mapping[str, int]], *, event_seq: int) -> None:
    """Put what the law gives (claimant id -> kind of claim -> rupiah) on the open claims of these workers."""
    claims = Claim.objects.filter(case=case, state=ClaimState.OPEN)
    if len(sums) == 1:
        claims = claims.filter(claimant__in=list(sums))
    left = {claimant: dict(due) for claimant, due in sums.items()}
    amounts = {
        pk: left[claimant].pop(kind)  # two claims of one kind are one sum to the law: the first carries it
        for pk, claimant, kind in claims.order_by("claimant_id", "id").values_list(
            "pk", "claimant_id", "kind"
        )
        if kind in left.get(claimant, ())
    }
    if amounts:
        balance.post(case, AmountKind.COMPUTED, amounts, event_seq=event_seq)
