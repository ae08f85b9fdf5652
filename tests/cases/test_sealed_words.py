"""What workers tell and write is sealed where it is stored, and read by those who handle it."""

from importlib import import_module

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts import principals
from cases.models import Case, Message
from intake import messages
from tests.conftest import one_complaint
from workflows.filing import submit

pytestmark = pytest.mark.django_db
STORY, LINE = "Mandor Joko menahan upah saya.", "Saya tinggal di mes blok C."


@pytest.fixture
def told(team):
    case = submit(one_complaint(story=STORY), by=principals.ANYONE).case
    person = case.claimants.get()
    messages.send(case, body=LINE, by=principals.claimant(person.pk), claimant=person)
    return case


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT story FROM cases_case UNION ALL SELECT body FROM cases_message")
        return "\n".join(row[0] for row in cursor.fetchall())


def read(case) -> tuple[str, str]:
    return Case.objects.get(pk=case.pk).story_text, Message.objects.get(case=case.pk).text


def as_before(case) -> None:
    """As a version stored them that did not seal."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET story = %s WHERE id = %s", [STORY, case.pk])
        cursor.execute("UPDATE cases_message SET body = %s WHERE case_id = %s", [LINE, case.pk])


def test_who_holds_the_database_without_its_keys_reads_no_word(told):
    assert "Mandor" not in stored()
    assert "mes blok" not in stored()
    assert f"{Case.objects.get().story} {Message.objects.get().body}" == "••• •••"
    assert read(told) == (STORY, LINE)


def test_a_new_key_seals_them_again(told, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    call_command("rotate_keys", verbosity=0)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert read(told) == (STORY, LINE)


def test_what_was_stored_bare_is_read_and_the_upgrade_seals_it(told):
    as_before(told)
    assert read(told) == (STORY, LINE)
    upgrade = import_module("cases.migrations.0012_sealed_words")
    apps = MigrationLoader(None).project_state(("cases", "0012_sealed_words")).apps
    for _twice in range(2):
        upgrade.seal_what_was_told(apps, None)
        assert "Mandor" not in stored()
        assert "mes blok" not in stored()
        assert read(told) == (STORY, LINE)
    upgrade.open_it_again(apps, None)
    assert STORY in stored()
    assert LINE in stored()
