"""What a wage below the minimum wage fell short of (UU 13/2003 Art. 88E; PP 36/2021 Art. 23).

The minimum wage is a monthly one. A daily wage is held against it as Art. 17 makes one of the other: 25 or 21 days a month.
"""

from dataclasses import dataclass
from datetime import date

from entitlements.employer import SIZES, SMALL
from entitlements.minimum_wages import known_minimum, places
from entitlements.money import Exact
from entitlements.request import Asked, Invalid, amount, asked, calendar_day, one_of, quantity, text, wrong
from entitlements.result import Sheet
from entitlements.service import between
from entitlements.wages import Wage, usual_month, wage, work_days


@dataclass(frozen=True, kw_only=True)
class BelowUmk(Asked):
    """What a wage below the minimum wage fell short of, month by month."""

    wage: Wage = asked(wage, "Upah yang dibayar", "The wage paid")
    work_days_per_week: int | None = asked(
        work_days, "Hari kerja seminggu: 5 atau 6 (upah harian)", "Working days a week: 5 or 6 (daily wage)", default=None
    )  # fmt: skip
    start: date | None = asked(
        calendar_day, "Hari pertama masa yang dihitung", "First day of the time reckoned", default=None
    )
    end: date | None = asked(
        calendar_day, "Hari terakhir masa yang dihitung", "Last day of the time reckoned", default=None
    )
    months: Exact | None = asked(
        quantity, "Jumlah bulan (bila tanpa tanggal)", "Number of months (without dates)", default=None
    )
    place: str | None = asked(
        text, "Tempat kerja, mis. Balikpapan", "Place of work, such as Balikpapan", default=None
    )
    employer_domicile: str | None = asked(text, "Domisili perusahaan, bila berbeda", "Domicile of the company, if different", default=None)  # fmt: skip
    minimum_wage: Exact | None = asked(amount, "Upah minimum, bila tidak ada di tabel", "The minimum wage, if not in the table", default=None)  # fmt: skip
    employer_size: str | None = asked(one_of(*SIZES), "Skala usaha", "Size of the employer", default=None)

    def __post_init__(self):
        if (self.start is None or self.end is None) and self.months is None:
            raise Invalid(
                "required",
                "months" if self.start is None and self.end is None else "end" if self.start else "start",
            )
        if self.start and self.end and self.end < self.start:
            raise Invalid("not_before", "end", day=self.start)
        if self.place is None and self.minimum_wage is None and self.employer_domicile is None:
            raise Invalid("required", "place")

    def ruled_on(self) -> date | None:
        return self.end or self.as_of


def below_umk(asked_for: BelowUmk, sheet: Sheet) -> None:
    """One row for each minimum wage in force during the time (a minimum wage changes on 1 January)."""
    paid = usual_month(asked_for.wage, asked_for.work_days_per_week, sheet)
    if asked_for.employer_size in SMALL:
        sheet.warn("small_employer_minimum_wage")
    inclusive = sheet.reading("service_last_day") == "inclusive"
    for day, months in _years(asked_for, inclusive):
        least = known_minimum(sheet, asked_for.minimum_wage, asked_for.place, asked_for.employer_domicile, day)  # fmt: skip
        if least is None:
            raise wrong("minimum_wage", "minimum_wage_known", places=", ".join(places(sheet)))
        short = max(least - paid, 0)
        sheet.row("below_umk", short * months, rp_minimum=least, rp_paid=paid, rp_short=short, months=months, year=str(day.year) if day else "")  # fmt: skip
    if sheet.result.total:
        sheet.note("below_umk_is_a_crime")


def _years(asked_for: BelowUmk, inclusive: bool) -> list[tuple[date | None, Exact]]:
    """Of each year a day whose minimum wage counts, and the months in it; together they are the months of the whole time."""
    if asked_for.start is None or asked_for.end is None:
        return [(asked_for.end or asked_for.as_of, asked_for.months or 0)]
    found: list[tuple[date | None, Exact]] = []
    before: Exact = 0
    for year in range(asked_for.start.year, asked_for.end.year + 1):
        last = min(asked_for.end, date(year, 12, 31))
        length = between(asked_for.start, last, last_day_counts=inclusive)
        found.append((last, length.in_months - before))
        before = length.in_months
    return found
