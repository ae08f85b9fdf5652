"""The table of moves, walked whole."""

import dataclasses

import pytest

from accounts import principals
from accounts.models import Role
from accounts.principals import Kind, Principal
from cases.models import Case, CaseGrant, OutboxRow
from cases.vocabulary import Status
from workflows.actions import ACTIONS
from workflows.errors import NotAllowed, Refused
from workflows.perform import perform
from workflows.table import Who

pytestmark = pytest.mark.django_db


def put_in(case, status):
    """Straight into the table: no action leads from every status to every other."""
    Case.objects.filter(pk=case.pk).update(status=status, outcome="mixed" if status == Status.CLOSED else "")


def snapshot(case):
    fields = (
        Case.objects.filter(pk=case.pk).values("status", "version", "head_seq", "outcome", "officer").get()
    )
    return fields, OutboxRow.objects.count(), case.claims.count(), case.documents.count()


@pytest.fixture
def everybody(team, case):
    """A principal with every role in the office that handles the case."""
    CaseGrant.objects.create(case=case, office=team.satgas, scope="package", via="test")
    return Principal(
        Kind.OFFICER,
        id=team.officer.pk,
        name="Semua peran",
        roles=frozenset((team.satgas.pk, r) for r in Role.values),
    )


def allowed_actor(action, everybody, claimant):
    inside = [who for who in action.who if who in Role.values]
    return everybody if inside else principals.claimant(claimant.pk)


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if not action.subject])
def test_from_every_other_status_it_is_refused_and_nothing_changes(name, case, claimant, everybody):
    action = ACTIONS[name]
    by = allowed_actor(action, everybody, claimant)
    for status in set(Status) - action.sources:
        put_in(case, status)
        before = snapshot(case)
        with pytest.raises(Refused) as refusal:
            perform(case.pk, name, by=by)
        assert str(Status(status).label) in str(refusal.value.reasons[0])
        assert snapshot(case) == before


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_whoever_has_none_of_its_roles_may_not(name, case, claimant, team):
    action = ACTIONS[name]
    put_in(case, sorted(action.sources)[0])
    before = snapshot(case)
    outsiders = [
        principals.ANYONE,
        principals.officer(team.inspector),
        principals.claimant(claimant.pk + 999),
    ]
    if Who.CLAIMANT not in action.who:
        outsiders.append(principals.claimant(claimant.pk))
    unfit = frozenset((team.satgas.pk, role) for role in Role.values if role not in action.who)
    if Who.CLAIMANT not in action.who:
        outsiders.append(Principal(Kind.OFFICER, id=team.officer.pk, roles=unfit))
    for by in outsiders:
        with pytest.raises(NotAllowed):
            perform(case.pk, name, by=by, subject=f"{action.subject}:1" if action.subject else "")
        assert snapshot(case) == before


def test_every_row_of_the_table_is_whole():
    for name, action in ACTIONS.items():
        assert name == action.name
        assert action.sources, name
        assert action.who, name
        assert str(action.label), name
        assert str(action.told), name
        assert dataclasses.is_dataclass(action.params), name
        assert action.possible_targets <= set(Status), name
        assert bool(action.targets) == (callable(action.target) and not isinstance(action.target, Status)), (
            name
        )
        if action.countersign:
            assert set(action.countersign) <= set(Role.values), name


def test_every_open_status_can_be_left():
    for status in Status:
        ways = [a for a in ACTIONS.values() if status in a.sources and a.possible_targets - {status}]
        assert ways, status


def test_every_status_can_be_reached():
    reached = {Status.SUBMITTED}.union(*(action.possible_targets for action in ACTIONS.values()))
    missing = set(Status) - reached
    assert not missing
