"""Aid to the family of a detained worker (PP 35/2021 Art. 53): no wage, but a share of it for at most six months."""

from dataclasses import dataclass
from datetime import date

from entitlements.money import Exact
from entitlements.request import Asked, asked, calendar_day, quantity, whole
from entitlements.result import Sheet
from entitlements.wages import Wage, monthly_base, wage


@dataclass(frozen=True, kw_only=True)
class DetentionAid(Asked):
    """A worker in detention with dependants."""

    wage: Wage = asked(wage, "Upah terakhir", "Last wage")
    dependants: int = asked(whole, "Jumlah tanggungan", "Number of dependants")
    months: Exact = asked(quantity, "Lama ditahan dalam bulan", "Months of detention")
    detained_on: date | None = asked(calendar_day, "Tanggal ditahan", "Day of detention", default=None)

    def ruled_on(self) -> date | None:
        return self.detained_on


def detention_aid(asked_for: DetentionAid, sheet: Sheet) -> None:
    law, month = sheet.ruleset, monthly_base(asked_for.wage, sheet)
    shares = law.get("detention_aid.shares")
    dependants = min(asked_for.dependants, len(shares))
    share = law.number(f"detention_aid.shares.{dependants}") if dependants else 0
    months = min(asked_for.months, law.number("detention_aid.most_months"))
    sheet.row("detention_aid", months * share * month, months=months, pct_share=share, rp_wage=month, dependants=asked_for.dependants)  # fmt: skip
