from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from api.tasks import forget_stale_answers
from cases.models import Case
from core import clock
from tests.api.conftest import complaint

pytestmark = pytest.mark.django_db


def test_a_complaint_is_filed_and_followed_with_what_came_back(team, anyone):
    filed = anyone.post("complaints/", complaint(), key=uuid4())
    assert filed.status_code == 201
    body = filed.json()
    receipt = body["receipts"][0]["receipt"]
    followed = anyone.post("complaints/follow/", {"reference": body["reference"], "receipt": receipt}).json()
    assert (followed["status"], followed["outstanding"]) == ("submitted", 3_800_000)
    assert any(one["holder"] == "satgas" and one["due_on"] for one in followed["dates"])


def test_the_same_key_files_one_case_and_gives_the_first_answer_again(team, anyone):
    key = uuid4()
    first = anyone.post("complaints/", complaint(), key=key)
    again = anyone.post("complaints/", complaint(), key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"repeated": True}
    assert first.json()["receipts"]
    assert Case.objects.count() == 1


def test_the_receipts_are_given_again_for_a_day_and_forgotten_then(team, anyone):
    key = uuid4()
    first = anyone.post("complaints/", complaint(), key=key).json()
    receipt = first["receipts"][0]["receipt"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipts FROM api_filedanswer")
        assert receipt not in cursor.fetchone()[0]
    with clock.at(clock.now() + timedelta(hours=25)):
        again = anyone.post("complaints/", complaint(), key=key)
        assert (again.status_code, again.json()) == (200, first | {"receipts": [], "repeated": True})
        assert forget_stale_answers() == 1
        assert forget_stale_answers() == 0
    assert Case.objects.count() == 1


def test_a_key_that_brought_another_complaint_is_refused_and_tells_nothing(team, anyone):
    key = uuid4()
    first = anyone.post("complaints/", complaint(), key=key).json()
    other = anyone.post("complaints/", complaint(story="Lain."), key=key)
    assert (other.status_code, other.json()["type"]) == (409, "urn:hak-pekerja:problem:key-reused")
    assert first["reference"] not in other.content.decode()
    assert Case.objects.count() == 1


def test_a_key_that_was_another_act_files_nothing_and_tells_nothing(team, anyone, reviewed, act):
    key = uuid4()
    act(reviewed, "assign", team.supervisor, officer=team.supervisor.pk, intent=key)
    answer = anyone.post("complaints/", complaint(), key=key)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hak-pekerja:problem:key-reused")
    assert reviewed.reference not in answer.content.decode()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"workers": []}, "#/workers"),
        ({"employers": [{"legal_name": ""}]}, "#/employers/0/legal_name"),
        ({"notice_read": False}, "#/notice_read"),
        ({"region": "99.99"}, "#/region"),
        ({"workers": [{"name": "A", "claims": [{"kind": "gaji"}]}]}, "#/workers/0/claims/0/kind"),
        ({"workers": [{"name": "A", "work_days": 7, "claims": [{"kind": "thr"}]}]}, "#/workers/0/work_days"),
        (
            {
                "workers": [
                    {
                        "name": "A",
                        "claims": [{"kind": "overtime", "overtime": [{"day": "workday", "hours": 25}]}],
                    }
                ]
            },
            "#/workers/0/claims/0/overtime/0/hours",
        ),
        (
            {
                "workers": [
                    {"name": "A", "claims": [{"kind": "thr", "overtime": [{"day": "workday", "hours": 2}]}]}
                ]
            },
            "#/workers/0/claims/0/overtime",
        ),
        ({"workers": [{"name": "A", "nik": "12", "claims": [{"kind": "thr"}]}]}, "#/workers/0/nik"),
    ],
)
def test_bad_input_names_its_place_and_files_nothing(team, anyone, changes, pointer):
    answer = anyone.post("complaints/", complaint(**changes), key=uuid4())
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert not Case.objects.exists()


def test_how_a_wage_is_reckoned_and_hours_of_overtime_are_taken(team, anyone):
    worker = {
        "name": "Budi", "contract_kind": "daily", "pay_kind": "daily", "daily_wage": 170_000, "work_days": 6,
        "claims": [{"kind": "overtime", "overtime": [{"day": "workday", "hours": "2.50", "times": 10}, {"day": "rest_day", "hours": 10}]}],
    }  # fmt: skip
    assert anyone.post("complaints/", complaint(workers=[worker]), key=uuid4()).status_code == 201
    person = Case.objects.get().claimants.get()
    assert (person.pay_kind, person.daily_wage, person.work_days) == ("daily", 170_000, 6)
    assert person.claims.get().overtime == [{"day": "workday", "hours": "2.5", "times": 10}, {"day": "rest_day", "hours": "10", "times": 1}]  # fmt: skip


def test_without_a_key_nothing_is_filed(team, anyone):
    assert anyone.post("complaints/", complaint()).status_code == 400
    assert not Case.objects.exists()


def test_what_is_no_json_is_refused_as_a_problem(anyone):
    answer = anyone.client.post("/api/v1/complaints/", "{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_absent_and_wrong_answer_alike_and_guessing_is_slowed(filed, anyone):
    wrong = {"reference": filed.case.reference, "receipt": "1111 2222 3333 4444"}
    absent = {"reference": "HP-999-9999", "receipt": "1111 2222 3333 4444"}
    answers = [anyone.post("complaints/follow/", body) for body in (wrong, absent)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    for _ in range(8):
        anyone.post("complaints/follow/", wrong)
    slowed = anyone.post("complaints/follow/", wrong)
    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) > 0
