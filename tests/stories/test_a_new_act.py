"""A new labour act comes into force: one file in RULESETS_DIR and a restart, and no line of code."""

import io
import json
import sys
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command

from accounts import principals
from tests.conftest import one_complaint, one_worker
from workflows import calculations
from workflows.calculations import Said
from workflows.filing import ClaimPart, submit

pytestmark = pytest.mark.django_db

ACT = {
    "type": "ruleset",
    "id": "uu-99-2026",
    "extends": "id-2025-09-17",
    "name": {"id": "UU 99/2026 tentang Pelindungan Ketenagakerjaan (rekaan)", "en": "Act 99/2026 (made up)"},
    "effective_from": "2027-01-01",
    "effective_to": None,
    "last_checked": "2027-01-04",
    "grounds": {"efficiency_prevention": {"up": "1.5", "article": "UU 99/2026 Pasal 81"}},
    "long_service_pay": {"bands": [{"from_years": 0, "months": 0}, {"from_years": 2, "months": 3}]},
    "components": {"long_service_pay": {"article": "UU 99/2026 Pasal 80"}},
}  # fmt: skip
REGISTER = {
    "type": "register",
    "id": "register-uu-99-2026",
    "last_checked": "2027-01-04",
    "regulations": [
        {
            "id": "uu-99-2026", "kind": "Undang-Undang", "short_kind": "UU", "number": "99", "year": "2026",
            "title": "Undang-Undang Nomor 99 Tahun 2026 tentang Pelindungan Ketenagakerjaan", "status": "berlaku",
            "articles": "80-81", "link": None, "promulgated": "2026-12-01",
        }
    ],
}  # fmt: skip
WAGE = 4_000_000


def asked(end: str) -> dict:
    return {
        "kind": "severance",
        "ground": "43(2)",
        "wage": WAGE,
        "service": {"start": "2024-01-01", "end": end},
    }


OLD_LAW, NEW_LAW = asked("2026-12-31"), asked("2027-01-01")
"""A worker of three years: the last day under the old law and the first under the new."""


@pytest.fixture
def answers(client, monkeypatch):
    """What the API and the command say, which must be the same."""

    def do(request):
        cache.clear()
        out = io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(request)))
        call_command("entitlements", stdout=out)
        answer = client.post("/api/v1/calculations/", request, content_type="application/json").json()
        assert answer == json.loads(out.getvalue())
        return answer

    return do


def amounts(answer):
    return {row["code"]: row["amount"] for row in answer["rows"]}


@pytest.fixture
def act_in_force(settings, tmp_path):
    def do():
        (tmp_path / "uu-99-2026.json").write_text(json.dumps(ACT), encoding="utf-8")
        (tmp_path / "register.json").write_text(json.dumps(REGISTER), encoding="utf-8")
        settings.RULESETS_DIR = str(tmp_path)

    return do


def test_a_file_is_enough_for_a_new_act_and_nothing_that_was_reckoned_changes(
    client, answers, act_in_force, team
):
    before = answers(OLD_LAW)
    assert amounts(answers(NEW_LAW)) == amounts(before) == {"severance": 4 * WAGE, "long_service_pay": 2 * WAGE}  # fmt: skip
    worker = one_worker(
        claims=(ClaimPart("severance"),), contract_kind="pkwtt", base_wage=WAGE,
        work_start=date(2024, 1, 1), work_end=date(2027, 1, 1),
    )  # fmt: skip
    claimant = submit(one_complaint(workers=(worker,)), by=principals.ANYONE).case.claimants.get()
    by = principals.officer(team.officer)
    said = Said(as_of="2027-01-10", ground="43(2)", work_days_per_week=6)
    stored = calculations.calculate(claimant, said, by=by)
    told = stored.result

    act_in_force()

    after = answers(NEW_LAW)
    assert amounts(after) == {"severance": 6 * WAGE, "long_service_pay": 3 * WAGE}
    assert after["ruleset"]["id"] == "uu-99-2026"
    assert after["rows"][1]["article"] == "UU 99/2026 Pasal 80"
    assert "UU 99/2026 Pasal 81" in after["rows"][0]["formula"]["id"]
    assert not [w for w in after["warnings"] if w["code"] == "law_may_have_changed"]
    again = answers(OLD_LAW)
    assert again.pop("rulebook_digest") != before.pop("rulebook_digest")
    assert again == before, "under the old law nothing changes, to the last word"

    stored = type(stored).objects.get(pk=stored.pk)
    assert stored.result == told
    assert stored.ruleset == "id-2025-09-17"
    would = {change.code: change.difference for change in calculations.what_would_change(stored, claimant)}
    assert would == {"severance": 2 * WAGE, "long_service_pay": WAGE}

    page = client.get("/hak/").content.decode()
    assert "UU 99/2026 tentang Pelindungan Ketenagakerjaan (rekaan)" in page
    assert "Terakhir diperiksa Senin, 4 Januari 2027" in page
    assert "periksa dahulu" not in page
    assert "Undang-Undang Nomor 99 Tahun 2026" in client.get("/jdih/").content.decode()
    assert client.get("/jdih/feed.json").json()[-1]["pasalDigunakan"] == "80-81"
