"""Append-only tables: the database itself refuses to change history.

Installed after every migrate, because on SQLite a table rebuild drops triggers silently. Only the flush between
tests lifts them (`lifted`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = ("cases_caseevent", "ledger_entry", "cases_auditroot")
_MESSAGE = "append-only"


def install() -> None:
    """Create the triggers on every table of TABLES that exists. Safe to run again."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in existing:
                for statement in _statements(table):
                    cursor.execute(statement)


def remove() -> None:
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table not in existing:
                continue
            for verb in ("update", "delete", "truncate"):
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
                else:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


@contextmanager
def lifted() -> Iterator[None]:
    """For the flush between tests, and nothing else."""
    remove()
    try:
        yield
    finally:
        install()


def _statements(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}: %', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $$"
        )
        made = [function]
        for verb, level in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            made.append(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
            made.append(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION refuse_change()"
            )
        return made
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}: {table}'); END"
        for verb in ("update", "delete")
    ]
