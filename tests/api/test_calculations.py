"""What the law says is owed and by when, for machines: by the API and on the command line, in one schema."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from cases.models import Case

pytestmark = pytest.mark.django_db

EXAMPLES = json.loads(Path(settings.BASE_DIR, "entitlements", "worked_examples.json").read_text())
ASKED = {
    "kind": "severance", "ground": "43(1)", "wage": 10_000_000,
    "service": {"start": "2016-01-01", "end": "2025-12-31"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _unthrottled():
    cache.clear()
    yield
    cache.clear()


def post(client, body, **extra):
    return client.post("/api/v1/calculations/", body, content_type="application/json", **extra)


def command(text: str, monkeypatch) -> tuple[object, int]:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    try:
        call_command("entitlements", stdout=out)
    except SystemExit as ended:
        return json.loads(out.getvalue()), ended.code
    return json.loads(out.getvalue()), 0


def examples() -> list:
    return [example["request"] for example in EXAMPLES] if isinstance(EXAMPLES, list) else [
        example["request"] for group in EXAMPLES.values() for example in group
    ]  # fmt: skip


def test_a_request_is_answered_without_an_account_and_nothing_is_kept(client):
    answer = post(client, ASKED)
    assert answer.status_code == 200
    assert answer.json()["total"] == 85_000_000
    assert answer.json()["rows"][0]["article"] == "PP 35/2021 Pasal 40 ayat (2)"
    assert not Case.objects.exists()


def test_the_api_and_the_command_give_the_same(client, monkeypatch):
    requests = examples()
    assert len(requests) > 20
    answered, code = command(json.dumps(requests), monkeypatch)
    assert code == 0
    assert answered == post(client, requests).json()
    assert answered[0] == command(json.dumps(requests[0]), monkeypatch)[0]


def test_a_bad_field_is_named_with_what_was_expected(client, monkeypatch):
    bad = ASKED | {"service": {"start": "2026-01-01", "end": "2025-01-01"}}
    answer = post(client, bad)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    error = answer.json()["errors"][0]
    assert (error["pointer"], error["field"], error["code"]) == ("#/service/end", "service.end", "not_before")
    assert "1 Januari 2026" in error["detail"]
    answered, code = command(json.dumps(bad), monkeypatch)
    assert code == 1
    assert answered["errors"][0]["field"] == "service.end"
    assert answered["errors"][0]["expected"]["en"] == "a date not before 1 January 2026"


def test_one_bad_row_of_an_array_stops_nobody_else(client, monkeypatch):
    rows = [ASKED, {"kind": "severance"}, 7]
    answered, code = command(json.dumps(rows), monkeypatch)
    assert code == 1
    assert answered[0]["total"] == 85_000_000
    assert {error["field"] for error in answered[1]["errors"]} >= {"ground", "wage", "service"}
    assert answered[2]["errors"][0]["code"] == "object"
    assert post(client, rows).json() == answered


def test_an_array_is_answered_a_line_for_each(monkeypatch):
    """As each is computed, so that a list of many thousands is never held as a whole."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps([ASKED, ASKED])))
    call_command("entitlements", stdout=out)
    first, *lines, last, _ = out.getvalue().split("\n")
    assert (first, last) == ("[", "]")
    assert [json.loads(line.rstrip(","))["total"] for line in lines] == [85_000_000, 85_000_000]
    assert command("[]", monkeypatch) == ([], 0)


def test_the_command_reads_a_file_as_notepad_writes_it(monkeypatch):
    assert command("\ufeff" + json.dumps(ASKED), monkeypatch)[0]["total"] == 85_000_000


@pytest.mark.parametrize("text", ["", "{", "[1,", "nul", '{"kind": NaN-}'])
def test_what_is_not_json_is_refused(client, monkeypatch, text):
    answered, code = command(text, monkeypatch)
    assert code == 1
    assert answered["errors"][0]["code"] == "json"
    answer = client.post("/api/v1/calculations/", text, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [{}, 7, "teks", None, {"kind": ["severance"]}, [], [ASKED] * 201])
def test_other_shapes_are_refused_too(client, body):
    answer = post(client, json.dumps(body))
    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.slow
def test_the_command_reads_standard_input_and_ends_with_a_code():
    ran = subprocess.run(
        [sys.executable, "manage.py", "entitlements"], input=json.dumps([ASKED, {}]), text=True,
        capture_output=True, cwd=settings.BASE_DIR, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert [("total" in one) for one in json.loads(ran.stdout)] == [True, False]


def test_many_requests_from_one_place_are_slowed_down(client):
    statuses = [post(client, {"kind": "x"}).status_code for _try in range(125)]
    assert statuses[0] == 400
    assert statuses[-1] == 429


def test_the_language_of_a_refusal_follows_the_reader(client):
    answer = post(client, {"kind": "severance"}, headers={"accept-language": "en"})
    told = {error["field"]: error["detail"] for error in answer.json()["errors"]}
    assert told["wage"] == "must be given: Last wage"


# --- deadlines -----------------------------------------------------------------------------------------------


def test_a_deadline_says_what_it_skipped_and_why(client, team):
    answer = client.get("/api/v1/deadlines/", {"clock": "bipartit", "date": "2026-03-02"})
    body = answer.json()
    assert body["due_on"] == "2026-04-21"
    assert {"day": "2026-03-07", "reason": ""} in body["skipped"]
    assert any("Idul Fitri" in skip["reason"] for skip in body["skipped"])
    assert "UU 2/2004" in body["source"]
    assert "30 hari kerja" in body["why"]


def test_a_day_off_of_the_office_moves_the_answer(client, team):
    from datetime import date

    from accounts.calendar import add_day_off

    add_day_off(team.satgas, day=date(2026, 4, 20), name="Hari jadi kantor", by_id=team.supervisor.pk)
    body = client.get("/api/v1/deadlines/", {"clock": "bipartit", "date": "2026-03-02"}).json()
    assert body["due_on"] == "2026-04-22"
    assert {"day": "2026-04-20", "reason": "Hari jadi kantor"} in body["skipped"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"clock": "bipartit"}, "date"),
        ({"clock": "bipartit", "date": "2026-2-30"}, "date"),
        ({"clock": "bipartit", "date": "2026-02-30"}, "date"),
        ({"clock": "verify_intake", "date": "2026-03-02"}, "clock"),
        ({"date": "2026-03-02"}, "clock"),
    ],
)
def test_a_deadline_that_cannot_be_reckoned_names_what_is_missing(client, query, named):
    answer = client.get("/api/v1/deadlines/", query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"#/{named}"
