"""The working calendar of an office: public holidays, cuti bersama, and its own days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from types import MappingProxyType

import holidays
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import get_language

from accounts.models import CalendarRevision, Holiday, Office

SEED_YEARS = range(2020, 2028)


@dataclass(frozen=True)
class OfficeCalendar:
    """Days off with their names, and the version they stand for."""

    days_off: Mapping[date, str]
    version: int
    known_until: date | None
    known_from: date | None = None


def calendar_of(office_id: int | None) -> OfficeCalendar:
    """The calendar by which `office_id` counts; None gives the national one. One query, two after a change."""
    return calendars_of([office_id])[office_id]


def calendars_of(office_ids: Iterable[int | None]) -> dict[int | None, OfficeCalendar]:
    """The calendars of several offices. One query, and one more an office after a change."""
    revisions = CalendarRevision.objects.aggregate(last=Max("pk"), at=Max("at"), count=Count("pk"))
    return {office: _calendar(office, **revisions) for office in set(office_ids)}


@lru_cache(maxsize=64)
def _calendar(office_id: int | None, last: int | None, at: datetime | None, count: int) -> OfficeCalendar:
    """Kept for as long as the process lives and nobody changes the calendar: every move counts by it.

    The last revision alone does not tell that nothing changed: a lower number may be committed after a higher one,
    and SQLite gives the number of one that was rolled back again.
    """
    rows = Holiday.objects.filter(withdrawn_in=None)
    own = (
        rows.filter(office=None)
        if office_id is None
        else rows.filter(office=None) | rows.filter(office=office_id)
    )
    days = dict(own.values_list("date", "name"))
    national = [day for day in days if day.month == 12]
    return OfficeCalendar(
        MappingProxyType(days), last or 0, max(national) if national else None, min(days, default=None)
    )


def in_words(name: str) -> str:
    """What a day off is called in the language of the reader; an office's own day as it was written."""
    return _in_english().get(name, name) if (get_language() or "").startswith("en") else name


@cache
def _in_english() -> dict[str, str]:
    found: dict[str, str] = {}
    for category in ("public", "government"):
        own, english = (
            holidays.ID(years=SEED_YEARS, categories=(category,), language=language)
            for language in ("id", "en_US")
        )
        found |= {own[day][:120]: english[day] for day in own}
    return found


@transaction.atomic
def seed_national_holidays(years: range = SEED_YEARS) -> int:
    """Enter the national days of `years` that are not there yet; returns how many.

    The `holidays` package only seeds: clocks read the table. Cuti bersama of a year not yet decreed is
    absent there, and stays absent here.
    """
    known = set(Holiday.objects.filter(office=None).values_list("date", "kind"))
    kinds = {"public": Holiday.Kind.PUBLIC, "government": Holiday.Kind.CUTI_BERSAMA}
    found = [
        (day, name, kind)
        for category, kind in kinds.items()
        for day, name in sorted(holidays.ID(years=years, categories=(category,), language="id").items())
        if (day, kind) not in known
    ]
    if not found:
        return 0
    revision = CalendarRevision.objects.create(
        reason=f"holidays {holidays.__version__}, {years[0]}-{years[-1]}"
    )
    Holiday.objects.bulk_create(
        Holiday(date=day, name=name[:120], kind=kind, added_in=revision) for day, name, kind in found
    )
    return len(found)


@transaction.atomic
def add_day_off(office: Office | None, *, day: date, name: str, by_id: int | None) -> CalendarRevision:
    """Add a day off for an office, or for the whole country (None). Use workflows.clocks.holidays: dates move."""
    revision = CalendarRevision.objects.create(by_id=by_id, reason=f"{day}: {name}"[:240])
    kind = Holiday.Kind.OFFICE if office else Holiday.Kind.PUBLIC
    Holiday.objects.create(date=day, name=name[:120], kind=kind, office=office, added_in=revision)
    return revision


@transaction.atomic
def take_back_day_off(holiday: Holiday, *, by_id: int | None) -> CalendarRevision:
    """Withdraw a day off; the row stays, with the revision that withdrew it."""
    revision = CalendarRevision.objects.create(by_id=by_id, reason=f"-{holiday.date}: {holiday.name}"[:240])
    Holiday.objects.filter(pk=holiday.pk, withdrawn_in=None).update(withdrawn_in=revision)
    return revision
