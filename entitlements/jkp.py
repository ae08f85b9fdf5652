"""Job-loss benefit (JKP; PP 37/2021 as amended by PP 6/2025): how much, and until when it can be claimed."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entitlements.employer import SIZES
from entitlements.money import Exact, parsed, product
from entitlements.request import Asked, amount, asked, calendar_day, one_of, quantity, text, yes_or_no
from entitlements.result import Sheet
from entitlements.service import months_later
from entitlements.severance import ground_of
from entitlements.wages import Wage, usual_month, wage, work_days


@dataclass(frozen=True, kw_only=True)
class Jkp(Asked):
    """The facts of a claim to BPJS Ketenagakerjaan."""

    reported_wage: Exact = asked(
        amount, "Upah terakhir yang dilaporkan ke BPJS", "Last wage reported to BPJS"
    )
    wage: Wage | None = asked(wage, "Upah yang sebenarnya, bila yang dilaporkan lebih kecil", "The real wage, if less was reported", default=None)  # fmt: skip
    work_days_per_week: int | None = asked(
        work_days, "Hari kerja seminggu: 5 atau 6 (upah harian)", "Working days a week: 5 or 6 (daily wage)", default=None
    )  # fmt: skip
    termination_date: date | None = asked(calendar_day, "Tanggal PHK", "Date of termination", default=None)
    ground: str | None = asked(text, "Alasan PHK: nomor pasal atau kodenya", "Ground of termination: article number or code", default=None)  # fmt: skip
    contract: str = asked(
        one_of("pkwtt", "pkwt"), "Jenis perjanjian kerja", "Kind of contract", default="pkwtt"
    )
    ended_at_term: bool = asked(
        yes_or_no, "PKWT berakhir pada waktunya", "The PKWT ended at its term", default=False
    )
    months: Exact | None = asked(quantity, "Berapa bulan menerima manfaat (paling banyak menurut aturan)", "Months of benefit (at most what the rule gives)", default=None)  # fmt: skip
    contribution_months: Exact | None = asked(quantity, "Bulan iuran dalam 24 bulan terakhir", "Months of contributions in the last 24", default=None)  # fmt: skip
    months_in_a_row: Exact | None = asked(quantity, "Bulan iuran berturut-turut sebelum PHK", "Months of contributions in a row before termination", default=None)  # fmt: skip
    enrolled: bool = asked(yes_or_no, "Didaftarkan dalam program JKP", "Enrolled in JKP", default=True)
    employer_size: str | None = asked(one_of(*SIZES), "Skala usaha", "Size of the employer", default=None)
    permanent_total_disability: bool = asked(
        yes_or_no, "Cacat total tetap", "Permanent total disability", default=False
    )

    def ruled_on(self) -> date | None:
        return self.termination_date


def jkp(asked_for: Jkp, sheet: Sheet) -> None:
    law = sheet.ruleset
    if _excluded(asked_for, sheet):
        return
    if asked_for.termination_date and asked_for.enrolled:
        window = int(law.number("jkp.claim_months"))
        sheet.deadline("jkp_claim", months_later(asked_for.termination_date, window), months=window)
    cap, reported = law.number("jkp.wage_cap"), asked_for.reported_wage
    base = min(cap, reported)
    sheet.step("jkp_base", base, rp_reported=reported, rp_cap=cap)
    code, left, shares = "jkp", asked_for.months, Fraction(0)
    if not asked_for.enrolled:
        code = "jkp_by_employer"
        sheet.warn("employer_never_enrolled")
    for part in law.get("jkp.cash"):
        months = part["months"] if left is None else min(part["months"], left)
        left = None if left is None else left - months
        share = parsed(part["rate"])
        shares += months * share
        if months:
            sheet.row(code, product(base, months * share), months=months, pct_share=share, rp_base=base)
    if not asked_for.enrolled:
        return
    _reported_too_low(asked_for, base, shares, sheet)
    sheet.note("jkp_proof")
    sheet.note("jkp_ends_with_new_job")
    if arrears := law.data["jkp"].get("arrears"):
        sheet.note("jkp_arrears", months=arrears["months"], or_else=arrears["or"], article=arrears["article"])
    sheet.note("jkp_times")


def _reported_too_low(asked_for: Jkp, base: Exact, shares: Fraction, sheet: Sheet) -> None:
    """Art. 23: what JKP falls short because too small a wage was reported, the employer pays at once."""
    if asked_for.wage is None:
        return
    real = usual_month(asked_for.wage, asked_for.work_days_per_week, sheet.aside())
    due, benefit = product(min(real, sheet.ruleset.number("jkp.wage_cap")), shares), product(base, shares)
    if due > benefit:
        sheet.step("jkp_shortfall", due - benefit, rp_wage=real, rp_due=due, rp_benefit=benefit)
        sheet.warn("jkp_reported_too_low", rp_short=due - benefit)


def _excluded(asked_for: Jkp, sheet: Sheet) -> bool:
    law = sheet.ruleset
    ground = ground_of(asked_for.ground, sheet) if asked_for.ground else None
    if ground is not None and not ground.get("jkp", True):
        sheet.warn("jkp_not_for_ground", article=ground["article"])
        return True
    if asked_for.permanent_total_disability:
        sheet.warn("jkp_not_for_disability")
        return True
    if asked_for.contract == "pkwt" and asked_for.ended_at_term:
        sheet.warn("jkp_not_at_term")
        return True
    least = law.number("jkp.least_contribution_months")
    if (
        asked_for.contribution_months is not None
        and asked_for.enrolled
        and asked_for.contribution_months < least
    ):
        sheet.warn("jkp_too_few_contributions", least=least, months=asked_for.contribution_months)
        return True
    if sheet.reading("jkp_months_in_a_row") == "required":
        row = law.number("jkp.months_in_a_row")
        if asked_for.months_in_a_row is not None and asked_for.months_in_a_row < row:
            sheet.warn("jkp_not_in_a_row", least=row, months=asked_for.months_in_a_row)
            return True
    if asked_for.contribution_months is None:
        sheet.assume("jkp_contributions", least=least)
    if not asked_for.enrolled and asked_for.employer_size == "micro":
        sheet.warn("jkp_micro_exempt")
        return True
    return False
