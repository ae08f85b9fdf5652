"""Compensation at the end of a fixed-term contract (uang kompensasi PKWT, PP 35/2021 Arts. 15-17, 64).

Months of service / 12 x one month's wage, for each term at its end; also when either side ends it early (Art. 17). Then the
side that ended it owes damages too: the wages to the end of the term (UU 13/2003 Art. 62).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from entitlements.employer import SIZES, SMALL
from entitlements.money import Exact, quotient
from entitlements.request import (
    Asked,
    Invalid,
    amount,
    asked,
    calendar_day,
    list_of,
    one_of,
    quantity,
    service,
    yes_or_no,
)
from entitlements.result import Row, Sheet
from entitlements.service import Length, Service, between
from entitlements.wages import Wage, monthly_base, wage


@dataclass(frozen=True, kw_only=True)
class PkwtCompensation(Asked):
    """One contract, or a contract and its extensions (``periods``), the last of which may have ended early."""

    wage: Wage = asked(wage, "Upah terakhir", "Last wage")
    periods: tuple = asked(list_of(service), "PKWT dan perpanjangannya, berurutan", "The contract and its extensions, in order", default=())  # fmt: skip
    service: Service | None = asked(
        service, "Masa kerja satu PKWT", "Service under one contract", default=None
    )
    ended_by: str = asked(one_of("end_of_term", "work_finished", "employer", "worker"), "Siapa atau apa yang mengakhiri", "Who or what ended it", default="end_of_term")  # fmt: skip
    term_end: date | None = asked(calendar_day, "Tanggal berakhir menurut kontrak (bila diakhiri lebih awal)", "Last day by the contract (if ended early)", default=None)  # fmt: skip
    months_left: Exact | None = asked(quantity, "Sisa bulan kontrak (bila tanpa tanggal)", "Months left of the contract (without dates)", default=None)  # fmt: skip
    damages_excepted: bool = asked(yes_or_no, "Berakhir karena sebab Pasal 61 ayat (1) UU 13/2003", "Ended for a cause of Art. 61(1) UU 13/2003", default=False)  # fmt: skip
    employer_size: str | None = asked(one_of(*SIZES), "Skala usaha", "Size of the employer", default=None)
    agreed_amount: Exact | None = asked(amount, "Usaha mikro/kecil: jumlah yang disepakati", "Micro or small employer: the amount agreed", default=None)  # fmt: skip
    foreign_worker: bool = asked(yes_or_no, "Tenaga kerja asing", "Foreign worker", default=False)

    def __post_init__(self):
        if (self.service is None) == (not self.periods):
            raise Invalid("required", "service")
        for index, period in enumerate(self.terms):
            if period.start and not period.end:
                raise Invalid("required", f"periods[{index}].end" if self.periods else "service.end")
            before = self.terms[index - 1].end if index else None
            if before and period.start and period.start <= before:
                raise Invalid("not_before", f"periods[{index}].start", day=before + timedelta(days=1))
        if self.term_end and self.terms[-1].end and self.term_end < self.terms[-1].end:
            raise Invalid("not_before", "term_end", day=self.terms[-1].end)

    @property
    def terms(self) -> tuple[Service, ...]:
        return self.periods or (self.service,)

    def ruled_on(self) -> date | None:
        return self.terms[-1].end


def pkwt_compensation(asked_for: PkwtCompensation, sheet: Sheet) -> None:
    if asked_for.foreign_worker:
        sheet.warn("foreign_worker_no_compensation")
        return
    month = monthly_base(asked_for.wage, sheet, article=sheet.ruleset.data["pkwt"].get("wage_article"))
    if len(asked_for.terms) > 1:
        sheet.assume("pkwt_one_wage")
    if asked_for.employer_size in SMALL:
        if asked_for.agreed_amount is None:
            sheet.warn("agreement_amount_missing")
        sheet.row("pkwt_agreed_with_small_employer", asked_for.agreed_amount or 0)
        rows = _compensations(asked_for, month, sheet)
        sheet.alternative("ordinary_employer", sheet.ruleset.get("components.ordinary_employer.name"), rows)
    else:
        sheet.result.rows.extend(_compensations(asked_for, month, sheet))
    whole = sum(term.measured().months for term in asked_for.terms)
    most = sheet.ruleset.number("pkwt.most_years")
    if whole > 12 * most:
        sheet.warn("pkwt_too_long", most=most)
    if asked_for.ended_by in ("employer", "worker"):
        sheet.note("pkwt_ended_early_still_due")
        _damages(asked_for, month, sheet)
    if asked_for.ended_by == "work_finished":
        sheet.note("pkwt_until_work_finished")
    sheet.note("no_late_fine_on_pkwt_compensation")


def _compensations(asked_for: PkwtCompensation, month: Exact, sheet: Sheet) -> list[Row]:
    """A row for each term."""
    inclusive = sheet.reading("service_last_day") == "inclusive"
    lengths = [term.measured(last_day_counts=inclusive) for term in asked_for.terms]
    served = _without_a_break(asked_for.terms, lengths)
    return [
        _compensation(term, length, months, month, sheet)
        for term, length, months in zip(asked_for.terms, lengths, served, strict=True)
    ]


def _without_a_break(terms: tuple[Service, ...], lengths: list[Length]) -> list[Exact]:
    """Of each term, the months of the unbroken service that it is part of.

    It is that service which must be a month at least (Art. 15(3)), and it runs from the first day of the first term (Art. 8(3)):
    an extension of two weeks counts, and so do two weeks that were extended.
    """
    sums: list[Exact] = []
    belongs: list[int] = []
    for place, (term, length) in enumerate(zip(terms, lengths, strict=True)):
        before = terms[place - 1].end if place else None
        if not sums or (before and term.start and term.start > before + timedelta(days=1)):
            sums.append(0)
        sums[-1] += length.in_months
        belongs.append(len(sums) - 1)
    return [sums[run] for run in belongs]


def _compensation(term: Service, length: Length, served: Exact, month: Exact, sheet: Sheet) -> Row:
    law, assumes = sheet.ruleset, []
    counts_from = date.fromisoformat(law.get("pkwt.counts_from"))
    running_on = date.fromisoformat(law.get("pkwt.running_on"))
    if term.start is None:
        assumes.append(sheet.assume("pkwt_all_after_transition", day=counts_from))
    elif term.start < counts_from:
        sheet.note("pkwt_counts_from", day=counts_from)
        length = term.measured(
            last_day_counts=sheet.reading("service_last_day") == "inclusive", since=counts_from
        )
    if term.end and term.end < running_on:
        sheet.note("pkwt_ended_before_the_rule", day=running_on)
        length = Length(0, 0)
    elif served < law.number("pkwt.least_months"):
        sheet.note("pkwt_under_a_month")
        length = Length(0, 0)
    months = months_counted(length, sheet)
    return sheet.made("pkwt_compensation", quotient(months * month, law.get("pkwt.per_months")), months=months, per=law.get("pkwt.per_months"), rp_wage=month, length=length, assumes=assumes)  # fmt: skip


def months_counted(length: Length, sheet: Sheet) -> Exact:
    """Months with their days over, by the reading ``part_month``."""
    if not length.days:
        return length.months
    reading = sheet.reading("part_month")
    if reading == "whole_months":
        return length.months
    if reading == "month_begun":
        return length.months + 1
    return length.in_months


def _damages(asked_for: PkwtCompensation, month: Exact, sheet: Sheet) -> None:
    """UU 13/2003 Art. 62: who ends the contract early pays the wages until its term."""
    if asked_for.damages_excepted:
        sheet.note("damages_excepted")
        return
    last = asked_for.terms[-1]
    if asked_for.term_end and last.end:
        left = between(last.end + timedelta(days=1), asked_for.term_end)
        months = months_counted(left, sheet)
    elif asked_for.months_left is not None:
        months = asked_for.months_left
    else:
        sheet.warn("term_end_missing")
        return
    if asked_for.ended_by == "employer":
        sheet.row("pkwt_early_end_damages", months * month, months=months, rp_wage=month)
    else:
        sheet.step("pkwt_damages_by_worker", months * month, months=months, rp_wage=month)
        sheet.warn("worker_may_owe_damages", rp_damages=months * month)
