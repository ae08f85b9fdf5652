"""Which clocks are open: a pure function of what happened, who is in the case, the calendar and the settings.

No database and no present moment. `runs` finds every run of every clock, ended or not; `open_clocks` gives those that
are open, with their dates. Nothing is remembered between calls, so that a holiday added, a setting changed or a rule
corrected needs only another call.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from accounts.calendar import OfficeCalendar
from cases.vocabulary import ContractKind, Status
from workflows.clocks.counting import Pause, Walk, walk
from workflows.clocks.rules import CARRIERS, RULES, ClockKind, ClockRule, Holder, Unit

NATURES_WITH_CHOICE = {"phk", "kepentingan", "antar_sp"}
"""Disputes for which conciliation or arbitration can be chosen; a dispute of rights goes to the mediator (Art. 4(5)-(6))."""

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


@dataclass(frozen=True)
class Promise:
    """Instalments of one commitment or agreement that are due on one day and neither met, breached nor replaced."""

    promise: str
    made_on: date
    due_on: date


@dataclass(frozen=True)
class Context:
    """What the record holds beside its events. `employers`: direct employers, as "party:1"."""

    zone: ZoneInfo
    office_id: int | None = None
    workers: tuple[Worker, ...] = ()
    employers: frozenset[str] = frozenset()
    promises: tuple[Promise, ...] = ()


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


def open_clocks(
    events: Sequence[Event], context: Context, calendar: OfficeCalendar, settings: Mapping[str, Any]
) -> list[ClockState]:
    """The clocks that are open after `events`, earliest first (paused ones last), each once for its subject.

    Where the same is asked twice before it was answered (a second withdrawal, a second summons), the first date stands.
    """
    history = History(events, context, calendar, settings)
    states = [history.state(run) for run in runs(history) if run.stopped_on is None]
    ordered = sorted(
        (state for state in states if state is not None),
        key=lambda state: (state.due_on is None, state.due_on or state.started_on, state.key),
    )
    first: dict[tuple[str, str], ClockState] = {}
    for state in ordered:
        first.setdefault(state.key, state)
    return list(first.values())


def runs(history: "History") -> list[Run]:
    """Every run of every clock, in the order of the table; closing and the last gap are seen to here."""
    found = [run for track in TRACKS for run in track(history)]
    found = [history.after_closings(run) for run in found]
    return [*found, *next_step(history, found)]


# --- what the tracks ask of the history ------------------------------------------------------------------


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

    def stop_day(self, event: Event | None, *facts: str) -> date | None:
        return self.day(event, *facts) if event else None

    def length(self, rule: ClockRule) -> int | None:
        return self.settings.get(rule.setting, rule.length) if rule.setting else rule.length

    def unit(self, rule: ClockRule) -> Unit:
        if rule.unit != Unit.MINISTRY_DAYS:
            return rule.unit
        return Unit.WORKING_DAYS if self.settings.get("ministry_days") == "working" else Unit.CALENDAR_DAYS

    def count(self, name: str, since: date, pauses: Sequence[Pause] = ()) -> Walk:
        rule = RULES[name]
        return walk(since, self.length(rule), self.unit(rule), self.calendar, pauses)

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


def _dates(value: Any) -> dict[str, date | None]:
    """A fact that maps a recipient to a date."""
    return {str(key): as_date(day) for key, day in value.items()} if isinstance(value, Mapping) else {}


def _ids(value: Any) -> frozenset[int]:
    """A fact that names claimants. A mere count names nobody."""
    if isinstance(value, bool) or value is None:
        return frozenset()
    if isinstance(value, list | tuple | set | frozenset):
        return frozenset(int(item) for item in value)
    return frozenset()


def about(claimants: frozenset[int], due: date) -> str:
    """The subject of a clock of one claimant, or of several with the same date."""
    return f"claimant:{next(iter(claimants))}" if len(claimants) == 1 else f"claimants:{due}"


Track = Callable[[History], Iterator[Run]]
TRACKS: list[Track] = []


def track(function: Track) -> Track:
    TRACKS.append(function)
    return function


# --- intake and review -----------------------------------------------------------------------------------


def _working_in(history: History, clock: str, status: Status) -> Iterator[Run]:
    """From entering `status` until leaving it; waiting for completion in between only pauses."""
    run: Run | None = None
    for spell in history.spells:
        if spell.status == status:
            run = run or Run(
                clock,
                "",
                history.day(spell.entered),
                spell.entered.kind,
                spell.entered.seq,
                pauses=history.pauses,
            )
        elif run and spell.status != Status.AWAITING_COMPLETION:
            yield replace(run, stopped_on=history.day(spell.entered))
            run = None
    if run:
        yield run


@track
def verify_intake(history: History) -> Iterator[Run]:
    yield from _working_in(history, "verify_intake", Status.SUBMITTED)


@track
def review(history: History) -> Iterator[Run]:
    yield from _working_in(history, "review", Status.UNDER_REVIEW)


@track
def completion(history: History) -> Iterator[Run]:
    """The file is completed within the law's time where proof of bipartit is missing, else within the office's."""
    for spell in history.spells:
        if spell.status == Status.AWAITING_COMPLETION:
            asked = spell.entered
            clock = "registration_completion" if asked.facts.get("bipartit_proof") else "complete_file"
            yield Run(
                clock,
                "",
                history.day(asked, "received_on"),
                asked.kind,
                asked.seq,
                stopped_on=history.stop_day(spell.left),
            )


@track
def countersign(history: History) -> Iterator[Run]:
    """Given or refused; or void, because the case has moved (`perform`)."""
    for asked in history.of("approval.asked"):
        decided = history.first_after(asked.seq, RULES["countersign"].stops, asked.subject)
        moved = next((spell.entered for spell in history.spells if spell.entered.seq > asked.seq), None)
        ends = [event for event in (decided, moved) if event]
        yield Run(
            "countersign",
            asked.subject,
            history.day(asked),
            asked.kind,
            asked.seq,
            stopped_on=history.stop_day(min(ends, key=lambda event: event.seq, default=None)),
            office_id=asked.facts.get("office"),
        )


@track
def safety_contact(history: History) -> Iterator[Run]:
    waiting: dict[int | None, Run] = {}
    known = {worker.id for worker in history.context.workers}
    for event in history.of("case.retaliation_reported", "case.safety_contact_made"):
        whom = event.facts.get("claimant")
        if event.kind == "case.retaliation_reported":
            if whom is not None and whom not in known:
                continue  # has gone to another case, where this history is read, too
            people = frozenset() if whom is None else frozenset({whom})
            subject = "" if whom is None else f"claimant:{whom}"
            waiting.setdefault(
                whom,
                Run("safety_contact", subject, history.day(event), event.kind, event.seq, claimants=people),
            )
        else:
            for spoken in list(waiting) if whom is None else [whom]:
                if run := waiting.pop(spoken, None):
                    yield replace(run, stopped_on=history.day(event))
    yield from waiting.values()


@track
def withdrawal(history: History) -> Iterator[Run]:
    """Three working days to take it back; then the officer makes sure of it, apart from the employer."""
    for asked in history.of("case.withdrawal_asked"):
        people = _ids(asked.facts.get("claimants"))
        back = history.first_after(asked.seq, ["case.withdrawal_taken_back"])
        confirmed = [
            event
            for event in history.of("case.withdrawal_confirmed")
            if event.seq > asked.seq and (back is None or event.seq < back.seq)
        ]
        gone = frozenset().union(*(_ids(event.facts.get("claimants")) for event in confirmed))
        left = frozenset(people - gone) & history.present.keys() if people else people
        since = history.day(asked)
        takeback = history.count("withdrawal_takeback", since).due
        ended = back or (confirmed[-1] if confirmed and not left else None)
        stopped = history.stop_day(ended) or (since if people and not left else None)
        claimants = left or people
        subject = about(claimants, takeback) if claimants else ""
        common = {"by": asked.kind, "seq": asked.seq, "stopped_on": stopped, "claimants": claimants}
        yield Run("withdrawal_takeback", subject, since, **common)
        yield Run("withdrawal_confirmation", subject, takeback, **common)


# --- towards a solution ----------------------------------------------------------------------------------


@track
def clarification(history: History) -> Iterator[Run]:
    """Each respondent answers from the day the summons is proved received; until then the officer must prove it."""
    for opened in history.of("case.clarification_opened"):
        left = next(
            (
                spell.left
                for spell in history.spells
                if spell.status == Status.IN_CLARIFICATION and spell.left and spell.left.seq > opened.seq
            ),
            None,
        )
        concluded = history.first_after(opened.seq, ["case.clarification_concluded"])
        end = min((event for event in (left, concluded) if event), key=lambda event: event.seq, default=None)

        def before_end(event: Event, end: Event | None = end) -> bool:
            return end is None or event.seq <= end.seq

        answer_by = as_date(opened.facts.get("answer_by"))
        received = {
            key.removeprefix("party:"): (day, opened)
            for key, day in _dates(opened.facts.get("received_on")).items()
            if day
        }
        for event in history.of("case.summons_served", "case.served"):
            if event.seq > opened.seq and before_end(event):
                for party, day in _summoned(history, event).items():
                    received.setdefault(party, (day, event))
        for party in dict.fromkeys(str(party) for party in opened.facts.get("parties") or ()):
            answered = next(
                (
                    event
                    for event in history.of("case.answer_recorded")
                    if event.seq > opened.seq and str(event.facts.get("party")) == party and before_end(event)
                ),
                None,
            )
            ends = [event for event in (answered, end) if event]
            stop = min(ends, key=lambda event: event.seq, default=None)
            stopped = history.stop_day(stop)
            subject = f"party:{party}"
            day, proof = received.get(party, (None, None))
            proved = history.stop_day(proof) if proof else None
            yield Run(
                "summons_proof",
                subject,
                history.day(opened),
                opened.kind,
                opened.seq,
                stopped_on=proved or stopped,
            )
            if day:
                yield Run(
                    "employer_answer",
                    subject,
                    day,
                    proof.kind,
                    proof.seq,
                    stopped_on=stopped,
                    earliest=answer_by,  # nobody is late before the day that the letter names
                )


def _summoned(history: History, event: Event) -> dict[str, date]:
    """Party id -> the day from which it has to answer: proved receipt; else, undeliverable, the second posting."""
    if event.kind == "case.summons_served":
        return {str(event.facts.get("party")): history.day(event, "received_on", "posted_on")}
    return {
        recipient.removeprefix("party:"): day or history.day(event)
        for recipient, day in _dates(event.facts.get("recipients")).items()
        if recipient.startswith("party:")
    }


@track
def bipartit(history: History) -> Iterator[Run]:
    """Thirty working days since talks began; where none were held, since the first request was received."""
    only_meetings = history.settings.get("bipartit_counts_from") == "meeting"
    for started in history.of("case.bipartit_started"):
        stop = history.first_after(started.seq, RULES["bipartit"].stops)
        met = as_date(started.facts.get("first_meeting_on"))
        received = None if only_meetings else as_date(started.facts.get("received_on"))
        if since := met or received:
            yield Run("bipartit", "", since, started.kind, started.seq, stopped_on=history.stop_day(stop))
        else:
            asked = history.day(started, "requested_on")
            yield Run(
                "bipartit_watch", "", asked, started.kind, started.seq, stopped_on=history.stop_day(stop)
            )


@track
def forum_choice(history: History) -> Iterator[Run]:
    """Only where there is something to choose: a dispute of rights alone goes to the mediator."""
    last: Run | None = None
    for registered in history.of("case.dispute_registered"):
        natures = registered.facts.get("natures")
        if natures and not NATURES_WITH_CHOICE & set(natures):
            continue
        if last and last.stopped_on is None:
            continue
        stop = history.first_after(registered.seq, RULES["forum_choice"].stops)
        last = Run(
            "forum_choice",
            "",
            history.day(registered, "on"),
            registered.kind,
            registered.seq,
            stopped_on=history.stop_day(stop),
        )
        yield last


@dataclass
class Mediation:
    """One mediation, from hand-over to agreement or risalah."""

    opened: Event
    handed_over: date
    first_session: Event | None = None
    issued: Event | None = None
    served: dict[str, tuple[date, Event]] = field(default_factory=dict)
    replies: dict[str, tuple[str, date]] = field(default_factory=dict)
    replied_at: dict[str, Event] = field(default_factory=dict)
    risalah: Event | None = None
    end: Event | None = None


def mediations(history: History) -> list[Mediation]:
    rounds: list[Mediation] = []
    for event in history.events:
        if event.kind == "case.mediation_opened":
            if rounds and rounds[-1].end is None:
                continue  # the law's time does not start again
            rounds.append(Mediation(event, history.day(event, "handed_over_on")))
            continue
        if not rounds or rounds[-1].end is not None:
            continue
        now = rounds[-1]
        match event.kind:
            case "case.session_held":
                now.first_session = now.first_session or event
            case "case.recommendation_issued":
                now.issued = now.issued or event
            case "case.served" if now.issued:
                for recipient, day in _dates(event.facts.get("recipients")).items():
                    now.served.setdefault(recipient, (day or history.day(event), event))
            case "case.reply_recorded" if now.issued:
                for recipient, answer in replies_in(event).items():
                    now.replies[recipient] = (answer, history.day(event, "on"))
                    now.replied_at.setdefault(recipient, event)
            case "case.risalah_issued":
                now.risalah = now.end = event
            case "case.agreement_recorded":
                now.end = event
    return rounds


def replies_in(event: Event) -> dict[str, str]:
    """Who answered what ("agrees" or "refuses") in a recorded reply."""
    for name in ("recipients", "recipient", "replies"):
        named = event.facts.get(name)
        if isinstance(named, Mapping):
            return {str(key): str(answer) for key, answer in named.items()}
    if isinstance(event.facts.get("recipient"), str):
        return {event.facts["recipient"]: str(event.facts.get("reply") or event.facts.get("answer") or "")}
    return {}


def recipients(history: History) -> frozenset[str]:
    """Who must get the anjuran: each claimant in the case, and the direct employers."""
    return history.context.employers | {f"claimant:{pk}" for pk in history.present}


@track
def mediation(history: History) -> Iterator[Run]:
    everybody = recipients(history)
    for one in mediations(history):
        opened, ended = one.opened, history.stop_day(one.end)
        started = one.first_session or one.issued
        yield Run(
            "first_session",
            "",
            one.handed_over,
            opened.kind,
            opened.seq,
            stopped_on=history.stop_day(started, "on") or ended,
        )
        if one.first_session:
            all_have_it = one.served and everybody <= one.served.keys()
            delivered = max(day for day, _ in one.served.values()) if all_have_it else None
            yield Run(
                "recommendation",
                "",
                history.day(one.first_session, "on"),
                one.first_session.kind,
                one.first_session.seq,
                stopped_on=delivered or ended,
            )
        yield from _replies(history, one, ended)
        yield from _drafting(history, one, everybody, ended)
        clarified = tuple(
            pause for pause in clarifications(history) if pause.until is None or pause.until > one.handed_over
        )
        yield Run(
            "mediation_total",
            "",
            one.handed_over,
            opened.kind,
            opened.seq,
            stopped_on=ended,
            second_since=one.handed_over if clarified else None,
            second_pauses=clarified,
        )


def clarifications(history: History) -> list[Pause]:
    """Times of clarification, which Permenakertrans 17/2014 does not count to the mediator."""
    found = []
    for opened in history.of("case.clarification_opened"):
        concluded = history.first_after(opened.seq, ["case.clarification_concluded"])
        found.append(Pause(history.day(opened), history.stop_day(concluded, "on")))
    return found


def _here(history: History, recipient: str) -> bool:
    """Whether a recipient is still in this case: a claimant who was split off answers in the other one."""
    kind, _, pk = recipient.partition(":")
    return kind != "claimant" or int(pk) in history.present


def _replies(history: History, one: Mediation, ended: date | None) -> Iterator[Run]:
    for recipient, (received, proof) in one.served.items():
        if not _here(history, recipient):
            continue
        replied = one.replied_at.get(recipient)
        is_claimant = recipient.startswith("claimant:")
        yield Run(
            "replies",
            recipient,
            received,
            proof.kind,
            proof.seq,
            stopped_on=history.stop_day(replied) or ended,
            holder=Holder.WORKER if is_claimant else Holder.EMPLOYER,
            claimants=frozenset({int(recipient.partition(":")[2])}) if is_claimant else frozenset(),
        )


def _drafting(
    history: History, one: Mediation, everybody: frozenset[str], ended: date | None
) -> Iterator[Run]:
    agreed = {recipient: on for recipient, (answer, on) in one.replies.items() if answer == "agrees"}
    if everybody and everybody <= agreed.keys():
        last = max(agreed[recipient] for recipient in everybody)
        event = max((one.replied_at[recipient] for recipient in everybody), key=lambda item: item.seq)
        yield Run("agreement_drafting", "", last, event.kind, event.seq, stopped_on=ended)


@track
def court_limit(history: History) -> Iterator[Run]:
    """A year since mediation failed. The warning date is the earliest reading: the first refusal received, or the day
    after the time to reply has ended in silence; the date from the risalah is shown beside it."""
    suing = [worker for worker in history.present.values() if worker.has_phk_claim]
    if not suing:
        return
    for one in mediations(history):
        failing: dict[tuple[date, str, int], set[int]] = {}
        for worker in suing:
            failures = [
                failure
                for recipient in (f"claimant:{worker.id}", *sorted(history.context.employers))
                if (failure := _failure(history, one, recipient))
            ]
            if one.risalah:
                failures.append((history.day(one.risalah, "on"), one.risalah.kind, one.risalah.seq))
            if failures:
                failing.setdefault(min(failures), set()).add(worker.id)
        risalah = history.stop_day(one.risalah, "on")
        for (since, kind, seq), people in sorted(failing.items()):
            stop = history.first_after(one.opened.seq, RULES["court_limit"].stops)
            claimants = frozenset(people)
            yield Run(
                "court_limit",
                about(claimants, since),
                since,
                kind,
                seq,
                stopped_on=history.stop_day(stop),
                claimants=claimants,
                second_since=risalah if risalah and risalah != since else None,
            )
        if failing:
            return  # the first failure counts


def _failure(history: History, one: Mediation, recipient: str) -> tuple[date, str, int] | None:
    """When this recipient's answer made the anjuran fail; silence fails on the day after the time to reply."""
    answer, on = one.replies.get(recipient, ("", None))
    if answer == "refuses":
        return on, "case.reply_recorded", one.replied_at[recipient].seq
    if recipient not in one.served:
        return None
    received, proof = one.served[recipient]
    last_day = history.count("replies", received).due
    if answer == "agrees" and on <= last_day:
        return None
    return last_day + timedelta(days=1), "case.served", proof.seq


@track
def cassation(history: History) -> Iterator[Run]:
    for ruling in history.of("case.ruling_recorded"):
        if ruling.facts.get("final"):
            continue
        stop = history.stop_day(history.first_after(ruling.seq, RULES["cassation"].stops))
        read, notified = (as_date(ruling.facts.get(name)) for name in ("read_on", "notified_on"))
        common = {"by": ruling.kind, "seq": ruling.seq, "stopped_on": stop}
        if read and notified and read != notified:  # the worker was absent, the other side was there
            yield Run("cassation", "worker", notified, holder=Holder.WORKER, **common)
            yield Run("cassation", "employer", read, holder=Holder.EMPLOYER, **common)
        else:
            yield Run("cassation", "", read or notified or history.day(ruling), **common)


@track
def court_watch(history: History) -> Iterator[Run]:
    """No limit of the law tells when a court moves; the office asks after the last thing that is known."""
    for spell in history.spells:
        if spell.status != Status.IN_COURT:
            continue
        last = spell.entered
        for event in history.of(*RULES["court_watch"].starts):
            if event.seq > last.seq and (spell.left is None or event.seq < spell.left.seq):
                last = event
        yield Run(
            "court_watch",
            "",
            history.day(last),
            last.kind,
            last.seq,
            stopped_on=history.stop_day(spell.left),
        )


@track
def phk_refusal(history: History) -> Iterator[Run]:
    """Seven working days since the notice was received; nothing to warn of where they were over when it was filed."""
    if not history.events:
        return
    general = {"case.bipartit_started", "case.dispute_registered", "case.agreement_recorded"}
    stop = history.first_after(0, general)
    refused = history.of("case.phk_refused")
    said_by_all = any(not _ids(event.facts.get("claimants")) for event in refused)
    said = frozenset().union(*(_ids(event.facts.get("claimants")) for event in refused))
    told: dict[date, set[int]] = {}
    for worker in history.present.values():
        if worker.phk_notice_on and worker.id not in said and not said_by_all:
            told.setdefault(worker.phk_notice_on, set()).add(worker.id)
    for notice, people in sorted(told.items()):
        claimants = frozenset(people)
        yield Run(
            "phk_refusal",
            about(claimants, notice),
            notice,
            history.events[0].kind,
            0,
            stopped_on=history.stop_day(stop),
            claimants=claimants,
            not_before=history.filed_on,
        )


@track
def jkp_claim(history: History) -> Iterator[Run]:
    """Six months since the last day of work, for whom the programme is there (PP 37/2021 Arts. 20, 40)."""
    if not history.events:
        return
    claimed = frozenset().union(
        *(_ids(event.facts.get("claimants")) for event in history.of("case.jkp_claimed"))
    )
    ended: dict[date, set[int]] = {}
    for worker in history.present.values():
        if worker.id not in claimed and may_claim_jkp(worker):
            ended.setdefault(worker.work_end, set()).add(worker.id)
    proofs = [
        *(history.day(event, "on") for event in history.of("case.agreement_registered")),
        *(history.day(event, "read_on", "notified_on") for event in history.of("case.ruling_recorded")
          if event.facts.get("final")),
    ]  # fmt: skip
    for work_end, people in sorted(ended.items()):
        claimants = frozenset(people)
        yield Run(
            "jkp_claim",
            about(claimants, work_end),
            work_end,
            history.events[0].kind,
            0,
            claimants=claimants,
            second_since=max(proofs, default=None),
            not_before=None if proofs else history.filed_on,
        )


def may_claim_jkp(worker: Worker) -> bool:
    """Whether JKP may be owed: work was ended by the employer, and a PKWT before its time.

    Not after resignation, pension or death; where neither a notice nor a claim of termination is known, it may have
    been one of these. A PKWT whose agreed end is not known is left out as well.
    """
    if not worker.work_end:
        return False
    if worker.contract_kind in (ContractKind.PKWT, ContractKind.DAILY, ContractKind.PIECE):
        return bool(worker.contract_end and worker.work_end < worker.contract_end)
    return bool(worker.phk_notice_on or worker.has_phk_claim)


# --- money -----------------------------------------------------------------------------------------------


@track
def pb_registration(history: History) -> Iterator[Run]:
    recorded = history.of("case.agreement_recorded")
    replaced = {str(event.facts.get("replaces")) for event in recorded if event.facts.get("replaces")}
    for event in recorded:
        agreement = str(event.facts.get("agreement"))
        registered = next(
            (
                later
                for later in history.of("case.agreement_registered")
                if later.seq > event.seq and str(later.facts.get("agreement")) == agreement
            ),
            None,
        )
        stopped = history.stop_day(registered)
        if agreement in replaced and stopped is None:
            stopped = max(
                history.day(later) for later in recorded if str(later.facts.get("replaces")) == agreement
            )
        yield Run(
            "pb_registration",
            f"agreement:{agreement}",
            history.day(event, "signed_on"),
            event.kind,
            event.seq,
            stopped_on=stopped,
        )


@track
def instalment(history: History) -> Iterator[Run]:
    """One clock for each promise and day. The ledger says which are still open: payments decide them."""
    for promise in history.context.promises:
        kind = (
            "case.agreement_recorded"
            if promise.promise.startswith("agreement")
            else "case.commitment_recorded"
        )
        yield Run(
            "instalment",
            f"{promise.promise}:{promise.due_on}",
            promise.made_on,
            kind,
            0,
            due=promise.due_on,
        )


# --- to others -------------------------------------------------------------------------------------------


@track
def referral(history: History) -> Iterator[Run]:
    for sent in history.of("referral.sent"):
        office = sent.facts.get("office")
        stop = history.first_after(sent.seq, RULES["referral_acceptance"].stops, sent.subject)
        yield Run(
            "referral_acceptance",
            sent.subject,
            history.day(sent),
            sent.kind,
            sent.seq,
            stopped_on=history.stop_day(stop),
            office_id=office,
        )
        accepted = history.first_after(sent.seq, ["referral.accepted"], sent.subject)
        if accepted:
            stop = history.first_after(accepted.seq, RULES["referral_result"].stops, sent.subject)
            yield Run(
                "referral_result",
                sent.subject,
                history.day(accepted),
                accepted.kind,
                accepted.seq,
                stopped_on=history.stop_day(stop),
                office_id=office,
                # Their own promise may be earlier than our patience; it cannot stretch it.
                latest=as_date(accepted.facts.get("expected_on")),
            )


@track
def escalation_request(history: History) -> Iterator[Run]:
    last: Run | None = None
    for asked in history.of("escalation.requested"):
        if last and last.stopped_on is None:
            continue
        stop = history.first_after(asked.seq, RULES["escalation_request"].stops)
        last = Run(
            "escalation_request",
            "",
            history.day(asked),
            asked.kind,
            asked.seq,
            stopped_on=history.stop_day(stop),
        )
        yield last


ESCALATION_ENDS = {"escalation.returned", "escalation.concluded", "escalation.recalled"}


@track
def ministry(history: History) -> Iterator[Run]:
    """Each escalation steps from one clock to the next; exactly one is open until the ministry has spoken."""
    records = {event.subject: event for event in history.of("escalation.handed_over")}
    for subject, handed_over in records.items():
        office = handed_over.facts.get("office")
        acknowledged, run = False, None
        for event in history.events:
            if event.subject != subject or not event.kind.startswith("escalation."):
                continue
            step = event.kind.partition(".")[2]
            acknowledged = acknowledged or step == "acknowledged"
            clock = {
                "handed_over": "ministry_admin_check",
                "asked_back": "ministry_completion",
                "supplemented": "ministry_substance" if acknowledged else "ministry_admin_check",
                "acknowledged": "ministry_substance",
                "recommended": "recommendation_followup",
            }.get(step)
            ends = event.kind in ESCALATION_ENDS or step == "followed_up"
            if run and (clock or ends):
                yield replace(run, stopped_on=history.day(event))
                run = None
            if clock:
                due = as_date(event.facts.get("due_on")) if step == "recommended" else None
                theirs = clock in ("ministry_admin_check", "ministry_substance")
                run = Run(
                    clock,
                    subject,
                    history.day(event, "received_on") if step == "asked_back" else history.day(event),
                    event.kind,
                    event.seq,
                    office_id=office if theirs else None,
                    due=due,
                )
        if run:
            yield run


# --- nobody is left without a next move ------------------------------------------------------------------


def next_step(history: History, found: list[Run]) -> Iterator[Run]:
    """Where no clock carries the case on in its status, the office must: since the last thing that ended there."""
    if not history.spells or history.status == Status.CLOSED:
        return
    carrying = [run for run in found if run.clock in CARRIERS[history.status]]
    if any(run.stopped_on is None for run in carrying):
        return
    entered = history.spells[-1].entered
    ends = [run.stopped_on for run in carrying if run.stopped_on]
    money = [history.day(event) for event in history.of("payment.confirmed", "case.breach_recorded")]
    since = max([history.day(entered), *ends, *money])
    yield Run("next_step", "", since, entered.kind, entered.seq)
