"""Whom an event is about, however many they are: these are told, on these pages it stands, and nobody else learns of it."""

from datetime import timedelta

import pytest

from accounts import principals
from cases.audit import verify_case
from cases.models import Case, Claim, Claimant, Mandate
from ledger.models import Payment
from notifications import audience
from tests.conftest import one_complaint, one_worker
from tests.workflows.test_one_of_many import TODAY, at_a_working_morning
from workflows import own
from workflows.actions import ACTIONS
from workflows.filing import ClaimPart, submit

pytestmark = pytest.mark.django_db
__all__ = ["at_a_working_morning"]

MANY, FEW = 24, 3


@pytest.fixture
def many(team, act):
    """A case of 27 workers: what happens here happens to the first 24 of them."""
    workers = tuple(
        one_worker(name=f"Pekerja {n}", nik="", phone="", email="", claims=(ClaimPart("unpaid_wage", 9_000_000),))
        for n in range(MANY + FEW)
    )  # fmt: skip
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    return case


@pytest.fixture
def everybody(many):
    return list(many.claimants.order_by("number"))


def claims_of(people) -> list[int]:
    return list(Claim.objects.filter(claimant__in=people).values_list("pk", flat=True))


def is_told_to_the_first(event, action: str, everybody, count: int = MANY) -> None:
    told = {one.pk for one in audience.claimants(event) if isinstance(one, Claimant)}
    assert told == {one.pk for one in everybody[:count]}
    says = ACTIONS[action].told
    shown = [says in [line.told for line in own.timeline(person)] for person in everybody]
    assert shown == [True] * count + [False] * (len(everybody) - count)
    assert verify_case(Case.objects.get(pk=event.case_id)) is None


def test_a_broken_promise_to_many(many, everybody, team, act):
    amounts = dict.fromkeys(claims_of(everybody[:MANY]), 1_000_000)
    act(many, "record_commitment", team.officer, promisor=many.parties.get().pk, made_on=TODAY - timedelta(20),
        minutes="N-1", description="Upah", how="amount", amounts=amounts, due_on=TODAY - timedelta(9),
        workers_told=True)  # fmt: skip
    broken = act(
        many, "record_breach", team.officer, due_on=TODAY - timedelta(9), asked_on=TODAY - timedelta(5)
    )
    is_told_to_the_first(broken.event, "record_breach", everybody)


def test_payments_to_many_and_what_becomes_of_them(many, everybody, team, act):
    paid = act(many, "record_payment", team.officer, paid_on=TODAY,
               amounts=dict.fromkeys(claims_of(everybody[:MANY]), 1_000))  # fmt: skip
    is_told_to_the_first(paid.event, "record_payment", everybody)
    act(many, "record_payment", team.officer, paid_on=TODAY,
        amounts=dict.fromkeys(claims_of(everybody[MANY:]), 1_000))  # fmt: skip
    theirs = list(Payment.objects.filter(claimant__in=everybody[:MANY]).values_list("pk", flat=True))
    disputed = act(
        many, "dispute_payment", team.officer, payments=theirs[:22], why="Belum masuk.", statement="telepon"
    )
    is_told_to_the_first(disputed.event, "dispute_payment", everybody, count=22)
    confirmed = act(many, "confirm_payment", team.officer, payments=theirs[22:], statement="telepon")
    told = {one.pk for one in audience.claimants(confirmed.event)}
    assert told == {one.pk for one in everybody[22:MANY]}


def test_what_is_claimed_and_agreed_to_for_many(many, everybody, team, act):
    chosen = [one.pk for one in everybody[:MANY]]
    added = act(many, "add_claim", team.officer, kind="thr", claimants=chosen)
    is_told_to_the_first(added.event, "add_claim", everybody)
    asked = act(many, "record_consent", team.officer, consent="given", claimants=chosen, means="daftar hadir")
    is_told_to_the_first(asked.event, "record_consent", everybody)


def test_what_a_union_asks_for_its_members_is_not_told_to_the_others(many, everybody, act):
    mandate = Mandate.objects.create(case=many, kind="union", since=TODAY)
    mandate.claimants.set(everybody[:MANY])
    union = principals.representative(mandate.pk)
    asked = act(many, "request_escalation", union, ground="employer_silent", why="Tiga bulan tidak dijawab.")
    is_told_to_the_first(asked.event, "request_escalation", everybody)


def test_the_names_of_many_take_little_room_and_cannot_be_changed(many, everybody, team, act):
    paid = act(many, "record_payment", team.officer, paid_on=TODAY,
               amounts=dict.fromkeys(claims_of(everybody[:MANY]), 1_000)).event  # fmt: skip
    first, last = everybody[0].pk, everybody[MANY - 1].pk
    assert f'"claimants":"{first}-{last}"' in paid.text
    assert paid.facts["claimants"] == list(range(first, last + 1))
