"""What others have published: the right figures come out, the wrong ones do not and are explained."""

from datetime import date
from fractions import Fraction

import pytest

from entitlements import compute
from entitlements.mistakes import published_mistakes

from .published import EXAMPLES, figures, request_for

RIGHT = [e for e in EXAMPLES if e["safe_as_positive_test"]]
WRONG = [e for e in EXAMPLES if not e["safe_as_positive_test"]]
HOURLY, FREELY_ROUNDED = 100, 1000
NOT_A_FIGURE = {"ot-10-teknobgt-formula", "pkwt-11-manajemenkorporat-rule", "sev-25-hmlawoffice-43-2"}


def named(example):
    return example["id"]


def expected(example) -> dict:
    result = example["published_result"]
    return result if isinstance(result, dict) else {"": result}


@pytest.mark.parametrize("example", RIGHT, ids=named)
def test_a_right_published_figure_comes_out(example, rulebook):
    found = figures(example, compute(request_for(example), rulebook))
    tolerance = HOURLY if example["kind"] == "overtime" else 1
    for name, published in expected(example).items():
        assert abs(found[name] - Fraction(str(published))) <= tolerance, (name, found[name], published)


@pytest.mark.parametrize("example", [e for e in WRONG if e["id"] not in NOT_A_FIGURE], ids=named)
def test_a_wrong_published_figure_does_not_come_out(example, rulebook):
    found = figures(example, compute(request_for(example), rulebook))
    published = {k: v for k, v in expected(example).items() if k in found}
    assert any(found[name] != Fraction(str(value)) for name, value in published.items()), found


@pytest.mark.parametrize("example", WRONG, ids=named)
def test_every_wrong_figure_has_its_explanation(example):
    assert any(example["id"] in mistake["examples"] for mistake in published_mistakes())


@pytest.mark.parametrize("example", [e for e in WRONG if isinstance(e["recomputed"], int | float)], ids=named)
def test_what_comes_out_instead_is_what_the_law_gives(example, rulebook):
    (found,) = figures(example, compute(request_for(example), rulebook)).values()
    assert abs(found - Fraction(str(example["recomputed"]))) <= 1


@pytest.mark.parametrize("example", [e for e in WRONG if e["kind"] == "pesangon_total"], ids=named)
def test_each_part_of_a_wrong_total_comes_out_as_the_law_gives_it(example, rulebook):
    found = figures(example, compute(request_for(example), rulebook))
    assert {name: found[name] for name in example["recomputed"]} == example["recomputed"]


def test_overtime_on_a_workday_is_one_and_a_half_only_for_the_first_hour(law):
    assert law(kind="overtime", wage=5_000_000, day="workday", hours=3).total == 158_960


def test_compensation_is_due_when_a_pkwt_ends_early_whoever_ends_it(law):
    for who in ("employer", "worker"):
        result = law(kind="pkwt_compensation", wage=6_000_000, service={"months": 6}, ended_by=who)
        assert result.amount("pkwt_compensation") == 3_000_000


def test_efficiency_to_prevent_losses_gives_once_the_severance(law):
    result = law(kind="severance", ground="43(2)", wage=1_000_000, service={"months": 6})
    assert (result.amount("severance"), result.amount("long_service_pay")) == (1_000_000, 0)


@pytest.mark.parametrize("example", [e for e in WRONG if e["kind"] == "uph_leave"], ids=named)
def test_the_leave_of_a_published_mistake_follows_the_working_week(example, rulebook):
    for days, right in ((5, "div21_5day"), (6, "div25_6day")):
        result = compute(request_for(example) | {"work_days_per_week": days}, rulebook)
        assert abs(result.amount("leave_compensation") - Fraction(str(example["recomputed"][right]))) <= 1


def test_an_alpha_of_the_older_formula_is_told_apart(law):
    def warned(alpha):
        facts = {"previous": 3_000_000, "inflation_pct": 2, "growth_pct": 5, "alpha": alpha}
        return [w.code for w in law(kind="minimum_wage", **facts).warnings if w.code == "alpha_outside"]

    assert [warned(alpha) for alpha in ("0.5", "0.9")] == [[], []]
    assert warned("0.3") == warned("0.91") == ["alpha_outside"]


def test_the_minimum_wage_tables_hold_the_published_figures(law):
    assert law(kind="minimum_wage", place="Balikpapan", day="2025-07-01").rows[0].unrounded == Fraction(
        "3701508.68"
    )
    assert law(kind="minimum_wage", place="Kota Balikpapan", day="2026-12-31").total == 3_856_694
    assert law(kind="minimum_wage", place="Kalimantan Timur", day=date(2026, 1, 1)).total == 3_762_431
