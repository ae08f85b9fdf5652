"""What was proved to have reached whom. Guards read this; what a channel knows is reported here from above.

Only what asks for something is proved: a request without whose answer a case is closed, and its reminders. Of all
else the notification itself says whether it arrived.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from accounts.calendar import calendar_of
from accounts.principals import Kind, Principal
from cases.lineage import past
from cases.models import Case, CaseEvent, Claimant, Mandate, ServiceRecord
from cases.vocabulary import Status
from core import clock
from core.workdays import add_working_days
from workflows.clocks.rules import RULES
from workflows.facts import CaseFacts
from workflows.settings import effective

Means = ServiceRecord.Means

REQUEST = "case.completion_requested"
REMINDERS = frozenset({"complete_file", "registration_completion"})
"""Clocks of the request: their warning asks for it again."""


def is_proved(event: CaseEvent) -> bool:
    """Whether it matters later that the event reached somebody."""
    return event.kind == REQUEST or (event.kind == "clock.warned" and event.facts.get("clock") in REMINDERS)


def record_service(event: CaseEvent, recipient: str, *, means: str, at: datetime, proof: str = "") -> bool:
    """Write down that what `event` asks reached `recipient` ("claimant:5", "mandate:2") by `means` at `at`.

    proof: how that is known, in a code or an id. Safe to repeat. False where nothing hangs on it (another kind of
    event, an officer) or the person is not there any more.
    """
    person = _person(recipient) if is_proved(event) else None
    if person is None:
        return False
    on = at.astimezone(ZoneInfo(event.case.office.time_zone)).date()
    ServiceRecord.objects.bulk_create(
        [
            ServiceRecord(
                case_id=person.case_id, event=event, means=means, received_on=on, proof_note=proof[:200],
                **{_kind_of(person): person},
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return True


def refute_service(event: CaseEvent, recipient: str, *, means: str) -> None:
    """It did not arrive after all: it stays written and counts no more."""
    kind, _colon, pk = recipient.partition(":")
    if kind in ("claimant", "mandate"):
        ServiceRecord.objects.filter(event=event, means=means, refuted_at=None, **{f"{kind}_id": pk}).update(
            refuted_at=clock.now()
        )


def page_opened(by: Principal, case: Case) -> bool:
    """A worker, or who represents workers, has the page open that says what is asked of them. True for the first
    time; one query where it is known already, none where nothing is asked."""
    if case.status != Status.AWAITING_COMPLETION or by.kind not in (Kind.CLAIMANT, Kind.REPRESENTATIVE):
        return False
    kind = "claimant" if by.kind == Kind.CLAIMANT else "mandate"
    known = ServiceRecord.objects.filter(event=OuterRef("pk"), means=Means.PAGE, **{f"{kind}_id": by.id})
    request = (
        CaseEvent.objects.filter(past(case, joined=False), kind=REQUEST)
        .annotate(is_known=Exists(known))
        .select_related("case__office")
        .order_by("at", "pk")
        .last()
    )
    if request is None or request.is_known:
        return False
    return record_service(request, f"{kind}:{by.id}", means=Means.PAGE, at=clock.now())


def not_reached_twice(facts: CaseFacts) -> int:
    """How many workers of the case the last request did not provably reach by two different means, themselves or
    through who represents them."""
    means: dict[int, set[str]] = defaultdict(set)
    for person, one, _on in _received(facts):
        means[person].add(one)
    reached = [pk for pk, ways in means.items() if len(ways) >= 2]
    present = Claimant.objects.filter(case=facts.case, withdrawn_at=None)
    return facts.workers - (present.filter(pk__in=reached).count() if reached else 0)


def answer_until(facts: CaseFacts) -> date | None:
    """The last day on which a worker of the case may still answer: the time of the request, counted from the day on which
    it first provably reached each. None where it reached nobody."""
    first: dict[int, date] = {}
    for person, _means, on in _received(facts):
        first[person] = min(on, first.get(person, on))
    if not first:
        return None
    office = facts.case.office
    clocks = [name for name in REMINDERS if facts.runs(name)]
    days = max((_days_of(name, effective(office.settings)) for name in clocks), default=0)
    return add_working_days(max(first.values()), days, calendar_of(office.pk).days_off).end


def _days_of(name: str, settings: Mapping[str, int | str]) -> int:
    rule = RULES[name]
    return int(settings[rule.setting]) if rule.setting else rule.length or 0


def _received(facts: CaseFacts) -> Iterator[tuple[int, str, date]]:
    """Whom the last request provably reached, by what means, and on what day."""
    # Who represents people of several parted cases was served in the one where their mandate stands.
    theirs = Q(case=facts.case) | Q(mandate__claimants__case=facts.case)
    events = CaseEvent.objects.filter(past(facts.case, joined=False))
    rows = ServiceRecord.objects.filter(theirs, refuted_at=None, event__in=events)
    if last := facts.last(REQUEST):
        rows = rows.filter(event__at__gte=last.last_at)
    for own, represented, means, on in rows.values_list(
        "claimant", "mandate__claimants", "means", "received_on"
    ):
        if person := own or represented:
            yield person, means, on


def _person(recipient: str) -> Claimant | Mandate | None:
    kind, _colon, pk = recipient.partition(":")
    if kind == "claimant":
        return Claimant.objects.filter(pk=pk).first()
    return Mandate.objects.filter(pk=pk).first() if kind == "mandate" else None


def _kind_of(person: Claimant | Mandate) -> str:
    return "claimant" if isinstance(person, Claimant) else "mandate"
