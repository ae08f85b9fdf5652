"""When a clock speaks: at half, at 80 %, on its last day, and after. Pure.

Never at night and never on a day off: a signal waits for the morning of the next working day. What is late goes one
step further up each time: officer, supervisor, head. Where silence itself is the answer, or a right ended, only the
officer is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from accounts.calendar import OfficeCalendar
from core.workdays import add_working_days, is_working_day
from workflows.clocks.history import ClockState
from workflows.clocks.rules import ClockRule, Holder


class Threshold(StrEnum):
    """`warned` before the end, `breached` after it; stored with each signal."""

    ALARM = "alarm"
    HALF = "half"
    EIGHTY = "80"
    DUE = "due"
    AFTER = "after"
    AFTER_2 = "after_2"
    AFTER_3 = "after_3"

    @property
    def is_breach(self) -> bool:
        return self in BREACHES


BREACHES = (Threshold.AFTER, Threshold.AFTER_2, Threshold.AFTER_3)


class Step(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    HEAD = "head"


@dataclass(frozen=True)
class Signal:
    threshold: Threshold
    at: datetime


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day in an office's time zone."""
    return datetime.combine(day, time(23, 59, 59), zone)


def signals(
    state: ClockState, calendar: OfficeCalendar, zone: ZoneInfo, settings: Mapping[str, Any]
) -> list[Signal]:
    """All signals of a clock in order, each in the morning of a working day. None for one that is paused or rests."""
    if state.due_on is None or state.resting:
        return []
    due = state.due_on
    before: dict[Threshold, date | None] = {}
    if state.rule.alarm_day and len(state.walk.counted) > state.rule.alarm_day:
        before[Threshold.ALARM] = state.walk.counted[state.rule.alarm_day - 1]
    before |= {Threshold.HALF: _share(state, due, 1, 2), Threshold.EIGHTY: _share(state, due, 4, 5)}
    found: dict[date, Threshold] = {}
    for threshold, day in before.items():
        morning = next_working_day(day, calendar) if day else None
        if morning and state.started_on < morning < due:
            found[morning] = threshold  # the later word, where two fall on one morning
    found[last_working_day(due, calendar, not_before=state.started_on)] = Threshold.DUE
    lates = {Threshold.AFTER: 1}
    if not state.rule.lapses:
        lates[Threshold.AFTER_2] = max(settings["late_to_supervisor_days"], 2)
        lates[Threshold.AFTER_3] = max(
            settings["late_to_head_days"], settings["late_to_supervisor_days"] + 1, 3
        )
    for threshold, days in lates.items():
        found[add_working_days(due, days, calendar.days_off).end] = threshold
    hour = time(settings["signal_from_hour"])
    return [Signal(found[day], datetime.combine(day, hour, zone)) for day in sorted(found)]


def _share(state: ClockState, due: date, part: int, whole: int) -> date | None:
    """The day on which part/whole of the time has passed; None where the time is too short to speak of."""
    days = state.walk.counted
    if days:
        index = len(days) * part // whole
        return days[index - 1] if 0 < index < len(days) else None
    span = (due - state.started_on).days
    return state.started_on + timedelta(days=span * part // whole) if span > 1 else None


def next_working_day(day: date, calendar: OfficeCalendar) -> date:
    """`day`, or the first working day after it."""
    while not is_working_day(day, calendar.days_off):
        day += timedelta(days=1)
    return day


def last_working_day(day: date, calendar: OfficeCalendar, *, not_before: date) -> date:
    """`day`, or the last working day before it, but not before `not_before`: then the next working day.

    A date of the law or of a promise may fall on a Sunday; who is told on Monday is told too late.
    """
    earlier = day
    while earlier > not_before and not is_working_day(earlier, calendar.days_off):
        earlier -= timedelta(days=1)
    return earlier if is_working_day(earlier, calendar.days_off) else next_working_day(day, calendar)


def is_quiet(moment: datetime, calendar: OfficeCalendar, zone: ZoneInfo, settings: Mapping[str, Any]) -> bool:
    """Whether nobody is to be disturbed: night, weekend or holiday in the office."""
    there = moment.astimezone(zone)
    awake = settings["signal_from_hour"] <= there.hour < settings["signal_until_hour"]
    return not awake or not is_working_day(there.date(), calendar.days_off)


def next_morning(
    moment: datetime, calendar: OfficeCalendar, zone: ZoneInfo, settings: Mapping[str, Any]
) -> datetime:
    """The next moment at which somebody may be disturbed."""
    there = moment.astimezone(zone)
    day = there.date() + timedelta(days=there.hour >= settings["signal_from_hour"])
    return datetime.combine(next_working_day(day, calendar), time(settings["signal_from_hour"]), zone)


def step_of(threshold: str, rule: ClockRule) -> Step:
    """Who is told beside the holder. What waits for the supervisor goes to the head and the deputy at once."""
    order = [Step.OFFICER, Step.SUPERVISOR, Step.HEAD]
    index = BREACHES.index(Threshold(threshold)) if threshold in BREACHES else 0
    if threshold in BREACHES and rule.holder == Holder.SUPERVISOR:
        index = 2
    return order[index]
