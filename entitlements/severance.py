"""What a termination (PHK) is worth: pesangon, penghargaan masa kerja, penggantian hak, uang pisah (PP 35/2021 Arts. 40-59)."""

import re
from dataclasses import dataclass
from datetime import date

from entitlements.employer import SIZES, SMALL
from entitlements.minimum_wages import known_minimum
from entitlements.money import Exact, quotient
from entitlements.pension import Pension, set_off
from entitlements.request import (
    Asked,
    Invalid,
    amount,
    asked,
    calendar_day,
    list_of,
    object_of,
    one_of,
    quantity,
    service,
    text,
    wrong,
    yes_or_no,
)
from entitlements.result import Row, Sheet
from entitlements.service import Length, Service
from entitlements.wages import DAILY, Wage, day_of_wage, days_of_month, over, severance_base, wage, work_days
from entitlements.words import Words

PARAGRAPH = re.compile(r"ayat\s*\(?(\d)\)?")
NOT_A_NUMBER = re.compile(r"pp 35/2021|pasal|art\.?|\s")


@dataclass(frozen=True, kw_only=True)
class Item:
    """An agreed item of rights compensation."""

    name: str = asked(text, "Nama hak", "Name of the right")
    amount: Exact = asked(amount, "Jumlah", "Amount")


@dataclass(frozen=True, kw_only=True)
class Severance(Asked):
    """The facts of a termination."""

    ground: str = asked(text, "Alasan PHK: nomor pasal (mis. \"43(1)\") atau kodenya", "Ground of termination: article number (such as \"43(1)\") or its code")  # fmt: skip
    wage: Wage = asked(wage, "Upah terakhir", "Last wage")
    service: Service = asked(service, "Masa kerja: hari pertama dan hari terakhir hubungan kerja, atau tahun/bulan/hari", "Service: first and last day of the employment, or years/months/days")  # fmt: skip
    termination_date: date | None = asked(calendar_day, "Tanggal PHK (menentukan aturan yang berlaku), bila bukan hari terakhir itu", "Date of termination (decides which law applies), if not that last day", default=None)  # fmt: skip
    leave_days: Exact = asked(quantity, "Hari cuti tahunan yang belum diambil dan belum gugur", "Days of annual leave neither taken nor lapsed", default=0)  # fmt: skip
    work_days_per_week: int | None = asked(
        work_days, "Hari kerja seminggu: 5 atau 6", "Working days a week: 5 or 6", default=None
    )
    travel_home: Exact = asked(amount, "Ongkos pulang pekerja dan keluarga ke tempat diterima bekerja", "Travel of worker and family to the place of hire", default=0)  # fmt: skip
    other_rights: tuple = asked(list_of(object_of(Item)), "Hak lain menurut PK/PP/PKB", "Other items of the contract, rules or collective agreement", default=())  # fmt: skip
    separation_pay: Exact | None = asked(amount, "Uang pisah menurut PK/PP/PKB", "Separation pay set by the contract, rules or collective agreement", default=None)  # fmt: skip
    pension: Pension | None = asked(object_of(Pension), "Program pensiun dari pengusaha (Pasal 58)", "Pension paid into by the employer (Art. 58)", default=None)  # fmt: skip
    employer_size: str | None = asked(one_of(*SIZES), "Skala usaha: micro, small, medium, large", "Size of the employer", default=None)  # fmt: skip
    agreed_amount: Exact | None = asked(amount, "Usaha mikro/kecil: jumlah yang disepakati", "Micro or small employer: the amount agreed", default=None)  # fmt: skip
    pressed_to_resign: bool = asked(yes_or_no, "Pekerja disuruh atau ditekan untuk mengundurkan diri", "The worker was told or pressed to resign", default=False)  # fmt: skip
    place: str | None = asked(
        text, "Tempat kerja, untuk upah minimum", "Place of work, for the minimum wage", default=None
    )
    employer_domicile: str | None = asked(text, "Domisili perusahaan, bila berbeda", "Domicile of the company, if different", default=None)  # fmt: skip
    minimum_wage: Exact | None = asked(amount, "Upah minimum, bila tidak ada di tabel", "The minimum wage, if not in the table", default=None)  # fmt: skip

    def __post_init__(self):
        if self.service.start and not (self.service.end or self.termination_date):
            raise Invalid("required", "service.end")
        if self.service.start and self.termination_date and self.termination_date < self.service.start:
            raise Invalid("not_before", "termination_date", day=self.service.start)

    def ruled_on(self) -> date | None:
        return self.termination_date or self.service.end

    def length(self, sheet: Sheet) -> Length:
        inclusive = sheet.reading("service_last_day") == "inclusive"
        return self.service.measured(
            last_day_counts=inclusive, until=self.service.end or self.termination_date
        )


def ground_of(code: str, sheet: Sheet) -> dict:
    """The ground by code, number ("43(1)") or article ("Pasal 43 ayat (1)"); raises :class:`RequestError` naming those that exist."""
    grounds = sheet.ruleset.grounds
    found = grounds.get(code) or grounds.get(NOT_A_NUMBER.sub("", PARAGRAPH.sub(r"(\1)", code.lower())))
    if found is None:
        known = [ground for key, ground in grounds.items() if key == ground["code"]]
        named = Words(
            "; ".join(f"{ground['number']} {ground['id']}" for ground in known),
            ", ".join(f"{ground['number']} {ground['code']}" for ground in known),
        )
        raise wrong("ground", "one_of", choices=named)
    return found


def severance(asked_for: Severance, sheet: Sheet) -> None:
    ground = ground_of(asked_for.ground, sheet)
    length = asked_for.length(sheet)
    said = Words(ground["id"], ground["en"])
    sheet.note("ground", ground=said, article=ground["article"], up=ground["up_x"], upmk=ground["upmk_x"])
    for note in ground.get("notes", ()):
        sheet.note(note)
    if ground.get("reemploy"):
        sheet.warn("must_be_reemployed", article=ground["article"])
        return
    least = known_minimum(sheet, asked_for.minimum_wage, asked_for.place, asked_for.employer_domicile, asked_for.ruled_on() or asked_for.as_of)  # fmt: skip
    month = severance_base(asked_for.wage, sheet, least)
    sheet.note("service_length", length=length)
    probation = sheet.ruleset.data["severance"].get("probation_months", 0)
    if (length.months, length.days) <= (probation, 0):
        sheet.note("probation_maybe", months=probation)
    _hold_day_against_minimum(asked_for, least, sheet)
    _ask_about_pressure(asked_for, ground, length, month, sheet)
    if ground.get("by_agreement") or asked_for.employer_size in SMALL:
        _by_agreement(asked_for, ground, length, month, sheet)
        return
    rows = _rows_by_law(asked_for, ground, length, month, sheet)
    if least is not None and month < least:
        rows = _beside_minimum_wage(asked_for, ground, length, month, least, rows, sheet)
    sheet.result.rows.extend(rows)
    _what_else(sheet)


def _rows_by_law(asked_for: Severance, ground: dict, length: Length, month: Exact, sheet: Sheet) -> list[Row]:
    law, rows = sheet.ruleset, []
    if ground["up_x"]:
        months = law.band("severance.bands", length.months)
        rows.append(sheet.made("severance", ground["up_x"] * months * month, multiplier=ground["up_x"], months=months, rp_wage=month, length=length, ground_article=ground["article"]))  # fmt: skip
    if ground["upmk_x"]:
        months = law.band("long_service_pay.bands", length.months)
        rows.append(sheet.made("long_service_pay", ground["upmk_x"] * months * month, multiplier=ground["upmk_x"], months=months, rp_wage=month, length=length, ground_article=ground["article"]))  # fmt: skip
    if ground.get("separation_pay"):
        if asked_for.separation_pay is None:
            sheet.warn("separation_pay_not_set")
        rows.append(
            sheet.made("separation_pay", asked_for.separation_pay or 0, ground_article=ground["article"])
        )
    if asked_for.pension is not None:
        rows = set_off(asked_for.pension, rows, sheet)
    if ground["rights_compensation"]:
        rows += rights_compensation(asked_for, month, sheet)
    return rows


def rights_compensation(asked_for: Severance, month: Exact, sheet: Sheet) -> list[Row]:
    """Uang penggantian hak, Art. 40(4): leave, travel home, agreed items. There is no 15 % for housing and medicine."""
    rows = []
    if asked_for.leave_days:
        divided, divisor, assumes = day_of_wage(asked_for.wage, month, asked_for.work_days_per_week, sheet)
        amount_due = quotient(divided * asked_for.leave_days, divisor)
        rows.append(sheet.made("leave_compensation", amount_due, days=asked_for.leave_days, over=over(divisor), rp_wage=divided, assumes=assumes))  # fmt: skip
    if asked_for.travel_home:
        rows.append(sheet.made("travel_home", asked_for.travel_home))
    rows.extend(sheet.made("agreed_right", item.amount, item=item.name) for item in asked_for.other_rights)
    if not rows:
        sheet.note("rights_compensation_none")
    return rows


def _beside_minimum_wage(asked_for: Severance, ground: dict, length: Length, month: Exact, least: Exact, rows: list[Row], sheet: Sheet) -> list[Row]:  # fmt: skip
    """A wage below the minimum: reckoned on it and on the minimum wage, side by side; the reading says which counts."""
    on_minimum = _rows_by_law(asked_for, ground, length, least, sheet.aside())
    counts = sheet.reading("severance_below_minimum_wage")
    names = sheet.ruleset.get("options.severance_below_minimum_wage.readings")
    if sum(row.unrounded for row in on_minimum) == sum(row.unrounded for row in rows):
        return rows
    sheet.warn("paid_below_minimum", rp_wage=month, rp_minimum=least)
    sheet.alternative("actual_wage", names["actual_wage"], rows, counted=counts == "actual_wage")
    sheet.alternative("minimum_wage", names["minimum_wage"], on_minimum, counted=counts == "minimum_wage")
    return on_minimum if counts == "minimum_wage" else rows


def _hold_day_against_minimum(asked_for: Severance, least: Exact | None, sheet: Sheet) -> None:
    """A daily wage has its own minimum; the month of thirty days that severance is reckoned from would hide it."""
    daily = asked_for.wage.daily if asked_for.wage.type == DAILY else 0
    if not daily or least is None:
        return
    divisor = days_of_month(asked_for.work_days_per_week, sheet)
    if daily * divisor < least:
        sheet.warn("daily_below_minimum", rp_daily=daily, rp_least=quotient(least, divisor), rp_minimum=least, divisor=divisor)  # fmt: skip


def _by_agreement(asked_for: Severance, ground: dict, length: Length, month: Exact, sheet: Sheet) -> None:
    """Micro and small employers must pay, but what was agreed (Art. 59); the ordinary amounts stand beside it."""
    if asked_for.agreed_amount is None:
        sheet.warn("agreement_amount_missing")
    sheet.row("agreed_with_small_employer", asked_for.agreed_amount or 0)
    if not ground.get("by_agreement"):
        rows = _rows_by_law(asked_for, ground, length, month, sheet)
        sheet.alternative("ordinary_employer", sheet.ruleset.get("components.ordinary_employer.name"), rows)


def _ask_about_pressure(
    asked_for: Severance, ground: dict, length: Length, month: Exact, sheet: Sheet
) -> None:
    """A resignation that was not free: what the worker would have by asking for the termination stands beside it."""
    if asked_for.pressed_to_resign:
        sheet.warn("pressed_to_resign")
        if not ground.get("resignation"):
            return
        other = sheet.ruleset.grounds[sheet.ruleset.get("grounds_if_pressed")]
        rows = _rows_by_law(asked_for, other, length, month, sheet.aside())
        sheet.alternative("if_pressed", {"id": f"{other['id']} ({other['article']})", "en": f"{other['en']} ({other['article']})"}, rows)  # fmt: skip
    elif ground.get("resignation"):
        sheet.note("was_it_your_own_will")


def _what_else(sheet: Sheet) -> None:
    severance_due = sum(row.amount for row in sheet.result.rows if row.code == "severance")
    if severance_due and "minimum" in sheet.ruleset.data["severance"]:
        sheet.note("paid_at_least", rp_severance=severance_due)
    sheet.note("no_late_fine_on_severance")
