"""Minimum wages (UMK, UMP): looked up in the tables, or worked out from the year before."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from entitlements.money import Exact, parsed
from entitlements.request import Asked, Invalid, amount, asked, calendar_day, percent, rate, text, wrong
from entitlements.result import Sheet


@dataclass(frozen=True, kw_only=True)
class MinimumWage(Asked):
    """The minimum wage of a place on a day; or, from last year's, by a rise or by the formula of PP 49/2025."""

    place: str | None = asked(text, "Kota/kabupaten atau provinsi, mis. Balikpapan", "City, regency or province, such as Balikpapan", default=None)  # fmt: skip
    day: date | None = asked(calendar_day, "Tanggal yang ditanyakan", "The day in question", default=None)
    previous: Exact | None = asked(
        amount, "Upah minimum tahun sebelumnya", "Minimum wage of the year before", default=None
    )
    increase_pct: Exact | None = asked(
        percent, "Kenaikan dalam persen, mis. 6.5", "Rise in per cent, such as 6.5", default=None
    )
    inflation_pct: Exact | None = asked(
        percent, "Inflasi dalam persen", "Inflation in per cent", default=None
    )
    growth_pct: Exact | None = asked(
        percent, "Pertumbuhan ekonomi dalam persen", "Growth in per cent", default=None
    )
    alpha: Exact | None = asked(rate, "Alfa, 0,5 sampai 0,9", "Alpha, 0.5 to 0.9", default=None)

    def __post_init__(self):
        if self.previous is None and self.place is None:
            raise Invalid("required", "place")
        if self.previous is not None and self.increase_pct is None and self.formula is None:
            raise Invalid("required", "increase_pct")

    @property
    def formula(self) -> tuple[Exact, Exact, Exact] | None:
        """Inflation, growth and alpha, where all three are given."""
        if self.inflation_pct is None or self.growth_pct is None or self.alpha is None:
            return None
        return self.inflation_pct, self.growth_pct, self.alpha

    def ruled_on(self) -> date | None:
        return self.day


def minimum_wage(asked_for: MinimumWage, sheet: Sheet) -> None:
    if asked_for.previous is not None:
        if asked_for.increase_pct is not None:
            amount_now = asked_for.previous * (1 + asked_for.increase_pct)
            sheet.row(
                "minimum_wage_raised",
                amount_now,
                rp_previous=asked_for.previous,
                pct_rise=asked_for.increase_pct,
            )
        elif asked_for.formula is not None:
            inflation, growth, alpha = asked_for.formula
            amount_now = asked_for.previous * (1 + inflation + growth * alpha)
            _hold_alpha_against_its_range(alpha, sheet)
            sheet.row("minimum_wage_formula", amount_now, rp_previous=asked_for.previous, pct_inflation=inflation, pct_growth=growth, alpha=alpha)  # fmt: skip
        return
    day = asked_for.day or asked_for.as_of
    if day is None:
        raise wrong("day", "required")
    found = in_force(sheet, asked_for.place, day)
    if found is None:
        raise wrong("place", "minimum_wage_known", places=", ".join(places(sheet)))
    sheet.row("minimum_wage", parsed(found["amount"]), place=found["place"], kind=found["kind"], article=found["decree"], start=date.fromisoformat(found["effective_from"]))  # fmt: skip


def _hold_alpha_against_its_range(alpha: Exact, sheet: Sheet) -> None:
    if "minimum_wage_formula" in sheet.ruleset.data:
        least, most = (sheet.ruleset.number(f"minimum_wage_formula.{end}_alpha") for end in ("least", "most"))
        if not least <= alpha <= most:
            sheet.warn("alpha_outside", alpha=alpha, least=least, most=most)


def in_force(sheet: Sheet, place: str | None, day: date | None) -> dict | None:
    """The entry of the table for ``place`` (name, ignoring case and "Kota"/"Kabupaten") on ``day``."""
    if place is None or day is None:
        return None
    name, iso = _plain(place), day.isoformat()
    for entry in sheet.rulebook.minimum_wages:
        if _plain(entry["place"]) == name and entry["effective_from"] <= iso <= entry["effective_to"]:
            return entry
    return None


def places(sheet: Sheet) -> list[str]:
    return sorted({f"{w['place']} ({w['effective_from'][:4]})" for w in sheet.rulebook.minimum_wages})


@lru_cache(maxsize=1_000)
def _plain(place: str) -> str:
    return place.lower().removeprefix("kota ").removeprefix("kabupaten ").removeprefix("provinsi ").strip()


def known_minimum(
    sheet: Sheet, given: Exact | None, place: str | None, domicile: str | None, day: date | None
) -> Exact | None:
    """The minimum wage to hold a wage against: as given, or of the place of work (or domicile, by the reading)."""
    if given is not None:
        return given
    where = place
    if domicile is not None:
        where = domicile if sheet.reading("minimum_wage_place") == "company_domicile" else place or domicile
    found = in_force(sheet, where, day)
    if found is None:
        if where is not None and day is not None:
            sheet.warn("minimum_wage_not_loaded", place=where, day=day)
        return None
    return parsed(found["amount"])
