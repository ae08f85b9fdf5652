"""Which clocks are open: a pure function of what happened, who is in the case, the calendar and the settings.

No database and no present moment. `runs` finds every run of every clock, ended or not; `open_clocks` gives those that
are open, with their dates. Nothing is remembered between calls, so that a holiday added, a setting changed or a rule
corrected needs only another call.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accounts.calendar import OfficeCalendar
from cases.vocabulary import Status
from workflows.clocks.history import ClockState, Context, Event, History, Run
from workflows.clocks.rules import CARRIERS
from workflows.clocks.tracks import TRACKS


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


def runs(history: History) -> list[Run]:
    """Every run of every clock, in the order of the table; closing and the last gap are seen to here."""
    found = [run for track in TRACKS for run in track(history)]
    found = [history.after_closings(run) for run in found]
    return [*found, *next_step(history, found)]


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
