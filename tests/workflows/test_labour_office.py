"""Disputes are registered, mediated and recommended on by the office responsible for labour (UU 2/2004 Arts. 4, 8)."""

import pytest

from accounts.models import Office, Role
from accounts.principals import Kind, Principal
from cases.models import CaseGrant
from tests.workflows.test_divided import Handed
from tests.workflows.test_one_of_many import TODAY, at_a_working_morning
from workflows.actions import ACTIONS
from workflows.errors import Invalid, NotAllowed, Refused
from workflows.office import change_settings
from workflows.perform import possible_actions
from workflows.settings import acts_as_labour_office, effective

pytestmark = pytest.mark.django_db
__all__ = ["at_a_working_morning"]

REGISTER = {"on": TODAY, "number": "565/1", "natures": ["phk"]}


@pytest.fixture
def three(team, act):
    return Handed(team, act)


def only_a_task_force(three):
    change_settings(three.team.satgas, {"acts_as_labour_office": "no"}, by=principal(three, Role.HEAD))


def principal(three, *roles, office=None):
    office = office or three.team.satgas
    return Principal(
        Kind.OFFICER, id=three.team.officer.pk, roles=frozenset((office.pk, role) for role in roles)
    )


@pytest.mark.parametrize("role", Role.values)
def test_an_officer_of_a_task_force_registers_where_it_acts_as_the_labour_office_and_nobody_else(three, role):
    three.talking()
    three.act("end_bipartit", three.team.officer, how="refused", on=TODAY)
    before = three.case.events.count()
    if role in ACTIONS["register_dispute"].who:
        only_a_task_force(three)
        with pytest.raises(Refused) as refused:
            three.act("register_dispute", principal(three, role), **REGISTER)
        assert "dinas tenaga kerja" in str(refused.value.reasons[0])
        assert three.case.events.count() == before
        change_settings(three.team.satgas, {"acts_as_labour_office": "yes"}, by=principal(three, Role.HEAD))
        assert three.act("register_dispute", principal(three, role), **REGISTER).event
    else:
        with pytest.raises(NotAllowed):
            three.act("register_dispute", principal(three, role), **REGISTER)
        assert three.case.events.count() == before


@pytest.mark.parametrize("kind", Office.Kind.values)
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_which_offices_act_as_the_labour_office(kind, answer):
    office = Office(kind=kind, settings={"acts_as_labour_office": answer})
    expected = kind in ("city_labour", "provincial_mediators") or (kind == "satgas" and answer == "yes")
    assert acts_as_labour_office(office) is expected


def test_the_labour_office_registers_in_a_case_of_a_task_force_that_is_none(three):
    only_a_task_force(three)
    three.talking()
    three.act("end_bipartit", three.team.officer, how="refused", on=TODAY)
    labour = three.team.office("Dinas Tenaga Kerja", Office.Kind.CITY_LABOUR)
    CaseGrant.objects.create(case=three.case, office=labour, scope="handle", via="test")
    both = Principal(
        Kind.OFFICER,
        id=three.team.officer.pk,
        roles=frozenset({(three.team.satgas.pk, Role.CASE_OFFICER), (labour.pk, Role.INTAKE_OFFICER)}),
    )
    with pytest.raises(Refused):
        three.act("register_dispute", both, **REGISTER)
    three.act("register_dispute", principal(three, Role.CASE_OFFICER, office=labour), **REGISTER)
    assert three.case.events.filter(kind="case.dispute_registered").count() == 1


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        (Handed.registered, "open_mediation"),
        (Handed.mediating, "issue_recommendation"),
        (Handed.recommended, "issue_risalah"),
    ],
)
def test_only_a_mediator_of_the_labour_office_mediates(three, lead, name):
    lead(three)
    mediator = principal(three, Role.MEDIATOR)

    def said():
        shown = possible_actions(three.case.__class__.objects.get(pk=three.case.pk), by=mediator)
        reasons = next(one.reasons for one in shown if one.action.name == name)
        return any("bertindak sebagai dinas" in str(reason) for reason in reasons)

    assert not said()
    only_a_task_force(three)
    assert said()


# --- what an office chooses ------------------------------------------------------------------------------


def test_a_choice_is_kept_where_it_differs_and_moves_open_dates(three):
    clock = three.case.open_clocks.get(clock="review")
    done = change_settings(three.team.satgas, {"review_days": 7, "verify_intake_days": 3}, by=three.by)
    assert (done.cases, done.moved) == (1, 1)
    three.team.satgas.refresh_from_db()
    assert three.team.satgas.settings == {"review_days": 7}
    moved = three.case.open_clocks.get(clock="review")
    assert (moved.due_on - clock.due_on).days == 2
    assert three.case.events.last().facts["why"] == "setting"
    change_settings(three.team.satgas, {"review_days": 5}, by=three.by)
    three.team.satgas.refresh_from_db()
    assert three.team.satgas.settings == {}
    assert three.case.open_clocks.get(clock="review").due_on == clock.due_on


@pytest.mark.parametrize(
    "given", [{"review_days": 0}, {"review_days": "7"}, {"ministry_days": "lunar"}, {"bipartit_days": 60}]
)
def test_what_does_not_fit_or_is_the_laws_is_not_taken(three, given):
    with pytest.raises(Invalid) as refused:
        change_settings(three.team.satgas, given, by=three.by)
    assert set(refused.value.errors) == set(given)
    three.team.satgas.refresh_from_db()
    assert three.team.satgas.settings == {}


def test_only_a_task_force_is_asked_whether_it_acts_as_the_labour_office(three):
    with pytest.raises(Invalid):
        change_settings(three.team.inspectorate, {"acts_as_labour_office": "no"}, by=three.by)


def test_an_office_says_from_how_many_workers_many_workers_is_a_ground(three):
    assert effective({})["many_workers"] == 10
    change_settings(three.team.satgas, {"many_workers": 3}, by=three.by)
    three.team.satgas.refresh_from_db()
    assert effective(three.team.satgas.settings)["many_workers"] == 3
