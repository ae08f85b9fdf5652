"""Every error is a problem document, wherever it arises; and a key is one request."""

from uuid import uuid4

import pytest
from django.db import OperationalError

from api import views
from cases.models import CaseEvent
from tests.api.conftest import complaint

pytestmark = pytest.mark.django_db

FOLLOW = "/api/v1/complaints/follow/"


def is_a_problem(answer, status: int) -> bool:
    body = answer.json()
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert body["type"].startswith("urn:hak-pekerja:problem:")
    assert (body["status"], bool(body["title"]), bool(body["detail"])) == (status, True, True)
    return True


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v2/cases/"])
def test_an_address_that_does_not_exist_is_told_as_a_problem(client, path):
    assert is_a_problem(client.post(path, {}, content_type="application/json"), 404)


def test_an_address_is_the_same_without_its_last_slash(client):
    asked = {"kind": "severance_tax", "gross": 60_000_000}
    post = {"data": asked, "content_type": "application/json"}
    with_slash, without = (client.post(f"/api/v1/calculations{end}", **post) for end in ("/", ""))
    assert without.status_code == 200
    assert without.content == with_slash.content
    assert is_a_problem(client.post("/api/v1/nothing", **post), 404)


def test_a_page_that_does_not_exist_stays_a_page(client):
    answer = client.get("/tidak-ada/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_method_that_is_not_taken_names_those_that_are(anyone):
    answer = anyone.get("complaints/")
    assert is_a_problem(answer, 405)
    assert "POST" in answer["Allow"]
    assert "Allow" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("\xff", "application/json; charset=utf-16", 400),
        ('{"reference": NaN}', "application/json", 400),
        ("[]", "application/json", 400),
        ("null", "application/json", 400),
        ("a=b", "application/x-www-form-urlencoded", 415),
        ("x", "text/plain", 415),
    ],
)
def test_what_cannot_be_read_is_told_as_a_problem(client, body, kind, status):
    assert is_a_problem(client.post(FOLLOW, body, content_type=kind), status)


def test_the_whole_body_is_pointed_at_as_a_whole(client):
    [error] = client.post(
        FOLLOW, "[]", content_type="application/json", headers={"accept-language": "id"}
    ).json()["errors"]
    assert error == {"pointer": "#", "detail": "Kirim objek, bukan list."}


def test_a_form_that_nobody_offers_is_told_as_a_problem(anyone):
    assert is_a_problem(anyone.client.get("/api/v1/deadlines/", headers={"accept": "application/xml"}), 406)


def test_a_host_that_is_not_ours_is_told_as_a_problem(client):
    assert is_a_problem(client.get("/api/v1/cases/", headers={"host": "elsewhere.example"}), 400)


def test_a_fault_of_ours_is_told_as_a_problem_and_shows_nothing_of_it(client, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("rahasia")

    monkeypatch.setattr(views, "claimant_by_receipt", breaks)
    client.raise_request_exception = False
    answer = client.post(FOLLOW, {"reference": "x", "receipt": "y"}, content_type="application/json")
    assert is_a_problem(answer, 500)
    assert "rahasia" not in answer.content.decode()


def test_a_database_that_does_not_answer_asks_to_come_again(client, monkeypatch):
    def breaks(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "claimant_by_receipt", breaks)
    answer = client.post(FOLLOW, {"reference": "x", "receipt": "y"}, content_type="application/json")
    assert is_a_problem(answer, 503)
    assert int(answer["Retry-After"]) > 0


# --- one key, one request ------------------------------------------------------------------------------------


def test_a_key_with_another_act_or_another_body_is_refused_and_changes_nothing(case, team, machine):
    intake, supervisor, key = machine(team.intake), machine(team.supervisor), uuid4()
    assert intake.perform(case, "accept", key=key, officer=team.officer.pk).status_code == 200
    before = CaseEvent.objects.count()
    for answer in (
        intake.perform(case, "accept", key=key, officer=team.supervisor.pk),
        intake.perform(case, "request_completion", key=key, officer=team.officer.pk),
        supervisor.perform(case, "assign", key=key, officer=team.officer.pk),
    ):
        assert is_a_problem(answer, 409)
        assert answer.json()["type"].endswith(":key-reused")
    assert CaseEvent.objects.count() == before


def test_a_key_that_filed_a_complaint_performs_nothing(case, team, machine, anyone):
    key = uuid4()
    anyone.post("complaints/", complaint(), key=key)
    answer = machine(team.intake).perform(case, "accept", key=key, officer=team.officer.pk)
    assert is_a_problem(answer, 409)
    case.refresh_from_db()
    assert case.status == "submitted"


def test_a_refused_act_does_not_use_up_its_key(case, team, machine):
    intake, key = machine(team.intake), uuid4()
    assert intake.perform(case, "accept", key=key, officer="bukan").status_code == 400
    assert intake.perform(case, "accept", key=key, officer=team.officer.pk).status_code == 200
