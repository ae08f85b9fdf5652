"""Everything that a guard may look at, loaded at once.

The same facts serve the page that shows what is possible, the API, and `perform`. Two queries for any case,
however many workers it has. Whoever speaks for only some of the workers gets the facts of their part: people, claims
and money of those, beside the history of the case and of the cases that it came from (docs/adr/0008).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet, Sum

from cases.lineage import forebears, past
from cases.models import Case, CaseEvent, CaseGrant, Claimant
from cases.vocabulary import ClaimKind, ClaimState, Consent, Naming, Nature
from core.clock import now
from core.unions import listed
from ledger import balance
from ledger.models import Instalment

RECORDS = ("clock", "approval", "referral", "escalation")


@dataclass(frozen=True)
class EventStat:
    """How often a kind of event happened, and when first and last. `last_seq`: its place in the lineage of the case."""

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
    """A case, or the part of it that somebody speaks for, as guards see it. Amounts in rupiah.

    spoken_for: the claimants of that part; None for an office that speaks for itself. others: how many more are
    present. settled: what is unpaid of what a judge, an agreement or an inspector settled. joined: kinds of events in
    the history of cases that were joined to this one.
    """

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
    confirmed: int
    settled: int
    grants: frozenset[tuple[int, str]]
    events: dict[str, EventStat]
    records: tuple[OpenRecord, ...] = field(default_factory=tuple)
    instalments: dict[str, int] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    assignments: dict[str, int] = field(default_factory=dict)
    spoken_for: QuerySet[Claimant] | None = field(default=None, compare=False, repr=False)
    others: int = 0
    joined: frozenset[str] = frozenset()
    belongs: dict[tuple, bool] = field(default_factory=dict, compare=False, repr=False)
    """late: clocks whose day has passed. assignments: state of an assignment that speaks -> officer.

    belongs: answers of `workflows.rights` to who belongs to the case, asked once for all actions.
    """

    def happened(self, *kinds: str) -> bool:
        """Whether any of these kinds of event is in the history of the case, or of those that it was split from."""
        return any(kind in self.events for kind in kinds)

    def ever_happened(self, *kinds: str) -> bool:
        """The same, where what was done for the people of a joined case counts as well."""
        return self.happened(*kinds) or any(kind in self.joined for kind in kinds)

    @property
    def people(self) -> QuerySet[Claimant]:
        """The claimants whose part this is."""
        everybody = Claimant.objects.filter(case=self.case.pk)
        return everybody if self.spoken_for is None else everybody.filter(pk__in=self.spoken_for.values("pk"))

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
    def anyone_consented(self) -> bool:
        return self.consents.get(Consent.GIVEN, 0) > 0

    @property
    def all_agreed_to_be_named(self) -> bool:
        return self.workers > 0 and self.namings.get(Naming.NAMED, 0) == self.workers

    def offices_with(self, *scopes: str) -> frozenset[int]:
        return frozenset(office for office, scope in self.grants if scope in scopes)


def load(
    case: Case, spoken_for: QuerySet[Claimant] | None = None, history: Iterable[CaseEvent] | None = None
) -> CaseFacts:
    """The facts of a case, in two queries; with `spoken_for`, those of the part of these people. In one query with its
    whole `history`, that of the cases it came from included, where it is at hand."""
    from workflows.clocks.rules import LAPSING
    from workflows.models.records import Approval, Assignment, Escalation, OpenClock, Referral

    def ours(rows: QuerySet, claimant: str) -> QuerySet:
        return rows if spoken_for is None else rows.filter(**{f"{claimant}__in": spoken_for.values("pk")})

    stats, joined = _in_line(case, _asked(case) if history is None else _counted(history))
    claims = (
        ours(case.claims.all(), "claimant")
        .values("kind", "nature", "state")
        .annotate(
            n=Count("id"),
            due=Sum("balance__due"),
            left=Sum("balance__outstanding"),
            said=Sum("balance__stated"),
            confirmed=Sum("balance__confirmed"),
            settled=Sum("balance__outstanding", filter=balance.is_settled("balance__")),
        )
    )
    present = case.claimants.filter(withdrawn_at=None)
    people = ours(present, "pk").values("consent", "naming").annotate(n=Count("id"))
    instalments = (
        ours(Instalment.objects.filter(case=case), "claim__claimant").values("state").annotate(n=Count("id"))
    )
    grants = CaseGrant.objects.current().filter(case=case).exclude(office=None)
    running = OpenClock.objects.filter(case=case).exclude(clock__in=LAPSING, due_at__lt=now())
    asked = Approval.objects.filter(case=case, state=Approval.State.ASKED)
    handed = ("pk", "state", "office_id")
    found = listed(
        ("claims", claims, ("kind", "nature", "state", "n", "due", "left", "said", "confirmed", "settled")),
        ("clock", running, ("pk", "clock", "office_id")),
        ("approval", asked, ("pk", "action", "office_id")),
        ("referral", Referral.objects.filter(case=case, ended_at=None), handed),
        ("escalation", Escalation.objects.filter(case=case, ended_at=None), handed),
        ("grant", grants, ("office_id", "scope")),
        ("late", OpenClock.objects.filter(case=case, due_at__lt=now()), ("clock",)),
        ("assignment", Assignment.objects.filter(case=case, ended_at=None), ("state", "officer_id")),
        ("people", people, ("consent", "naming", "n")),
        ("present", present.values("case").annotate(n=Count("id")), ("n",)),
        ("instalment", instalments, ("state", "n")),
    )
    consents: dict[str, int] = defaultdict(int)
    namings: dict[str, int] = defaultdict(int)
    for consent, naming, count in found["people"]:
        consents[consent] += int(count)
        namings[naming] += int(count)
    states: dict[str, int] = defaultdict(int)
    sums = [0, 0, 0, 0, 0]
    for _kind, _nature, state, count, *rupiah in found["claims"]:
        states[state] += int(count)
        sums = [total + int(part or 0) for total, part in zip(sums, rupiah, strict=True)]
    workers = sum(consents.values())
    standing = [row for row in found["claims"] if row[2] != ClaimState.WITHDRAWN]
    return CaseFacts(
        case=case,
        workers=workers,
        consents=dict(consents),
        namings=dict(namings),
        claim_states=dict(states),
        claim_kinds=frozenset(ClaimKind(row[0]) for row in standing),
        natures=frozenset(Nature(row[1]) for row in standing),
        due=sums[0],
        outstanding=sums[1],
        stated=sums[2],
        confirmed=sums[3],
        settled=sums[4],
        grants=frozenset((int(office), scope) for office, scope in found["grant"]),
        events=stats,
        records=tuple(
            OpenRecord(kind, key, state, int(office) if office else None)
            for kind in RECORDS
            for key, state, office in found[kind]
        ),
        late=frozenset(name for (name,) in found["late"]),
        assignments={state: int(officer) for state, officer in found["assignment"]},
        instalments={state: int(count) for state, count in found["instalment"]},
        spoken_for=spoken_for,
        others=sum(int(count) for (count,) in found["present"]) - workers,
        joined=joined,
    )


Stats = dict[tuple[str, int], EventStat]
"""By kind and case."""


def _asked(case: Case) -> Stats:
    rows = (
        CaseEvent.objects.filter(past(case))
        .values_list("kind", "case")
        .annotate(Count("id"), Min("at"), Max("at"), Max("seq"))
        .order_by()
    )
    return {(kind, case_id): EventStat(*numbers) for kind, case_id, *numbers in rows}


def _counted(events: Iterable[CaseEvent]) -> Stats:
    kinds: dict[tuple[str, int], list[CaseEvent]] = defaultdict(list)
    for event in events:
        kinds[(event.kind, event.case_id)].append(event)
    return {
        key: EventStat(
            len(found),
            min(event.at for event in found),
            max(event.at for event in found),
            max(event.seq for event in found),
        )
        for key, found in kinds.items()
    }


def _in_line(case: Case, stats: Stats) -> tuple[dict[str, EventStat], frozenset[str]]:
    """By kind, over the case and those that it was split from, one after the other; and the kinds of joined cases."""
    offsets, place = {}, 0
    for one in forebears(case):
        if not one.joined:
            offsets[one.case_id] = place
            place += one.seq
    offsets[case.pk] = place
    events: dict[str, EventStat] = {}
    joined = set()
    for (kind, case_id), stat in stats.items():
        if case_id not in offsets:
            joined.add(kind)
            continue
        placed = replace(stat, last_seq=stat.last_seq + offsets[case_id])
        events[kind] = _both(events[kind], placed) if kind in events else placed
    return events, frozenset(joined)


def _both(one: EventStat, other: EventStat) -> EventStat:
    return EventStat(
        one.count + other.count,
        min(one.first_at, other.first_at),
        max(one.last_at, other.last_at),
        max(one.last_seq, other.last_seq),
    )
