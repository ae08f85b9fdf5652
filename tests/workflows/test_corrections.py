"""What was written wrong about somebody's work is put right, seen by all whom it concerns, and never lost."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from accounts import principals
from cases.audit import verify_case
from cases.models import Case, CaseEvent
from core import clock
from core.errors import NotFound
from ledger.models import ClaimBalance
from notifications.models import Notification
from tests.conftest import one_complaint, one_worker
from workflows import calculations, own, relay
from workflows.actions.corrections import WorkFacts, changes_in_words, claim_facts, work_facts
from workflows.calculations import Said
from workflows.errors import Invalid, NotAllowed, Refused
from workflows.filing import ClaimPart, submit
from workflows.models import OpenClock
from workflows.perform import decide

pytestmark = pytest.mark.django_db

WRITTEN = {
    "contract_kind": "pkwtt", "base_wage": 3_700_000, "fixed_allowance": 500_000, "work_start": date(2017, 4, 3),
    "work_end": date(2026, 9, 10),
}  # fmt: skip


@pytest.fixture
def people(team):
    workers = [one_worker(claims=(ClaimPart("severance"),), name=name, **WRITTEN) for name in ("Satu", "Dua")]
    return list(submit(one_complaint(workers=workers), by=principals.ANYONE).case.claimants.all())


@pytest.fixture
def correct(act):
    def do(person, by, *, note="Slip gaji Juli.", **changes):
        person.refresh_from_db()
        params = work_facts(person) | changes
        return act(
            person.case, "correct_work_facts", by, note=note, subject=f"claimant:{person.pk}", **params
        )

    return do


def row(person):
    return {name: value for name, value in vars(type(person).objects.get(pk=person.pk)).items() if name != "_state"}  # fmt: skip


def test_the_form_names_facts_of_the_claimant_and_begins_with_them(people):
    begun = work_facts(people[0])
    assert WorkFacts(**begun).base_wage == 3_700_000
    assert asdict(WorkFacts(**begun)) == begun


def test_a_worker_puts_their_own_wage_right_and_the_old_one_stays_in_the_history(people, correct, team, act):
    one, two = people
    act(one.case, "accept", team.officer, officer=team.officer.pk)
    relay.relay()
    done = correct(one, principals.claimant(one.pk), base_wage=4_000_000)
    one.refresh_from_db()
    assert one.base_wage == 4_000_000
    assert done.event.facts["changed"] == {"base_wage": [3_700_000, 4_000_000]}
    assert changes_in_words(done.event.facts["changed"]) == ["Upah pokok sebulan: Rp3.700.000 → Rp4.000.000"]
    newest = own.timeline(one)[0]
    assert (newest.told, newest.changes) == ("Data kerja Anda diperbaiki.", ["Upah pokok sebulan: Rp3.700.000 → Rp4.000.000"])  # fmt: skip
    assert newest.note == "Slip gaji Juli."
    assert "Data kerja" not in str([line.told for line in own.timeline(two)]), "another's wage is not told"
    relay.relay()
    told = Notification.objects.filter(event=done.event)
    assert {told_.user_id for told_ in told} == {team.officer.pk}
    assert verify_case(Case.objects.get(pk=one.case_id)) is None


def test_an_officer_puts_it_right_and_only_that_worker_is_told(people, correct, team, act):
    one, _two = people
    done = correct(one, team.intake, work_start=date(2016, 4, 3), work_days="6")
    relay.relay()
    told = Notification.objects.filter(event=done.event, user=None)
    assert {told_.claimant_id for told_ in told} == {one.pk}
    one.refresh_from_db()
    assert (one.work_start, one.work_days) == (date(2016, 4, 3), 6)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "same"),
        ({"work_end": date(2015, 1, 1)}, "work_end"),
        ({"contract_end": date(2015, 1, 1)}, "contract_end"),
        ({"work_start": date(2999, 1, 1)}, "work_start"),
        ({"work_start": date(1817, 4, 3)}, "work_start"),
        ({"phk_notice_on": date(2999, 1, 1)}, "phk_notice_on"),
        ({"base_wage": -1}, "base_wage"),
        ({"base_wage": 4_000_000, "note": " "}, "note"),
    ],
)
def test_what_will_not_do_is_refused_beside_its_field_and_changes_nothing(people, correct, changes, field):
    one, _two = people
    before, events = row(one), CaseEvent.objects.count()
    with pytest.raises(Invalid) as refused:
        correct(one, principals.claimant(one.pk), **changes)
    assert field in refused.value.errors
    assert (row(one), CaseEvent.objects.count()) == (before, events)


def test_nobody_touches_the_facts_of_another(people, correct, team):
    one, two = people
    before = row(two)
    with pytest.raises(NotFound):
        correct(two, principals.claimant(one.pk), base_wage=1)
    with pytest.raises(NotFound):
        correct(two, principals.officer(team.intake).speaking_for(one.pk, proof="signed"), base_wage=1)
    for by in (team.mediator, team.inspector, team.ministry_officer):
        with pytest.raises(NotAllowed):
            correct(two, by, base_wage=1)
    assert row(two) == before


def test_a_calculation_stays_and_shows_what_would_change(people, correct, team):
    one, _two = people
    said = Said(as_of="2026-09-20", ground="43(2)")
    made = calculations.calculate(one, said, by=principals.officer(team.officer))
    total = made.total
    correct(one, team.officer, base_wage=4_000_000)
    one.refresh_from_db()
    made.refresh_from_db()
    assert made.total == total
    changes = {change.code: change.difference for change in calculations.what_would_change(made, one)}
    assert changes["severance"] == 9 * 300_000, "nine months' wages, each 300,000 more"


def test_the_dates_that_rest_on_it_move(people, correct, team):
    """JKP is claimed within six months of the last day of work (PP 37/2021 Art. 40)."""
    one, _two = people
    today = clock.today()
    due = []
    for last_day in (today - timedelta(days=60), today - timedelta(days=30)):
        correct(one, team.officer, work_end=last_day)
        due.append(
            OpenClock.objects.get(case=one.case_id, clock="jkp_claim", subject=f"claimant:{one.pk}").due_at
        )
    assert due[0] < due[1]
    call_command("rebuild_clocks", check=True)


# --- claims ------------------------------------------------------------------------------------------------


@pytest.fixture
def claim(people, act):
    one, _two = people
    act(
        one.case, "add_claim", principals.claimant(one.pk), kind="unpaid_wage", amount=3_000_000,
        period_from=date(2026, 7, 1), period_to=date(2026, 7, 31),
    )  # fmt: skip
    return one.claims.get(kind="unpaid_wage")


@pytest.fixture
def put_right(act):
    def do(claim, by, **changes):
        claim = type(claim).objects.select_related("balance").get(pk=claim.pk)
        params = claim_facts(claim) | changes
        return act(claim.case, "correct_claim", by, note="Slip gaji.", subject=f"claim:{claim.pk}", **params)

    return do


def outstanding(claim):
    return ClaimBalance.objects.get(claim=claim).outstanding


def test_a_worker_claims_the_month_and_the_amount_that_were_meant(people, claim, put_right):
    one, two = people
    done = put_right(claim, principals.claimant(one.pk), amount=6_000_000, period_to=date(2026, 8, 31))
    claim.refresh_from_db()
    assert (outstanding(claim), claim.period_to) == (6_000_000, date(2026, 8, 31))
    assert changes_in_words(done.event.facts["changed"]) == [
        "Jumlah yang dituntut: Rp3.000.000 → Rp6.000.000",
        "Sampai dengan: Jum, 31 Jul 2026 → Sen, 31 Agu 2026",
    ]
    assert own.timeline(one)[0].told == "Tuntutan Anda diperbaiki."
    assert "Tuntutan Anda diperbaiki." not in [line.told for line in own.timeline(two)]
    assert [entry.amount for entry in claim.entries.order_by("pk")] == [3_000_000, 6_000_000]


def test_nobody_claims_less_alone_at_a_screen(people, claim, put_right, team):
    """Less is given up only as a waiver is: the worker's statement, and another person's signature."""
    one, _two = people
    with pytest.raises(Invalid, match="amount"):
        put_right(claim, principals.claimant(one.pk), amount=300_000)
    with pytest.raises(NotAllowed):
        put_right(claim, principals.officer(team.officer), amount=300_000)
    stated = principals.officer(team.officer).speaking_for(one.pk, proof="signed")
    asked = put_right(claim, stated, amount=300_000)
    assert asked.approval is not None
    assert outstanding(claim) == 3_000_000, "not before it is countersigned"
    decide(
        asked.approval.pk,
        by=principals.officer(team.supervisor),
        give=True,
        shown=asked.approval.shown_digest,
    )
    assert outstanding(claim) == 300_000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "same"),
        ({"amount": 0}, "amount"),
        ({"amount": None}, "amount"),
        ({"period_to": date(2026, 6, 1)}, "period_to"),
    ],
)
def test_a_claim_that_will_not_do_is_refused_and_stays(people, claim, put_right, changes, field):
    one, _two = people
    with pytest.raises(Invalid) as refused:
        put_right(claim, principals.claimant(one.pk), **changes)
    assert field in refused.value.errors
    assert outstanding(claim) == 3_000_000


def test_a_claim_of_another_or_one_that_is_over_is_not_touched(people, claim, put_right):
    _one, two = people
    with pytest.raises(NotFound):
        put_right(claim, principals.claimant(two.pk), amount=9_000_000)
    claim.state = "lost"
    claim.save()
    with pytest.raises(Refused):
        put_right(claim, principals.claimant(claim.claimant_id), amount=9_000_000)
    assert ClaimBalance.objects.get(claim=claim).claimed == 3_000_000
