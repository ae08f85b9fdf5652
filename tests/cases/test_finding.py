"""People are found by what is sealed, as a whole and however it was written."""

from importlib import import_module

import pytest
from django.apps import apps

from cases.identity import HASHES, has, normal_name
from cases.models import Claimant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budi Santoso", "santoso  BUDI"), ("Budi Santoso", "Drs. H. Budi Santoso, S.H."),
        ("Nur\u2019aini", "Nuraini"), ("Siti-Aminah", "Siti Aminah"), ("Jos\u00e9 da Costa", "Jose Da Costa"),
        ("H.Ahmad Yani", "Ahmad Yani"), ("Ibu Sri Wahyuni", "Sri Wahyuni, S.E., M.M."), ("Santoso, Budi", "Budi Santoso"),
    ],
)  # fmt: skip
def test_one_name_in_many_spellings(one, other):
    assert normal_name(one) == normal_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Budi Santoso", "Budi Santosa"), ("Budi", "Budi Santoso"), ("Muhammad Ali", "Ali Muhammadi")],
)
def test_other_names_stay_others(one, other):
    assert normal_name(one) != normal_name(other)


def test_a_name_that_is_only_a_title_is_still_a_name():
    assert normal_name("Haji") == "haji"
    assert normal_name(" .,- ") == ""


@pytest.mark.django_db
def test_each_is_found_as_a_whole_and_nothing_empty_finds_anybody(case):
    for name, text in (
        ("nik", "6471 0101 0190 0001"), ("phone", "+62 812-3456-7890"), ("email", " BUDI@contoh.example"),
        ("name", "H. Santoso Budi"),
    ):  # fmt: skip
        assert Claimant.objects.filter(has(name, text)).exists(), name
        assert not Claimant.objects.filter(has(name, "")).exists()
    assert not Claimant.objects.filter(has("name", "Budi")).exists()
    assert not Claimant.objects.filter(has("bank_account", "0")).exists()


@pytest.mark.django_db
def test_who_was_entered_before_is_hashed_by_the_migration(case):
    before = Claimant.objects.values(*HASHES.values()).get(case=case)
    Claimant.objects.filter(case=case).update(email_hash="", name_hash="")
    import_module("cases.migrations.0011_hash_who_is_there").hash_who_is_there(apps, None)
    assert Claimant.objects.values(*HASHES.values()).get(case=case) == before
