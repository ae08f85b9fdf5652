from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cases import audit, triggers
from cases.models import CaseEvent
from core import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_caseevent SET kind = 'x'",
        "DELETE FROM cases_caseevent",
        "UPDATE ledger_entry SET amount = 1",
        "DELETE FROM ledger_entry",
    ],
)
def test_the_database_refuses_to_change_history(case, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_to_replace_or_truncate(case):
    if connection.vendor == "postgresql":
        connection.check_constraints()
    statement = (
        "TRUNCATE cases_caseevent CASCADE"
        if connection.vendor == "postgresql"
        else "INSERT OR REPLACE INTO cases_caseevent SELECT * FROM cases_caseevent"
    )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def forge(sql, *values):
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    triggers.install()


def test_a_whole_chain_verifies(reviewed, capsys):
    call_command("verify_audit")
    assert "1 chains" in capsys.readouterr().out


def test_a_changed_text_is_named(reviewed):
    forge("UPDATE cases_caseevent SET text = replace(text, 'submitted', 'accepted') WHERE seq = 1")
    assert audit.verify_case(reviewed).where == f"{reviewed.reference}#1"
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_a_changed_column_is_named(reviewed):
    forge("UPDATE cases_caseevent SET kind = 'case.declined' WHERE seq = 2")
    assert audit.verify_case(reviewed).where == f"{reviewed.reference}#2"


def test_a_tail_cut_off_with_its_head_shows_against_the_daily_root(reviewed):
    with clock.at(clock.now() + timedelta(days=1)):
        assert len(audit.seal_due_days()) == 1
    assert list(audit.verify_all()) == []
    first = CaseEvent.objects.get(case=reviewed, seq=1)
    forge("DELETE FROM cases_outboxrow")
    forge("DELETE FROM cases_caseevent WHERE seq >= 2")
    forge("UPDATE cases_case SET head_seq = 1, head_hash = %s", first.hash)
    reviewed.refresh_from_db()
    assert audit.verify_case(reviewed) is None
    assert any("no longer has the event 3" in broken.what for broken in audit.verify_all())
