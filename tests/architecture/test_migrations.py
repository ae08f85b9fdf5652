"""Old processes go on while a new version is put in (docs/operations.md): a migration only adds, and what it adds to a
table that they write to has a value where they name none."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

from cases.models import Case

FIRST_INSTALLED = {
    "accounts": 2, "api": 2, "cases": 2, "intake": 3, "ledger": 1, "notifications": 1, "workflows": 4,
}  # fmt: skip
"""The last migration of each app in the first installation: no process is older."""

TAKES_AWAY = (ops.RemoveField, ops.DeleteModel, ops.RenameModel, ops.AlterModelTable)


def in_the_database(operations: Iterable[ops.base.Operation]) -> Iterable[ops.base.Operation]:
    for one in operations:
        if isinstance(one, ops.SeparateDatabaseAndState):
            yield from in_the_database(one.database_operations)
        else:
            yield one


def later_migrations() -> dict[str, list[ops.base.Operation]]:
    ours = {app.label for app in apps.get_app_configs() if str(app.path).startswith(str(settings.BASE_DIR))}
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {
        f"{app}.{name}": list(in_the_database(migration.operations))
        for (app, name), migration in disk.items()
        if app in ours and ".venv" not in apps.get_app_config(app).path
        if int(name[:4]) > FIRST_INSTALLED.get(app, 0)
    }


def breaks(operation: ops.base.Operation) -> bool:
    """Whether a process that does not know of it could no longer read or write."""
    if isinstance(operation, ops.AddField):
        field = operation.field
        if isinstance(field, models.ManyToManyField):
            return False
        return not field.null and field.db_default is NOT_PROVIDED
    return isinstance(operation, TAKES_AWAY)


def test_what_a_migration_adds_has_a_value_where_an_old_process_names_none():
    found = later_migrations()
    assert "cases.0009_heirs" in found
    wrong = [f"{name}: {one.describe()}" for name, all_of in found.items() for one in all_of if breaks(one)]
    assert not wrong, "give it null=True or db_default; take away only what the version before no longer used"


@pytest.mark.parametrize(
    ("operation", "refused"),
    [
        (ops.AddField("case", "x", models.CharField(max_length=2, default="")), True),
        (ops.AddField("case", "x", models.CharField(max_length=2, db_default="")), False),
        (ops.AddField("case", "x", models.CharField(max_length=2, null=True)), False),
        (ops.RemoveField("case", "story"), True),
    ],
)
def test_the_rule_sees_what_it_refuses(operation, refused):
    assert breaks(operation) is refused


@pytest.mark.django_db
def test_an_old_process_writes_a_row_without_the_new_columns(case):
    """By the database alone, as a process does that has never heard of them."""
    new = {"lineage"}
    columns = [field.column for field in Case._meta.concrete_fields if field.column not in {"id", *new}]
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    values = ", ".join("'9999999999'" if name == "reference" else connection.ops.quote_name(name) for name in columns)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({names}) SELECT {values} FROM cases_case WHERE id = %s",
            [case.pk],
        )
    assert Case.objects.get(reference="9999999999").lineage == []
