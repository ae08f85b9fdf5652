"""Length of service (masa kerja), in whole months and the days over.

Neither the PP nor the Act says how to count. The convention of the ruleset (reading ``service_last_day``) is that the
last day of work counts: 1 January to 31 December is exactly one year, and an exact anniversary moves up a band
(Art. 40: "X tahun atau lebih tetapi kurang dari Y"). A month begun on a day that a later month lacks is complete with the
last day of that month: 31 August to 28 February is six months, 29 February 2024 to 28 February 2025 one year.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from entitlements.money import Exact, exact, number, quotient

DAYS_PER_MONTH = 30
"""A month's worth of days, where an explicit length such as 0.5 month or 45 days is split into months and days."""


class Length(NamedTuple):
    """Whole ``months`` and the ``days`` over (fewer than a month)."""

    months: int
    days: Exact

    @property
    def years(self) -> int:
        """Completed years; never rounded up."""
        return self.months // 12

    @property
    def in_months(self) -> Exact:
        """Months, with the days over as thirtieths of one."""
        return quotient(self.months * DAYS_PER_MONTH + self.days, DAYS_PER_MONTH)

    def in_words(self, language: str) -> str:
        years, months = divmod(self.months, 12)
        names = ("tahun", "bulan", "hari") if language == "id" else ("years", "months", "days")
        said = [
            f"{number(n, language)} {name}"
            for n, name in zip((years, months, self.days), names, strict=True)
            if n
        ]
        return " ".join(said) or f"0 {names[2]}"


class Service(NamedTuple):
    """Service as the request gave it: by dates (``start``, ``end`` = last day of work), or by an explicit length."""

    start: date | None = None
    end: date | None = None
    length: Length | None = None

    def measured(
        self, *, last_day_counts: bool = True, until: date | None = None, since: date | None = None
    ) -> Length:
        """The length, optionally only ``until`` a day (inclusive) and ``since`` a day. Explicit lengths are as given."""
        if self.length is not None:
            return self.length
        start, end = self.start, until or self.end
        if start is None or end is None:
            raise ValueError("service without an explicit length needs a first and a last day")
        if since and since > start:
            start = since
        return between(start, end, last_day_counts=last_day_counts)


def between(start: date, end: date, *, last_day_counts: bool = True) -> Length:
    """Whole months and days from ``start`` to ``end``; nothing when ``end`` lies before ``start``."""
    after = end + timedelta(days=1) if last_day_counts else end
    if after <= start:
        return Length(0, 0)
    months = (after.year - start.year) * 12 + after.month - start.month
    if day_after(start, months) > after:
        months -= 1
    return Length(months, (after - day_after(start, months)).days)


def day_after(start: date, months: int) -> date:
    """The day after ``months`` whole months begun on ``start``: that day of the month, or the first of the next where it lacks it."""
    found = months_later(start, months)
    return found if found.day == start.day else found + timedelta(days=1)


def of_parts(years: Exact = 0, months: Exact = 0, days: Exact = 0) -> Length:
    """An explicit length: parts may be fractions (0.99 year, 6.5 months); days beyond 30 make months."""
    all_months = years * 12 + months
    whole = int(all_months // 1)
    over = days + (all_months - whole) * DAYS_PER_MONTH
    return Length(whole + int(over // DAYS_PER_MONTH), exact(Fraction(over % DAYS_PER_MONTH)))


def months_later(start: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it is shorter."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if start.day <= 28:
        return date(year, month + 1, start.day)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
