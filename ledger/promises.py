"""Commitments and agreements: laying out their instalments, and seeing which are met."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from django.db.models import Q, QuerySet

from cases.models import Case, Claimant, Party
from core.forms import MONTH_BY_NAME
from ledger.models import Agreement, ClaimBalance, Commitment, Instalment

State = Instalment.State

Promise = TypeVar("Promise", bound=Commitment | Agreement)


@dataclass(frozen=True)
class Due:
    """A day on which a share (in percent) of every amount is due."""

    on: date
    percent: int


class UnreadableSchedule(ValueError):
    """A line of the schedule could not be read; `line` says which, from 1."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


_DUE = re.compile(
    r"\s*(\d{4}-\d{2}-\d{2}|\d{1,2}[/. -]+(?:\d{1,2}|[A-Za-z]+)[/. -]+\d{4})\s*;?\s*(?:(\d{1,3})\s*%)?\s*"
)


def read_schedule(text: str) -> list[Due]:
    """Dates, one a line in any order, each with an optional share: `31-3-2026 60%`, `31 Maret 2026`, `2026-03-31`.
    Without shares the parts are equal.

    Raises UnreadableSchedule for a line that is no date, and for shares that do not add up to 100 (line 0).
    """
    found: list[tuple[date, int | None]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _DUE.fullmatch(line)
        if not match:
            raise UnreadableSchedule(number)
        try:
            found.append((_read_day(match[1]), int(match[2]) if match[2] else None))
        except ValueError as error:
            raise UnreadableSchedule(number) from error
    if not found:
        raise UnreadableSchedule(1)
    found.sort(key=lambda due: due[0])
    if all(share is None for _, share in found):
        equal, rest = divmod(100, len(found))
        shares = [equal] * (len(found) - 1) + [equal + rest]
    else:
        shares = [share or 0 for _, share in found]
    if sum(shares) != 100:
        raise UnreadableSchedule(0)
    return [Due(day, share) for (day, _), share in zip(found, shares, strict=True)]


def _read_day(text: str) -> date:
    if re.match(r"\d{4}-", text):
        return date.fromisoformat(text)
    day, month, year = re.split(r"[/. -]+", text)
    number = int(month) if month.isdecimal() else MONTH_BY_NAME.get(month[:3].lower(), 0)
    return date(int(year), number, int(day))


def lay_out(
    case: Case, amounts: Mapping[int, int], schedule: Iterable[Due], *, promise: Commitment | Agreement
) -> list[Instalment]:
    """Instalments of each claim's amount over the schedule; the last takes what rounding left."""
    dues = list(schedule)
    balances = ClaimBalance.objects.filter(claim__in=list(amounts))
    paid = dict(balances.values_list("claim_id", "confirmed"))
    owner = {"agreement": promise} if isinstance(promise, Agreement) else {"commitment": promise}
    rows = []
    for claim_id, amount in amounts.items():
        left = amount
        for number, due in enumerate(dues, start=1):
            part = left if number == len(dues) else amount * due.percent // 100
            left -= part
            if part:
                rows.append(
                    Instalment(
                        case=case, claim_id=claim_id, number=number, amount=part, due_on=due.on,
                        paid_before=paid[claim_id], **owner,
                    )
                )  # fmt: skip
    return Instalment.objects.bulk_create(rows, batch_size=500)


def agreements_of(case: Case, people: QuerySet[Claimant] | None = None) -> QuerySet[Agreement]:
    """Agreements that the workers of a case, or these of them, signed."""
    rows = Agreement.objects.filter(case=case.pk)
    if people is not None:
        rows = rows.filter(instalments__claim__claimant__in=people.values("pk")).distinct()
    return rows


def part_of_agreement(agreement: Agreement, people: QuerySet[Claimant]) -> Agreement:
    """The agreement as it binds these people alone: their instalments under a row of its own, with the same paper, day
    and deed. The agreement itself, where nobody else has instalments of it."""
    theirs = agreement.instalments.filter(claim__claimant__in=people.values("pk"))
    if not agreement.instalments.exclude(claim__claimant__in=people.values("pk")).exists():
        return agreement
    ids = list(theirs.values_list("pk", flat=True))
    part = _copied(agreement, case_id=agreement.case_id)
    Instalment.objects.filter(pk__in=ids).update(agreement=part)
    return part


def follow(people: Iterable[int], to: Case) -> dict[str, str]:
    """Bring what was promised to these claimants into case `to`, where they now are.

    A promise to them alone goes along; one that others were given as well is divided, so that each side has its own row
    with the same paper, day, and deed. Returns the names of those rows: {"agreement:3": "agreement:9"}.
    """
    ids = list(people)
    here = dict(Party.objects.filter(case=to.pk).values_list("employer", "pk"))
    names: dict[str, str] = {}
    for model, name in ((Commitment, "commitment"), (Agreement, "agreement")):
        promised = Q(instalments__claim__claimant__in=ids)
        for promise in model.objects.filter(promised).exclude(case=to.pk).distinct().order_by("pk"):
            theirs = list(promise.instalments.filter(claim__claimant__in=ids).values_list("pk", flat=True))
            changes: dict[str, Any] = {"case_id": to.pk}
            if isinstance(promise, Commitment):
                changes["promisor_id"] = here.get(promise.promisor.employer_id, promise.promisor_id)
            elif promise.replaces_id:
                changes["replaces_id"] = _number(names, "agreement", promise.replaces_id)
            if promise.instalments.exclude(pk__in=theirs).exists():
                part = _copied(promise, **changes)
                Instalment.objects.filter(pk__in=theirs).update(**{name: part})
            else:
                model.objects.filter(pk=promise.pk).update(**changes)
                part = promise
            names[f"{name}:{promise.pk}"] = f"{name}:{part.pk}"
    return names


def _number(names: Mapping[str, str], kind: str, pk: int) -> int:
    return int(names.get(f"{kind}:{pk}", f"{kind}:{pk}").partition(":")[2])


def _copied(promise: Promise, **changes: Any) -> Promise:
    fields = {
        field.attname: getattr(promise, field.attname)
        for field in promise._meta.concrete_fields
        if not field.primary_key
    }
    return cast(Promise, type(promise).objects.create(**(fields | changes)))


def settle(case: Case, claim_ids: Iterable[int]) -> None:
    """Set the state of every instalment of these claims by what the ledger says of them: their balances are fresh.

    Payments confirmed since the promise cover the earliest first. What was waived, or is not due any more, falls from the latest back: an
    instalment stands as long as something of it is still owed. One of which nothing is owed is void: nobody waits for
    it. A breached one that is paid later is met; its breach stays in the history. So a payment that turns out not to
    have been made, or a sum that grows, opens again what it had ended.
    """
    ids = list(claim_ids)
    known = {row.claim_id: row for row in ClaimBalance.objects.filter(claim__in=ids)}
    promised: dict[tuple[int, int | None, int | None], list[Instalment]] = defaultdict(list)
    rows = Instalment.objects.filter(claim__in=ids).exclude(state=State.REPLACED)
    # Promises of one claim overlap (a commitment, then an agreement over the same money): each is covered by all
    # that was paid, not by what another promise left over.
    for row in rows.order_by("due_on", "id"):
        promised[(row.claim_id, row.commitment_id, row.agreement_id)].append(row)
    changed: dict[str, list[int]] = defaultdict(list)
    for (claim_id, _commitment, _agreement), parts in promised.items():
        for row, state in _states(parts, known[claim_id]):
            if state != row.state:
                changed[state].append(row.pk)
    for state, pks in changed.items():
        Instalment.objects.filter(pk__in=pks).update(state=state)


def _states(parts: list[Instalment], of: ClaimBalance) -> Iterator[tuple[Instalment, str]]:
    """The instalments of one promise of one claim, earliest first, each with the state that it is in."""
    owed = max(of.due - of.waived - of.confirmed, 0)
    available = max(of.confirmed - parts[0].paid_before, 0)
    waiting: list[tuple[Instalment, int]] = []
    for row in parts:
        if (
            row.amount is None
        ):  # as somebody will calculate: nothing is known to be over before there is a sum
            yield row, State.VOID if of.due and not owed else _unmet(row)
        elif available >= row.amount:
            yield row, State.MET
        else:
            waiting.append((row, row.amount - available))
        available = max(available - (row.amount or 0), 0)
    beyond = sum(rest for _row, rest in waiting) - owed
    for row, rest in reversed(waiting):
        yield row, State.VOID if rest <= beyond else _unmet(row)
        beyond = max(beyond - rest, 0)


def _unmet(row: Instalment) -> str:
    return State.BREACHED if row.state == State.BREACHED else State.OPEN


def overdue(case: Case, *, on: date):
    """Open instalments whose day has passed, oldest first."""
    return Instalment.objects.filter(case=case, state=State.OPEN, due_on__lt=on).order_by("due_on", "id")


def fill_calculated(case: Case, amounts: Mapping[int, int], *, on: date) -> int:
    """Give promises "as calculated by ..." the amounts (and days) that the calculation of day `on` brought.

    Returns how many instalments now have an amount.
    """
    waiting = Instalment.objects.filter(case=case, claim__in=amounts, amount=None)
    rows = list(waiting)
    for row in rows:
        row.amount = amounts[row.claim_id]
        if row.due_on is None and row.days_after is not None:
            row.due_on = on + timedelta(days=row.days_after)
    Instalment.objects.bulk_update(rows, ["amount", "due_on"], batch_size=500)
    return len(rows)
