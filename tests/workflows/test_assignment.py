"""A case is offered to an officer, who takes it or says why not; then the supervisor decides."""

from datetime import timedelta

import pytest

from accounts import principals, staffing
from accounts.models import Membership, Role
from cases.audit import verify_case
from cases.models import Case
from core import clock
from notifications.models import Notification
from tests.conftest import one_complaint, one_worker
from workflows import relay
from workflows.agenda import About, agenda_of
from workflows.clocks.store import differences
from workflows.errors import Invalid, NotAllowed, Refused
from workflows.filing import submit
from workflows.models import Assignment, OpenClock
from workflows.perform import possible_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(team):
    return team.person("Tono Surya", team.satgas, Role.CASE_OFFICER)


@pytest.fixture
def offered(case, team, act):
    act(case, "accept", team.intake, officer=team.officer.pk)
    case.refresh_from_db()
    return case


def holder(case):
    return Case.objects.get(pk=case.pk).officer


def running(case) -> dict[str, str]:
    return dict(
        OpenClock.objects.filter(case=case, clock__startswith="assignment").values_list("clock", "holder")
    )


def duties(user):
    return {duty.about for duty in agenda_of(principals.officer(user)).mine}


def shown(case, user):
    return {one.action.name for one in possible_actions(case, by=principals.officer(user))}


def test_a_case_is_nobodys_until_its_officer_takes_it(offered, team, act):
    assert holder(offered) is None
    assert running(offered) == {"assignment": "satgas"}
    assert About.OFFERED in duties(team.officer)
    assert duties(team.intake) == duties(team.supervisor) == set()
    assert {"accept_assignment", "decline_assignment"} <= shown(offered, team.officer)
    assert not {"accept_assignment", "decide_assignment"} & shown(offered, team.supervisor)
    act(offered, "accept_assignment", team.officer)
    assert holder(offered) == team.officer
    assert running(offered) == {}
    assert duties(team.officer) == {About.CASE}
    assert differences(Case.objects.get(pk=offered.pk)) == []
    assert verify_case(Case.objects.get(pk=offered.pk)) is None


def test_only_whom_it_was_offered_to_answers(offered, second, act):
    before = Case.objects.filter(pk=offered.pk).values().get()
    for name, params in (("accept_assignment", {}), ("decline_assignment", {"ground": "workload"})):
        with pytest.raises(Refused):
            act(offered, name, second, note="Penuh.", **params)
    assert Case.objects.filter(pk=offered.pk).values().get() == before
    assert Assignment.objects.get().state == "offered"


def test_what_they_do_first_on_the_case_is_their_yes(offered, team, act):
    done = act(offered, "request_completion", team.officer, items="Slip gaji")
    assert holder(offered) == team.officer
    assert list(offered.events.order_by("seq").values_list("kind", flat=True))[-2:] == [
        "case.assigned", "case.completion_requested",
    ]  # fmt: skip
    assert done.event.seq == 4
    assert offered.events.get(kind="case.assigned").facts["by_acting"] is True
    assert Assignment.objects.get().state == "accepted"
    assert verify_case(Case.objects.get(pk=offered.pk)) is None


def test_asking_for_a_countersignature_is_acting_too(offered, team, act):
    act(offered, "decline", team.officer, note="Dijelaskan.", outcome="advice_given", where_to_go="Posbakum",
        heard_on=clock.today() - timedelta(days=14))  # fmt: skip
    assert holder(offered) == team.officer


def test_a_refused_act_takes_nothing(offered, team, act):
    with pytest.raises(Refused):
        act(offered, "register_dispute", team.officer, on=clock.today(), number="1", natures=["hak"])
    assert holder(offered) is None
    assert Assignment.objects.get().state == "offered"


def test_who_takes_a_case_themself_has_it_at_once(case, team, act):
    act(case, "accept", team.officer, officer=team.officer.pk)
    assert holder(case) == team.officer
    assert running(case) == {}


def test_declining_needs_a_reason_that_the_worker_does_not_read_and_the_supervisor_decides(
    offered, team, second, act
):
    with pytest.raises(Invalid, match="note"):
        act(offered, "decline_assignment", team.officer, ground="workload")
    done = act(offered, "decline_assignment", team.officer, ground="workload", note="Sudah 60 perkara.")
    assert (done.event.note.audience, "Sudah" in done.event.text) == ("office", False)
    assert running(offered) == {"assignment_decision": "supervisor"}
    assert duties(team.supervisor) == {About.DECISION}
    assert holder(offered) is None
    act(offered, "decide_assignment", team.supervisor, officer=second.pk, note="Tono punya ruang.")
    assert holder(offered) == second
    assert running(offered) == {}


def test_a_supervisor_may_hold_an_officer_to_it_but_not_one_with_a_conflict(offered, team, second, act):
    act(offered, "decline_assignment", team.officer, ground="conflict", note="Pemiliknya ipar saya.")
    for name in ("decide_assignment", "assign"):
        with pytest.raises(Invalid, match="officer"):
            act(offered, name, team.supervisor, officer=team.officer.pk, note="Tetap.")
    act(offered, "assign", team.supervisor, officer=second.pk)
    assert running(offered) == {"assignment": "satgas"}
    act(offered, "decline_assignment", second, ground="workload", note="Penuh.")
    act(offered, "decide_assignment", team.supervisor, officer=second.pk, note="Tidak ada orang lain.")
    assert holder(offered) == second


def test_after_the_days_of_the_office_the_supervisor_decides(offered, team, act):
    with pytest.raises(Refused):
        act(offered, "decide_assignment", team.supervisor, officer=team.officer.pk, note="Sekarang.")
    with clock.at(clock.now() + timedelta(days=9)):
        assert "decide_assignment" in shown(offered, team.supervisor)
        assert duties(team.supervisor) == {About.DECISION}
        assert duties(team.intake) == set()
        with pytest.raises(NotAllowed):
            act(offered, "decide_assignment", team.officer, officer=team.officer.pk, note="Saya.")
        act(offered, "decide_assignment", team.supervisor, officer=team.officer.pk, note="Tidak dijawab.")
    assert holder(offered) == team.officer


def test_whoever_leads_calls_a_threatened_worker_whom_the_officer_does_not_call(offered, team, act):
    worker = offered.claimants.get()
    act(offered, "report_retaliation", team.intake, what="Diancam.", claimants=[worker.pk])
    assert About.CASE not in duties(team.supervisor)
    with clock.at(clock.now() + timedelta(days=9)):
        first = agenda_of(principals.officer(team.supervisor)).mine[0]
        assert (first.urgent, first.action) == (True, "record_safety_contact")


def test_the_days_are_the_offices(case, team, act):
    team.satgas.settings = {"assignment_days": 6}
    team.satgas.save()
    act(case, "accept", team.intake, officer=team.officer.pk)
    short = OpenClock.objects.get(case=case, clock="assignment").due_on
    assert (short - clock.today()).days >= 6


def test_a_hand_over_leaves_the_case_with_its_officer_until_the_other_takes_it(reviewed, team, second, act):
    act(reviewed, "assign", team.officer, officer=second.pk)
    assert holder(reviewed) == team.officer
    with pytest.raises(Invalid):
        act(reviewed, "assign", team.officer, officer=second.pk)
    act(reviewed, "accept_assignment", second)
    assert holder(reviewed) == second
    assert Assignment.objects.filter(case=reviewed, ended_at=None).get().officer == second


def test_they_are_told_and_the_supervisor_of_a_refusal(offered, team, act):
    relay.relay()
    assert Notification.objects.filter(user=team.officer, event__kind="case.accepted").exists()
    act(offered, "decline_assignment", team.officer, ground="away", note="Cuti.")
    relay.relay()
    assert Notification.objects.filter(user=team.supervisor, event__kind="case.assignment_declined").exists()
    assert not Notification.objects.filter(
        claimant__case=offered, event__kind__contains="assignment"
    ).exists()


def test_a_role_that_ends_frees_the_cases_with_a_trace_and_a_holder(reviewed, team, act):
    by = principals.officer(team.supervisor)
    other = submit(one_complaint(workers=(one_worker(nik="", phone=""),)), by=principals.ANYONE).case
    act(other, "accept", team.intake, officer=team.officer.pk)
    staffing.end_membership(by, Membership.objects.get(user=team.officer).pk)
    for case in (reviewed, other):
        assert holder(case) is None
        assert running(case) == {"assignment_decision": "supervisor"}
        assert case.events.latest("seq").kind == "case.officer_left"
        assert verify_case(Case.objects.get(pk=case.pk)) is None
        assert differences(Case.objects.get(pk=case.pk)) == []
    assert About.DECISION in duties(team.supervisor)
    act(reviewed, "assign", team.supervisor, officer=team.supervisor.pk)
    assert holder(reviewed) == team.supervisor


def test_who_keeps_a_role_that_holds_the_case_keeps_the_case(reviewed, team):
    Membership.objects.create(user=team.officer, office=team.satgas, role=Role.SUPERVISOR)
    by = principals.officer(team.supervisor)
    staffing.end_membership(by, Membership.objects.get(user=team.officer, role=Role.CASE_OFFICER).pk)
    assert holder(reviewed) == team.officer


def test_a_mediator_who_leaves_is_followed_by_another_without_a_conflict(reviewed, team, act):
    Case.objects.filter(pk=reviewed.pk).update(status="in_mediation", mediator=team.mediator)
    successor = team.person("Rudi Hakim", team.satgas, Role.MEDIATOR)
    staffing.end_membership(
        principals.officer(team.supervisor), Membership.objects.get(user=team.mediator).pk
    )
    assert Case.objects.get(pk=reviewed.pk).mediator is None
    assert running(reviewed) == {"assignment_decision": "supervisor"}
    with pytest.raises(Invalid):
        act(reviewed, "take_over_mediation", successor)
    act(reviewed, "take_over_mediation", successor, no_conflict=True)
    assert Case.objects.get(pk=reviewed.pk).mediator == successor
    assert running(reviewed) == {}


def test_an_offer_follows_those_who_are_split_off(team, act):
    workers = (one_worker(), one_worker(name="Siti Aminah", nik="", phone=""))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    act(case, "split", team.supervisor, claimants=[case.claimants.order_by("number").last().pk])
    new = Case.objects.exclude(pk=case.pk).get()
    act(new, "accept_assignment", team.officer)
    assert (holder(new), holder(case)) == (team.officer, None)
    assert (running(new), running(case)) == ({}, {"assignment": "satgas"})
