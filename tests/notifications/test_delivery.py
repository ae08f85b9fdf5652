"""Trying, failing, trying again and giving up, against a real SMTP server."""

import asyncio
import threading
from datetime import timedelta

import pytest
from django.core.mail import get_connection
from django.db import connection

from accounts import principals
from cases.access import cases_for
from cases.models import Claimant
from core import clock
from core.errors import NotFound
from notifications import delivery
from notifications.channels import email as email_channel
from notifications.models import Notification
from tests.stack import Mailbox
from workflows import relay

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    box.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    settings.EMAIL_TIMEOUT = 2
    yield box
    box.close()


@pytest.fixture
def mail(case, claimant):
    """The waiting mail that tells the worker that the complaint arrived."""
    relay.relay()
    return Notification.objects.get(claimant=claimant, channel="email")


def tries(mail) -> list[tuple[str, str]]:
    return list(mail.tries.values_list("state", "code"))


def test_a_mail_arrives_once_however_often_it_is_delivered(mailbox, mail):
    for _ in range(3):
        delivery.deliver(mail.pk)
    [received] = mailbox.messages
    mail.refresh_from_db()
    assert received["To"] == "budi@contoh.example"
    assert received["Message-ID"] == mail.provider_id == f"<{mail.key.hex}@testserver>"
    assert mail.case.reference in received["Subject"]
    assert (mail.state, mail.attempts, tries(mail)) == ("accepted", 1, [("accepted", "")])
    assert mail.accepted_at


def test_a_passing_refusal_is_tried_again_with_the_same_message_id(mailbox, mail):
    mailbox.refuse_with = "451 4.7.1 Greylisted, budi@contoh.example"
    delivery.deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.error, tries(mail)) == ("waiting", "451", [("failed", "451")])
    delivery.deliver(mail.pk)
    assert len(tries(mail)) == 1, "not before its time"
    mailbox.refuse_with = ""
    with clock.at(mail.next_attempt_at):
        delivery.deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == "accepted"
    assert mailbox.messages[0]["Message-ID"] == f"<{mail.key.hex}@testserver>"


def test_a_final_refusal_goes_to_the_dead_letters_of_the_office_and_can_be_tried_again(mailbox, mail, team):
    mailbox.refuse_with = "550 5.1.1 No such user budi@contoh.example"
    delivery.deliver(mail.pk)
    officer, stranger = principals.officer(team.officer), principals.officer(team.inspector)
    [dead] = delivery.dead_letters(officer)
    assert (dead.pk, dead.error) == (mail.pk, "550")
    assert not delivery.dead_letters(stranger)
    with pytest.raises(NotFound):
        delivery.retry(stranger, mail.pk)
    mailbox.refuse_with = ""
    delivery.retry(officer, mail.pk)
    delivery.deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == "accepted"
    assert not delivery.dead_letters(officer)


def test_a_server_that_is_away_is_asked_again_and_given_up_in_the_end(settings, mail):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    at = clock.now()
    for attempt in range(1, delivery.MAX_ATTEMPTS + 1):
        with clock.at(at):
            delivery.deliver(mail.pk)
        mail.refresh_from_db()
        assert mail.attempts == attempt
        at = mail.next_attempt_at
    assert (mail.state, mail.error) == ("dead", "ConnectionRefusedError")
    assert at - mail.created_at > timedelta(hours=24)


def test_a_mail_that_was_accepted_counts_although_the_server_hangs_up(mailbox, mail, monkeypatch):
    async def hang_up(server, session, envelope):
        server.transport.close()
        return "221 Bye"

    mailbox.handle_QUIT = hang_up
    delivery.deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == "accepted"


def test_a_server_that_dribbles_is_cut_off(mailbox, mail, monkeypatch):
    """Counted in what the server still got to say: it would go on for ever, and so would a try that is not cut off."""
    pushed = []

    async def dribble(server, session, envelope):
        while not server.transport.is_closing():
            pushed.append("250-wait")
            await server.push(pushed[-1])
            await asyncio.sleep(0.1)
        return "250 OK"

    mailbox.handle_DATA = dribble
    monkeypatch.setattr(email_channel, "MAX_SECONDS", 2)
    monkeypatch.setattr(email_channel, "CONNECT_SECONDS", 1)
    delivery.deliver(mail.pk)
    assert pushed
    mail.refresh_from_db()
    assert (mail.state, tries(mail)) == ("waiting", [("failed", mail.error)])
    assert not mailbox.messages


def test_the_lease_outlasts_the_longest_try(settings):
    assert timedelta(seconds=email_channel.MAX_SECONDS) < delivery.LEASE
    assert settings.EMAIL_TIMEOUT <= email_channel.CONNECT_SECONDS


def test_a_lease_of_a_dead_worker_runs_out(mailbox, mail):
    assert delivery._take(mail.pk)  # and dies here
    delivery.deliver(mail.pk)
    assert not mailbox.messages
    with clock.at(clock.now() + delivery.LEASE + timedelta(seconds=1)):
        delivery.deliver(mail.pk)
    assert len(mailbox.messages) == 1


def test_an_officer_who_left_is_sent_nothing_more(mailbox, reviewed, team):
    relay.relay()
    mail = Notification.objects.get(user=team.officer, channel="email", event__kind="case.accepted")
    team.officer.memberships.update(until="2020-01-01T00:00:00Z")
    assert not cases_for(principals.officer(team.officer)).exists()
    delivery.deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == "void"
    assert not mailbox.messages


def test_the_address_stays_sealed_in_the_rows(mail):
    row = Notification.objects.filter(pk=mail.pk).values().get()
    assert "budi@" not in str(row)
    assert str(Claimant.objects.get().email) == "•••"


def test_the_sweep_wakes_what_is_due_and_nothing_else(mail, monkeypatch):
    woken = []
    monkeypatch.setattr(delivery, "wake", lambda task, pk: woken.append(pk) or True)
    delivery.sweep()
    assert mail.pk in woken
    woken.clear()
    Notification.objects.update(next_attempt_at=clock.now() + timedelta(minutes=5))
    delivery.sweep()
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_of_six_workers_at_once_one_sends(mailbox, mail):
    barrier = threading.Barrier(6)

    def run():
        barrier.wait()
        delivery.deliver(mail.pk)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailbox.messages) == 1
    assert get_connection().host == "127.0.0.1"
