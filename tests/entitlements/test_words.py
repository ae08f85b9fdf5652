"""Nothing is a bare number, and every sentence is there in both languages."""

import json
import re
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import entitlements
from entitlements import compute
from entitlements.money import number, rupiah, whole_rupiah
from entitlements.words import texts

EXAMPLES = json.loads(files("entitlements").joinpath("worked_examples.json").read_text(encoding="utf-8"))
CODE = "\n".join(p.read_text(encoding="utf-8") for p in Path(entitlements.__file__).parent.glob("*.py"))


def values(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["title"]["en"])
def test_every_row_says_what_it_is_by_which_article_and_how_it_came_about(example, rulebook):
    answer = compute(example["request"], rulebook).as_dict()
    for row in (*answer["rows"], *answer["steps"]):
        assert row["article"] not in ("", "-")
        for language in ("id", "en"):
            assert row["name"][language]
            assert row["formula"][language].endswith("= " + rupiah(row["amount"]))
            assert "{" not in row["name"][language] + row["formula"][language]
    assert answer["label"]["id"] == "Hak minimum"
    assert answer["ruleset"]["last_checked"]


def test_a_row_tells_the_readings_and_assumptions_it_rests_on(law):
    facts = {
        "kind": "severance",
        "ground": "43(2)",
        "wage": 5_000_000,
        "service": {"years": 3},
        "leave_days": 2,
    }
    severance, _, leave = law(**facts).as_dict()["rows"]
    assert severance["assumptions"] == [
        {
            "code": "service_last_day",
            "id": "Apakah hari kerja terakhir ikut dihitung dalam masa kerja? Ya: 1 Januari sampai 31 Desember tepat satu tahun",
            "en": "Does the last day of work count as service? Yes: 1 January to 31 December is exactly one year",
        }
    ]
    assert [a["code"] for a in leave["assumptions"]] == ["work_days_a_week"]


def test_every_sentence_has_both_languages_with_the_same_values():
    for code, template in texts().items():
        assert template["id"], code
        assert template["en"], code
        assert values(template["id"]) == values(template["en"]), code


def test_every_component_has_both_languages_with_the_same_values(rulebook):
    for code, component in rulebook.newest.get("components").items():
        for part in ("name", "formula"):
            assert values(component[part]["id"]) == values(component[part]["en"]), code


def test_every_sentence_is_used_and_every_one_used_is_there(rulebook):
    spoken = set(re.findall(r"\.(?:note|warn|assume)\(\s*\"(\w+)\"", CODE))
    spoken |= {note for g in rulebook.newest.get("grounds").values() for note in g.get("notes", ())}
    spoken |= {f"expected.{code}" for code in re.findall(r"(?:Invalid|_number)\((?:value, )?\"(\w+)\"", CODE)}
    spoken |= {f"expected.{code}" for code in re.findall(r"wrong\([^,]+, \"(\w+)\"", CODE)}
    assert spoken == set(texts())


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "Rp0"), (1_480_000, "Rp1.480.000"), (Fraction("3856694.43"), "Rp3.856.694,43"), (Fraction(1, 3), "Rp0,33")],
)  # fmt: skip
def test_how_rupiah_are_written(amount, written):
    assert rupiah(amount) == written


def test_half_a_rupiah_goes_up_and_less_goes_down():
    assert [whole_rupiah(Fraction(n, 10)) for n in (4, 5, 14, 15, 25)] == [0, 1, 1, 2, 3]


def test_how_numbers_are_written():
    assert [number(n, "id") for n in (6, Fraction("6.5"), Fraction(35, 6))] == ["6", "6,5", "(5 + 5/6)"]
