"""The examples that docs/law.md shows."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from entitlements import compute
from entitlements.engine import ALL_KINDS
from entitlements.lawdoc import law_document

EXAMPLES = json.loads(files("entitlements").joinpath("worked_examples.json").read_text(encoding="utf-8"))
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["title"]["en"])
def test_the_example_comes_out(example, rulebook):
    assert compute(example["request"], rulebook).total == example["total"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["title"]["en"])
def test_the_same_question_has_the_same_answer_whose_rows_add_up(example, rulebook):
    answer = compute(example["request"], rulebook).as_dict()
    assert answer == compute(json.loads(json.dumps(example["request"])), rulebook).as_dict()
    assert answer["total"] == sum(row["amount"] for row in answer["rows"])
    assert all(row["amount"] >= 0 for row in (*answer["rows"], *answer["steps"]))


def test_every_kind_has_an_example():
    assert {e["request"]["kind"] for e in EXAMPLES} == set(ALL_KINDS)


def test_every_component_has_an_example(rulebook):
    shown = {"ordinary_employer"}  # only the name of an alternative
    for example in EXAMPLES:
        result = compute(example["request"], rulebook)
        for part in (result, *(section for section, _ in result.sections)):
            rows = (
                *part.rows,
                *part.steps,
                *part.deadlines,
                *(row for a in part.alternatives for row in a.rows),
            )
            shown |= {row.code for row in rows}
    assert shown == set(rulebook.newest.get("components"))


def test_the_law_document_is_up_to_date(rulebook):
    committed = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
    assert committed == law_document(rulebook), "run: python -m entitlements.lawdoc > docs/law.md"


def test_the_command_prints_the_document():
    printed = subprocess.run(
        [sys.executable, "-m", "entitlements.lawdoc"], cwd=ROOT, capture_output=True, check=True
    )
    assert printed.stdout.decode("utf-8") == (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
