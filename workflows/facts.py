"""Everything that a guard may look at, loaded at once.

The same facts serve the page that shows what is possible, the API, and `perform`. Three queries for any case,
however many workers it has.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField, Count, Max, Min, Sum, Value
from django.db.models.functions import Cast

from cases.models import Case, CaseEvent, CaseGrant
from cases.vocabulary import ClaimKind, ClaimState, Consent, Naming, Nature
from core.clock import now
from ledger.models import Instalment

RECORDS = ("clock", "approval", "referral", "escalation")


@dataclass(frozen=True)
class EventStat:
    """How often a kind of event happened, and when first and last."""

    count: int
    first_at: datetime
    last_at: datetime
    last_seq: int


@dataclass(frozen=True)
class OpenRecord:
    """A record beside the case that is not finished: clock, approval, referral or escalation."""

    kind: str
    id: str
    state: str
    office_id: int | None


@dataclass(frozen=True)
class CaseFacts:
    """A case as guards see it. Amounts in rupiah."""

    case: Case
    workers: int
    consents: dict[str, int]
    namings: dict[str, int]
    claim_states: dict[str, int]
    claim_kinds: frozenset[str]
    natures: frozenset[str]
    due: int
    outstanding: int
    stated: int
    grants: frozenset[tuple[int, str]]
    events: dict[str, EventStat]
    records: tuple[OpenRecord, ...] = field(default_factory=tuple)
    instalments: dict[str, int] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    assignments: dict[str, int] = field(default_factory=dict)
    belongs: dict[tuple, bool] = field(default_factory=dict, compare=False, repr=False)
    """late: clocks whose day has passed. assignments: state of an assignment that speaks -> officer.

    belongs: answers of `workflows.rights` to who belongs to the case, asked once for all actions.
    """

    def happened(self, *kinds: str) -> bool:
        """Whether any of these kinds of event is in the history."""
        return any(kind in self.events for kind in kinds)

    def last(self, *kinds: str) -> EventStat | None:
        """The latest occurrence among these kinds."""
        found = [self.events[kind] for kind in kinds if kind in self.events]
        return max(found, key=lambda stat: stat.last_seq, default=None)

    def happened_since(self, kind: str, *starts: str) -> bool:
        """Whether `kind` happened after the latest of `starts` (or at all, where none of them did)."""
        start = self.last(*starts)
        return kind in self.events and (start is None or self.events[kind].last_seq > start.last_seq)

    def open_records(self, kind: str) -> list[OpenRecord]:
        return [record for record in self.records if record.kind == kind]

    def runs(self, clock: str) -> bool:
        """Whether a clock of this name is open. One after whose day silence counts as an answer has ended then."""
        return any(record.kind == "clock" and record.state == clock for record in self.records)

    @property
    def offered_to(self) -> int | None:
        """The officer whose answer to an assignment is waited for."""
        return self.assignments.get("offered")

    @property
    def all_consented(self) -> bool:
        return self.consents.get(Consent.GIVEN, 0) == self.workers

    @property
    def anyone_consented(self) -> bool:
        return self.consents.get(Consent.GIVEN, 0) > 0

    @property
    def all_agreed_to_be_named(self) -> bool:
        return self.workers > 0 and self.namings.get(Naming.NAMED, 0) == self.workers

    @property
    def all_naming_asked(self) -> bool:
        return not self.namings.get(Naming.NOT_ASKED)

    def offices_with(self, *scopes: str) -> frozenset[int]:
        return frozenset(office for office, scope in self.grants if scope in scopes)


def load(case: Case) -> CaseFacts:
    """The facts of a case, in three queries."""
    from workflows.clocks.rules import LAPSING
    from workflows.models.records import Approval, Assignment, Escalation, OpenClock, Referral

    claims = list(
        case.claims.values("kind", "nature", "state")
        .annotate(
            n=Count("id"),
            due=Sum("balance__due"),
            left=Sum("balance__outstanding"),
            said=Sum("balance__stated"),
        )
        .order_by()
    )
    events = {
        kind: EventStat(count, first, last, seq)
        for kind, count, first, last, seq in CaseEvent.objects.filter(case=case)
        .values_list("kind")
        .annotate(Count("id"), Min("at"), Max("at"), Max("seq"))
        .order_by()
    }

    def rows(kind, queryset, state, key="pk", number="office_id"):
        """What is small and many-sorted comes in one query: kind, key, state, and an office or a count."""
        return queryset.order_by().values_list(
            Value(kind, output_field=CharField()), Cast(key, CharField()), Cast(state, CharField()), number
        )

    people = case.claimants.filter(withdrawn_at=None).values("consent", "naming").annotate(n=Count("id"))
    instalments = Instalment.objects.filter(case=case).values("state").annotate(n=Count("id"))
    grants = CaseGrant.objects.current().filter(case=case).exclude(office=None)
    running = OpenClock.objects.filter(case=case).exclude(clock__in=LAPSING, due_at__lt=now())
    asked = Approval.objects.filter(case=case, state=Approval.State.ASKED)
    found: dict[str, list[tuple]] = defaultdict(list)
    for kind, *row in rows("clock", running, "clock").union(
        rows("approval", asked, "action"),
        rows("referral", Referral.objects.filter(case=case, ended_at=None), "state"),
        rows("escalation", Escalation.objects.filter(case=case, ended_at=None), "state"),
        rows("grant", grants, "scope"),
        rows("late", OpenClock.objects.filter(case=case, due_at__lt=now()), "clock"),
        rows("assignment", Assignment.objects.filter(case=case, ended_at=None), "state", number="officer_id"),
        rows("people", people, "naming", key="consent", number="n"),
        rows("instalment", instalments, "state", key="state", number="n"),
        all=True,
    ):
        found[kind].append(tuple(row))
    consents: dict[str, int] = {}
    namings: dict[str, int] = {}
    for consent, naming, count in found["people"]:
        consents[consent] = consents.get(consent, 0) + count
        namings[naming] = namings.get(naming, 0) + count
    states: dict[str, int] = {}
    for row in claims:
        states[row["state"]] = states.get(row["state"], 0) + row["n"]
    standing = [row for row in claims if row["state"] != ClaimState.WITHDRAWN]
    return CaseFacts(
        case=case,
        workers=sum(consents.values()),
        consents=consents,
        namings=namings,
        claim_states=states,
        claim_kinds=frozenset(ClaimKind(row["kind"]) for row in standing),
        natures=frozenset(Nature(row["nature"]) for row in standing),
        due=sum(row["due"] or 0 for row in claims),
        outstanding=sum(row["left"] or 0 for row in claims),
        stated=sum(row["said"] or 0 for row in claims),
        grants=frozenset((office, scope) for _pk, scope, office in found["grant"]),
        events=events,
        records=tuple(OpenRecord(kind, *row) for kind in RECORDS for row in found[kind]),
        late=frozenset(name for _pk, name, _office in found["late"]),
        assignments={state: officer for _pk, state, officer in found["assignment"]},
        instalments={state: count for _key, state, count in found["instalment"]},
    )
