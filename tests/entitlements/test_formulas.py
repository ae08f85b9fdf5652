"""Whoever reads a formula with a pocket calculator in the hand comes to the amount that stands behind it."""

import json
import re
from fractions import Fraction
from importlib.resources import files

import pytest

from entitlements import compute

from .published import EXAMPLES as PUBLISHED
from .published import request_for

WORKED = json.loads(files("entitlements").joinpath("worked_examples.json").read_text(encoding="utf-8"))
REQUESTS = [
    *(example["request"] for example in WORKED),
    *(request_for(example) for example in PUBLISHED),
    {"kind": "late_wage_fine", "unpaid": 4_000_000, "days_late": 90, "bank_rate_pct": "7.5"},
    {"kind": "late_wage_fine", "unpaid": 4_000_000, "days_late": 90, "bank_rate_pct": "7.5", "options": {"late_fine_interest": "on_wage_and_fine"}},
    {"kind": "below_umk", "wage": 3_700_000, "place": "Balikpapan", "start": "2024-11-16", "end": "2026-02-07"},
    {"kind": "pkwt_compensation", "wage": 5_000_000, "service": {"start": "2025-01-01", "end": "2025-08-15"}, "ended_by": "employer", "term_end": "2025-12-31"},
    {"kind": "process_wages", "wage": 4_000_000, "stopped_on": "2026-01-01", "final_on": "2026-10-17"},
    {"kind": "severance", "ground": "56", "wage": 5_000_000, "service": {"years": 9}, "leave_days": "2.5", "pension": {"benefit": 60_000_000, "employer_share": "0.55"}},
    {"kind": "severance", "ground": "45(2)", "wage": {"type": "piece_rate", "last_months": [3_000_001, 4_000_000, 2_500_000]}, "service": {"years": 2}},
]  # fmt: skip

NOT_PLAIN = {"jkp_base", "minimum_wage", "minimum_wage_raised", "minimum_wage_formula"}
"""The lesser of two amounts, what a table says, and sums in brackets."""

MIXED = re.compile(r"\((\d+) \+ (\d+)/(\d+)\)")
"""A number with a fraction, as in "(1 + 7/30) months"."""

IN_BRACKETS = re.compile(r"\([^()]*\)")
TOKEN = re.compile(r"Rp[\d.]+(?:,\d\d)?|\d+/\d+(?= \w)|\d+½|½|\d+(?:[.,]\d+)?%?|[×/+−]")


def value(token: str, language: str) -> Fraction:
    if token.startswith("Rp"):
        return Fraction(token[2:].replace(".", "").replace(",", "."))
    if token.endswith("½"):
        return Fraction(token[:-1] or 0) + Fraction(1, 2)
    number = Fraction(token.rstrip("%").replace(",", ".") if language == "id" else token.rstrip("%"))
    return number / 100 if token.endswith("%") else number


def reckoned(formula: str, language: str) -> Fraction | None:
    """What is left of a formula without its words and brackets; nothing where it has no numbers."""
    text = formula.rsplit(" = ", 1)[0].rsplit(": ", 1)[-1]
    text = MIXED.sub(lambda mixed: f"{int(mixed[1]) * int(mixed[3]) + int(mixed[2])}/{mixed[3]}", text)
    while IN_BRACKETS.search(text):
        text = IN_BRACKETS.sub("", text)
    total, sign, part, operator = Fraction(0), 1, None, "×"
    for token in TOKEN.findall(text):
        if token in "+−":
            total, sign, part, operator = total + sign * (part or 0), (1 if token == "+" else -1), None, "×"
        elif token in "×/":
            operator = token
        else:
            number = value(token, language)
            part = number if part is None else part * number if operator == "×" else part / number
    return None if part is None else total + sign * part


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_formula_comes_to_its_amount(language, rulebook):
    checked = set()
    for request in REQUESTS:
        answer = compute(request, rulebook).as_dict()
        for part in (answer, *answer.get("sections", ())):
            alternatives = [row for one in part["alternatives"] for row in one["rows"]]
            for row in (*part.get("rows", ()), *part["steps"], *alternatives):
                told = reckoned(row["formula"][language], language)
                if told is not None and row["code"] not in NOT_PLAIN:
                    near = 1 + Fraction(row["amount"], 10**6)  # an amount on the way is shown to the sen
                    assert abs(told - row["amount"]) <= near, (row["formula"][language], float(told))
                    checked.add(row["code"])
    assert len(checked) > 35
