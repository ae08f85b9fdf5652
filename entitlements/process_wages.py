"""Wages while the dispute runs (upah proses): two readings that the courts have not reconciled, side by side.

Court practice awards six months (SEMA 3/2015); the Constitutional Court says until the ruling is final (MK 37/PUU-IX/2011,
MK 168/PUU-XXI/2023). Whether the Supreme Court gave up its six months is not known.
"""

from dataclasses import dataclass
from datetime import date

from entitlements.money import Exact
from entitlements.pkwt import months_counted
from entitlements.request import Asked, Invalid, asked, calendar_day, quantity
from entitlements.result import Row, Sheet
from entitlements.service import between
from entitlements.wages import Wage, monthly_base, wage

SIX_MONTHS, UNTIL_FINAL = "six_months", "until_final"


@dataclass(frozen=True, kw_only=True)
class ProcessWages(Asked):
    """Since when no wage was paid, and when the ruling became final (or the day of reckoning, ``as_of``)."""

    wage: Wage = asked(wage, "Upah terakhir", "Last wage")
    stopped_on: date | None = asked(
        calendar_day, "Hari pertama tanpa upah", "First day without wage", default=None
    )
    final_on: date | None = asked(calendar_day, "Tanggal putusan berkekuatan hukum tetap", "Day the ruling became final", default=None)  # fmt: skip
    months: Exact | None = asked(quantity, "Jumlah bulan tanpa upah (bila tanpa tanggal)", "Months without wage (without dates)", default=None)  # fmt: skip

    def __post_init__(self):
        if self.stopped_on and self.final_on and self.final_on < self.stopped_on:
            raise Invalid("not_before", "final_on", day=self.stopped_on)

    def ruled_on(self) -> date | None:
        return self.stopped_on


def process_wages(asked_for: ProcessWages, sheet: Sheet) -> None:
    month = monthly_base(asked_for.wage, sheet)
    names = sheet.ruleset.get("options.process_wages.readings")
    counts = sheet.reading("process_wages")
    six = int(sheet.ruleset.number("process_wages.months"))
    rows: dict[str, Row] = {
        SIX_MONTHS: sheet.made("process_wages_six", six * month, months=six, rp_wage=month)
    }
    months = _months(asked_for, sheet)
    if months is None:
        sheet.warn("process_wages_open_end")
    else:
        rows[UNTIL_FINAL] = sheet.made("process_wages_final", months * month, months=months, rp_wage=month)
        if asked_for.final_on is not None and months < six:
            sheet.warn("process_wages_shorter", months=months)
    if counts not in rows:
        counts = SIX_MONTHS
    for reading, row in rows.items():
        sheet.alternative(reading, names[reading], [row], counted=reading == counts)
    sheet.result.rows.append(rows[counts])
    sheet.note("process_wages_conflict")


def _months(asked_for: ProcessWages, sheet: Sheet) -> Exact | None:
    if asked_for.months is not None:
        return asked_for.months
    until = asked_for.final_on or asked_for.as_of
    if asked_for.stopped_on is None or until is None:
        return None
    if asked_for.final_on is None:
        sheet.assume("until_day_of_reckoning", day=until)
    return months_counted(between(asked_for.stopped_on, until), sheet)
