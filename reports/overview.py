"""The first overview: cases, workers, rupiah owed and confirmed, what is late, and whose move it is.

Sums from the ledger's line of each case. Four queries for any number of cases.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case as If
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from cases.models import Case
from cases.vocabulary import Status
from core import clock
from workflows.clocks.rules import HOLDER_LABELS
from workflows.models import QueueEntry

KECAMATAN = 8
"""Length of the official code of a kecamatan, such as 64.71.05."""
NOWHERE = "-"
"""The key of the line of cases without a region."""

_SUMS = ("workers", "workers_waiting", "due", "confirmed", "outstanding")


@dataclass(frozen=True)
class Line:
    """One row: `key` opens the list it is made of. Amounts in rupiah."""

    key: str
    label: Any
    cases: int = 0
    late: int = 0
    workers: int = 0
    workers_waiting: int = 0
    due: int = 0
    confirmed: int = 0
    outstanding: int = 0


@dataclass(frozen=True)
class Turn:
    """Whose move it is, in how many cases; a case may wait for several."""

    key: str
    label: Any
    cases: int
    late: int


@dataclass(frozen=True)
class Overview:
    total: Line
    by_stage: list[Line]
    by_region: list[Line]
    by_turn: list[Turn]


def overview(cases: QuerySet[Case]) -> Overview:
    """What these cases add up to."""
    cases = cases.annotate(is_late=is_late(OuterRef("pk")))
    stages = {row["status"]: row for row in _sums(cases, "status")}
    places = list(_sums(cases.annotate(place=Coalesce(Substr("region", 1, KECAMATAN), Value(""))), "place"))
    names = dict(Region.objects.filter(code__in=[row["place"] for row in places]).values_list("code", "name"))
    by_stage = [_line(status, status.label, stages[status]) for status in Status if status in stages]
    by_region = [
        _line(row["place"] or NOWHERE, names.get(row["place"], _("Wilayah tidak dicatat")), row)
        for row in places
    ]
    return Overview(_total(by_stage), by_stage, by_region, _turns(cases))


def _turns(cases: QuerySet[Case]) -> list[Turn]:
    rows = (
        QueueEntry.objects.filter(case__in=cases.values("pk"))
        .order_by("holder")
        .values_list("holder")
        .annotate(
            waiting=Count("case", distinct=True),
            late=Count("case", distinct=True, filter=Q(due_at__lt=clock.now())),
        )
    )
    return sorted(
        (Turn(holder, HOLDER_LABELS.get(holder, holder), cases, late) for holder, cases, late in rows),
        key=lambda turn: (-turn.late, -turn.cases),
    )


def has_turn(case: OuterRef, holder: str, *, late: bool = False) -> Exists:
    """The cases that a line of `by_turn` counts: that wait for this holder, or wait too long."""
    entries = QueueEntry.objects.filter(case=case, holder=holder)
    return Exists(entries.filter(due_at__lt=clock.now()) if late else entries)


def is_late(case: OuterRef) -> Exists:
    """Whether somebody's move on the case is past its date; for lists that show what a number is made of."""
    return Exists(QueueEntry.objects.filter(case=case, due_at__lt=clock.now()))


def in_place(key: str, field: str = "region") -> Q:
    """The cases that a line of `by_region` counts."""
    return Q(**{f"{field}__isnull": True}) if key == NOWHERE else Q(**{f"{field}__code__startswith": key})


def _sums(cases: QuerySet[Case], key: str) -> QuerySet:
    late = Sum(If(When(is_late=True, then=1), default=0, output_field=IntegerField()))
    return (
        cases.order_by(key)
        .values(key)
        .annotate(cases=Count("pk"), late=late, **{name: Sum(f"balance__{name}") for name in _SUMS})
    )


def _line(key: str, label: Any, row: dict[str, Any]) -> Line:
    return Line(key, label, row["cases"], row["late"] or 0, **{name: row[name] or 0 for name in _SUMS})


def _total(lines: list[Line]) -> Line:
    sums = {name: sum(getattr(line, name) for line in lines) for name in ("cases", "late", *_SUMS)}
    return Line("", _("Jumlah"), **sums)
