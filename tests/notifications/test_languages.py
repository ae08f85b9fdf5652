"""Everybody is told in the language they chose, whoever acted and whatever language the page was in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from django.utils import translation

from accounts import principals
from accounts.preferences import choose_language
from core import clock
from notifications import delivery
from notifications.channels import EMAIL
from notifications.models import Notification
from portals.shared import history
from tests.conftest import one_complaint, one_worker
from tests.portals.walk import ANSWERS, answer, begin, fill, send
from workflows import relay
from workflows.filing import RepresentativePart, submit

pytestmark = pytest.mark.django_db


def log_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.OfficerBackend")
    return client


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # no second factor


def send_all() -> dict[str, str]:
    """Deliver every mail; by address all that came there."""
    relay.relay()
    for pk in Notification.objects.filter(channel=EMAIL).values_list("pk", flat=True):
        delivery.deliver(pk)
    came: dict[str, str] = {}
    for message in outbox.outbox:
        came[message.to[0]] = f"{came.get(message.to[0], '')}{message.subject}\n{message.body}"
    return came


def test_mail_goes_out_in_the_language_of_each_reader(team):
    choose_language(team.intake, "en")
    workers = (
        one_worker(name="Budi", email="budi@contoh.example"),
        one_worker(name="Ann", email="ann@contoh.example", nik="", phone="", language="en"),
    )
    union = RepresentativePart("Serikat", email="union@contoh.example", language="en")
    with translation.override("id"):
        submit(one_complaint(workers=workers, representative=union), by=principals.ANYONE)
        told = send_all()
    assert "kami terima" in told["budi@contoh.example"]
    assert "To read and answer" not in told["budi@contoh.example"]
    for address in ("ann@contoh.example", "union@contoh.example"):
        assert "received" in told[address]
        assert "Untuk membaca" not in told[address]
    assert "New complaint" in told[team.intake.email]
    assert "Pengaduan" not in told[team.intake.email]
    assert all(message.extra_headers["Content-Language"] for message in outbox.outbox)


def test_who_files_in_english_is_told_in_english(team):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    fill(client)
    send(client)
    assert "received" in send_all()[ANSWERS["diri"]["email"]]


def test_who_files_for_another_in_english_is_told_in_english(team):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    begin(client, "other")
    holder = {"holder_kind": "family", "holder_name": "Ann", "holder_phone": "0812 0000 1111", "holder_email": "ann@x.example"}  # fmt: skip
    answer(client, "wakil", holder)
    for step, data in ANSWERS.items():
        answer(client, step, data)
    send(client)
    assert "received" in send_all()["ann@x.example"]


def test_an_officer_chooses_the_language_of_pages_news_and_mail(reviewed, team):
    relay.relay()
    client = log_in(team.officer)
    page = client.get("/mulai/").content.decode()
    assert '<html lang="id"' in page
    assert "Kabar yang belum dibaca" in page
    answer = client.post("/kantor/saya/", {"language": "en"}, follow=True)
    assert answer.redirect_chain == [("/kantor/saya/", 302)]
    assert "Your language is saved." in answer.content.decode()
    team.officer.refresh_from_db()
    assert team.officer.language == "en"
    # Another browser of the same person follows, too, and the news in it.
    page = log_in(team.officer).get("/mulai/").content.decode()
    assert '<html lang="en"' in page
    assert "News you have not read" in page
    event = reviewed.events.get(kind="case.accepted")
    with translation.override("en"):
        assert f"{reviewed.reference}</span>: {history.title(event)}</a>" in page


def test_a_browser_that_was_switched_stays_so_until_the_account_says_otherwise(team):
    client = log_in(team.officer)
    client.post("/bahasa/setlang/", {"language": "en", "next": "/mulai/"})
    assert '<html lang="en"' in client.get("/mulai/").content.decode()
    client.post("/kantor/saya/", {"language": "id"})
    assert '<html lang="id"' in client.get("/mulai/").content.decode()


def test_a_language_that_is_not_spoken_is_refused_and_nothing_changes(team):
    answer = log_in(team.officer).post("/kantor/saya/", {"language": "fr"})
    assert answer.status_code == 400
    with pytest.raises(ValueError, match="fr"):
        choose_language(team.officer, "fr")
    team.officer.refresh_from_db()
    assert team.officer.language == "id"


def switch(browser: Client, language: str):
    return browser.post("/bahasa/setlang/", {"language": language, "next": "/ikuti/perkara/"})


def test_who_switches_the_language_while_following_is_told_in_it_from_then_on(team, act):
    workers = (
        one_worker(email="a@x.example"),
        one_worker(name="Siti", email="b@x.example", nik="", phone=""),
    )
    union = RepresentativePart("Serikat", kind="union", email="c@x.example")
    filed = submit(one_complaint(workers=workers, representative=union), by=principals.ANYONE)
    first, union_page, stranger = Client(), Client(), Client()
    receipts = [next(iter(filed.receipts.values())), filed.representative_receipt]
    for browser, receipt in zip((first, union_page), receipts, strict=True):
        browser.post("/ikuti/", {"reference": filed.case.reference, "receipt": receipt})
        assert switch(browser, "en").url == "/ikuti/perkara/"
    switch(stranger, "en")
    switch(first, "xx")
    outbox.outbox.clear()
    act(filed.case, "request_completion", team.officer, items="Slip gaji")
    told = send_all()
    assert "To read and answer" in told["a@x.example"]
    assert "To read and answer" not in told["b@x.example"], "another worker of the case"
    assert "To read and answer" in told["c@x.example"]


def test_whose_mandate_has_ended_is_not_written_to_any_more(team):
    union = RepresentativePart("Serikat", kind="union", email="c@x.example")
    case = submit(one_complaint(representative=union), by=principals.ANYONE).case
    relay.relay()
    case.mandates.update(until=clock.today() - timedelta(days=1))
    told = send_all()
    assert "c@x.example" not in told
    assert "budi@contoh.example" in told


def test_who_is_given_a_power_is_told_in_the_language_chosen_for_them(team, act):
    filed = submit(one_complaint(workers=(one_worker(language="en"),)), by=principals.ANYONE)
    given = {"kind": "family", "since": clock.today()}
    act(filed.case, "record_mandate", team.officer, holder_name="Ann", holder_email="ann@x.example", **given)
    act(filed.case, "record_mandate", team.officer, holder_name="Ani", holder_email="ani@x.example", language="id",
        **given)  # fmt: skip
    act(filed.case, "request_completion", team.officer, items="Slip gaji")
    told = send_all()
    assert "To read and answer" in told["ann@x.example"]
    assert "To read and answer" not in told["ani@x.example"]
