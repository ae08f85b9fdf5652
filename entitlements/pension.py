"""Pension paid by the employer and set against pesangon, UPMK and uang pisah (PP 35/2021 Art. 58).

Only the benefit from the employer's own contributions counts; the rest was the worker's money. The employer pays what is
missing. Official example: 15 million due, benefit 10 million, employer's share 60 %: 15 − 6 = 9 million.
"""

from dataclasses import dataclass

from entitlements.money import Exact
from entitlements.request import Asked, amount, asked, rate, yes_or_no
from entitlements.result import Row, Sheet


@dataclass(frozen=True, kw_only=True)
class Pension:
    """A pension benefit and the employer's share in its contributions."""

    benefit: Exact = asked(amount, "Manfaat pensiun seluruhnya", "The whole pension benefit")
    employer_share: Exact = asked(rate, "Bagian iuran yang dibayar pengusaha, 0 sampai 1", "Share of contributions the employer paid, 0 to 1")  # fmt: skip
    regulated: bool = asked(yes_or_no, "Diatur dalam PK/PP/PKB", "Regulated in the contract, company rules or collective agreement", default=True)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PensionOffset(Asked):
    """The set-off alone, for an amount that is known."""

    due: Exact = asked(amount, "Pesangon, UPMK dan uang pisah yang menjadi hak", "Severance, long-service and separation pay due")  # fmt: skip
    benefit: Exact = asked(amount, "Manfaat pensiun seluruhnya", "The whole pension benefit")
    employer_share: Exact = asked(rate, "Bagian iuran yang dibayar pengusaha, 0 sampai 1", "Share of contributions the employer paid, 0 to 1")  # fmt: skip
    regulated: bool = asked(yes_or_no, "Diatur dalam PK/PP/PKB", "Regulated in the contract, company rules or collective agreement", default=True)  # fmt: skip


def pension_offset(asked_for: PensionOffset, sheet: Sheet) -> None:
    pension = Pension(
        benefit=asked_for.benefit, employer_share=asked_for.employer_share, regulated=asked_for.regulated
    )
    sheet.result.rows.extend(
        set_off(pension, [sheet.made("pension_shortfall", asked_for.due, rp_due=asked_for.due)], sheet)
    )


def set_off(pension: Pension, rows: list[Row], sheet: Sheet) -> list[Row]:
    """The rows with the employer-paid benefit taken off, first row first, none below zero."""
    if not pension.regulated:
        sheet.warn("pension_not_regulated")
        return rows
    sheet.note("pension_not_bpjs")
    left = pension.benefit * pension.employer_share
    sheet.step("pension_from_employer", left, rp_benefit=pension.benefit, pct_share=pension.employer_share)
    sheet.step(
        "pension_from_worker",
        pension.benefit - left,
        rp_benefit=pension.benefit,
        pct_share=1 - pension.employer_share,
    )
    net = []
    for row in rows:
        taken = min(left, row.unrounded)
        left -= taken
        sheet.step("before_pension", row.unrounded, component=row.component["name"])
        net.append(sheet.made(row.code, row.unrounded - taken, assumes=[*row.assumptions], **row.values))
        if taken:
            net[-1].values["rp_set_off"] = taken
    return net
