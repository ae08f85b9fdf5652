"""Portals and the API read through access functions and selectors only.

A query written in a view is a query that somebody forgot to filter. Managers and related managers of domain models
are found by their names in the syntax tree; forms' querysets and sessions are not concerned.
"""

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

DOMAIN = ("accounts", "cases", "ledger", "workflows", "intake", "notifications")
ROOMS = ("portals", "api")
# The API's own tables: its tokens, and what filing answered, found by the key that the sender made.
ALLOWED = {"api/authentication.py", "api/idempotency.py", "api/management/commands/api_token.py"}


def related_managers() -> set[str]:
    """Names that give a manager on an instance: reverse relations and many-to-many fields of domain models."""
    names = set()
    for app in DOMAIN:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if field.auto_created and not field.concrete and (field.one_to_many or field.many_to_many):
                    names.add(field.get_accessor_name())
                elif field.many_to_many:
                    names.add(field.name)
    return {name for name in names if name}


QUERIES = {"all", "filter", "get", "exclude", "count", "exists", "first", "last", "values", "values_list", "order_by",
           "select_related", "aggregate", "create", "update", "delete"}  # fmt: skip


def queries_in(path: Path, managers: set[str]) -> list[str]:
    """Lines that ask the database directly: `X.objects`, or a query on a related manager."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in ("objects", "_default_manager"):
            found.append(f"{path.name}:{node.lineno} .{node.attr}")
        elif node.attr in QUERIES and isinstance(node.value, ast.Attribute) and node.value.attr in managers:
            found.append(f"{path.name}:{node.lineno} .{node.value.attr}.{node.attr}")
    return found


def test_no_view_asks_the_database_by_itself():
    managers = related_managers()
    assert {"claimants", "events", "claims"} <= managers
    root = Path(settings.BASE_DIR)
    found = [
        f"{path.relative_to(root)}: {query}"
        for room in ROOMS
        for path in sorted((root / room).rglob("*.py"))
        if "migrations" not in path.parts and str(path.relative_to(root)) not in ALLOWED
        for query in queries_in(path, managers)
    ]
    assert not found, "\n".join(found)


def test_the_lint_finds_what_it_looks_for(tmp_path):
    bad = tmp_path / "views.py"
    bad.write_text("def view(case):\n    Case.objects.all()\n    return case.claimants.filter(pk=1)\n")
    assert len(queries_in(bad, {"claimants"})) == 2


def test_no_lower_room_is_reached_through_a_reverse_relation_of_a_higher_one():
    """A foreign key from a higher room to a lower one has no accessor there: import-linter cannot see `Q(escalations__x)`."""
    order = ("core", "accounts", "cases", "ledger", "workflows", "intake", "notifications")
    allowed = {
        # The ledger's rows of a claim or a case are asked for from below nowhere; templates may walk to balances.
        "ledger.ClaimBalance.claim", "ledger.CaseBalance.case", "ledger.Entry.claim", "ledger.Instalment.claim",
        "ledger.Payment.claim", "ledger.Payment.claimant", "workflows.OpenClock.case", "workflows.QueueEntry.case",
    }  # fmt: skip
    found = []
    for app in order[3:]:
        for model in apps.get_app_config(app).get_models():
            if model._meta.proxy:
                continue
            for field in model._meta.local_fields + model._meta.local_many_to_many:
                to = field.related_model
                if to is None or to._meta.app_label == app or to._meta.app_label not in order:
                    continue
                name = f"{model._meta.label}.{field.name}"
                if not field.remote_field.hidden and name not in allowed:
                    found.append(name)
    assert not found, found


def test_lower_rooms_do_not_use_the_relations_that_are_allowed():
    """`cases` and `accounts` never name `balance`, `entries`, `instalments`, `open_clocks` or `queue_entries`."""
    root = Path(settings.BASE_DIR)
    words = {"balance", "entries", "instalments", "payments", "open_clocks", "queue_entries"}
    found = []
    for room in ("accounts", "cases"):
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in words:
                    found.append(f"{path.relative_to(root)}:{node.lineno} .{node.attr}")
    assert not found, found
