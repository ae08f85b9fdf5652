"""The same key gives the first result whatever changed since; a claimed address does not get around a throttle."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import principals
from cases.models import CaseEvent
from core import clock
from tests.api.conftest import complaint
from tests.conftest import one_complaint, one_worker
from workflows.filing import submit

pytestmark = pytest.mark.django_db


def test_a_repeat_gives_the_first_result_although_the_choice_is_no_longer_there(team, act, machine):
    workers = (one_worker(), one_worker(name="Siti Aminah", nik="", phone="", email=""))
    case = submit(one_complaint(workers=workers), by=principals.ANYONE).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    leaver = case.claimants.first()
    with clock.at(clock.now() - timedelta(days=20)):  # the days to take it back are over
        act(case, "withdraw", principals.claimant(leaver.pk))
    case.refresh_from_db()
    officer, key = machine(team.officer), uuid4()
    params = {"claimants": [leaver.pk], "how": "in_person", "apart": True}
    first = officer.perform(case, "confirm_withdrawal", key=key, **params)
    again = officer.perform(case, "confirm_withdrawal", key=key, **params)
    assert (first.status_code, again.status_code) == (200, 200), again.json()
    assert again.json() == first.json() | {"repeated": True}
    assert CaseEvent.objects.filter(case=case, kind="case.withdrawal_confirmed").count() == 1


def test_a_key_of_another_case_gives_nothing_away(reviewed, team, machine, act):
    key = uuid4()
    act(reviewed, "assign", team.supervisor, officer=team.supervisor.pk, intent=key)
    other = submit(one_complaint(), by=principals.ANYONE).case
    answer = machine(team.intake).perform(other, "accept", key=key, officer=team.officer.pk)
    assert answer.status_code == 409
    assert reviewed.reference not in answer.content.decode()


@pytest.mark.parametrize("behind_a_proxy", [False, True])
def test_a_claimed_address_does_not_get_around_the_throttle_of_filing(team, client, settings, behind_a_proxy):
    if behind_a_proxy:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answers = []
    for place in range(21):
        claimed = f"203.0.113.{place}" + (", 198.51.100.7" if behind_a_proxy else "")
        answers.append(
            client.post(
                "/api/v1/complaints/", complaint(), content_type="application/json",
                headers={"Idempotency-Key": str(uuid4()), "X-Forwarded-For": claimed},
            ).status_code
        )  # fmt: skip
    assert answers == [201] * 20 + [429]


def test_behind_our_proxy_one_guesser_does_not_lock_out_the_others(filed, client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    receipt = next(iter(filed.receipts.values()))

    def follow(given, address):
        return client.post(
            "/api/v1/complaints/follow/", {"reference": filed.case.reference, "receipt": given},
            content_type="application/json", headers={"X-Forwarded-For": address},
        ).status_code  # fmt: skip

    guesses = [follow("1111 2222 3333 4444", "203.0.113.9") for _ in range(11)]
    assert guesses == [404] * 10 + [429]
    assert follow(receipt, "203.0.113.10") == 200


def test_a_body_larger_than_any_complaint_is_not_read(team, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post(
        "/api/v1/complaints/", complaint(story="x" * 2000), content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
    )  # fmt: skip
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 413
