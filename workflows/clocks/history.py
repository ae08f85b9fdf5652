"""What clocks are folded from: events and the record as plain values, and the questions that the tracks ask of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from accounts.calendar import OfficeCalendar
from cases.vocabulary import ContractKind, Status
from workflows.clocks.counting import Pause, Walk, walk
from workflows.clocks.rules import RULES, ClockKind, ClockRule, Unit

RESTING_AFTER = {"case.withdrawal_confirmed", "case.lapsed"}
"""Closings after which the law's time runs on, and to which a case may come back."""


class Event(Protocol):
    """What the fold reads of a CaseEvent."""

    @property
    def kind(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def subject(self) -> str: ...
    @property
    def status_from(self) -> str: ...
    @property
    def status_to(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Happened:
    """An event as a plain value; `seq` is its place in the lineage of the case."""

    kind: str
    seq: int
    at: datetime
    subject: str = ""
    status_from: str = ""
    status_to: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Worker:
    """What clocks look at in a claimant."""

    id: int
    phk_notice_on: date | None = None
    work_end: date | None = None
    contract_kind: str = ContractKind.UNKNOWN
    contract_end: date | None = None
    has_phk_claim: bool = False
    withdrawn: bool = False
    died: bool = False


@dataclass(frozen=True)
class Promise:
    """Instalments of one commitment or agreement that are due on one day and neither met, breached nor replaced."""

    promise: str
    made_on: date
    due_on: date


@dataclass(frozen=True)
class Context:
    """What the record holds beside its events. `employers`: direct employers, as "party:1". `agreements`: those of its
    own workers; None where all are."""

    zone: ZoneInfo
    office_id: int | None = None
    workers: tuple[Worker, ...] = ()
    employers: frozenset[str] = frozenset()
    promises: tuple[Promise, ...] = ()
    agreements: frozenset[int] | None = None


@dataclass(frozen=True)
class Run:
    """One run of a clock, before its dates are counted.

    since: the start day; by: the kind of event it comes from; stopped_on None while it runs. due: a date that a fact
    names. second_since: a start from which a second date is shown. not_before: not opened where it is over by then.
    """

    clock: str
    subject: str
    since: date
    by: str
    seq: int
    stopped_on: date | None = None
    holder: str = ""
    office_id: int | None = None
    claimants: frozenset[int] = frozenset()
    due: date | None = None
    earliest: date | None = None
    latest: date | None = None
    pauses: tuple[Pause, ...] = ()
    second_since: date | None = None
    second_pauses: tuple[Pause, ...] = ()
    not_before: date | None = None
    resting: bool = False


@dataclass(frozen=True)
class ClockState:
    """An open clock with its dates. `due_on` is None while it is paused.

    second_due_on: another date that the law may be read to give. resting: the case is closed, the law's time runs on.
    """

    rule: ClockRule
    subject: str
    holder: str
    office_id: int | None
    started_on: date
    started_by: str
    due_on: date | None
    length: int | None
    unit: Unit
    walk: Walk
    pauses: tuple[Pause, ...]
    claimants: frozenset[int]
    second_due_on: date | None
    second_since: date | None
    calendar_version: int
    set_by: str = ""  # "earliest" or "latest", where such a date of the run was stronger than the count
    resting: bool = False

    @property
    def clock(self) -> str:
        return self.rule.name

    @property
    def key(self) -> tuple[str, str]:
        return (self.rule.name, self.subject)


@dataclass(frozen=True)
class Spell:
    """A stay of the case in one status."""

    status: str
    entered: Happened | Event
    left: Happened | Event | None


class History:
    """Events in order, with the questions that the tracks ask of them."""

    def __init__(
        self,
        events: Sequence[Event],
        context: Context,
        calendar: OfficeCalendar,
        settings: Mapping[str, Any],
    ):
        self.events = sorted(events, key=lambda event: event.seq)
        self.context, self.calendar, self.settings = context, calendar, settings

    def of(self, *kinds: str) -> list[Event]:
        return [event for event in self.events if event.kind in kinds]

    def day(self, event: Event, *facts: str) -> date:
        """The first of these facts that is a date, else the day of the event in the office's time zone."""
        named = (as_date(event.facts.get(name)) for name in facts)
        return next((day for day in named if day), None) or event.at.astimezone(self.context.zone).date()

    @cached_property
    def spells(self) -> list[Spell]:
        turns: list[Event] = []
        for event in self.events:
            if event.status_to and (not turns or turns[-1].status_to != event.status_to):
                turns.append(event)
        return [
            Spell(turn.status_to, turn, following)
            for turn, following in zip(turns, [*turns[1:], None], strict=True)
        ]

    @property
    def status(self) -> str:
        return self.spells[-1].status if self.spells else ""

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        return tuple(
            Pause(self.day(spell.entered), self.day(spell.left) if spell.left else None)
            for spell in self.spells
            if spell.status == Status.AWAITING_COMPLETION
        )

    @cached_property
    def closings(self) -> list[Event]:
        return [spell.entered for spell in self.spells if spell.status == Status.CLOSED]

    @cached_property
    def present(self) -> dict[int, Worker]:
        """The claimants who are in the case and have not withdrawn."""
        return {worker.id: worker for worker in self.context.workers if not worker.withdrawn}

    @cached_property
    def filed_on(self) -> date | None:
        return self.day(self.events[0]) if self.events else None

    def first_after(self, seq: int, kinds: Iterable[str], subject: str | None = None) -> Event | None:
        """The first event of these kinds after `seq`, about `subject` where one is named."""
        wanted = set(kinds)
        return next(
            (
                event
                for event in self.events
                if event.seq > seq and event.kind in wanted and subject in (None, event.subject)
            ),
            None,
        )

    def between(self, start: Event, end: Event | None, *kinds: str) -> list[Event]:
        """The events of these kinds after `start`, up to `end` where there is one."""
        return [
            event
            for event in self.of(*kinds)
            if event.seq > start.seq and (end is None or event.seq <= end.seq)
        ]

    def when_all(self, seq: int, kind: str) -> Event | None:
        """The event of this kind after `seq` with which everybody present had done so; one that names nobody is for
        all."""
        done: frozenset[int] = frozenset()
        for event in self.events:
            if event.seq <= seq or event.kind != kind:
                continue
            if not isinstance(event.facts.get("claimants"), list):
                return event
            done |= ids_in(event.facts["claimants"])
            if self.present.keys() <= done:
                return event
        return None

    def stop_day(self, event: Event | None, *facts: str) -> date | None:
        return self.day(event, *facts) if event else None

    def length(self, rule: ClockRule) -> int | None:
        return self.settings.get(rule.setting, rule.length) if rule.setting else rule.length

    def unit(self, rule: ClockRule) -> Unit:
        if rule.unit != Unit.MINISTRY_DAYS:
            return rule.unit
        return Unit.WORKING_DAYS if self.settings.get("ministry_days") == "working" else Unit.CALENDAR_DAYS

    def count(self, name: str, since: date, pauses: Sequence[Pause] = ()) -> Walk:
        """The walk of a rule that has a length. Raises ValueError for one whose date is written in a fact."""
        rule = RULES[name]
        length = self.length(rule)
        if length is None:
            raise ValueError(name)
        return walk(since, length, self.unit(rule), self.calendar, pauses)

    def last_day(self, name: str, since: date) -> date:
        """The day on which a clock that is never paused ends."""
        due = self.count(name, since).due
        assert due is not None  # nothing paused it
        return due

    def state(self, run: Run) -> ClockState | None:
        """The dates of a run; None where it was over before it could be opened."""
        rule = RULES[run.clock]
        set_by = ""
        if run.due or self.length(rule) is None:
            counted = Walk(run.since, run.due)
        else:
            counted = self.count(run.clock, run.since, run.pauses)
            if counted.due and run.latest and run.latest < counted.due:
                counted, set_by = replace(counted, due=run.latest), "latest"
            if counted.due and run.earliest and run.earliest > counted.due:
                counted, set_by = replace(counted, due=run.earliest), "earliest"
        if run.not_before and counted.due and counted.due < run.not_before:
            return None
        second = None
        if run.second_since:
            second = self.count(run.clock, run.second_since, run.second_pauses).due
        return ClockState(
            rule=rule,
            subject=run.subject,
            holder=run.holder or rule.holder,
            office_id=run.office_id or self.context.office_id,
            started_on=run.since,
            started_by=run.by,
            due_on=counted.due,
            length=None if run.due else self.length(rule),
            unit=Unit.DATE if run.due else self.unit(rule),
            walk=counted,
            pauses=tuple(pause for pause in run.pauses if pause.until is None or pause.until > run.since),
            claimants=run.claimants,
            second_due_on=second if second != counted.due else None,
            second_since=run.second_since,
            calendar_version=self.calendar.version,
            set_by=set_by,
            resting=run.resting,
        )

    def after_closings(self, run: Run) -> Run:
        """What closing the case does to a run: while it is closed the law's time at most rests, the rest is silent.

        A case that is reopened finds its clocks as the law left them.
        """
        if self.status != Status.CLOSED or run.stopped_on:
            return run
        rule, closing = RULES[run.clock], self.closings[-1]
        if closing.kind == "case.merged":
            return replace(run, stopped_on=self.day(closing))  # runs on in the lead case
        if rule.outlives:
            return run
        if rule.kind == ClockKind.STATUTORY and closing.kind in RESTING_AFTER:
            return replace(run, resting=True)
        return replace(run, stopped_on=self.day(closing))


def as_date(value: Any) -> date | None:
    """A date, or the ISO text of one as facts are stored; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def dates_in(value: Any) -> dict[str, date | None]:
    """A fact that maps a recipient to a date."""
    return {str(key): as_date(day) for key, day in value.items()} if isinstance(value, Mapping) else {}


def ids_in(value: Any) -> frozenset[int]:
    """A fact that names claimants. A mere count names nobody."""
    if isinstance(value, bool) or value is None:
        return frozenset()
    if isinstance(value, list | tuple | set | frozenset):
        return frozenset(int(item) for item in value)
    return frozenset()


def about(claimants: frozenset[int], due: date) -> str:
    """The subject of a clock of one claimant, or of several with the same date."""
    return f"claimant:{next(iter(claimants))}" if len(claimants) == 1 else f"claimants:{due}"
