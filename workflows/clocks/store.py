"""What is stored of the open clocks, and where it comes from: the same transaction as the event that moved them.

Stored rows are a projection for queues and for the sweep. `differences` proves them; `refresh` rewrites them.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from accounts.calendar import OfficeCalendar, calendar_of
from accounts.principals import SYSTEM, Principal
from cases.events import record
from cases.models import Case, CaseEvent, Claim, Claimant, Party
from cases.vocabulary import ClaimState, Nature, Status, Tier
from core import clock
from core.unions import listed, truth
from ledger.models import Agreement, Instalment
from workflows.clocks.fold import open_clocks
from workflows.clocks.history import ClockState, Context, Happened, Promise, Worker, as_date
from workflows.clocks.rules import ClockKind
from workflows.clocks.signals import BREACHES, end_of, signals
from workflows.models import ClockSignal, OpenClock, QueueEntry
from workflows.settings import effective

NOISE = (
    "clock.",
    "evidence.",
    "message.",
    "document.",
    "calculation.",
    "notification.",
    "case.consent_recorded",
    "case.mandate_recorded",
)
"""Kinds of events that no clock looks at."""

RECORDS = ("approval:", "referral:", "escalation:", "meeting:")
"""Records beside a case. When it divides or joins another, they stay, unless the event names what of them came along."""


Signalled = frozenset[tuple[str, str, datetime, str]]
"""Clock, subject, end and threshold of each signal that was given."""


@dataclass(frozen=True)
class Folded:
    """The open clocks of a case with what they were counted by."""

    states: list[ClockState]
    calendar: OfficeCalendar
    zone: ZoneInfo
    settings: Mapping[str, Any]


def fold(case: Case, events: Iterable[CaseEvent] | None = None) -> Folded:
    """The open clocks of a case, counted afresh. Three or four queries; two more for each case it came from.

    events: all of the case, where they are at hand.
    """
    office = case.office
    zone, calendar, settings = ZoneInfo(office.time_zone), calendar_of(office.pk), effective(office.settings)
    happened = history_of(case.pk, events)
    context = Context(zone=zone, office_id=case.office_id, **_record(case))
    return Folded(open_clocks(happened, context, calendar, settings), calendar, zone, settings)


# --- lineage ---------------------------------------------------------------------------------------------


def history_of(case_id: int, events: Iterable[CaseEvent] | None = None) -> list[Happened]:
    """The events that clocks look at, with those of the cases this one was split from or joined by."""
    lineage = _lineage(case_id, events=events)
    return [replace(event, seq=place) for place, event in enumerate(lineage, start=1)]


def _lineage(
    case_id: int, until: int | None = None, events: Iterable[CaseEvent] | None = None
) -> list[Happened]:
    if events is None:
        events = CaseEvent.objects.filter(case=case_id).order_by("seq")
        if until is not None:
            events = events.filter(seq__lte=until)
    found: list[Happened] = []
    for row in events:
        if is_noise(row):
            continue
        if row.kind == "case.split_off":
            for parent in row.facts.get("parents", ()):
                found += _split_from(parent, case_id, row.facts.get("records", {}))
        if row.kind == "case.joined":
            for parent in row.facts.get("parents", ()):
                came = _joined_by(parent, case_id, row.facts)
                found = list(heapq.merge(found, came, key=lambda event: event.at))
        found.append(
            Happened(row.kind, row.seq, row.at, row.subject, row.status_from, row.status_to, row.facts)
        )
    return found


def is_noise(event: CaseEvent) -> bool:
    return event.kind.startswith(NOISE) and event.status_from in ("", event.status_to)


def _split_from(parent: Mapping[str, Any], case_id: int, records: Mapping[str, str]) -> list[Happened]:
    """The whole of it, but for the records that stayed with the parent: of those only where they moved the case.
    `records`: what came along, by its name there and its name here."""
    same = _same_parties(parent["case"], case_id)
    return [
        replace(event, kind="", subject="", facts={})
        if event.subject.startswith(RECORDS) and event.subject not in records
        else replace(
            event,
            subject=records.get(event.subject, event.subject),
            facts=_promises_renamed(_renamed(event.facts, same), records),
        )
        for event in _lineage(parent["case"], parent["seq"])
    ]


def _promises_renamed(facts: Mapping[str, Any], records: Mapping[str, str]) -> Mapping[str, Any]:
    """An agreement that was divided has a row of its own in the new case."""
    touched = {
        key: int(records[name].partition(":")[2])
        for key in ("agreement", "part_of", "replaces")
        if (name := f"agreement:{facts.get(key)}") in records
    }
    return {**facts, **touched} if touched else facts


def _joined_by(parent: Mapping[str, Any], case_id: int, joined: Mapping[str, Any]) -> list[Happened]:
    """What happened to the people who came, without the steps of a case that no longer is, and of the records beside it
    those that came along. `joined`: the facts of the event that tells it."""
    same, records = _same_parties(parent["case"], case_id), joined.get("records", {})
    return [
        replace(
            event,
            status_from="",
            status_to="",
            facts=_of_those_who_came(event, _renamed(event.facts, same), joined["claimants"]),
        )
        for event in _lineage(parent["case"], parent["seq"])
        if not event.subject.startswith(RECORDS) or event.subject in records
    ]


def _of_those_who_came(event: Happened, facts: Mapping[str, Any], people: list[int]) -> Mapping[str, Any]:
    """What was meant for every worker of that case was meant for these."""
    for_all = facts.get("every_worker") or (
        event.kind == "case.retaliation_reported" and not (facts.get("claimants") or facts.get("claimant"))
    )
    return {**facts, "every_worker": False, "claimants": people} if for_all else facts


def _same_parties(old: int, new: int) -> dict[str, str]:
    """A split gives each employer a row of its own in the new case: old party id -> new party id."""
    here = dict(Party.objects.filter(case=new).values_list("employer", "pk"))
    there = Party.objects.filter(case=old).values_list("employer", "pk")
    return {str(pk): str(here[employer]) for employer, pk in there if employer in here}


_PARTY_FACTS = ("party", "parties", "received_on", "recipients", "recipient", "replies")


def _renamed(facts: Mapping[str, Any], same: Mapping[str, str]) -> Mapping[str, Any]:
    def name(value: Any, bare: bool) -> Any:
        if isinstance(value, Mapping):
            return {name(key, bare): item for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [name(item, bare) for item in value]
        text = str(value)
        if text.startswith("party:"):
            return "party:" + same.get(text[6:], text[6:])
        return same.get(text, value) if bare else value

    touched = {
        key: name(facts[key], bare=key in ("party", "parties", "received_on"))
        for key in _PARTY_FACTS
        if key in facts
    }
    return {**facts, **touched} if touched else facts


# --- what the record holds -------------------------------------------------------------------------------


def _record(case: Case) -> dict[str, Any]:
    """The workers, employers and promises of a Context. One query."""
    phk = Claim.objects.filter(claimant=OuterRef("pk"), nature=Nature.PHK).exclude(state=ClaimState.WITHDRAWN)
    people = Claimant.objects.filter(case_id=case.pk).annotate(has_phk_claim=Exists(phk))
    open_ones = Instalment.objects.filter(case_id=case.pk, state=Instalment.State.OPEN).exclude(due_on=None)
    found = listed(
        (
            "worker",
            people,
            (
                "pk",
                "phk_notice_on",
                "work_end",
                "contract_kind",
                "contract_end",
                "has_phk_claim",
                "withdrawn_at",
                "died_on",
            ),
        ),
        ("party", Party.objects.filter(case_id=case.pk), ("pk", "tier")),
        ("agreement", Agreement.objects.filter(case_id=case.pk), ("pk",)),
        (
            "promise",
            open_ones.distinct(),
            ("commitment", "commitment__made_on", "agreement", "agreement__signed_on", "due_on"),
        ),
    )
    workers = (
        Worker(
            int(pk),
            as_date(notice),
            as_date(work_end),
            kind,
            as_date(ends),
            truth(phk),
            bool(withdrawn),
            bool(died),
        )
        for pk, notice, work_end, kind, ends, phk, withdrawn, died in found["worker"]
    )
    return {
        "workers": tuple(sorted(workers, key=lambda worker: worker.id)),
        "employers": _employers(found["party"]),
        "promises": _promises(found["promise"]),
        "agreements": frozenset(int(pk) for (pk,) in found["agreement"]),
    }


def _employers(tiers: list[list[str]]) -> frozenset[str]:
    """The direct employers; where none is named so, everyone in the chain."""
    direct = [pk for pk, tier in tiers if tier == Tier.DIRECT] or [pk for pk, _ in tiers]
    return frozenset(f"party:{pk}" for pk in direct)


def _promises(rows: list[list[str]]) -> tuple[Promise, ...]:
    found = [
        Promise(f"commitment:{commitment}", date.fromisoformat(made_on), date.fromisoformat(due_on))
        if commitment
        else Promise(f"agreement:{agreement}", date.fromisoformat(signed_on), date.fromisoformat(due_on))
        for commitment, made_on, agreement, signed_on, due_on in rows
    ]
    return tuple(sorted(found, key=lambda promise: (promise.due_on, promise.promise)))


# --- the stored rows -------------------------------------------------------------------------------------


def refresh(
    case: Case, event: CaseEvent | None = None, *, why: str = "event", by: Principal = SYSTEM
) -> None:
    """Make the stored rows what the fold says. The caller holds the case's row lock, inside a transaction.

    A date that moved under a clock that goes on is told by a `clock.moved` event, with the breaches it voids.
    """
    if event is not None and is_noise(event):
        return
    if event is not None and event.seq == 1:
        write(case, fold(case, [event]), why=why, by=by, is_new=True)
    else:
        write(case, fold(case), why=why, by=by)


def write(
    case: Case, folded: Folded, *, why: str = "event", by: Principal = SYSTEM, is_new: bool = False
) -> None:
    """Store what was folded, touching only the rows that differ. `is_new`: nothing of the case is stored yet."""
    rows = () if is_new else OpenClock.objects.filter(case_id=case.pk)
    stored = {(row.clock, row.subject): row for row in rows}
    signalled = _signalled(case) if stored else frozenset()
    states = {state.key: state for state, _due in _dated(folded)}
    wanted = {state.key: _row(case, state, due, folded, signalled) for state, due in _dated(folded)}
    moved: list[Moved] = []
    changed, new = [], []
    for key, row in wanted.items():
        old = stored.pop(key, None)
        if old is None:
            new.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in _FIELDS):
            if old.due_on != row.due_on and _goes_on(old, row, states[key]):
                moved.append(Moved(old, row, states[key].claimants, signalled))
            row.pk = old.pk
            changed.append(row)
    if stored:
        OpenClock.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    if new:
        OpenClock.objects.bulk_create(new, batch_size=500)
    if changed:
        OpenClock.objects.bulk_update(changed, _FIELDS, batch_size=200)
    _write_queue(case, folded, is_new)
    _tell_moved(case, moved, why=why, by=by)


@dataclass(frozen=True)
class Moved:
    """A row whose date changed while its clock goes on, with the signals that were given so far."""

    old: OpenClock
    new: OpenClock
    claimants: frozenset[int]
    signalled: Signalled


_FIELDS = (
    "holder", "office_id", "started_on", "due_on", "due_at", "next_signal_at", "rule_version", "calendar_version",
)  # fmt: skip


def _dated(folded: Folded) -> Iterable[tuple[ClockState, date]]:
    """The clocks that have a date now: those that are not paused."""
    return ((state, state.due_on) for state in folded.states if state.due_on is not None)


def _signalled(case: Case) -> Signalled:
    return frozenset(
        ClockSignal.objects.filter(case_id=case.pk).values_list("clock", "subject", "due_at", "threshold")
    )


def _row(case: Case, state: ClockState, due_on: date, folded: Folded, signalled: Signalled) -> OpenClock:
    due_at = end_of(due_on, folded.zone)
    waiting = (
        signal.at
        for signal in signals(state, folded.calendar, folded.zone, folded.settings)
        if (state.clock, state.subject, due_at, signal.threshold) not in signalled
    )
    return OpenClock(
        case_id=case.pk,
        subject=state.subject,
        clock=state.clock,
        holder=state.holder,
        office_id=state.office_id,
        started_on=state.started_on,
        due_on=due_on,
        due_at=due_at,
        next_signal_at=min(waiting, default=None),
        rule_version=state.rule.version,
        calendar_version=state.calendar_version,
    )


def queue_of(case: Case, folded: Folded) -> dict[tuple[str, int], datetime]:
    """(holder, office) -> earliest end, over the clocks that say whose move the case is."""
    entries: dict[tuple[str, int], datetime] = {}
    for state, due_on in _dated(folded):
        if not state.rule.in_queue or state.resting:
            continue
        place = (state.holder, state.office_id or case.office_id)
        due_at = end_of(due_on, folded.zone)
        entries[place] = min(due_at, entries.get(place, due_at))
    return entries


def _write_queue(case: Case, folded: Folded, is_new: bool) -> None:
    wanted = queue_of(case, folded)
    for row in () if is_new else QueueEntry.objects.filter(case_id=case.pk):
        due_at = wanted.pop((row.holder, row.office_id), None)
        if due_at is None:
            row.delete()
        elif due_at != row.due_at:
            QueueEntry.objects.filter(pk=row.pk).update(due_at=due_at)
    QueueEntry.objects.bulk_create(
        QueueEntry(case_id=case.pk, holder=holder, office_id=office, due_at=due_at)
        for (holder, office), due_at in wanted.items()
    )


def _goes_on(old: OpenClock, row: OpenClock, state: ClockState) -> bool:
    """Whether a new date belongs to the same run: it started on the same day, or the law lets it start only once."""
    return old.started_on == row.started_on or state.rule.kind == ClockKind.STATUTORY


def _tell_moved(case: Case, moved: list[Moved], *, why: str, by: Principal) -> None:
    """One event for all that moved alike. A breach that rested on the old date is void where the new one is ahead."""
    alike: dict[tuple, list[Moved]] = defaultdict(list)
    for move in moved:
        alike[(move.new.clock, move.old.due_on, move.new.due_on, move.new.holder)].append(move)
    for (name, before, after, holder), moves in alike.items():
        voided = moves[0].new.due_at > clock.now() and any(
            (name, move.old.subject, move.old.due_at, threshold) in move.signalled
            for move in moves
            for threshold in BREACHES
        )
        record(
            case,
            "clock.moved",
            by=by,
            subject=moves[0].new.subject if len(moves) == 1 else "",
            status_from=case.status,
            facts={
                "clock": name,
                "from": before,
                "to": after,
                "holder": holder,
                "why": why,
                "voids_breach": voided,
                "count": len(moves),
            }
            | named(frozenset().union(*(move.claimants for move in moves))),
        )


def differences(case: Case) -> list[str]:
    """Where the stored rows are not what the fold says; empty when they agree."""
    folded = fold(case)
    wanted = {state.key: _row(case, state, due, folded, _signalled(case)) for state, due in _dated(folded)}
    stored = {(row.clock, row.subject): row for row in OpenClock.objects.filter(case_id=case.pk)}
    compared = [name for name in _FIELDS if name not in ("next_signal_at", "calendar_version")]
    found = [
        f"{case.reference}: {clock} {subject} is not stored" for clock, subject in wanted.keys() - stored
    ]
    found += [f"{case.reference}: {clock} {subject} is not open" for clock, subject in stored.keys() - wanted]
    found += [
        f"{case.reference}: {key[0]} {key[1]} {name} is {getattr(stored[key], name)}, not {getattr(row, name)}"
        for key, row in wanted.items()
        if key in stored
        for name in compared
        if getattr(stored[key], name) != getattr(row, name)
    ]
    queued = {(row.holder, row.office_id): row.due_at for row in QueueEntry.objects.filter(case_id=case.pk)}
    if queued != queue_of(case, folded):
        found.append(f"{case.reference}: the queue differs")
    if case.status != Status.CLOSED and not queued:
        found.append(f"{case.reference}: nobody holds it")
    return found


def named(claimants: frozenset[int]) -> dict[str, Any]:
    """The facts that say which claimants a signal is about."""
    return {"claimants": sorted(claimants)} if claimants else {}
