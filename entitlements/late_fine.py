"""The fine for wages paid late (PP 36/2021 Art. 61), day by day.

(a) From the 4th to the 8th day 5 % a day; (b) after the 8th day 1 % a day more, within a month not above 50 % of the wage;
(c) after a month, interest on top at the highest rate of the state banks. The text leaves open which day is the first,
what the cap covers, what a month is and what comes after it: each is a reading of the ruleset. Days are calendar days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from entitlements.money import Exact, product, quotient, whole_rupiah
from entitlements.money import day as written
from entitlements.request import Asked, Invalid, amount, asked, calendar_day, percent, whole, wrong
from entitlements.result import Sheet
from entitlements.ruleset import Ruleset
from entitlements.service import months_later
from entitlements.words import Words

READINGS = (
    "late_fine_first_day",
    "late_fine_cap",
    "late_fine_month",
    "late_fine_later_months",
    "late_fine_interest",
)


PeriodName = str | date | Words
"""What a pay period is called: as it was given, or its payday."""


class Fine(NamedTuple):
    """The three parts of Art. 61(1), as exact rupiah, and the shares that (a) and (b) came to."""

    first: Exact
    further: Exact
    interest: Exact
    first_share: Exact
    further_share: Exact
    interest_days: int

    @property
    def total(self) -> Exact:
        return self.first + self.further + self.interest


def fine_after(days_late: int, unpaid: Exact, ruleset: Ruleset, readings: Mapping[str, str], *, month_days: int | None = None, bank_rate: Exact | None = None) -> Fine:  # fmt: skip
    """The fine on ``unpaid`` rupiah when ``days_late`` days have passed since the due date (due date = 0).

    ``month_days`` is the length of the month after the due date (30 unless the reading is the calendar month);
    ``bank_rate`` the yearly interest as a share, or None while nobody has entered it.
    """
    first_share, share, interest_days = _shares(
        days_late, ruleset, readings["late_fine_first_day"], readings["late_fine_cap"],
        readings["late_fine_later_months"], month_days,
    )  # fmt: skip
    interest: Exact = 0
    if bank_rate and interest_days:
        base = unpaid
        if readings["late_fine_interest"] == "on_wage_and_fine":
            base += unpaid * (first_share + share)
        interest = quotient(base * bank_rate * interest_days, 365)
    return Fine(
        product(unpaid, first_share), product(unpaid, share), interest, first_share, share, interest_days
    )


@lru_cache(maxsize=10_000)
def _shares(
    days_late: int, ruleset: Ruleset, first: str, capped: str, later: str, month_days: int | None
) -> tuple[Exact, Exact, int]:
    """The shares of the wage that (a) and (b) come to, and the days of interest: alike for all who wait as long."""
    number = ruleset.number
    day = days_late + (1 if first == "due_date_is_day_1" else 0)
    first_day, last_day = number("late_fine.first_day"), number("late_fine.last_day")
    month = month_days or int(number("late_fine.month_days"))
    cap = number("late_fine.cap")
    first_share = number("late_fine.daily_rate") * max(0, min(day, last_day) - first_day + 1)
    days_after = max(0, day - last_day)
    if later == "stops_after_month":
        days_after = min(days_after, max(0, month - last_day))
    further = number("late_fine.further_daily_rate")
    share = further * days_after
    already = first_share if capped == "a_and_b_together" else 0
    if later == "cap_each_month" and day > month:
        share = min(further * max(0, month - last_day), cap - already)
        over = day - month
        share += (over // month) * min(further * month, cap) + min(further * (over % month), cap)
    else:
        share = min(share, cap - already)
    return first_share, share, max(0, day - month)


def schedule(unpaid: Exact, last_day: int, ruleset: Ruleset, readings: Mapping[str, str] | None = None, *, bank_rate: Exact | None = None) -> Iterator[tuple[int, int]]:  # fmt: skip
    """Days late and the fine in whole rupiah, for each day from the due date on."""
    options = ruleset.get("options")
    chosen = {name: (readings or {}).get(name) or options[name]["default"] for name in READINGS}
    for days_late in range(last_day + 1):
        yield (
            days_late,
            whole_rupiah(fine_after(days_late, unpaid, ruleset, chosen, bank_rate=bank_rate).total),
        )


@dataclass(frozen=True, kw_only=True)
class LateWageFine(Asked):
    """A wage that was paid late, or is still unpaid on the day of reckoning."""

    unpaid: Exact = asked(amount, "Upah yang terlambat", "The wage that was late")
    due_date: date | None = asked(calendar_day, "Tanggal seharusnya dibayar", "Day it was due", default=None)
    paid_on: date | None = asked(
        calendar_day, "Tanggal dibayar, bila sudah", "Day it was paid, if it was", default=None
    )
    days_late: int | None = asked(
        whole, "Jumlah hari terlambat (bila tanpa tanggal)", "Days late (without dates)", default=None
    )
    bank_rate_pct: Exact | None = asked(percent, "Suku bunga tertinggi bank pemerintah, persen setahun", "Highest rate of the state banks, per cent a year", default=None)  # fmt: skip

    def __post_init__(self):
        if self.days_late is None and self.due_date is None:
            raise Invalid("required", "due_date")
        if self.days_late is None and not (self.paid_on or self.as_of):
            raise Invalid("required", "paid_on")

    def ruled_on(self) -> date | None:
        return self.due_date


def late_wage_fine(asked_for: LateWageFine, sheet: Sheet) -> None:
    days = asked_for.days_late
    until, due = asked_for.paid_on or asked_for.as_of, asked_for.due_date
    if days is None and until is not None and due is not None:
        days = max(0, (until - due).days)
    if days is None:
        raise wrong("due_date", "required")
    write_fine(sheet, asked_for.unpaid, days, asked_for.due_date, asked_for.bank_rate_pct)
    sheet.note("fine_does_not_replace_wage")


def write_fine(
    sheet: Sheet, unpaid: Exact, days: int, due: date | None, bank_rate: Exact | None, period: PeriodName = ""
) -> None:
    """Rows of the fine on one late wage, named after its period; nothing when it is not late enough."""
    readings = {name: sheet.reading(name) for name in READINGS}
    month_days = None
    if readings["late_fine_month"] == "calendar_month":
        if due is None:
            sheet.assume("calendar_month_needs_date")
        else:
            month_days = (months_later(due, 1) - due).days
    fine = fine_after(days, unpaid, sheet.ruleset, readings, month_days=month_days, bank_rate=bank_rate)
    said: dict[str, Any] = {"days": days, "rp_wage": unpaid, "of_period": _of(period or due or "")}
    sheet.row("late_wage_fine", fine.first, pct_share=fine.first_share, **said)
    if fine.further_share:
        sheet.row("late_wage_fine_further", fine.further, pct_share=fine.further_share, pct_cap=sheet.ruleset.number("late_fine.cap"), **said)  # fmt: skip
    if fine.interest:
        also = fine.first + fine.further if readings["late_fine_interest"] == "on_wage_and_fine" else 0
        sheet.row("late_wage_interest", fine.interest, pct_rate=bank_rate, interest_days=fine.interest_days, rp_base=unpaid + also, **said)  # fmt: skip
    elif fine.interest_days and bank_rate is None:
        sheet.warn("bank_rate_missing")


def _of(period: PeriodName) -> Words:
    """The period as it follows the name of a row; nothing for a wage without one."""
    if not period:
        return Words("", "")
    if isinstance(period, date):
        period = Words(written(period, "id"), written(period, "en"))
    elif isinstance(period, str):
        period = Words(period, period)
    return Words(f" {period.id}", f" ({period.en})")


def days_between(due: date, until: date) -> int:
    return max(0, (until - due).days)
