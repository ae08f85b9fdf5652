"""A database with many cases: a few hundred filed through the front door, the rest copied from them in SQL.

Copies are whole: every row that belongs to a case is copied with it, under new ids, references and hashes of
receipts. Their audit chains are those of their originals, so `verify_audit` has no meaning here.
"""

from itertools import cycle

from django.apps import apps
from django.db import connection, models, transaction

from accounts import principals
from accounts.models import Membership, Office, Region, Role, User
from cases.models import AccessLog, Case, OutboxRow
from core.ids import new_reference
from workflows.actions import ACTIONS
from workflows.filing import ClaimPart, Complaint, EmployerPart, WorkerPart, submit
from workflows.perform import perform

ORIGINALS = 200
# What no page under measure reads, and what would set off work.
LEFT_OUT = {AccessLog, OutboxRow}


def people() -> User:
    """A Satgas with an officer, who is returned."""
    office = Office.objects.create(name="Satgas PHK Balikpapan", kind=Office.Kind.SATGAS)
    office.regions.set(Region.objects.filter(code="64.71"))
    officer = User.objects.create_user("ratna@contoh.example", "kata sandi uji coba", name="Ratna Dewi")
    Membership.objects.bulk_create(
        Membership(user=officer, office=office, role=role)
        for role in (Role.INTAKE_OFFICER, Role.CASE_OFFICER)
    )
    return officer


def originals(officer: User, count: int) -> None:
    """File `count` complaints as people do; the officer accepts every other one."""
    kelurahan = cycle(Region.objects.filter(level="kelurahan").values_list("code", flat=True))
    for number in range(count):
        complaint = Complaint(
            workers=(
                WorkerPart(
                    name=f"Pekerja {number}",
                    phone=f"0812 0000 {number:04}",
                    claims=(ClaimPart("unpaid_wage", 5_000_000 + number), ClaimPart("thr", 4_000_000)),
                ),
            ),
            employers=(EmployerPart(f"PT Contoh {number % 40}"),),
            story="Upah belum dibayar sejak bulan lalu.",
            region=next(kelurahan),
        )
        filed = submit(complaint, by=principals.ANYONE)
        if number % 2:
            params = ACTIONS["accept"].params(officer=officer.pk)
            perform(filed.case.pk, "accept", by=principals.officer(officer), params=params)


def belongs_to_a_case() -> list[type[models.Model]]:
    """Case and every model whose rows hang on one, directly or through others."""
    found = [Case]
    while True:
        more = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in found
            and model not in LEFT_OUT
            and model._meta.app_label not in ("intake", "notifications")
            and not model._meta.proxy
            and any(field.related_model in found for field in model._meta.local_fields)
        ]
        if not more:
            return found
        found += more


def multiply(cases: int) -> None:
    """Copy the originals until there are at least `cases`."""
    tables = belongs_to_a_case()
    with connection.cursor() as cursor:
        stride = 1 + max(top(cursor, model) for model in tables)
        existing = Case.objects.count()
        copies = max(0, -(-cases // existing) - 1)
        cursor.execute("CREATE TEMP TABLE fresh (case_id bigint, nr int, reference text)")
        ids = list(Case.objects.values_list("pk", flat=True))
        references: set[str] = set()
        while len(references) < copies * len(ids):
            references.add(new_reference())
        references -= set(Case.objects.values_list("reference", flat=True))
        with cursor.copy("COPY fresh FROM STDIN") as copy:
            numbered = ((pk, number) for number in range(1, copies + 1) for pk in ids)
            for (pk, number), reference in zip(numbered, references, strict=False):
                copy.write_row((pk, number, reference))
        with transaction.atomic():
            for model in tables:
                copy_rows(cursor, model, tables, stride, copies)
        cursor.execute("ANALYZE")


def top(cursor, model: type[models.Model]) -> int:
    key = model._meta.pk
    cursor.execute(f'SELECT coalesce(max("{key.column}"), 0) FROM "{model._meta.db_table}"')
    return cursor.fetchone()[0]


def copy_rows(cursor, model: type[models.Model], tables: list, stride: int, copies: int) -> None:
    columns = {field.column: expression(field, tables, stride) for field in model._meta.local_fields}
    fresh = "JOIN fresh ON fresh.case_id = t.id AND fresh.nr = copies.nr" if model is Case else ""
    cursor.execute(
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(map(connection.ops.quote_name, columns))}) '
        f'SELECT {", ".join(columns.values())} FROM "{model._meta.db_table}" t '
        f"CROSS JOIN generate_series(1, {copies}) AS copies(nr) {fresh}"
    )
    if isinstance(model._meta.pk, models.AutoField):
        table, key = model._meta.db_table, model._meta.pk.column
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), {top(cursor, model) + 1})")


def expression(field: models.Field, tables: list, stride: int) -> str:
    """What a copied row has in this column."""
    column = f't."{field.column}"'
    if field.related_model in tables or (field.primary_key and not field.related_model):
        return f"{column} + copies.nr * {stride}"
    if field.name == "reference":
        return "fresh.reference"
    if isinstance(field, models.UUIDField):
        return f"md5({column}::text || copies.nr)::uuid"
    if field.name == "receipt_hash":
        return f"CASE WHEN {column} = '' THEN '' ELSE {column} || '.' || copies.nr END"
    if isinstance(field, models.DateTimeField):
        return f"{column} - copies.nr * interval '7 minutes'"
    return column
