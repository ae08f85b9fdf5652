"""Several short lists of different kinds in one question to the database."""

from datetime import UTC, datetime

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.dateparse import parse_datetime

Listed = tuple[str, QuerySet, tuple[str, ...]]


def listed(*lists: Listed) -> dict[str, list[list[str]]]:
    """Each list (kind, rows, names of columns) as rows of text in the order of the names; NULL is "". One query.

    A truth value is "1" or "true", as the database writes it; a moment is read by `moment`.
    """
    width = max(len(names) for _kind, _rows, names in lists)
    first, *others = (_texts(kind, rows, names, width) for kind, rows, names in lists)
    found: dict[str, list[list[str]]] = {kind: [] for kind, _rows, _names in lists}
    size = {kind: len(names) for kind, _rows, names in lists}
    for kind, *row in first.union(*others, all=True):
        found[kind].append(row[: size[kind]])
    return found


def _texts(kind: str, rows: QuerySet, names: tuple[str, ...], width: int) -> QuerySet:
    given = [Coalesce(Cast(name, CharField()), Value("")) for name in names]
    empty = [Value("", output_field=CharField())] * (width - len(given))
    return rows.order_by().values_list(Value(kind, output_field=CharField()), *given, *empty)


def truth(text: str) -> bool:
    return text in ("1", "true")


def moment(text: str) -> datetime | None:
    """A moment as the database writes it; SQLite keeps it in UTC without saying so."""
    found = parse_datetime(text) if text else None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
