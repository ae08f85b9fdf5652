"""Who is told of what, in which words, and that the words tell others nothing."""

import pytest
from django.template.loader import get_template
from django.urls import resolve
from django.utils import translation

from accounts import principals
from accounts.models import Role
from cases.events import record
from cases.models import Case
from notifications import audience, wording
from notifications.channels import CHANNELS, EMAIL, IN_APP
from notifications.inbox import inbox, mark_read, unread
from notifications.models import Notification
from notifications.policy import POLICY
from notifications.telling import tell
from tests.conftest import Team, one_complaint, one_worker
from workflows import relay
from workflows.filing import submit

pytestmark = pytest.mark.django_db


def told(event=None) -> set[tuple[str, str, str]]:
    """(recipient, channel, template) of what was written, for one event or all."""
    rows = Notification.objects.all()
    if event:
        rows = rows.filter(event=event)
    return set(rows.values_list("recipient", "channel", "template"))


def happened(case, kind, *, by=principals.SYSTEM, **changes):
    return record(Case.objects.get(pk=case.pk), kind, by=by, **changes)


def test_a_complaint_is_told_to_the_worker_and_to_intake(case, claimant, team):
    relay.relay()
    assert told() == {
        (f"claimant:{claimant.pk}", IN_APP, "received"),
        (f"claimant:{claimant.pk}", EMAIL, "received"),
        (f"user:{team.intake.pk}", IN_APP, "new_case"),
        (f"user:{team.intake.pk}", EMAIL, "new_case"),
    }


def test_telling_twice_tells_once(case):
    event = case.events.get()
    tell(event)
    before = told()
    tell(event)
    assert told() == before
    assert Notification.objects.count() == len(before)


def test_an_officer_is_not_told_of_their_own_act(reviewed, team):
    relay.relay()
    assert not Notification.objects.filter(user=team.intake, event__kind="case.accepted").exists()
    assert Notification.objects.filter(user=team.officer, event__kind="case.accepted").count() == 2


def test_who_gave_no_address_is_told_inside_only(team):
    case = submit(one_complaint(workers=(one_worker(email=""),)), by=principals.ANYONE).case
    relay.relay()
    rows = Notification.objects.filter(case=case, claimant__isnull=False)
    assert [row.channel for row in rows] == [IN_APP]


def test_every_move_of_the_case_is_told_to_the_worker(reviewed, claimant):
    relay.relay()
    accepted = told(reviewed.events.get(kind="case.accepted"))
    assert {
        (f"claimant:{claimant.pk}", IN_APP, "news"),
        (f"claimant:{claimant.pk}", EMAIL, "news"),
    } <= accepted


def test_of_three_hundred_only_the_one_it_concerns_is_told(team):
    workers = tuple(one_worker(name=f"Pekerja {n}", email=f"p{n}@contoh.example") for n in range(3))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    one = case.claimants.first()
    by = principals.claimant(one.pk)
    event = happened(case, "case.consent_recorded", by=by, status_from=case.status, facts={"claimants": 1})
    payment = happened(case, "payment.confirmed", status_from=case.status, facts={"claimants": [one.pk]})
    tell(event)
    tell(payment)
    assert {name for name, _, _ in told(event)} == set(), (
        "they did it themself, and it is no business of others"
    )
    assert {name for name, _, _ in told(payment) if name.startswith("claimant")} == {f"claimant:{one.pk}"}


def test_what_others_say_a_worker_was_paid_is_told_to_them_by_mail(case, claimant, team):
    """An officer, or a representative who was bought: the worker learns of it without opening the page."""
    for by in (principals.officer(team.officer), principals.representative(1, claimant.pk)):
        said = happened(case, "payment.confirmed", by=by, facts={"claimants": [claimant.pk]})
        tell(said)
        assert (f"claimant:{claimant.pk}", EMAIL, "please_check") in told(said)


def test_a_report_of_retaliation_is_told_to_the_supervisor_and_to_no_other_worker(team, act):
    workers = tuple(one_worker(name=f"Pekerja {n}") for n in range(2))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    by = principals.claimant(case.claimants.first().pk)
    event = act(case, "report_retaliation", by, what="Saya diancam.").event
    tell(event)
    names = {name for name, _, _ in told(event)}
    assert f"user:{team.supervisor.pk}" in names
    assert not any(name.startswith("claimant") for name in names)


def test_internal_notes_are_told_to_nobody(case):
    tell(happened(case, "message.sent", facts={"message": 1, "claimant": None, "internal": True}))
    assert not told()


def test_who_represents_the_worker_is_told_by_mail(team):
    from workflows.filing import RepresentativePart

    complaint = one_complaint(representative=RepresentativePart("Serikat", email="serikat@contoh.example"))
    case = submit(complaint, by=principals.ANYONE).case
    relay.relay()
    mandate = case.mandates.get()
    assert (f"mandate:{mandate.pk}", EMAIL, "received") in told()
    assert (f"mandate:{mandate.pk}", IN_APP, "received") not in told()


def test_the_ministry_is_told_of_an_escalation(case, team):
    from workflows.models import Escalation

    escalation = Escalation.objects.create(
        case=case, office=team.kanwil, whole=False, came_from=case.status, asked_by_office=team.satgas,
        ground="employer_silent",
    )  # fmt: skip
    event = happened(case, "escalation.handed_over", subject=f"escalation:{escalation.pk}")
    tell(event)
    ministry = {f"user:{team.ministry_officer.pk}", f"user:{team.ministry_supervisor.pk}"}
    assert ministry <= {name for name, _, _ in told(event)}


def test_a_breach_goes_to_the_holder_and_one_step_further_up_each_time(reviewed, team):
    head = Team.person("Kepala Satgas", team.satgas, Role.HEAD)
    reached = []
    for step in ("officer", "supervisor", "head"):
        facts = {"clock": "review", "holder": "satgas", "due_on": "2026-11-30", "step": step}
        event = happened(Case.objects.get(pk=reviewed.pk), "clock.breached", facts=facts)
        tell(event)
        reached.append({name for name, _, _ in told(event)})
    officer, supervisor, chief = (f"user:{user.pk}" for user in (team.officer, team.supervisor, head))
    assert reached == [{officer}, {officer, supervisor}, {officer, chief}]
    row = Notification.objects.filter(event=event, user=team.officer, channel=EMAIL).get()
    assert "Batas waktunya, Senin, 30 November 2026, sudah lewat." in wording.as_sent(row)[1]


def test_a_right_that_ended_is_told_to_the_officer_and_frightens_no_worker(reviewed, team, claimant):
    facts = {"clock": "phk_refusal", "holder": "worker", "due_on": "2026-11-30", "step": "officer"}
    warned = happened(reviewed, "clock.warned", facts=facts, subject=f"claimant:{claimant.pk}")
    tell(warned)
    assert {name for name, _, _ in told(warned)} == {f"claimant:{claimant.pk}"}
    ended = happened(reviewed, "clock.breached", facts=facts, subject=f"claimant:{claimant.pk}")
    tell(ended)
    assert {name for name, _, _ in told(ended)} == {f"user:{team.officer.pk}"}


def test_people_are_told_when_a_new_holiday_moves_their_date(reviewed, team, claimant):
    from workflows.clocks.holidays import add_holiday
    from workflows.models import OpenClock

    review = OpenClock.objects.get(case=reviewed, clock="review")
    add_holiday(team.satgas, day=review.due_on, name="Hari jadi kota", by=principals.officer(team.supervisor))
    relay.relay()
    moved = reviewed.events.get(kind="clock.moved")
    row = Notification.objects.get(event=moved, claimant=claimant, channel=EMAIL)
    assert row.template == "date_moved"
    assert row.facts["due_on"] == OpenClock.objects.get(pk=review.pk).due_on.isoformat() > str(review.due_on)


def test_the_worker_is_told_the_next_step_and_its_date_of_their_own_clocks_only(team):
    from datetime import date

    workers = tuple(one_worker(name=f"Pekerja {n}", phk_notice_on=date(2026, 11, 23)) for n in range(2))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    relay.relay()
    from workflows.models import OpenClock

    verify = OpenClock.objects.get(case=case, clock="verify_intake")
    for row in Notification.objects.filter(case=case, claimant__isnull=False):
        assert row.facts == {"holder": "satgas", "due_on": verify.due_on.isoformat(), "late": False}


def test_a_worker_s_wish_to_escalate_is_not_told_to_the_ministry(case, claimant, team):
    tell(happened(case, "escalation.requested", by=principals.claimant(claimant.pk)))
    names = {name for name, _, _ in told()}
    assert f"user:{team.supervisor.pk}" in names
    assert f"user:{team.ministry_officer.pk}" not in names


# --- words -----------------------------------------------------------------------------------------------


def every_template() -> set[str]:
    return {rule.template for rule in POLICY}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("template", sorted(every_template()))
def test_what_is_sent_names_the_reference_and_nothing_that_others_may_not_read(
    case, claimant, template, language
):
    row = Notification(
        event=case.events.get(), case=case, claimant=claimant, recipient=f"claimant:{claimant.pk}",
        channel=EMAIL, template=template, language=language, facts={"holder": "satgas", "due_on": "2026-11-30"},
    )  # fmt: skip
    subject, text = wording.as_sent(row)
    assert case.reference in subject
    assert "\n" not in subject
    assert "http://testserver/" in text
    assert ("Monday, 30 November 2026" if language == "en" else "Senin, 30 November 2026") in text
    for secret in ("Contoh Karya", "Budi", "upah", "Upah", "wage", "6471010101900001", "PHK", "ancam", "&#"):
        assert secret not in subject + text


def test_every_rule_has_a_template_an_audience_and_known_channels():
    for rule in POLICY:
        get_template(f"notifications/{rule.template}.txt")
        assert set(rule.channels) <= set(CHANNELS)
        assert getattr(audience, rule.audience.__name__) is rule.audience


def test_the_inbox_says_what_happened_and_the_next_step(reviewed, claimant):
    relay.relay()
    by = principals.claimant(claimant.pk)
    newest = inbox(by)[0]
    newest.facts = {"holder": "satgas", "due_on": "2026-11-30"}
    assert wording.inside(newest) == (
        "Pengaduan Anda diterima untuk ditelaah. Kami mengerjakannya paling lambat Senin, 30 November 2026. "
        "Anda tidak perlu melakukan apa-apa sampai saat itu."
    )
    with translation.override("en"):
        assert "Monday, 30 November 2026" in wording.inside(newest)


# --- the inbox -------------------------------------------------------------------------------------------


def test_each_reads_and_marks_only_their_own(reviewed, claimant, team):
    relay.relay()
    worker, officer = principals.claimant(claimant.pk), principals.officer(team.officer)
    assert (unread(worker), unread(officer)) == (2, 1)
    theirs = list(inbox(worker).values_list("pk", flat=True))
    assert mark_read(officer, theirs) == 0
    assert unread(worker) == 2
    assert mark_read(worker) == 2
    assert (unread(worker), unread(officer)) == (0, 1)
    assert not inbox(principals.ANYONE).exists()


def test_an_officer_who_left_reads_nothing_more(reviewed, team):
    relay.relay()
    assert unread(principals.officer(team.officer)) == 1
    team.officer.memberships.update(until="2020-01-01T00:00:00Z")
    assert unread(principals.officer(team.officer)) == 0


def test_the_supervisor_is_asked_to_countersign_and_the_asker_hears_the_answer(reviewed, team, act):
    from datetime import date

    from workflows.perform import decide

    head = Team.person("Kepala Satgas", team.satgas, Role.HEAD)
    params = {"outcome": "advice_given", "where_to_go": "Posbakum", "heard_on": date(2026, 11, 2)}
    asked = act(reviewed, "decline", team.officer, note="Sudah diberi nasihat.", **params)
    tell(asked.event)
    assert {name for name, _, _ in told(asked.event)} == {f"user:{team.supervisor.pk}", f"user:{head.pk}"}
    decide(
        asked.approval.pk,
        by=principals.officer(team.supervisor),
        give=True,
        shown=asked.approval.shown_digest,
    )
    given = reviewed.events.get(kind="approval.given")
    tell(given)
    assert (f"user:{team.officer.pk}", EMAIL, "approval_decided") in told(given)


def test_a_thousand_workers_are_told_in_a_few_queries(team, django_assert_max_num_queries):
    one = one_worker(name="P", nik="", phone="", email="", receipt=False, claims=())
    case = submit(one_complaint(workers=(one,) * 1000), by=principals.ANYONE).case
    with django_assert_max_num_queries(60):  # SQLite writes 40 rows at once
        tell(case.events.get())
    assert Notification.objects.filter(case=case, claimant__isnull=False).count() == 1000


def test_the_worker_s_address_opens_the_page_that_asks_for_the_receipt(settings):
    assert resolve(settings.PAGES_OF_A_CASE["worker"]).view_name == "worker:follow"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("550", "Alamat surelnya"), ("5.1.1", "Alamat surelnya"), ("5.1.10", "Alamat surelnya"),
        ("552", "penuh"), ("5.2.2", "penuh"), ("4.2.2", "penuh"),
        ("554", "menolaknya"), ("5.7.1", "menolaknya"), ("5.4.1", "menolaknya"),
        ("451", "berkali-kali"), ("4.4.7", "berkali-kali"),
        ("535", "kami sendiri"), ("ConnectionRefusedError", "kami sendiri"), ("slow", "kami sendiri"), ("", "kami sendiri"),
    ],
)  # fmt: skip
def test_why_it_did_not_arrive_is_said_in_words(code, words):
    assert words in wording.why_it_failed(code)
