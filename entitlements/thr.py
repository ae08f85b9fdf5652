"""The religious holiday allowance (THR; Permenaker 6/2016, PP 36/2021 Arts. 9 and 62)."""

from dataclasses import dataclass
from datetime import date, timedelta

from entitlements.money import Exact, product, quotient
from entitlements.request import (
    Asked,
    Invalid,
    amount,
    asked,
    calendar_day,
    list_of,
    one_of,
    service,
    text,
    yes_or_no,
)
from entitlements.result import Sheet
from entitlements.service import Length, Service
from entitlements.severance import ground_of
from entitlements.wages import DAILY, MONTHLY, Wage, averaged, monthly_base, usual_month, wage, work_days


@dataclass(frozen=True, kw_only=True)
class Thr(Asked):
    """The facts of one holiday."""

    wage: Wage | None = asked(wage, "Upah sebulan", "Monthly wage", default=None)
    monthly_wages: tuple = asked(list_of(amount), "Pekerja harian: upah tiap bulan, yang terakhir di ujung", "Daily workers: the wage of each month, the latest last", default=())  # fmt: skip
    service: Service = asked(service, "Masa kerja pada hari raya: tanggal mulai, atau tahun/bulan", "Service at the holiday: first day of work, or years/months")  # fmt: skip
    holiday: date | None = asked(calendar_day, "Hari raya", "The holiday", default=None)
    contract: str = asked(
        one_of("pkwtt", "pkwt"), "Jenis perjanjian kerja", "Kind of contract", default="pkwtt"
    )
    termination_date: date | None = asked(calendar_day, "Tanggal PHK atau berakhirnya kontrak, bila sudah", "Date of termination or end of contract, if any", default=None)  # fmt: skip
    ground: str | None = asked(text, "Alasan PHK, bila sudah: nomor pasal atau kodenya", "Ground of termination, if any: article number or code", default=None)  # fmt: skip
    work_days_per_week: int | None = asked(
        work_days, "Hari kerja seminggu: 5 atau 6 (upah harian)", "Working days a week: 5 or 6 (daily wage)", default=None
    )  # fmt: skip
    paid: Exact = asked(amount, "THR yang sudah dibayar", "THR paid so far", default=0)
    paid_on: date | None = asked(calendar_day, "Tanggal THR dibayar", "Day the THR was paid", default=None)
    late: bool | None = asked(yes_or_no, "THR terlambat dibayar", "The THR was late", default=None)

    def __post_init__(self):
        if self.wage is None and not self.monthly_wages:
            raise Invalid("required", "wage")
        if self.service.start and not (self.holiday or self.service.end):
            raise Invalid("required", "holiday")
        if self.service.start and self.holiday and self.holiday < self.service.start:
            raise Invalid("not_before", "holiday", day=self.service.start)

    def ruled_on(self) -> date | None:
        return self.holiday or self.termination_date or self.service.end

    @property
    def ended(self) -> date | None:
        return self.termination_date or (self.service.end if self.holiday and self.service.start else None)


def thr(asked_for: Thr, sheet: Sheet) -> None:
    if _lost_by_ending(asked_for, sheet):
        return
    length = _length(asked_for, sheet)
    owed = _owed(asked_for, length, sheet)
    due = None
    if asked_for.holiday and owed[0]:
        due = asked_for.holiday - timedelta(days=int(sheet.ruleset.number("thr.due_days_before")))
        sheet.deadline("thr_due", due, holiday=asked_for.holiday)
    row = sheet.made("thr" if owed[1] is None else "thr_pro_rata", owed[0], rp_wage=owed[2], months=owed[1] or length.months, full=sheet.ruleset.number("thr.full_after_months"), length=length)  # fmt: skip
    still = max(owed[0] - asked_for.paid, 0)
    if asked_for.paid:
        sheet.result.steps.append(row)
        sheet.row("thr_rest", still, rp_due=owed[0], rp_paid=asked_for.paid)
    else:
        sheet.result.rows.append(row)
    if owed[0]:
        sheet.note("thr_better_terms")
    if owed[0] and _is_late(asked_for, due, still):
        rate = sheet.ruleset.number("thr.fine_rate")
        sheet.row("thr_late_fine", product(owed[0], rate), pct_rate=rate, rp_due=owed[0])
        sheet.note("thr_fine_does_not_replace")


def _length(asked_for: Thr, sheet: Sheet) -> Length:
    inclusive = sheet.reading("service_last_day") == "inclusive"
    until = asked_for.holiday or asked_for.service.end
    if asked_for.ended and until and asked_for.ended < until:
        until = asked_for.ended
    return asked_for.service.measured(last_day_counts=inclusive, until=until)


def _owed(asked_for: Thr, length: Length, sheet: Sheet) -> tuple[Exact, Exact | None, Exact]:
    """What is due, the months counted when it is pro rata, and the monthly wage."""
    law = sheet.ruleset
    full = law.number("thr.full_after_months")
    month = _month(asked_for, sheet)
    if length.months < law.number("thr.least_months"):
        sheet.note("thr_under_a_month")
        return 0, 0, month
    if length.months >= full:
        return month, None, month
    months: Exact = length.months
    if length.days and sheet.reading("thr_part_month") == "days_30":
        months = length.in_months
    return quotient(months * month, full), months, month


def _month(asked_for: Thr, sheet: Sheet) -> Exact:
    """Art. 3: a month's wage; for daily workers the average of the last twelve months, or of the service."""
    law, given = sheet.ruleset.data["thr"], asked_for.wage
    paid = asked_for.monthly_wages or (given.last_months if given and given.type != MONTHLY else ())
    if paid or given is None:
        return averaged(paid, sheet, most="thr.average_months", article=law.get("average_article"))
    if given.type == DAILY:
        sheet.assume("daily_thr_without_months")
        return usual_month(given, asked_for.work_days_per_week, sheet)
    return monthly_base(given, sheet, article=law.get("wage_article"))


def _lost_by_ending(asked_for: Thr, sheet: Sheet) -> bool:
    """Art. 7: a permanent worker dismissed in the 30 days before the holiday keeps the THR; an ended PKWT does not.

    Whether resigning is "mengalami PHK" is open: the ministry says no, the list of Art. 36 PP 35/2021 says yes.
    """
    ended, holiday = asked_for.ended, asked_for.holiday
    if ended is None or holiday is None or ended >= holiday:
        return False
    days = (holiday - ended).days
    if asked_for.contract == "pkwt":
        sheet.note("thr_pkwt_ended_before", ended=ended, holiday=holiday)
        return True
    within = int(sheet.ruleset.number("thr.kept_days_before"))
    if days > within:
        sheet.note("thr_ended_too_early", days=days, within=within)
        return True
    resigned = asked_for.ground is not None and ground_of(asked_for.ground, sheet).get("resignation")
    if resigned and sheet.reading("thr_resigned") == "not_kept":
        sheet.note("thr_resigned", days=days)
        return True
    sheet.note("thr_kept_after_termination", days=days, within=within)
    return False


def _is_late(asked_for: Thr, due: date | None, still: Exact) -> bool:
    if asked_for.late is not None:
        return asked_for.late
    if due is None:
        return False
    if asked_for.paid_on:
        return asked_for.paid_on > due
    return bool(still and asked_for.as_of and asked_for.as_of > due)
