"""From a start day to a due day, with everything that was passed over. Pure.

The start day is day zero. A paused day does not count, whatever kind of day it is; a case that is paused in the
morning and resumed on a later day loses the days after the pause began, up to and including the day it ended (that
day is day zero again).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.calendar import OfficeCalendar
from core.workdays import Skipped, is_working_day
from entitlements.service import months_later
from workflows.clocks.rules import Unit


@dataclass(frozen=True)
class Pause:
    """A time in which a clock stood still: from an event's day to another's; `until` None while it lasts."""

    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        return day > self.since and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Walk:
    """A count over the calendar. `due` is None while a pause lasts.

    counted: the days that counted, the last of which is `due` (empty for months and years). skipped: weekends and
    holidays passed over. paused: working days that a pause took out.
    """

    start: date
    due: date | None
    counted: tuple[date, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    paused: tuple[date, ...] = ()


def walk(
    start: date, length: int, unit: Unit, calendar: OfficeCalendar, pauses: Sequence[Pause] = ()
) -> Walk:
    """Count `length` units after `start`. Unit.DATE has nothing to count: ValueError."""
    match unit:
        case Unit.MONTHS:
            return Walk(start, months_later(start, length))
        case Unit.YEARS:
            return Walk(start, months_later(start, 12 * length))
        case Unit.WORKING_DAYS | Unit.CALENDAR_DAYS:
            return _days(start, length, unit, calendar, pauses)
    raise ValueError(unit)


def _days(start: date, length: int, unit: Unit, calendar: OfficeCalendar, pauses: Sequence[Pause]) -> Walk:
    day = start
    counted: list[date] = []
    skipped: list[Skipped] = []
    paused: list[date] = []
    while len(counted) < length:
        day += timedelta(days=1)
        works = unit == Unit.CALENDAR_DAYS or is_working_day(day, calendar.days_off)
        stopped = next((pause for pause in pauses if pause.covers(day)), None)
        if stopped and stopped.until is None:
            return Walk(start, None, tuple(counted), tuple(skipped), tuple(paused))
        if not works:
            skipped.append(Skipped(day, calendar.days_off.get(day, "")))
        elif stopped:
            paused.append(day)
        else:
            counted.append(day)
    return Walk(start, day, tuple(counted), tuple(skipped), tuple(paused))
