import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import serializers
from django.core.management import call_command

from cases.access import claimant_by_receipt
from cases.audit import seal_day, verify_roots
from cases.identity import has
from cases.models import Case, CaseEvent, Claimant
from core import clock
from core.errors import NotFound
from core.sealed import lookup_hashes, unseal


def rotate() -> None:
    call_command("rotate_keys", verbosity=0)


@pytest.fixture
def new_keys(settings):
    """A new key before the old one, as an operator sets them."""
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    settings.LOOKUP_KEYS = ["a new look-up key", *settings.LOOKUP_KEYS]
    return settings


def test_after_a_rotation_the_old_keys_are_needed_no_more(case, new_keys):
    rotate()
    new_keys.FIELD_KEYS, new_keys.LOOKUP_KEYS = new_keys.FIELD_KEYS[:1], new_keys.LOOKUP_KEYS[:1]
    claimant = Claimant.objects.get(case=case)
    assert unseal(claimant.name) == "Budi Santoso"
    assert unseal(claimant.phone) == "0812 3456 7890"
    assert claimant.nik_hash in lookup_hashes("nik", "6471010101900001")
    assert claimant.phone_hash in lookup_hashes("phone", "6281234567890")
    assert claimant.email_hash in lookup_hashes("email", "budi@contoh.example")
    assert claimant.name_hash in lookup_hashes("name", "budi santoso")


def test_an_account_is_hashed_again_too(case, new_keys):
    Claimant.objects.filter(case=case).update(bank_account="BCA 123-456-7890", bank_hash="old:1")
    rotate()
    assert Claimant.objects.filter(has("bank_account", "1234567890"), case=case).exists()


def test_without_a_rotation_the_new_key_alone_opens_nothing(case, new_keys):
    new_keys.FIELD_KEYS = new_keys.FIELD_KEYS[:1]
    with pytest.raises(InvalidToken):
        unseal(Claimant.objects.get(case=case).name)


def test_a_rotation_keeps_the_hash_of_the_receipt_and_changes_nothing_the_second_time(case, new_keys):
    receipt = Claimant.objects.get(case=case).receipt_hash
    rotate()
    once = Claimant.objects.values().get(case=case)
    rotate()
    assert Claimant.objects.values().get(case=case) == once
    assert once["receipt_hash"] == receipt


def test_days_that_an_older_key_signed_still_verify(case, settings):
    seal_day(clock.today())
    settings.AUDIT_KEYS = ["a new audit key", *settings.AUDIT_KEYS]
    assert list(verify_roots()) == []
    settings.AUDIT_KEYS = settings.AUDIT_KEYS[:1]
    assert [broken.what for broken in verify_roots()] == ["signature does not hold"]


def test_a_dump_carries_what_is_sealed_to_another_database_and_shows_nothing(case):
    claimant = Claimant.objects.get(case=case)
    dump = serializers.serialize("json", [claimant])
    assert "Budi" not in dump
    assert "6471010101900001" not in dump
    Claimant.objects.filter(pk=claimant.pk).update(name="", nik="")
    for loaded in serializers.deserialize("json", dump):
        loaded.save()
    claimant.refresh_from_db()
    assert (unseal(claimant.name), unseal(claimant.nik)) == ("Budi Santoso", "6471010101900001")


def test_the_format_in_which_a_pilot_is_moved_loses_nothing(case):
    told = (Path(settings.BASE_DIR) / "docs" / "operations.md").read_text()
    [form] = re.findall(r"manage.py dumpdata .*--format (\w+)", told)
    for model in (Case, CaseEvent, Claimant):
        for loaded in serializers.deserialize(form, serializers.serialize(form, model._base_manager.all())):
            kept = model._base_manager.get(pk=loaded.object.pk)
            for field in model._meta.concrete_fields:
                was, now = (getattr(row, field.attname) for row in (kept, loaded.object))
                assert getattr(was, "token", was) == getattr(now, "token", now), field


def test_who_types_a_made_up_sealed_value_gets_it_as_text():
    typed = Claimant._meta.get_field("name").to_python("sealed:gAAAAABmade-up")
    assert typed == "sealed:gAAAAABmade-up"


def test_a_receipt_that_is_used_needs_the_old_key_no_more(filed, new_keys):
    claimant = Claimant.objects.get(case=filed.case)
    digits = filed.receipts[claimant.pk]
    before = claimant.receipt_hash
    assert claimant_by_receipt(filed.case.reference, digits, source="x").receipt_hash != before
    new_keys.LOOKUP_KEYS = new_keys.LOOKUP_KEYS[:1]
    assert claimant_by_receipt(filed.case.reference, digits, source="x") == claimant


def test_a_receipt_that_nobody_used_opens_nothing_without_the_old_key(filed, new_keys):
    new_keys.LOOKUP_KEYS = new_keys.LOOKUP_KEYS[:1]
    with pytest.raises(NotFound):
        claimant_by_receipt(filed.case.reference, next(iter(filed.receipts.values())), source="x")
