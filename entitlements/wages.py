"""The wage that an entitlement is reckoned from.

UP and UPMK: upah pokok + tunjangan tetap (PP 36/2021 Art. 66; UU 13/2003 Art. 157). A daily wage makes a month times 30, a
piece rate the average of the last twelve months and no less than the minimum wage (Art. 67). That month of thirty days is
there for severance; what a month really pays a daily worker is 25 or 21 times the day (Art. 17).
"""

from dataclasses import dataclass
from typing import Any

from entitlements.money import Exact, product, quotient
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


@dataclass(frozen=True, kw_only=True)
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


wage.cls = Wage  # type: ignore[attr-defined]  # for docs/law.md


def _nothing() -> Exact:
    raise Invalid("positive_amount")


def monthly_base(paid: Wage, sheet: Sheet, *, article: str | None = None) -> Exact:
    """A month of wage for what is not severance: PKWT compensation, THR, process wages; written on the sheet as a step.

    ``article`` is the one that says what the wage consists of. Where there is none (process wages, the aid of Art. 53) the one on
    severance is borrowed, and said; so is, for a daily wage, the only month that the Act makes of it (times 30).
    """
    if paid.type == DAILY and paid.daily:
        sheet.assume("daily_month_borrowed", times=sheet.ruleset.number("wage_base.daily_times"))
    return _month(paid, sheet, article, borrowed=article is None)


def severance_base(paid: Wage, sheet: Sheet, minimum: Exact | None) -> Exact:
    """A month of wage for severance and long-service pay; ``minimum`` is the floor of a piece rate (PP 36/2021 Art. 67(2))."""
    month = _month(paid, sheet, None)
    if paid.type != PIECE_RATE:
        return month
    if minimum is None:
        sheet.assume("no_minimum_wage_known")
    elif month < minimum:
        sheet.step("wage_base_floor", minimum)
        return minimum
    return month


def _month(paid: Wage, sheet: Sheet, article: str | None, *, borrowed: bool = False) -> Exact:
    law = sheet.ruleset
    if paid.type == DAILY and paid.daily:
        times = law.number("wage_base.daily_times")
        sheet.step("wage_base_daily", times * paid.daily, times=times, rp_daily=paid.daily)
        return times * paid.daily
    if paid.type in (DAILY, PIECE_RATE):
        return averaged(paid.last_months, sheet)
    month = paid.monthly
    if paid.non_fixed_allowances:
        cites = article or law.get("components.wage_base.article")
        if borrowed:
            sheet.assume("non_fixed_borrowed", rp_non_fixed=paid.non_fixed_allowances, article=cites)
        else:
            sheet.assume("non_fixed_left_out", rp_non_fixed=paid.non_fixed_allowances, article=cites)
    if paid.fixed_allowances and paid.base < product(month, law.number("wage_base.least_base_share")):
        sheet.warn("base_share_too_small", pct_share=law.number("wage_base.least_base_share"), rp_base=paid.base, rp_month=month)  # fmt: skip
    cited = {"article": article} if article else {}
    sheet.step("wage_base", month, rp_base=paid.base, rp_fixed=paid.fixed_allowances, **cited)
    return month


def averaged(months: tuple, sheet: Sheet, *, most: str = "wage_base.piece_rate_months", article: str | None = None) -> Exact:  # fmt: skip
    """The average of the last months of wages that are given (twelve, as the ruleset says at ``most``), as a step."""
    counted = months[-int(sheet.ruleset.number(most)) :]
    month = quotient(sum(counted), len(counted))
    cited = {"article": article} if article else {}
    sheet.step("wage_base_average", month, rp_sum=sum(counted), months=len(counted), **cited)
    return month


def usual_month(paid: Wage, days_a_week: int | None, sheet: Sheet, *, allowances: bool = False) -> Exact:
    """What a month usually pays: a daily worker 25 or 21 days (PP 36/2021 Art. 17), not the thirty of severance.

    ``allowances`` counts the non-fixed allowances of a monthly wage too.
    """
    if paid.type == MONTHLY:
        return paid.monthly + (paid.non_fixed_allowances if allowances else 0)
    if paid.type == DAILY and paid.daily:
        times = days_of_month(days_a_week, sheet)
        sheet.step("wage_month_of_days", times * paid.daily, times=times, rp_daily=paid.daily)
        return times * paid.daily
    return averaged(paid.last_months, sheet)


def days_of_month(days_a_week: int | None, sheet: Sheet, assumes: list[Sentence] | None = None) -> int:
    """Working days that make a month: 25 in a week of six days, 21 in a week of five (PP 36/2021 Art. 17)."""
    law = sheet.ruleset
    if days_a_week is None:
        days_a_week = law.get("leave.days_a_week_if_unknown")
        said = sheet.assume("work_days_a_week", days=days_a_week)
        if assumes is not None:
            assumes.append(said)
    return int(law.get("leave.divisors")[str(days_a_week)])


def over(divisor: int) -> str:
    """ " / 25", as a formula divides a month; nothing where a day's wage is taken as it is."""
    return "" if divisor == 1 else f" / {divisor}"


def day_of_wage(
    paid: Wage, month: Exact, days_a_week: int | None, sheet: Sheet
) -> tuple[Exact, int, list[Sentence]]:
    """What to divide for a day's wage, the divisor, and what was assumed.

    A month is divided by 25 in a week of six days and by 21 in a week of five (PP 36/2021 Art. 17); the day of a daily wage is
    that wage.
    """
    if paid.type == DAILY and paid.daily:
        return paid.daily, 1, []
    assumes: list[Sentence] = []
    return month, days_of_month(days_a_week, sheet, assumes), assumes
