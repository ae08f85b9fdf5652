"""People meet: where and when, who is called, who is reminded, and what came of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import principals
from cases.models import Case, Document
from core import clock
from notifications.models import Notification
from tests.conftest import one_complaint, one_worker
from workflows import meetings, own, relay
from workflows.agenda import agenda_of
from workflows.clocks.store import differences
from workflows.clocks.sweep import sweep
from workflows.errors import Invalid, NotAllowed, Refused
from workflows.filing import submit
from workflows.models import Meeting, OpenClock
from workflows.wording import standing

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 2)
PLAN = {"kind": "talk", "on": DAY, "at": "09.30", "place": "Ruang 2, Jl. Contoh 1"}


@pytest.fixture(autouse=True)
def on_a_monday(settings):
    settings.DEMO = True
    with clock.at(datetime(2026, 11, 30, 1, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def two(team, act):
    workers = (one_worker(naming="named"), one_worker(name="Siti Aminah", nik="", phone="", naming="unnamed"))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    act(case, "accept", team.officer, officer=team.officer.pk)
    return case


@pytest.fixture
def mediated(two, team):
    Case.objects.filter(pk=two.pk).update(status="in_mediation", mediator=team.mediator)
    return two


def sentences(claimant) -> list[str]:
    claimant.case.refresh_from_db()
    return standing(claimant).meetings


def waiting(case) -> dict[str, str]:
    return dict(OpenClock.objects.filter(case=case, clock="meeting").values_list("subject", "holder"))


def test_a_meeting_is_planned_with_a_summons_and_a_clock_and_the_called_are_told(two, team, act):
    first, second = two.claimants.order_by("number")
    done = act(two, "plan_meeting", team.officer, **PLAN, claimants=[first.pk], number="005/120")
    meeting = Meeting.objects.get()
    assert (meeting.day, meeting.hour, meeting.state) == (DAY, "09.30", "planned")
    assert meeting.starts_at == datetime(2026, 12, 2, 1, 30, tzinfo=UTC), "the time of the office"
    assert (meeting.summons.kind, meeting.summons.number) == ("summons", "005/120")
    assert "Ruang" not in done.event.text
    assert waiting(two) == {str(meeting): "satgas"}
    assert sentences(first) == [
        "Pertemuan berikutnya: Rabu, 2 Desember 2026 pukul 09.30 di Ruang 2, Jl. Contoh 1."
    ]
    assert sentences(second) == []
    assert any("Pertemuan direncanakan" in str(line.told) for line in own.timeline(first))
    assert not any("Pertemuan direncanakan" in str(line.told) for line in own.timeline(second))
    relay.relay()
    told = Notification.objects.filter(event=done.event, claimant__isnull=False)
    assert set(told.values_list("claimant", flat=True)) == {first.pk}
    assert differences(Case.objects.get(pk=two.pk)) == []


def test_the_officer_and_the_called_are_reminded_on_the_day(two, team, act):
    first = two.claimants.get(number=1)
    act(two, "plan_meeting", team.officer, **PLAN, claimants=[first.pk])
    with clock.at(datetime(2026, 12, 2, 0, 5, tzinfo=UTC)):
        sweep()
        relay.relay()
    event = next(
        row
        for row in two.events.filter(kind="clock.warned").order_by("-seq")
        if row.facts["clock"] == "meeting"
    )
    assert event.facts["threshold"] == "due"
    told = Notification.objects.filter(event=event)
    assert {row.recipient for row in told} == {f"user:{team.officer.pk}", f"claimant:{first.pk}"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"at": "jam sembilan"}, "at"), ({"at": "25.00"}, "at"), ({"on": date(2026, 11, 27)}, "on"),
        ({"on": date(2026, 11, 30), "at": "08.00"}, "on"), ({"on": date(2026, 12, 5)}, "on"),
        ({"on": date(2026, 12, 25)}, "on"), ({"without_workers": True}, "parties"), ({"kind": "mediation"}, "kind"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_beside_its_field(two, team, act, change, field):
    with pytest.raises(Invalid, match=field):
        act(two, "plan_meeting", team.officer, **(PLAN | change))
    assert not Meeting.objects.exists()
    assert not Document.objects.filter(case=two).exists()


def test_who_is_not_to_be_named_is_not_brought_before_the_company(two, team, act):
    party = two.parties.get().pk
    first = two.claimants.get(number=1)
    with pytest.raises(Invalid, match="claimants"):
        act(two, "plan_meeting", team.officer, **PLAN, parties=[party])
    act(two, "plan_meeting", team.officer, **PLAN, parties=[party], claimants=[first.pk])
    act(
        two,
        "plan_meeting",
        team.officer,
        **(PLAN | {"kind": "clarification"}),
        parties=[party],
        without_workers=True,
    )
    alone = Meeting.objects.get(kind="clarification")
    assert sentences(two.claimants.get(number=2)) == []
    event = two.events.get(subject=str(alone))
    relay.relay()
    assert not Notification.objects.filter(event=event, claimant__isnull=False).exists()


def test_what_came_of_it_is_recorded_once_and_not_before_its_day(two, team, act):
    act(two, "plan_meeting", team.officer, **PLAN)
    meeting = Meeting.objects.get()
    came = {
        "worker_came": True,
        "employer_came": False,
        "came_of_it": "Pekerja menyerahkan slip.",
        "minutes": "BA-7",
    }
    with pytest.raises(Refused, match="belum berlangsung"):
        act(two, "hold_meeting", team.officer, subject=str(meeting), **came)
    with pytest.raises(NotAllowed):
        act(two, "hold_meeting", team.intake, subject=str(meeting), **came)
    with clock.at(datetime(2026, 12, 2, 4, 0, tzinfo=UTC)):
        done = act(two, "hold_meeting", team.officer, subject=str(meeting), **came)
        assert done.event.note.body == "Pekerja menyerahkan slip."
        with pytest.raises(Refused):
            act(two, "hold_meeting", team.officer, subject=str(meeting), **came)
    assert waiting(two) == {}
    assert Document.objects.filter(case=two, kind="minutes", number="BA-7").exists()
    assert sentences(two.claimants.get(number=1)) == []


def test_a_meeting_is_cancelled_with_a_reason(two, team, act):
    act(two, "plan_meeting", team.officer, **PLAN)
    meeting = Meeting.objects.get()
    with pytest.raises(Invalid, match="note"):
        act(two, "cancel_meeting", team.officer, subject=str(meeting))
    act(two, "cancel_meeting", team.officer, subject=str(meeting), note="Petugas sakit.")
    assert waiting(two) == {}
    assert sentences(two.claimants.get(number=1)) == []
    assert Case.objects.get(pk=two.pk).status == "under_review"


def test_a_mediation_session_is_the_mediators_and_is_held_as_one(mediated, team, act):
    plan = PLAN | {"kind": "mediation"}
    with pytest.raises(Invalid, match="kind"):
        act(mediated, "plan_meeting", team.officer, **plan)
    act(mediated, "plan_meeting", team.mediator, **plan)
    meeting = Meeting.objects.get()
    assert waiting(mediated) == {str(meeting): "mediator"}
    assert sentences(mediated.claimants.get(number=1))[0].startswith(
        "Sidang mediasi berikutnya: Rabu, 2 Desember 2026"
    )
    with clock.at(datetime(2026, 12, 2, 4, 0, tzinfo=UTC)):
        with pytest.raises(Refused, match="Catat sidang mediasi"):
            act(mediated, "hold_meeting", team.mediator, subject=str(meeting), came_of_it="Sepakat.")
        done = act(
            mediated,
            "hold_session",
            team.mediator,
            on=DAY,
            worker_came=True,
            employer_came=False,
            summons_received_on=date(2026, 11, 30),
        )
    assert done.event.facts["meeting"] == str(meeting)
    meeting.refresh_from_db()
    assert meeting.state == "held"
    assert waiting(mediated) == {}


def test_the_calendar_lists_mine_and_on_request_the_offices(two, team, act):
    act(two, "plan_meeting", team.officer, **PLAN)
    mine = meetings.calendar_for(principals.officer(team.officer))
    assert [one.case for one in mine] == [two]
    assert list(meetings.calendar_for(principals.officer(team.supervisor))) == []
    assert len(meetings.calendar_for(principals.officer(team.supervisor), of_everybody=True)) == 1
    assert list(meetings.calendar_for(principals.officer(team.inspector), of_everybody=True)) == []
    duty = next(
        one for one in agenda_of(principals.officer(team.officer)).mine if "Pertemuan" in str(one.what)
    )
    assert duty.due_on == DAY
    browser = Client()
    browser.force_login(team.officer, backend="accounts.backends.OfficerBackend")
    browser.cookies["django_language"] = "id"
    assert two.reference in browser.get(reverse("satgas:meetings")).content.decode()
    page = browser.get(reverse("satgas:case", args=[two.reference])).content.decode()
    slug = Meeting.objects.get().slug
    for name in ("hold_meeting", "cancel_meeting"):
        url = reverse("satgas:record_action", args=[two.reference, slug, name])
        assert url in page
        assert browser.get(url).status_code == 200
    case = Case.objects.get(pk=two.pk)
    answer = browser.post(
        reverse("satgas:record_action", args=[two.reference, slug, "cancel_meeting"]),
        {"seen": case.version, "note": "Petugas sakit."},
    )
    assert answer.url == reverse("satgas:case", args=[two.reference])
    assert Meeting.objects.get().state == "cancelled"


def divided(case, act, team, *people) -> Case:
    done = act(case, "split", team.officer, claimants=[person.pk for person in people])
    return Case.objects.get(pk=done.event.facts["new_case"])


def test_who_is_split_off_is_called_still_and_reminded_once(two, team, act):
    first, second = two.claimants.order_by("number")
    party = two.parties.get()
    act(two, "plan_meeting", team.officer, **PLAN)
    act(two, "plan_meeting", team.officer, **(PLAN | {"kind": "clarification", "at": "13.00"}), parties=[party.pk],
        claimants=[first.pk])  # fmt: skip
    act(two, "plan_meeting", team.officer, **(PLAN | {"kind": "other", "at": "15.00"}), parties=[party.pk],
        without_workers=True)  # fmt: skip
    before = sentences(first)
    new = divided(two, act, team, first)
    for person in (first, second):
        person.refresh_from_db()
    assert (first.case, second.case) == (new, two)
    assert sentences(first) == before
    assert len(before) == 2
    assert len(sentences(second)) == 1
    talks = {one.case_id: one for one in Meeting.objects.filter(kind="talk")}
    called = Meeting.objects.get(kind="clarification")
    assert set(talks) == {two.pk, new.pk}
    assert called.case == new
    assert [one.case for one in called.parties.all()] == [new]
    assert Meeting.objects.get(kind="other").case == two, "the company alone is called as before"
    assert waiting(new) == {str(talks[new.pk]): "satgas", str(called): "satgas"}
    assert waiting(two).keys() == {str(talks[two.pk]), str(Meeting.objects.get(kind="other"))}
    for case in (two, new):
        assert differences(Case.objects.get(pk=case.pk)) == []
    with clock.at(datetime(2026, 12, 2, 0, 5, tzinfo=UTC)):
        sweep()
        relay.relay()
        warned = Notification.objects.filter(event__kind="clock.warned", claimant__isnull=False)
        told = sorted({(row.claimant_id, row.event.case_id, row.event_id) for row in warned})
        assert [pair[:2] for pair in told] == [(first.pk, new.pk), (second.pk, two.pk)]
        again = Notification.objects.count()
        sweep()
        relay.relay()
        assert Notification.objects.count() == again
    with clock.at(datetime(2026, 12, 2, 9, 0, tzinfo=UTC)):
        for meeting in (talks[new.pk], called):
            act(new, "hold_meeting", team.officer, subject=str(meeting), worker_came=True, employer_came=False,
                came_of_it="Sudah dibicarakan.")  # fmt: skip
    assert waiting(new) == {}
    assert str(talks[two.pk]) in waiting(two)


def test_who_was_reminded_before_the_split_is_not_reminded_again(two, team, act):
    first = two.claimants.get(number=1)
    act(two, "plan_meeting", team.officer, **PLAN)
    with clock.at(datetime(2026, 12, 2, 0, 5, tzinfo=UTC)):
        sweep()
        new = divided(two, act, team, first)
        assert waiting(new)
        assert sweep() == 0


def test_a_mediation_session_does_not_follow_who_has_left_mediation(mediated, team, act):
    first = mediated.claimants.get(number=1)
    act(mediated, "plan_meeting", team.mediator, **(PLAN | {"kind": "mediation"}), claimants=[first.pk])
    act(mediated, "record_agreement", team.mediator, signed_on=date(2026, 11, 30), claimants=[first.pk],
        schedule="2026-12-31")  # fmt: skip
    first.refresh_from_db()
    assert (first.case.status, sentences(first)) == ("in_settlement", [])
    assert Meeting.objects.get().state == "cancelled"
    assert waiting(mediated) == waiting(first.case) == {}
    for case in (mediated, first.case):
        assert differences(Case.objects.get(pk=case.pk)) == []


def test_a_closed_case_calls_nobody(two, team, act):
    act(two, "plan_meeting", team.officer, **PLAN)
    Case.objects.filter(pk=two.pk).update(status="closed", outcome="withdrawn")
    assert sentences(two.claimants.get(number=1)) == []
    assert not meetings.calendar_for(principals.officer(team.officer), of_everybody=True).exists()


def test_a_day_off_that_comes_later_does_not_move_what_was_agreed(two, team, act):
    from workflows.clocks.holidays import add_holiday

    act(two, "plan_meeting", team.officer, **PLAN)
    add_holiday(
        team.satgas, day=DAY - timedelta(days=1), name="Banjir", by=principals.officer(team.supervisor)
    )
    assert OpenClock.objects.get(clock="meeting").due_on == DAY
