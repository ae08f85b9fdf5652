from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cases import audit, triggers
from cases.events import chain_hash
from cases.models import AuditRoot, CaseEvent
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
    forge("UPDATE cases_case SET head_seq = 1, status = 'submitted', head_hash = %s", first.hash)
    reviewed.refresh_from_db()
    assert audit.verify_case(reviewed) is None
    assert any("no longer has the event 3" in broken.what for broken in audit.verify_all())


def told_of(reviewed) -> list[tuple[str, str]]:
    return [(broken.where.removeprefix(reviewed.reference), broken.what) for broken in audit.verify_all()]


def change_and_chain_again(case, seq, *, text):
    """What somebody does who can write to the database and knows how the chain is made."""
    forge("UPDATE cases_caseevent SET text = %s, hash = %s WHERE case_id = %s AND seq = %s",
          text, chain_hash(CaseEvent.objects.get(case=case, seq=seq).previous_hash, text), case.pk, seq)  # fmt: skip
    last = CaseEvent.objects.get(case=case, seq=seq)
    forge("UPDATE cases_case SET head_hash = %s WHERE id = %s", last.hash, case.pk)


@pytest.mark.parametrize(
    ("statement", "where", "what"),
    [
        ("UPDATE cases_case SET status = 'submitted'", "#3", "the case has another status"),
        ("UPDATE cases_case SET reference = 'HP-XXX-XXXX'", "HP-XXX-XXXX#1", "columns differ"),
        ("UPDATE cases_case SET head_hash = 'x'", "#3", "tail is missing"),
        ("UPDATE cases_caseevent SET previous_hash = 'x' WHERE seq = 2", "#2", "does not follow"),
        ("UPDATE cases_caseevent SET seq = 9 WHERE seq = 2", "#2", "missing"),
        ("UPDATE cases_caseevent SET at = '2026-01-01 00:00:00+00:00' WHERE seq = 1", "#1", "columns differ"),
        ("INSERT INTO cases_eventnote (event_id, body, salt, audience) SELECT id, 'x', 'y', 'office' FROM cases_caseevent"
         " WHERE seq = 1", "#1", "note was changed"),
        ("INSERT INTO cases_caseevent (case_id, seq, kind, subject, at, by_kind, status_from, status_to, text, previous_hash,"
         " hash) SELECT case_id, 4, kind, subject, at, by_kind, status_from, status_to, text, hash, 'x' FROM"
         " cases_caseevent WHERE seq = 3", "#4", "does not know this event"),
    ],
)  # fmt: skip
def test_whatever_is_changed_by_hand_is_named_by_its_place(reviewed, statement, where, what):
    forge(statement)
    [(found, why)] = told_of(reviewed)
    assert found == where
    assert what in why


def test_a_text_that_is_no_longer_one_is_named_like_any_other(reviewed):
    change_and_chain_again(reviewed, 3, text="bukan JSON")
    assert told_of(reviewed) == [("#3", "columns differ from the hashed text")]


@pytest.fixture
def sealed(reviewed, settings, tmp_path, django_capture_on_commit_callbacks):
    """Two sealed days, exported to a folder of the test's own."""
    settings.DATA_DIR = tmp_path
    with (
        django_capture_on_commit_callbacks(execute=True),
        clock.at(clock.now() + timedelta(days=2)),
    ):
        assert len(audit.seal_due_days()) == 2
    assert told_of(reviewed) == []
    return reviewed


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("root = 'x'", "signature does not hold"),
        ("signature = 'x'", "signature does not hold"),
        ("heads = ''", "does not follow"),
        ("heads = 'bukan daftar'", "does not follow"),
        ("until = '2040-01-01 00:00:00+00:00'", "does not follow"),
    ],
)
def test_a_changed_daily_root_is_named_by_its_day(sealed, change, what):
    day = AuditRoot.objects.earliest("day").day
    forge(f"UPDATE cases_auditroot SET {change} WHERE day = %s", day)
    where, why = told_of(sealed)[0]
    assert where == f"root {day}"
    assert what in why


def test_a_daily_root_that_is_gone_or_made_again_shows_against_the_exported_ones(sealed, capsys):
    call_command("verify_audit")
    assert "1 chains and 2 daily roots hold, 2 as exported" in capsys.readouterr().out
    last = AuditRoot.objects.latest("day")
    forge("DELETE FROM cases_auditroot WHERE day = %s", last.day)
    assert told_of(sealed) == [(f"root {last.day}", "was exported and is gone")]
    change_and_chain_again(
        sealed, 3, text=CaseEvent.objects.get(case=sealed, seq=3).text.replace("case", "kasus", 1)
    )
    forge("DELETE FROM cases_auditroot")
    with clock.at(clock.now() + timedelta(days=2)):
        audit.seal_due_days()  # the night that follows signs what was forged
    assert ("root " + str(last.day), "is not the one that was exported") in told_of(sealed)


def test_the_roots_are_held_against_a_copy_that_was_carried_away(sealed, tmp_path):
    kept = audit.export_file().rename(tmp_path / "copy.txt")
    forge("DELETE FROM cases_auditroot")
    call_command("verify_audit")  # nothing is left here that would know
    with pytest.raises(CommandError, match="2 broken"):
        call_command("verify_audit", "--roots", str(kept))
    with pytest.raises(CommandError, match="no file"):
        call_command("verify_audit", "--roots", str(tmp_path / "absent.txt"))
