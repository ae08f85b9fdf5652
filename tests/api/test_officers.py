from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Membership
from api.models import ApiToken
from cases.access import holder_of_receipt
from cases.models import CaseEvent, Mandate
from core import clock
from workflows.relay import relay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["cases/", "events/", "cases/HP-346-7890/"])
def test_without_a_token_nothing_opens(anyone, path):
    answer = anyone.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_token_is_kept_only_as_a_hash_and_can_be_revoked(team, machine):
    officer = machine(team.officer)
    assert officer.token not in ApiToken.objects.get().hash
    assert officer.get("cases/").status_code == 200
    ApiToken.objects.update(revoked_at=clock.now())
    assert officer.get("cases/").status_code == 401


def test_a_token_that_is_used_needs_the_old_key_no_more(team, machine, settings):
    officer = machine(team.officer)
    settings.LOOKUP_KEYS = ["a new key", *settings.LOOKUP_KEYS]
    assert officer.get("cases/").status_code == 200
    settings.LOOKUP_KEYS = settings.LOOKUP_KEYS[:1]
    assert officer.get("cases/").status_code == 200


def test_leaving_the_office_ends_access_at_once(case, team, machine):
    officer = machine(team.officer)
    assert officer.get(f"cases/{case.reference}/").status_code == 200
    Membership.objects.filter(user=team.officer).update(until=clock.now())
    assert officer.get(f"cases/{case.reference}/").status_code == 404
    assert officer.get("cases/").json()["cases"] == []


def test_another_office_sees_nothing_not_even_that_there_is_something(case, team, machine):
    stranger = machine(team.inspector)
    real, absent = stranger.get(f"cases/{case.reference}/"), stranger.get("cases/HP-346-7890/")
    assert (real.status_code, real.json()) == (404, absent.json())
    assert stranger.perform(case, "accept", officer=team.officer.pk).status_code == 404


def test_a_case_tells_amounts_and_dates_and_no_name(case, team, machine):
    answer = machine(team.officer).get(f"cases/{case.reference}/")
    body = answer.json()
    assert body["claimants"][0]["claims"][0]["claimed"] == 8_000_000
    assert "Budi" not in answer.content.decode()
    assert body["dates"][0]["why"]


def test_pages_of_cases_follow_each_other(team, machine, case):
    from accounts import principals
    from tests.conftest import one_complaint
    from workflows.filing import submit

    submit(one_complaint(), by=principals.ANYONE)
    officer = machine(team.officer)
    first = officer.get("cases/", limit=1).json()
    second = officer.get("cases/", limit=1, after=first["next_after"]).json()
    assert first["cases"][0]["reference"] != second["cases"][0]["reference"]
    assert second["next_after"] is None
    assert officer.get("cases/", after="x").status_code == 400


def test_possible_actions_carry_their_params_and_their_reasons(case, team, machine):
    shown = {
        action["name"]: action
        for action in machine(team.supervisor).get(f"cases/{case.reference}/actions/").json()
    }
    assert shown["accept"]["possible"]
    assert shown["accept"]["params"][0] | {"label": ""} == {
        "name": "officer", "kind": "user", "label": "", "required": True, "many": False, "choices": None,
    }  # fmt: skip
    assert not shown["reopen"]["possible"]
    assert shown["reopen"]["reasons"]


def test_an_action_is_performed_once_for_one_key(case, team, machine):
    intake, key = machine(team.intake), uuid4()
    first = intake.perform(case, "accept", key=key, officer=team.officer.pk)
    again = intake.perform(case, "accept", key=key, officer=team.officer.pk)
    assert (first.status_code, first.json()["status"], first.json()["repeated"]) == (
        200,
        "under_review",
        False,
    )
    assert again.json()["repeated"]
    assert CaseEvent.objects.filter(case=case, kind="case.accepted", by_kind="api").count() == 1


def test_the_receipt_of_an_heir_is_told_once(case, team, machine):
    intake, key = machine(team.intake), uuid4()
    heir = {
        "claimants": [case.claimants.get().pk], "died_on": "2026-01-05", "holder_name": "Aminah", "relation": "spouse",
        "share": 100, "proof": "470/1",
    }  # fmt: skip
    first = intake.perform(case, "record_heir", key=key, **heir).json()
    assert holder_of_receipt(case.reference, first["receipt"], source="x") == Mandate.objects.get(kind="heir")
    again = intake.perform(case, "record_heir", key=key, **heir).json()
    assert (again["repeated"], again["receipt"]) == (True, "")
    assert Mandate.objects.filter(kind="heir").count() == 1


def test_what_does_not_fit_is_told_by_its_place(case, team, machine):
    answer = machine(team.intake).perform(case, "accept", officer="bukan")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/params/officer"


def test_refusals_say_which_kind_they_are(reviewed, team, machine):
    officer, mediator = machine(team.officer), machine(team.mediator)
    stale = officer.perform(reviewed, "assign", seen=0, officer=team.officer.pk)
    refused = officer.perform(reviewed, "accept", officer=team.officer.pk)
    not_allowed = mediator.perform(reviewed, "accept", officer=team.officer.pk)
    assert [(answer.status_code, answer.json()["type"].rsplit(":")[-1]) for answer in (stale, refused, not_allowed)] == [
        (409, "stale"), (409, "refused"), (403, "not-allowed"),
    ]  # fmt: skip
    assert refused.json()["reasons"]


def test_an_action_that_needs_a_second_person_says_so(reviewed, team, machine):
    answer = machine(team.officer).perform(
        reviewed, "decline", note="Sudah diberi nasihat.", outcome="advice_given", where_to_go="Posbakum",
        heard_on="2026-11-02",
    )  # fmt: skip
    assert answer.status_code == 200, answer.json()
    assert (answer.json()["status"], answer.json()["event"]) == ("under_review", "approval.asked")
    assert answer.json()["approval"]


def test_the_feed_goes_on_from_where_it_stopped(reviewed, team, machine):
    relay()
    officer = machine(team.officer)
    first = officer.get("events/", limit=1).json()
    second = officer.get("events/", after=first["cursor"]).json()
    assert len(first["events"]) == 1
    assert [event["kind"] for event in first["events"] + second["events"]] == [
        "case.submitted",
        "case.accepted",
        "case.assigned",
    ]
    assert officer.get("events/", after=second["cursor"]).json() == {"events": [], "cursor": second["cursor"]}
    assert machine(team.inspector).get("events/").json()["events"] == []


def test_a_machine_that_corrects_one_fact_leaves_the_others_as_they_are(case, claimant, team, machine):
    claimant.base_wage, claimant.fixed_allowance, claimant.contract_kind = 3_700_000, 250_000, "pkwt"
    claimant.work_start = clock.today() - timedelta(days=900)
    claimant.save()
    officer, subject = machine(team.officer), f"claimant:{claimant.pk}"
    sent = officer.perform(case, "correct_work_facts", note="Slip gaji", subject=subject, base_wage=4_000_000)
    assert sent.status_code == 200, sent.json()
    event = CaseEvent.objects.get(kind="case.work_facts_corrected")
    assert event.facts["changed"] == {"base_wage": [3_700_000, 4_000_000]}
    case.refresh_from_db()
    nothing = officer.perform(case, "correct_work_facts", note="Slip", subject=subject)
    assert nothing.status_code == 400
