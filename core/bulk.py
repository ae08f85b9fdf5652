"""Many rows at once: what Django's bulk_create takes a quarter of a minute for, in a few seconds.

`bulk_create` builds one statement for some dozens of rows and asks every field for every value. Here one statement
is prepared and run for each row by the driver, and only fields that store something else than they hold are asked.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models

MANY = 200
"""From here on it pays."""

_AS_IT_IS = (models.IntegerField, models.BooleanField, models.ForeignKey, models.AutoField)


def create(rows: Sequence[models.Model], *, found_by: models.QuerySet | None = None) -> None:
    """Insert new rows of one model. No signals.

    found_by: the rows that were made, in the order of `rows`; where it is given, each row knows its key afterwards.
    """
    if not rows:
        return
    if len(rows) < MANY:
        type(rows[0])._default_manager.bulk_create(rows)
        return
    _insert(rows)
    if found_by is not None:
        for row, key in zip(rows, found_by.values_list("pk", flat=True), strict=True):
            row.pk = key
            row._state.adding = False


def replace(rows: Sequence[models.Model], *, known_by: str) -> None:
    """Insert rows of one model, or rewrite those that stand there with the same `known_by`, a unique field. No signals."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field.name for field in meta.concrete_fields if field.name != known_by]
    if len(rows) < MANY:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=[known_by], update_fields=fields
        )
        return
    quote = connection.ops.quote_name
    columns = {field.name: quote(str(field.column)) for field in meta.concrete_fields}
    written = ", ".join(f"{columns[name]} = EXCLUDED.{columns[name]}" for name in fields)
    _insert(rows, f" ON CONFLICT ({columns[known_by]}) DO UPDATE SET {written}")


def _insert(rows: Sequence[models.Model], otherwise: str = "") -> None:
    meta = rows[0]._meta
    fields = [field for field in meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))}){otherwise}"  # noqa: S608
    stored = [(field.attname, _storing(field)) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[store(row.__dict__[name]) for name, store in stored] for row in rows])


def _storing(field: models.Field) -> Callable[[Any], Any]:
    """How a value of this field is stored."""
    if isinstance(field, _AS_IT_IS):
        return lambda value: value
    if type(field) is models.CharField:
        return lambda value: value if value is None or type(value) is str else str(value)
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)
