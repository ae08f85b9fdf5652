"""The wage that an entitlement is reckoned from.

UP and UPMK: upah pokok + tunjangan tetap (PP 36/2021 Art. 66; UU 13/2003 Art. 157). A daily wage makes a month times 30, a
piece rate the average of the last twelve months and no less than the minimum wage (Art. 67).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from entitlements.money import Exact, exact
from entitlements.request import Invalid, amount, asked, list_of, one_of, read, whole
from entitlements.result import Sheet
from entitlements.words import Sentence

MONTHLY, DAILY, PIECE_RATE = "monthly", "daily", "piece_rate"


def allowances(value: Any) -> Exact:
    """One amount, or a list of amounts."""
    return sum(list_of(amount)(value)) if isinstance(value, list | tuple) else amount(value)


def work_days(value: Any) -> int:
    """Working days a week: five or six."""
    days = whole(value)
    if days not in (5, 6):
        raise Invalid("one_of", choices="5, 6")
    return days


@dataclass(frozen=True, kw_only=True, slots=True)
class Wage:
    """How a worker is paid. Amounts in rupiah."""

    type: str = asked(
        one_of(MONTHLY, DAILY, PIECE_RATE), "Cara upah dibayar", "How the wage is paid", default=MONTHLY
    )
    base: Exact = asked(amount, "Upah pokok sebulan, atau upah tanpa tunjangan", "Basic monthly wage, or the wage without allowances", default=0)  # fmt: skip
    fixed_allowances: Exact = asked(allowances, "Tunjangan tetap: dibayar tanpa melihat kehadiran", "Fixed allowances: paid whether present or not", default=0)  # fmt: skip
    non_fixed_allowances: Exact = asked(allowances, "Tunjangan tidak tetap (mis. uang makan per kehadiran)", "Non-fixed allowances (such as meals per day present)", default=0)  # fmt: skip
    daily: Exact = asked(amount, "Upah sehari", "Wage a day", default=0)
    last_months: tuple = asked(list_of(amount), "Upah bulan-bulan terakhir, yang terakhir di ujung", "Wages of the last months, the latest last", default=())  # fmt: skip

    def __post_init__(self):
        if self.type == MONTHLY and not self.base:
            raise Invalid("required", "base")
        if self.type == DAILY and not self.daily and not self.last_months:
            raise Invalid("required", "daily")
        if self.type == PIECE_RATE and not self.last_months:
            raise Invalid("required", "last_months")

    @property
    def monthly(self) -> Exact:
        """Upah pokok + tunjangan tetap of a monthly wage."""
        return self.base + self.fixed_allowances


def wage(value: Any) -> Wage:
    """An amount (a monthly wage without allowances), or an object."""
    if isinstance(value, Wage):
        return value
    if isinstance(value, dict):
        return read(Wage, value)
    return Wage(base=amount(value) or _nothing())


wage.cls = Wage


def _nothing() -> Exact:
    raise Invalid("positive_amount")


def monthly_base(paid: Wage, sheet: Sheet, *, minimum: Exact | None = None) -> Exact:
    """A month of wage for UP, UPMK, PKWT compensation and THR; written on the sheet as a step.

    ``minimum`` is the minimum wage, the floor of a piece rate (PP 36/2021 Art. 67(2)).
    """
    law = sheet.ruleset
    if paid.type == DAILY:
        times = law.number("wage_base.daily_times")
        month = (
            times * paid.daily
            if paid.daily
            else average(paid.last_months, law.number("wage_base.piece_rate_months"))
        )
        if paid.daily:
            sheet.step("wage_base_daily", month, times=times, rp_daily=paid.daily)
        else:
            sheet.step("wage_base_average", month, rp_sum=sum(paid.last_months), months=len(paid.last_months))
        return month
    if paid.type == PIECE_RATE:
        most = law.number("wage_base.piece_rate_months")
        counted = paid.last_months[-most:]
        month = average(counted, most)
        sheet.step("wage_base_average", month, rp_sum=sum(counted), months=len(counted))
        if minimum is None:
            sheet.assume("no_minimum_wage_known")
        elif month < minimum:
            month = minimum
            sheet.step("wage_base_floor", month)
        return month
    month = paid.monthly
    if paid.non_fixed_allowances:
        sheet.assume("non_fixed_left_out", rp_non_fixed=paid.non_fixed_allowances)
    if paid.fixed_allowances and paid.base < law.number("wage_base.least_base_share") * month:
        sheet.warn("base_share_too_small", pct_share=law.number("wage_base.least_base_share"), rp_base=paid.base, rp_month=month)  # fmt: skip
    sheet.step("wage_base", month, rp_base=paid.base, rp_fixed=paid.fixed_allowances)
    return month


def average(months: tuple, most: int) -> Exact:
    """The average of the last ``most`` months given."""
    counted = months[-most:]
    return exact(Fraction(sum(counted)) / len(counted))


def day_of_wage(
    paid: Wage, month: Exact, days_a_week: int | None, sheet: Sheet
) -> tuple[Exact, int, list[Sentence]]:
    """What to divide for a day's wage, the divisor, and what was assumed.

    A month is divided by 25 in a week of six days and by 21 in a week of five (PP 36/2021 Art. 17); the day of a daily wage is
    that wage.
    """
    law = sheet.ruleset
    if paid.type == DAILY and paid.daily and month == law.number("wage_base.daily_times") * paid.daily:
        return paid.daily, 1, []
    divisors, assumes = law.get("leave.divisors"), []
    if days_a_week is None:
        days_a_week = law.get("leave.days_a_week_if_unknown")
        assumes.append(sheet.assume("work_days_a_week", days=days_a_week))
    return month, int(divisors[str(days_a_week)]), assumes
