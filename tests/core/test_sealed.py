from cryptography.fernet import Fernet

from core import sealed


def test_a_sealed_value_never_prints_itself():
    value = sealed.seal("6471010101900001")
    assert "6471" not in f"{value} {value!r} {[value]}"
    assert sealed.unseal(value) == "6471010101900001"


def test_an_old_key_still_reads_and_a_new_key_writes(settings):
    old = sealed.seal("rahasia")
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert sealed.unseal(old) == "rahasia"
    fresh = sealed.reseal(old)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert sealed.unseal(fresh) == "rahasia"


def test_a_lookup_hash_is_found_under_any_key_of_the_list(settings):
    stored = sealed.lookup_hash("nik", "6471")
    settings.LOOKUP_KEYS = ["a newer key", *settings.LOOKUP_KEYS]
    assert stored in sealed.lookup_hashes("nik", "6471")
    assert sealed.lookup_hash("nik", "6471") != stored
    assert sealed.lookup_hash("nik", "6471") != sealed.lookup_hash("phone", "6471")
