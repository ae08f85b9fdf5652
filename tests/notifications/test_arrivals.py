"""What becomes of a mail after its server took it: it settles, or it comes back."""

import io
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from accounts import principals
from cases.models import Case, ServiceRecord
from core import clock
from notifications import arrivals, bounces, delivery
from notifications.bounces import Taken
from notifications.models import DeliveryAttempt, Notification
from tests.conftest import one_complaint, one_worker
from workflows import relay
from workflows.facts import load
from workflows.filing import submit
from workflows.service import not_reached_twice

pytestmark = pytest.mark.django_db

ADDRESS = "budi@contoh.example"
TWO_DAYS = timedelta(days=2)


@pytest.fixture
def asked(team, act):
    """A case of one worker of whom something is asked, and the mail about it, accepted by its server."""
    case = submit(one_complaint(workers=(one_worker(email=ADDRESS),)), by=principals.ANYONE).case
    act(case, "request_completion", team.intake, items="Slip gaji")
    relay.relay()
    for pk in Notification.objects.filter(state="waiting").values_list("pk", flat=True):
        delivery.deliver(pk)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def mail(asked):
    return Notification.objects.get(
        case=asked, channel="email", claimant__isnull=False, event__kind="case.completion_requested"
    )


REPORT = """\
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: no-reply@hak-pekerja.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
{headers}Content-Type: multipart/report; report-type=delivery-status; boundary="4XYZ.1764311111/mx.example"

This is a MIME-encapsulated message.

--4XYZ.1764311111/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<{address}>: host mx.example[192.0.2.1] said: 550 {status} User unknown (in reply to RCPT TO command)

--4XYZ.1764311111/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4XYZ
Arrival-Date: Mon,  2 Nov 2026 09:00:00 +0800 (WITA)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example
Diagnostic-Code: smtp; 550 {status} <{address}> User unknown
{returned}
--4XYZ.1764311111/mx.example--
"""
RETURNED = """
--4XYZ.1764311111/mx.example
Content-Description: Undelivered Message
Content-Type: {kind}

Message-ID: {key}
From: Hak Pekerja <no-reply@hak-pekerja.example>
To: {address}

{text}"""


def report(mail, *, action="failed", status="5.1.1", returned="message/rfc822", headers="") -> bytes:
    """A delivery status notification as Postfix writes it, about a mail, its key, or its whole Message-ID."""
    key = mail if isinstance(mail, str) else f"<{getattr(mail, 'key', mail).hex}@testserver>"
    text = "Pengaduan Anda" if returned == "message/rfc822" else ""
    back = RETURNED.format(kind=returned, key=key, address=ADDRESS, text=text) if returned else ""
    given = {"address": ADDRESS, "action": action, "status": status, "headers": headers, "returned": back}
    return REPORT.format(**given).encode()


def state(mail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.error


def left(case) -> int:
    return not_reached_twice(load(Case.objects.get(pk=case.pk)))


# --- settling --------------------------------------------------------------------------------------------


def test_a_mail_that_did_not_come_back_in_two_days_is_delivered_and_counts_as_served(asked, mail):
    assert state(mail) == ("accepted", "")
    with clock.at(mail.accepted_at + TWO_DAYS - timedelta(minutes=1)):
        arrivals.settle()
    assert state(mail)[0] == "accepted"
    assert not ServiceRecord.objects.exists()
    with clock.at(mail.accepted_at + TWO_DAYS):
        assert arrivals.settle()
        assert arrivals.settle() == 0, "safe to run twice"
    assert state(mail)[0] == "delivered"
    assert mail.delivered_at == mail.accepted_at
    [served] = ServiceRecord.objects.all()
    assert (served.claimant_id, served.means, served.event, served.proof_note) == (
        mail.claimant_id, "email", mail.event, mail.provider_id,
    )  # fmt: skip
    assert left(asked) == 1, "one means is not two"


def test_only_who_was_really_reached_twice_may_be_closed_upon(asked, mail):
    with clock.at(mail.accepted_at + TWO_DAYS):
        arrivals.settle()
        from notifications.inbox import page_opened

        page_opened(principals.claimant(mail.claimant_id), asked)
        assert left(asked) == 0
        assert bounces.read(report(mail)) == Taken.DEAD
        assert left(asked) == 1


def test_mail_of_which_nothing_hangs_settles_without_a_record_of_service(asked, team):
    [mail] = Notification.objects.filter(channel="email", user=team.intake)
    with clock.at(clock.now() + TWO_DAYS):
        arrivals.settle()
    assert state(mail)[0] == "delivered"
    assert not ServiceRecord.objects.exclude(event__kind="case.completion_requested").exists()


def test_more_than_one_batch_settles_in_one_sweep(asked, mail, monkeypatch):
    monkeypatch.setattr(arrivals, "AT_ONCE", 1)
    accepted = Notification.objects.filter(state="accepted").count()
    assert accepted > 1
    with clock.at(clock.now() + TWO_DAYS):
        assert arrivals.settle() == accepted


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_and_a_bounce_at_once_leave_one_truth(asked, mail):
    """Whoever comes first: a mail that came back is never served in the end."""
    gate, later, failed = threading.Barrier(3), clock.now() + TWO_DAYS, []

    def run(do, *arguments):
        try:
            gate.wait()
            with clock.at(later):
                do(*arguments)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    jobs = [(arrivals.settle,), (arrivals.settle,), (bounces.read, report(mail))]
    threads = [threading.Thread(target=run, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert state(mail) == ("dead", "5.1.1")
    assert not ServiceRecord.objects.filter(refuted_at=None).exists()


# --- coming back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"])
def test_a_hard_bounce_is_dead_is_shown_to_the_office_and_never_counts_as_served(asked, mail, team, returned):
    assert bounces.read(report(mail, returned=returned)) == Taken.DEAD
    assert state(mail) == ("dead", "5.1.1")
    assert mail in delivery.dead_letters(principals.officer(team.officer))
    assert mail not in delivery.dead_letters(principals.officer(team.inspector))
    with clock.at(clock.now() + 2 * TWO_DAYS):
        arrivals.settle()
    assert state(mail)[0] == "dead"
    assert not ServiceRecord.objects.exists()


def test_the_same_report_twice_is_one(asked, mail, team):
    raw = report(mail)
    assert [bounces.read(raw) for _ in range(3)] == [Taken.DEAD, Taken.REPEATED, Taken.REPEATED]
    assert mail.tries.filter(state="failed").count() == 1
    # Handed over once more after an officer asked for another try: the old report kills no new one.
    delivery.retry(principals.officer(team.officer), mail.pk)
    assert bounces.read(raw) == Taken.REPEATED
    assert bounces.read(raw + b"\n") == Taken.NOTED
    assert state(mail) == ("waiting", "")
    delivery.deliver(mail.pk)
    assert state(mail)[0] == "accepted"
    assert bounces.read(report(mail, headers="X-Second: 1\n")) == Taken.DEAD


def test_a_delay_is_noted_and_puts_off_when_it_settles(asked, mail):
    assert bounces.read(report(mail, action="delayed", status="4.4.1")) == Taken.NOTED
    assert state(mail) == ("accepted", "4.4.1")
    assert list(mail.tries.values_list("state", "code"))[-1] == ("delayed", "4.4.1")
    with clock.at(mail.accepted_at + TWO_DAYS):
        arrivals.settle()
    assert state(mail)[0] == "accepted", "its server is still at it"
    with clock.at(clock.now() + arrivals.PUT_OFF):
        arrivals.settle()
    assert state(mail) == ("delivered", "")


def test_a_server_that_gave_up_after_trying_is_as_final_as_a_refusal(mail):
    assert bounces.read(report(mail, action="failed", status="4.4.7")) == Taken.DEAD
    assert state(mail) == ("dead", "4.4.7")


def test_a_receipt_of_the_server_counts_at_once(asked, mail):
    assert bounces.read(report(mail, action="delivered", status="2.0.0")) == Taken.DELIVERED
    assert state(mail)[0] == "delivered"
    assert ServiceRecord.objects.get().means == "email"


@pytest.mark.parametrize("action", ["relayed", "expanded", "", "nonsense"])
def test_what_says_nothing_of_the_mailbox_changes_nothing(mail, action):
    assert bounces.read(report(mail, action=action)) == Taken.NO_REPORT
    assert state(mail) == ("accepted", "")


def test_a_report_that_returns_nothing_is_known_by_what_it_answers_to(mail):
    own = f"<{mail.key.hex}@testserver>"
    assert bounces.read(report(mail, returned="", headers=f"References: <a@b> {own}\n")) == Taken.DEAD


def test_a_report_of_a_mail_that_is_not_ours_changes_nothing(mail):
    assert bounces.read(report(uuid4())) == Taken.UNKNOWN
    assert bounces.read(report(mail).replace(b"@testserver>", b"@elsewhere.example>")) == Taken.NO_REPORT
    inside = Notification.objects.filter(channel="in_app").first()
    assert bounces.read(report(inside)) == Taken.UNKNOWN
    assert not DeliveryAttempt.objects.exclude(report=None).exists()


def test_an_answer_that_a_person_wrote_is_no_report(mail):
    own = f"<{mail.key.hex}@testserver>".encode()
    assert bounces.read(b"From: a@b\nIn-Reply-To: " + own + b"\n\nTerima kasih") == Taken.NO_REPORT
    assert state(mail) == ("accepted", "")


def test_only_codes_are_kept(mail):
    raw = report(mail, status=f"5.1.1 (<{ADDRESS}> unknown)")
    assert bounces.read(raw) == Taken.DEAD
    rows = f"{Notification.objects.filter(pk=mail.pk).values().get()} {list(mail.tries.values())}"
    assert "budi" not in rows
    assert "unknown" not in rows


@given(st.binary(max_size=600), st.integers(0, 1600), st.integers(0, 1600))
@hypothesis(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_broken_a_mail_is_it_is_read_to_the_end(junk, at, cut):
    whole = report(uuid4())
    for raw in (junk, whole[:cut], whole[:at] + junk + whole[at:], junk + whole):
        found = bounces.parse(raw)
        assert found is None or found.action in ("failed", "delayed", "delivered")


# --- the command -----------------------------------------------------------------------------------------


class Piped:
    def __init__(self, raw: bytes):
        self.buffer = io.BytesIO(raw)


def piped(monkeypatch, raw: bytes) -> str:
    monkeypatch.setattr("sys.stdin", Piped(raw))
    out = io.StringIO()
    call_command("read_bounce", stdout=out)
    return out.getvalue().strip()


def test_a_mail_server_pipes_a_report_into_the_command(monkeypatch, mail):
    assert piped(monkeypatch, report(mail)) == "came back"
    assert piped(monkeypatch, report(mail)) != ""
    assert piped(monkeypatch, b"nothing at all") == "no report"
    assert state(mail) == ("dead", "5.1.1")


def test_without_a_database_the_mail_server_is_asked_to_come_again(monkeypatch, mail):
    def away(raw):
        raise OperationalError("no connection")

    monkeypatch.setattr(bounces, "read", away)
    with pytest.raises(SystemExit) as ended:
        piped(monkeypatch, report(mail))
    assert ended.value.code == 75
