"""Guessing is slowed: passwords for each account and address, codes of the second step for each account."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache

from tests.journeys.people import code_for

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "kata sandi uji coba"


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def log_in(client):
    client.cookies["django_language"] = "id"

    def post(user, password=PASSWORD, **where):
        return client.post("/akun/login/", {"login": user.email, "password": password}, **where)

    return post


def test_six_wrong_passwords_close_the_account_for_that_address_only(client, log_in, team, settings):
    settings.DEMO = True
    for _ in range(6):
        answer = log_in(team.officer, "salah")
    assert answer.status_code == 429
    assert "Masuk ditutup sementara" in answer.content.decode()
    assert log_in(team.officer).status_code == 429  # the right one comes too late
    shouted = {"login": team.officer.email.upper(), "password": PASSWORD}
    assert client.post("/akun/login/", shouted).status_code == 429  # written otherwise it is the same account
    assert log_in(team.mediator, "salah").status_code == 200  # a colleague at the same desk is not shut out
    assert log_in(team.officer, REMOTE_ADDR="192.0.2.7").status_code == 302  # nor is the owner elsewhere


def test_behind_a_proxy_the_visitor_is_counted_and_not_the_proxy(log_in, team, settings):
    settings.DEMO = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _ in range(6):
        log_in(team.officer, "salah", HTTP_X_FORWARDED_FOR="198.51.100.9, 192.0.2.1")
    assert log_in(team.officer, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429
    assert log_in(team.officer, HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 302


def test_whoever_has_the_password_cannot_try_codes_until_one_fits(client, log_in, team):
    TOTP.activate(team.officer, SECRET)
    assert log_in(team.officer)["Location"] == "/akun/dua-langkah/authenticate/"
    asked = client.get("/akun/dua-langkah/authenticate/").content.decode()
    assert "Pakai kunci keamanan" not in asked  # there is none
    assert "Telepon atau kunci saya hilang" in asked
    for _ in range(5):
        wrong = client.post("/akun/dua-langkah/authenticate/", {"code": "000000"}).content.decode()
    assert "Kode itu tidak cocok" in wrong
    late = client.post("/akun/dua-langkah/authenticate/", {"code": code_for(SECRET)})
    assert "Kode salah terlalu sering" in late.content.decode()
    assert client.get("/mulai/").status_code == 302
    client.post("/akun/logout/")
    log_in(team.officer, REMOTE_ADDR="192.0.2.8")  # another address and another session are no way round it
    late = client.post("/akun/dua-langkah/authenticate/", {"code": code_for(SECRET)}, REMOTE_ADDR="192.0.2.8")
    assert "Kode salah terlalu sering" in late.content.decode()


def test_without_a_second_step_nothing_opens_but_the_pages_that_set_one_up(client, log_in, team):
    assert log_in(team.officer).status_code == 302
    for path in ("/mulai/", "/satgas/", "/kantor/orang/", "/kementerian/ringkasan/", "/pelimpahan/"):
        assert client.get(path)["Location"] == "/akun/dua-langkah/", path


def test_a_stranger_cannot_have_mail_sent_to_any_address(client, team):
    client.post("/akun/password/reset/", {"email": "siapa@contoh.example"})
    assert not mail.outbox
    client.post("/akun/password/reset/", {"email": team.officer.email})
    letter = mail.outbox[0]
    assert letter.to == [team.officer.email]
    assert letter.subject == "Kata sandi baru untuk Hak Pekerja"
    assert "/akun/password/reset/key/" in letter.body


def test_a_new_password_from_ones_own_mail_opens_the_account_again(client, log_in, team, settings):
    settings.DEMO = True
    for _ in range(6):
        log_in(team.officer, "salah")
    assert log_in(team.officer).status_code == 429
    client.post("/akun/password/reset/", {"email": team.officer.email})
    path = re.search(r"/akun/password/reset/key/\S+", mail.outbox[0].body)[0]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    new = "kata sandi yang baru sekali"
    client.post(form, {"password1": new, "password2": new})
    assert log_in(team.officer, new).status_code == 302
