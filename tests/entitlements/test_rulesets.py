"""Rulesets are data with dates: a new law needs no code, and old results never change."""

import ast
import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import entitlements
from entitlements import RequestError, RulesetError, compute, late_fine, load_rulebook
from entitlements.ruleset import PACKAGE_DIR, NoRulesetInForce

RULEBOOK = load_rulebook()
NEW_LAW = {
    "type": "ruleset",
    "id": "made-up-2027",
    "extends": "id-2025-09-17",
    "name": {"id": "Undang-undang rekaan", "en": "A made-up act"},
    "effective_from": "2027-01-01",
    "effective_to": None,
    "last_checked": "2027-01-02",
    "severance": {"article": "UU 99/2027 Pasal 7", "bands": [{"from_years": 0, "months": 2}, {"from_years": 4, "months": "11.5"}]},
    "grounds": {
        "efficiency_prevention": {"up": "1.25"},
        "automation": {"number": "12a", "id": "Digantikan mesin", "en": "Replaced by machines", "article": "UU 99/2027 Pasal 12a", "up": "3", "upmk": "2"},
    },
    "late_fine": {"daily_rate": "0.10", "cap": "0.80"},
    "jkp": {"wage_cap": 8_000_000, "cash": [{"months": 9, "rate": "0.70"}]},
    "components": {"severance": {"article": "UU 99/2027 Pasal 7"}},
    "options": {"process_wages": {"default": "until_final"}},
}  # fmt: skip
NEW_WAGES = {
    "type": "minimum_wages",
    "id": "balikpapan-2027",
    "wages": [{"place": "Balikpapan", "kind": "UMK", "amount": "4000000.50", "effective_from": "2027-01-01", "effective_to": "2027-12-31", "decree": "rekaan", "source": "rekaan"}],
}  # fmt: skip


@pytest.fixture
def new_law(tmp_path):
    (tmp_path / "new.json").write_text(json.dumps(NEW_LAW), encoding="utf-8")
    (tmp_path / "wages.json").write_text(json.dumps(NEW_WAGES), encoding="utf-8")
    return load_rulebook([tmp_path])


def severance(rulebook, end, **facts):
    request = {
        "kind": "severance",
        "ground": "43(2)",
        "wage": 1_000_000,
        "service": {"start": "2022-01-01", "end": end},
        **facts,
    }
    return compute(request, rulebook)


def test_a_new_law_is_loaded_without_code(new_law):
    result = severance(new_law, "2027-06-30")
    assert result.ruleset.id == "made-up-2027"
    assert result.rows[0].unrounded == Fraction("1.25") * Fraction("11.5") * 1_000_000
    assert result.as_dict()["rows"][0]["article"] == "UU 99/2027 Pasal 7"
    assert severance(new_law, "2027-06-30", ground="12a").total == 3 * 11_500_000 + 2 * 2_000_000
    assert (
        severance(new_law, "2027-06-30", ground="automation").total
        == severance(new_law, "2027-06-30", ground="12a").total
    )
    late = compute(
        {"kind": "late_wage_fine", "unpaid": 1_000_000, "due_date": "2027-01-31", "paid_on": "2027-02-08"},
        new_law,
    )
    assert late.total == 500_000
    assert (
        compute({"kind": "jkp", "reported_wage": 9_000_000, "termination_date": "2027-03-01"}, new_law).total
        == 9 * 5_600_000
    )
    assert (
        compute({"kind": "minimum_wage", "place": "Balikpapan", "day": "2027-05-05"}, new_law).total
        == 4_000_001
    )
    process = compute(
        {"kind": "process_wages", "wage": 1_000_000, "stopped_on": "2027-01-01", "final_on": "2027-12-31"},
        new_law,
    )
    assert process.total == 12_000_000


def test_the_last_day_of_the_old_law_and_the_first_of_the_new(new_law):
    assert severance(new_law, "2026-12-31").ruleset.id == "id-2025-09-17"
    assert severance(new_law, "2027-01-01").ruleset.id == "made-up-2027"


def test_results_under_the_old_law_stay_as_they_were(new_law, rulebook):
    before, after = (severance(book, "2026-12-31").as_dict() for book in (rulebook, new_law))
    assert before.pop("rulebook_digest") != after.pop("rulebook_digest")
    assert before == after


def test_each_packaged_ruleset_is_in_force_from_its_first_to_its_last_day(rulebook):
    for earlier, later in zip(rulebook.rulesets, rulebook.rulesets[1:], strict=False):
        assert earlier.effective_to.toordinal() + 1 == later.effective_from.toordinal()
        assert rulebook.on(earlier.effective_to) is earlier
        assert rulebook.on(later.effective_from) is later
    assert rulebook.newest.effective_to is None


@given(st.dates(date(2021, 2, 2), date(2035, 12, 31)))
def test_every_day_has_exactly_the_law_that_began_last(day):
    begun = [law for law in RULEBOOK.rulesets if law.effective_from <= day]
    found = RULEBOOK.on(day)
    assert found is max(begun, key=lambda law: law.effective_from)
    assert [law for law in RULEBOOK.rulesets if law.covers(day)] == [found]


def test_before_the_first_ruleset_there_is_no_answer(rulebook):
    with pytest.raises(NoRulesetInForce):
        rulebook.on(date(2021, 2, 1))
    with pytest.raises(RequestError) as refused:
        compute(
            {
                "kind": "severance",
                "ground": "43(2)",
                "wage": 1,
                "service": {"start": "2010-01-01", "end": "2021-02-01"},
            },
            rulebook,
        )
    (error,) = refused.value.as_dict()["errors"]
    assert error["field"] == "service.end"
    assert "2 February 2021" in error["expected"]["en"]


def test_that_the_law_may_have_changed_is_told_from_the_day_it_was_due(rulebook):
    def told(end):
        return [
            w["code"]
            for w in severance(rulebook, end).as_dict()["warnings"]
            if w["code"] == "law_may_have_changed"
        ]

    assert told("2026-10-07") == []
    assert told("2026-10-08") == ["law_may_have_changed"]


def test_a_new_law_silences_the_notice_that_the_law_may_have_changed(new_law):
    assert "law_may_have_changed" not in json.dumps(severance(new_law, "2027-06-30").as_dict())


def test_the_digest_names_the_content(rulebook, new_law, tmp_path):
    assert load_rulebook().digest == rulebook.digest != new_law.digest
    assert rulebook.by_id("id-2021-02-02").digest == new_law.by_id("id-2021-02-02").digest


def write(directory, **changes):
    (directory / "x.json").write_text(json.dumps({**NEW_LAW, **changes}), encoding="utf-8")


def test_an_id_is_given_once(tmp_path):
    write(tmp_path, id="id-2021-02-02")
    with pytest.raises(RulesetError, match="exists already"):
        load_rulebook([tmp_path])


def test_the_same_file_twice_is_no_harm(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(NEW_LAW), encoding="utf-8")
    assert load_rulebook([tmp_path]).newest.id == "made-up-2027"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"extends": "nobody"}, "extends nobody"),
        ({"effective_from": "soon"}, "dates"),
        ({"effective_from": "2025-09-17"}, "same day"),
        ({"extends": None}, "lacks"),
        ({"late_fine": {"cap": 0.8}}, "as a string"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_when_it_is_loaded(tmp_path, changes, message):
    write(tmp_path, **changes)
    with pytest.raises(RulesetError, match=message):
        load_rulebook([tmp_path])


def test_a_directory_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(RulesetError, match="not a directory"):
        load_rulebook([tmp_path / "nowhere"])


def test_every_section_has_its_article_and_a_known_source(rulebook):
    law = rulebook.newest
    for name in ("wage_base", "severance", "long_service_pay", "leave", "pkwt", "late_fine", "thr", "overtime", "process_wages", "jkp", "severance_tax", "detention_aid", "minimum_wage_formula", "court_limit"):  # fmt: skip
        section = law.get(name)
        named = section["source"] if isinstance(section["source"], list) else [section["source"]]
        assert section["article"]
        assert set(named) <= set(law.get("sources"))
    for entry in [*law.get("grounds").values(), *law.get("options").values()]:
        assert entry["article"]
        assert entry["source"] in law.get("sources")


def test_every_option_has_a_default_among_its_readings(rulebook):
    for law in rulebook.rulesets:
        for option in law.get("options").values():
            assert option["default"] in option["readings"]
            assert all(words["id"] and words["en"] for words in option["readings"].values())


def test_the_room_has_no_framework_no_clock_and_no_floats():
    allowed = {*sys.stdlib_module_names, "entitlements"}
    for path in Path(entitlements.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert all(
                name.split(".")[0] in allowed and name.split(".")[0] not in ("time", "os") for name in names
            ), (path, names)
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), (path, node.lineno)
            assert not (isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow")), (
                path,
                node.lineno,
            )
    assert PACKAGE_DIR.is_dir()


def asked_of_a_ruleset() -> tuple[set[str], set[str]]:
    """The readings and the components that calculators name, as they stand in the code."""
    readings, components = set(late_fine.READINGS), set()
    for path in Path(entitlements.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
                continue
            name, first = call.func.attr, call.args[0]
            named = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            found = {one.value for one in named if isinstance(one, ast.Constant)}
            if name == "reading":
                readings |= found
            elif name in ("row", "made", "step", "deadline"):
                components |= found
    return readings, components


@pytest.mark.parametrize("ruleset", RULEBOOK.rulesets, ids=lambda ruleset: ruleset.id)
def test_every_packaged_ruleset_answers_all_that_calculators_ask(ruleset):
    readings, components = asked_of_a_ruleset()
    assert len(readings) > 10
    assert len(components) > 40
    assert readings <= set(ruleset.data["options"])
    assert components <= set(ruleset.data["components"])


@pytest.mark.parametrize(
    ("section", "gone"), [("options", "thr_part_month"), ("components", "late_wage_fine")]
)
def test_a_ruleset_that_says_everything_itself_is_refused_where_it_leaves_out_what_is_asked(tmp_path, section, gone):  # fmt: skip
    """When it is loaded, not when the first worker asks."""
    alone = json.loads(json.dumps(RULEBOOK.newest.data)) | {"id": "alone", "effective_from": "2028-01-01"}
    alone.pop("extends", None)
    path = tmp_path / "alone.json"
    path.write_text(json.dumps(alone), encoding="utf-8")
    assert load_rulebook([tmp_path]).newest.id == "alone"
    del alone[section][gone]
    path.write_text(json.dumps(alone), encoding="utf-8")
    with pytest.raises(RulesetError, match=f"alone lacks {section}: {gone}"):
        load_rulebook([tmp_path])
