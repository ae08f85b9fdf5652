"""Wages that were not paid, the last wage after the employment ended, and the fine that has grown on them.

PP 36/2021 Arts. 54-55, 61. A claim for wages does not lapse (MK 100/PUU-X/2012).
"""

from dataclasses import dataclass
from datetime import date

from entitlements.late_fine import PeriodName, days_between, write_fine
from entitlements.money import Exact, quotient
from entitlements.request import (
    Asked,
    Invalid,
    amount,
    asked,
    calendar_day,
    list_of,
    object_of,
    percent,
    quantity,
    text,
    whole,
    wrong,
)
from entitlements.result import Sheet
from entitlements.service import months_later
from entitlements.wages import Wage, day_of_wage, over, usual_month, wage, work_days
from entitlements.words import Words

IN_ALL = Words("seluruhnya", "in all")
LAST_WAGE = Words("terakhir", "last wage")
"""As it follows the name of the fine: "Denda keterlambatan upah terakhir"."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """One pay period: what was owed and what was paid of it."""

    owed: Exact = asked(amount, "Upah yang seharusnya dibayar", "Wage owed")
    period: str = asked(
        text, 'Nama masa upah, mis. "Juli 2026"', 'Name of the pay period, such as "July 2026"', default=""
    )
    paid: Exact = asked(amount, "Sudah dibayar", "Paid so far", default=0)
    due_date: date | None = asked(calendar_day, "Tanggal gajian", "Payday", default=None)
    paid_on: date | None = asked(calendar_day, "Tanggal dibayar lunas, bila terlambat dibayar", "Day it was paid in full, if paid late", default=None)  # fmt: skip
    fine_until: date | None = asked(calendar_day, "Denda dihitung sampai tanggal ini, bila upahnya kemudian dilunasi", "Day until which its fine is reckoned, where the wage was paid in the meantime", default=None)  # fmt: skip
    covered_on: date | None = asked(calendar_day, "Tanggal pembayaran yang tidak menyebut bulan mencukupi masa upah ini, yang paling lama lebih dahulu", "Day on which payments that name no month had covered this period, the oldest first", default=None)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LastWage:
    """The wage of the last, perhaps broken, month."""

    days_worked: Exact | None = asked(quantity, "Hari kerja yang dijalani di bulan terakhir", "Days worked in the last month", default=None)  # fmt: skip
    paid: Exact = asked(amount, "Sudah dibayar", "Paid so far", default=0)
    due_date: date | None = asked(calendar_day, "Tanggal gajian", "Payday", default=None)
    amount: Exact | None = asked(amount, "Atau jumlahnya", "Or its amount", default=None)
    fine_until: date | None = asked(calendar_day, "Denda dihitung sampai tanggal ini, bila upahnya kemudian dilunasi", "Day until which its fine is reckoned, where the wage was paid in the meantime", default=None)  # fmt: skip

    def __post_init__(self):
        if (self.days_worked is None) == (self.amount is None):
            raise Invalid("required", "days_worked")


@dataclass(frozen=True, kw_only=True)
class UnpaidWage(Asked):
    """Unpaid periods (or a number of months), the last wage, and the day until which the fine is reckoned (``as_of``)."""

    wage: Wage | None = asked(wage, "Upah sebulan", "Monthly wage", default=None)
    months_unpaid: Exact | None = asked(
        quantity, "Berapa bulan upah belum dibayar", "How many months were not paid", default=None
    )
    periods: tuple = asked(
        list_of(object_of(Period)), "Masa upah satu per satu", "The pay periods, one by one", default=()
    )
    last_wage: LastWage | None = asked(object_of(LastWage), "Upah terakhir", "The last wage", default=None)
    payday: int | None = asked(whole, "Tanggal gajian tiap bulan, 1 sampai 31", "Day of the month on which wages are paid", default=None)  # fmt: skip
    termination_date: date | None = asked(calendar_day, "Tanggal PHK", "Date of termination", default=None)
    work_days_per_week: int | None = asked(
        work_days, "Hari kerja seminggu: 5 atau 6", "Working days a week: 5 or 6", default=None
    )
    bank_rate_pct: Exact | None = asked(percent, "Suku bunga tertinggi bank pemerintah, persen setahun", "Highest rate of the state banks, per cent a year", default=None)  # fmt: skip

    def __post_init__(self):
        if not self.periods and self.months_unpaid is None and self.last_wage is None:
            raise Invalid("required", "periods")
        if self.wage is None and (
            self.months_unpaid is not None or (self.last_wage and self.last_wage.amount is None)
        ):
            raise Invalid("required", "wage")
        if self.payday is not None and not 1 <= self.payday <= 31:
            raise Invalid("payday", "payday")

    def ruled_on(self) -> date | None:
        due = [p.due_date for p in self.periods if p.due_date]
        return max(due) if due else self.termination_date


def unpaid_wage(asked_for: UnpaidWage, sheet: Sheet) -> None:
    month: Exact = 0
    if asked_for.wage and (asked_for.months_unpaid is not None or asked_for.last_wage):
        month = usual_month(asked_for.wage, asked_for.work_days_per_week, sheet, allowances=True)
    if asked_for.months_unpaid is not None:
        sheet.row(
            "unpaid_months", asked_for.months_unpaid * month, months=asked_for.months_unpaid, rp_wage=month
        )
        if asked_for.months_unpaid and not asked_for.periods:
            sheet.note("fine_needs_paydays")
    for index, period in enumerate(asked_for.periods):
        if period.paid > period.owed:
            raise wrong(f"periods[{index}].paid", "at_most", rp_most=period.owed)
        _period(asked_for, period, sheet)
    if asked_for.last_wage:
        _last_wage(asked_for, asked_for.last_wage, month, sheet)
    sheet.note("wage_claims_do_not_lapse")
    sheet.note("deductions_limited")


def _period(asked_for: UnpaidWage, period: Period, sheet: Sheet) -> None:
    still = 0 if period.paid_on else period.owed - period.paid
    name = period.period or period.due_date or IN_ALL
    sheet.row(
        "unpaid_wage",
        still,
        period=name,
        rp_owed=period.owed,
        rp_paid=period.owed if period.paid_on else period.paid,
    )
    late = period.owed - period.paid
    if period.paid and late and period.due_date and sheet.reading("late_fine_part_paid") == "whole_wage":
        late = period.owed
    until = period.fine_until
    if period.covered_on and sheet.reading("payment_of_no_month") == "oldest_first":
        until = period.covered_on
    _fine(asked_for, late, period.due_date, period.paid_on or until, name, sheet)


def _last_wage(asked_for: UnpaidWage, last: LastWage, month: Exact, sheet: Sheet) -> None:
    owed: Exact
    if last.days_worked is None or asked_for.wage is None:
        owed = last.amount or 0
        sheet.row("last_wage", max(owed - last.paid, 0), rp_owed=owed, rp_paid=last.paid)
    else:
        divided, divisor, assumes = day_of_wage(asked_for.wage, month, asked_for.work_days_per_week, sheet)
        owed = quotient(divided * last.days_worked, divisor)
        if divisor != 1:  # more days than make a month are a month; a daily wage is paid for every day
            owed = min(owed, month)
        sheet.row("last_wage_by_days", max(owed - last.paid, 0), days=last.days_worked, over=over(divisor), rp_wage=divided, rp_paid=last.paid, assumes=assumes)  # fmt: skip
    due = last.due_date or last_wage_due(asked_for, sheet)
    if due:
        sheet.deadline("last_wage_due", due)
    _fine(asked_for, max(owed - last.paid, 0), due, last.fine_until, LAST_WAGE, sheet)


def last_wage_due(asked_for: UnpaidWage, sheet: Sheet) -> date | None:
    """No article sets a day: the next payday, or the day of termination, by the reading ``last_wage_due``."""
    ended = asked_for.termination_date
    if ended is None:
        return None
    if sheet.reading("last_wage_due") == "termination_date":
        return ended
    if asked_for.payday is None:
        sheet.assume("payday_unknown")
        return None
    first = ended.replace(day=1)
    due = months_later(first.replace(day=1), 0)
    due = _payday(due, asked_for.payday)
    return due if due >= ended else _payday(months_later(first, 1), asked_for.payday)


def _payday(first_of_month: date, payday: int) -> date:
    last = (months_later(first_of_month, 1) - first_of_month).days
    return first_of_month.replace(day=min(payday, last))


def _fine(
    asked_for: UnpaidWage, late: Exact, due: date | None, paid_on: date | None, name: PeriodName, sheet: Sheet
) -> None:
    until = paid_on or asked_for.as_of
    if due is None or not late:
        return
    if until is None:
        sheet.assume("fine_needs_day")
        return
    days = days_between(due, until)
    if days:
        write_fine(sheet, late, days, due, asked_for.bank_rate_pct, name)
