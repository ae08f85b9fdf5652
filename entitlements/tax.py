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
    paid_on: date | None = asked(calendar_day, "Tanggal dibayar", "Day of payment", default=None)

    def ruled_on(self) -> date | None:
        return self.paid_on


def severance_tax(asked_for: SeveranceTax, sheet: Sheet) -> None:
    """One row a bracket; the total is the tax, the step ``net`` what is left."""
    begun = 0
    for bracket in sheet.ruleset.get("severance_tax.brackets"):
        end = int(bracket["to"]) if bracket.get("to") else None
        here = max(0, (asked_for.gross if end is None else min(asked_for.gross, end)) - begun)
        if here or not begun:
            share = parsed(bracket["rate"])
            sheet.row("severance_tax", product(here, share), pct_share=share, rp_part=here, rp_from=begun)
        if end is None or asked_for.gross <= end:
            break
        begun = end
    sheet.step(
        "after_tax", asked_for.gross - sheet.result.total, rp_gross=asked_for.gross, rp_tax=sheet.result.total
    )
    sheet.note("tax_when_paid_at_once")
