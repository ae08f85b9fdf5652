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
from notifications.models import Notification
from tests.conftest import one_complaint, one_worker
from workflows import calculations, own, relay
from workflows.actions.corrections import WorkFacts, changes_in_words, work_facts
from workflows.calculations import Said
from workflows.errors import Invalid, NotAllowed
from workflows.filing import ClaimPart, submit
from workflows.models import OpenClock

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
    today = clock.now().date()
    due = []
    for last_day in (today - timedelta(days=60), today - timedelta(days=30)):
        correct(one, team.officer, work_end=last_day)
        due.append(
            OpenClock.objects.get(case=one.case_id, clock="jkp_claim", subject=f"claimant:{one.pk}").due_at
        )
    assert due[0] < due[1]
    call_command("rebuild_clocks", check=True)
