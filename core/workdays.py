"""Working days: pure arithmetic over a table of days off, and its explanation.

The start day is not counted (day zero). Weekends are Saturday and Sunday. No text defines *hari kerja* for
UU 2/2004; public holidays and cuti bersama are left out, as offices and courts do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True)
class Skipped:
    """A day that does not count, and why (a holiday's name, or empty for a weekend)."""

    day: date
    reason: str


@dataclass(frozen=True)
class DayCount:
    """A walk over the calendar: where it ended and what it passed over."""

    start: date
    end: date
    length: int
    skipped: tuple[Skipped, ...]


def is_working_day(day: date, days_off: Mapping[date, str]) -> bool:
    return day.weekday() < SATURDAY and day not in days_off


def add_working_days(start: date, length: int, days_off: Mapping[date, str]) -> DayCount:
    """The day on which `length` working days after `start` have passed.

    >>> add_working_days(date(2026, 11, 20), 1, {}).end  # Friday + 1 = Monday
    datetime.date(2026, 11, 23)
    """
    day, counted, skipped = start, 0, []
    while counted < length:
        day += timedelta(days=1)
        if is_working_day(day, days_off):
            counted += 1
        else:
            skipped.append(Skipped(day, days_off.get(day, "")))
    return DayCount(start, day, length, tuple(skipped))


def working_days_between(start: date, end: date, days_off: Mapping[date, str]) -> int:
    """How many working days lie after `start`, up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, days_off)
    span = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(is_working_day(day, days_off) for day in span)
