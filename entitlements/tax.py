"""Final income tax (PPh 21) on severance paid at once (PP 68/2009)."""

from dataclasses import dataclass
from datetime import date

from entitlements.money import Exact, parsed, product
from entitlements.request import Asked, amount, asked, calendar_day
from entitlements.result import Sheet


@dataclass(frozen=True, kw_only=True)
class SeveranceTax(Asked):
    """Severance, long-service and separation pay and rights compensation, paid at once."""

    gross: Exact = asked(amount, "Jumlah bruto", "Gross amount")
    paid_before: Exact = asked(amount, "Bila dibayar bertahap: jumlah bruto yang sudah dibayar dalam dua tahun kalender itu", "If paid in parts: the gross amount already paid within the two calendar years", default=0)  # fmt: skip
    paid_on: date | None = asked(calendar_day, "Tanggal dibayar", "Day of payment", default=None)

    def ruled_on(self) -> date | None:
        return self.paid_on


def severance_tax(asked_for: SeveranceTax, sheet: Sheet) -> None:
    """One row a bracket; the total is the tax, the step ``net`` what is left.

    What is paid in parts within two calendar years counts as paid at once, and the brackets go by the sum of the parts
    (PMK 16/PMK.03/2010): a part begins where those before it ended.
    """
    paid, begun = asked_for.paid_before, 0
    whole = paid + asked_for.gross
    for bracket in sheet.ruleset.get("severance_tax.brackets"):
        end = int(bracket["to"]) if bracket.get("to") else None
        start = max(begun, paid)
        here = max(0, (whole if end is None else min(whole, end)) - start)
        if here or not whole:
            share = parsed(bracket["rate"])
            sheet.row("severance_tax", product(here, share), pct_share=share, rp_part=here, rp_from=start)
        if end is None or whole <= end:
            break
        begun = end
    sheet.step(
        "after_tax", asked_for.gross - sheet.result.total, rp_gross=asked_for.gross, rp_tax=sheet.result.total
    )
    sheet.note("tax_when_paid_at_once")
