"""What a daily root covers beside the chains: rows of higher rooms, each of one event, with facts that never change.

A root keeps them as they were, a line each, so that what was changed, removed or added since can be named.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases.models import CaseEvent
from core.canonical import canonical

AT_ONCE = 900
"""Rows looked up at a time: SQLite takes a bounded number of ids in one question."""
_EVENT = CaseEvent.objects.filter(case=OuterRef("told_in"), seq=OuterRef("event_seq"))


@dataclass(frozen=True)
class _Kind:
    rows: QuerySet
    columns: tuple[str, ...]

    def lines(self, name: str, rows: QuerySet) -> Iterator[str]:
        for values in rows.order_by("pk").values_list("pk", *self.columns).iterator(2000):
            yield canonical([name, *values])


_kinds: dict[str, _Kind] = {}


@dataclass(frozen=True)
class Unlike:
    """A row that is not as it was sealed: the event that it belongs to, and what is wrong."""

    case_id: int
    seq: int
    what: str


def cover(name: str, rows: QuerySet, *facts: str) -> None:
    """Have the daily roots cover these rows. Called once, when a room is made ready.

    rows: with `told_in` (id of the case) and `event_seq`, the event that each belongs to.
    facts: columns that never change; more may follow in a later version, at the end.
    """
    _kinds[name] = _Kind(rows, ("told_in", "event_seq", *facts))


def written(since: datetime | None, until: datetime) -> str:
    """A line for each row whose event happened before `until` and not before `since`, by kind and id."""
    events = _EVENT.filter(at__lt=until)
    if since:
        events = events.filter(at__gte=since)
    return "\n".join(
        line
        for name, kind in sorted(_kinds.items())
        for line in kind.lines(name, kind.rows.filter(Exists(events)))
    )


Sealed = Mapping[str, Mapping[int, list[Any]]]
"""Kind -> id -> the line of a row, read."""


def read(lines: str) -> Sealed:
    """What a root keeps; nothing where that is no longer readable (the root does not hold then)."""
    found: dict[str, dict[int, list[Any]]] = {name: {} for name in _kinds}
    try:
        for line in lines.splitlines():
            name, pk, _case, _seq, *_facts = row = json.loads(line)
            found[name][pk] = row
    except (ValueError, LookupError, TypeError):
        return {}
    return found


def changed(sealed: Sealed) -> Iterator[Unlike]:
    """Rows that are not what was sealed, or are gone."""
    for name, rows in sealed.items():
        kind, ids = _kinds[name], list(rows)
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            standing = {
                row[1]: row for row in map(json.loads, kind.lines(name, kind.rows.filter(pk__in=some)))
            }
            for pk in some:
                if what := _difference(kind, rows[pk], standing.get(pk)):
                    yield Unlike(rows[pk][2], rows[pk][3], f"{name} {pk} {what} since its day was sealed")


def _difference(kind: _Kind, was: list[Any], now: list[Any] | None) -> str:
    if now is None:
        return "was removed"
    differs = [
        f"{column} {old} -> {new}"
        for column, old, new in zip(kind.columns, was[2:], now[2:], strict=False)
        if old != new
    ]
    return f"was changed ({', '.join(differs)})" if differs else ""


def added(sealed: Mapping[str, set[int]], until: datetime | None) -> Iterator[Unlike]:
    """Rows that no root keeps (`sealed`: the ids that one does) though their event happened before `until`, up to where
    they are sealed; and those whose event is not there."""
    for name, kind in _kinds.items():
        rows = kind.rows.annotate(told_at=Subquery(_EVENT.values("at")[:1])).order_by("pk")
        known = sealed.get(name, ())
        for pk, case, seq, told_at in rows.values_list("pk", "told_in", "event_seq", "told_at").iterator(
            2000
        ):
            if pk in known:
                continue
            if told_at is None:
                yield Unlike(case, seq, f"{name} {pk} belongs to no event")
            elif until and told_at < until:
                yield Unlike(case, seq, f"{name} {pk} was added since its day was sealed")
