"""Overtime (PP 35/2021 Arts. 26-34): 1/173 of the month an hour, times the multipliers of the day and the working week."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entitlements.minimum_wages import known_minimum
from entitlements.money import Exact, exact, parsed, quotient
from entitlements.request import (
    Asked,
    Invalid,
    amount,
    asked,
    calendar_day,
    list_of,
    object_of,
    one_of,
    quantity,
    text,
    whole,
)
from entitlements.result import Sheet
from entitlements.wages import DAILY, PIECE_RATE, Wage, averaged, wage, work_days

DAYS = ("workday", "rest_day", "holiday_on_shortest_workday")


@dataclass(frozen=True, kw_only=True)
class Worked:
    """Hours of overtime on one day, or on several alike (``times``)."""

    day: str = asked(one_of(*DAYS), "Jenis hari: hari kerja, hari istirahat/libur resmi, libur resmi pada hari kerja terpendek", "Kind of day: workday, rest day or public holiday, public holiday on the shortest workday")  # fmt: skip
    hours: Exact = asked(quantity, "Jam lembur pada hari itu", "Hours of overtime that day")
    times: int = asked(whole, "Berapa hari seperti itu", "How many such days", default=1)
    on: date | None = asked(calendar_day, "Tanggal", "Date", default=None)

    def __post_init__(self):
        if self.hours > 24:
            raise Invalid("hours_of_a_day", "hours")


@dataclass(frozen=True, kw_only=True)
class Overtime(Asked):
    """Overtime of one day (``day``, ``hours``) or of many (``entries``)."""

    wage: Wage = asked(wage, "Upah sebulan", "Monthly wage")
    work_days_per_week: int | None = asked(
        work_days, "Hari kerja seminggu: 5 atau 6", "Working days a week: 5 or 6", default=None
    )
    day: str | None = asked(
        one_of(*DAYS), "Jenis hari (bila satu hari saja)", "Kind of day (for one day)", default=None
    )
    hours: Exact | None = asked(
        quantity, "Jam lembur (bila satu hari saja)", "Hours of overtime (for one day)", default=None
    )
    times: int = asked(whole, "Berapa hari seperti itu", "How many such days", default=1)
    entries: tuple = asked(
        list_of(object_of(Worked)), "Lembur hari demi hari", "Overtime day by day", default=()
    )
    place: str | None = asked(
        text, "Tempat kerja, untuk upah minimum", "Place of work, for the minimum wage", default=None
    )
    minimum_wage: Exact | None = asked(
        amount, "Upah minimum (upah satuan hasil)", "Minimum wage (piece rate)", default=None
    )
    paid: Exact = asked(amount, "Upah lembur yang sudah dibayar", "Overtime paid so far", default=0)

    def __post_init__(self):
        if not self.entries and (self.day is None or self.hours is None):
            raise Invalid("required", "day" if self.day is None else "hours")
        if self.hours is not None and self.hours > 24:
            raise Invalid("hours_of_a_day", "hours")
        if self.work_days_per_week != 6 and any(w.day == DAYS[2] for w in self.worked):
            raise Invalid("shortest_workday_needs_six", "work_days_per_week")

    @property
    def worked(self) -> tuple[Worked, ...]:
        if self.entries or self.day is None or self.hours is None:
            return self.entries
        return (Worked(day=self.day, hours=self.hours, times=self.times),)

    def ruled_on(self) -> date | None:
        days = [w.on for w in self.worked if w.on]
        return max(days) if days else None


def overtime(asked_for: Overtime, sheet: Sheet) -> None:
    month = overtime_base(asked_for, sheet)
    hour = quotient(month, sheet.ruleset.number("overtime.hourly_divisor"))
    sheet.step("hourly_wage", hour, rp_wage=month, divisor=sheet.ruleset.number("overtime.hourly_divisor"))
    weeks: dict[tuple[int, int], Exact] = {}
    for worked in asked_for.worked:
        bands = sheet.ruleset.get("overtime.days")[worked.day][
            _week(asked_for, sheet, worked.day != "workday")
        ]
        weighted, said, beyond = multiplied(worked.hours, bands)
        if beyond:
            sheet.warn("more_hours_than_lawful", hours=worked.hours)
        if worked.day == "workday":
            _limits(worked, weeks, sheet)
        sheet.row("overtime", weighted * hour * worked.times, rp_hour=hour, times=worked.times, hours=worked.hours, weighted=weighted, said=said, day=sheet.ruleset.get("overtime.names")[worked.day])  # fmt: skip
    if any(hours > sheet.ruleset.number("overtime.most_hours_a_week") for hours in weeks.values()):
        sheet.warn("overtime_over_week", most=sheet.ruleset.number("overtime.most_hours_a_week"))
    sheet.note("overtime_needs_order")
    sheet.note("overtime_sectors")
    if asked_for.paid:
        total = sum(row.unrounded for row in sheet.result.rows)
        sheet.result.steps.extend(sheet.result.rows)
        sheet.result.rows.clear()
        sheet.row("overtime_rest", max(total - asked_for.paid, 0), rp_due=total, rp_paid=asked_for.paid)


def _week(asked_for: Overtime, sheet: Sheet, matters: bool) -> str:
    """The key of the working week in the tables; assumed, and said if it ``matters``, when it was not given."""
    days = asked_for.work_days_per_week
    if days is None:
        days = sheet.ruleset.get("overtime.days_a_week_if_unknown")
        if matters:
            sheet.assume("work_days_a_week", days=days)
    return f"{days}-day"


def _limits(worked: Worked, weeks: dict, sheet: Sheet) -> None:
    most = sheet.ruleset.number("overtime.most_hours_a_day")
    if worked.hours > most:
        sheet.warn("overtime_over_day", hours=worked.hours, most=most)
    if worked.on:
        week = worked.on.isocalendar()[:2]
        weeks[week] = weeks.get(week, 0) + worked.hours * worked.times


def multiplied(hours: Exact, bands: list[dict]) -> tuple[Exact, str, bool]:
    """Hours weighted by their multipliers, how (``1 × 1.5 + 2 × 2``), and whether they went beyond the table.

    A band says up to which hour (``to``) its multiplier goes; the last, without ``to``, has no end.
    """
    parts, beyond = [], False
    weighted: Exact = 0
    begun: Exact = 0
    for band in bands:
        end = band.get("to")
        here = max(0, (hours if end is None else min(hours, end)) - begun)
        if here:
            times = parsed(band["x"])
            weighted += here * times
            parts.append(f"{short(here)} × {short(times)}")
            begun += here
    if begun < hours:
        beyond = True
        weighted += (hours - begun) * parsed(bands[-1]["x"])
        parts.append(f"{short(hours - begun)} × {short(parsed(bands[-1]['x']))}")
    return exact(Fraction(weighted)), " + ".join(parts) or "0", beyond


def short(value: Exact) -> str:
    """A short number that reads alike in both languages: ``2``, ``1½``, ``7/4``."""
    if isinstance(value, int):
        return str(value)
    whole_part, rest = divmod(value.numerator, value.denominator)
    if value.denominator == 2:
        return f"{whole_part or ''}½"
    return f"{value.numerator}/{value.denominator}" if rest else str(whole_part)


def overtime_base(asked_for: Overtime, sheet: Sheet) -> Exact:
    """Arts. 32-33: pokok + tetap, or 75 % of the whole wage if that is more; daily x25 or x21, not x30."""
    paid, law = asked_for.wage, sheet.ruleset
    if paid.type == DAILY and paid.daily:
        times = int(law.get("overtime.daily_times")[_week(asked_for, sheet, True)])
        sheet.step("wage_base_daily_overtime", times * paid.daily, times=times, rp_daily=paid.daily)
        return times * paid.daily
    if paid.type in (PIECE_RATE, DAILY):
        month = averaged(paid.last_months, sheet, article=law.data["overtime"].get("average_article"))
        least = known_minimum(
            sheet, asked_for.minimum_wage, asked_for.place, None, asked_for.ruled_on() or asked_for.as_of
        )
        if least is not None and month < least:
            month = least
            sheet.step("overtime_base_floor", month)
        return month
    all_of_it, share = paid.monthly + paid.non_fixed_allowances, law.number("overtime.least_base_share")
    if paid.monthly < share * all_of_it:
        month = exact(share * all_of_it)
        sheet.step("overtime_base_75", month, pct_share=share, rp_all=all_of_it, rp_base=paid.monthly)
        return month
    sheet.step("wage_base_overtime", paid.monthly, rp_base=paid.base, rp_fixed=paid.fixed_allowances)
    return paid.monthly
