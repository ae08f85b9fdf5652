"""A day off that is added or taken back moves open dates; each move is written into the history of its case."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.calendar import add_day_off, take_back_day_off
from accounts.models import Holiday, Office
from accounts.principals import SYSTEM, Principal
from cases.models import Case, CaseEvent
from workflows.clocks.store import refresh
from workflows.errors import Invalid
from workflows.models import OpenClock


@dataclass(frozen=True)
class Recounted:
    """How many cases were counted again, and how many of their dates moved."""

    cases: int
    moved: int


def add_holiday(office: Office | None, *, day: date, name: str, by: Principal) -> Recounted:
    """Add a day off for an office (None: for the whole country) and count its open clocks again.

    Raises Invalid where the day is already off. A failure half-way leaves whole cases: run `rebuild_clocks`.
    """
    if not name.strip():
        raise Invalid({"name": _("Tulis nama hari libur.")})
    known = Holiday.objects.filter(withdrawn_in=None, date=day)
    if known.filter(office=None).exists() or (office and known.filter(office=office).exists()):
        raise Invalid({"day": _("Hari ini sudah tercatat sebagai hari libur.")})
    add_day_off(office, day=day, name=name.strip(), by_id=by.user_id)
    return recount(office, since=day, why="holiday", by=by)


def withdraw_holiday(holiday: Holiday, *, by: Principal) -> Recounted:
    """Take back a day off that was entered by mistake."""
    take_back_day_off(holiday, by_id=by.user_id)
    return recount(holiday.office, since=holiday.date, why="holiday", by=by)


def recount(office: Office | None, *, since: date | None, why: str, by: Principal = SYSTEM) -> Recounted:
    """Count open clocks again, of one office or of all; `since`: only cases with a date on or after that day."""
    clocks = OpenClock.objects.all()
    if office is not None:
        clocks = clocks.filter(case__office=office)
    if since is not None:
        clocks = clocks.filter(due_on__gte=since)
    ids = list(clocks.order_by("case_id").values_list("case_id", flat=True).distinct())
    return Recounted(len(ids), sum(_recount_case(pk, why, by) for pk in ids))


@transaction.atomic
def _recount_case(case_id: int, why: str, by: Principal) -> int:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    before = case.head_seq
    refresh(case, why=why, by=by)
    return CaseEvent.objects.filter(case=case, seq__gt=before, kind="clock.moved").count()
