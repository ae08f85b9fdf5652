"""Severance, long-service pay and the rest, on every ground and at every edge."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitlements import RequestError, compute, load_rulebook
from entitlements.service import months_later

RULEBOOK = load_rulebook()
GROUNDS = {g["code"]: g for g in RULEBOOK.newest.grounds.values()}
ORDINARY = [c for c, g in GROUNDS.items() if g["up"] is not None]
WAGES = st.integers(1, 100_000_000)
STARTS = st.dates(date(1985, 1, 1), date(2020, 12, 31))
ENDS = st.dates(date(2021, 2, 2), date(2026, 12, 31))

EDGES = [
    ("0.99", 1, 0), (1, 2, 0), ("2.99", 3, 0), (3, 4, 2), ("5.99", 6, 2), (6, 7, 3), ("7.99", 8, 3), (8, 9, 3), (9, 9, 4),
    (12, 9, 5), (15, 9, 6), (18, 9, 7), (21, 9, 8), ("23.99", 9, 8), (24, 9, 10), (40, 9, 10),
]  # fmt: skip

MULTIPLIERS = {
    "41": ("1", "1"), "42(1)": ("1", "1"), "42(2)": ("0.5", "1"), "43(1)": ("0.5", "1"), "43(2)": ("1", "1"), "44(1)": ("0.5", "1"),
    "44(2)": ("1", "1"), "45(1)": ("0.5", "1"), "45(2)": ("0.75", "1"), "46(1)": ("0.5", "1"), "46(2)": ("1", "1"), "47": ("0.5", "1"),
    "48": ("1", "1"), "49": ("0", "0"), "50": ("0", "0"), "51": ("0", "0"), "52(1)": ("0.5", "1"), "52(2)": ("0", "0"),
    "54(1)": ("0", "0"), "54(2)": ("0", "1"), "54(4)": ("0", "0"), "54(5)": ("0", "1"), "55(1)": ("2", "1"), "55(2)": ("2", "1"),
    "56": ("1.75", "1"), "57": ("2", "1"),
}  # fmt: skip
SEPARATION = {"49", "50", "51", "52(2)", "54(1)", "54(4)"}


def severance(**facts):
    return compute(
        {"kind": "severance", "ground": "43(2)", "wage": 1_000_000, "service": {"years": 1}, **facts},
        RULEBOOK,
    )


@pytest.mark.parametrize(("years", "up", "upmk"), EDGES)
def test_the_bands_change_exactly_on_the_anniversary(years, up, upmk):
    result = severance(service={"years": years})
    assert (result.amount("severance"), result.amount("long_service_pay")) == (
        up * 1_000_000,
        upmk * 1_000_000,
    )


def test_every_year_of_service_has_its_band():
    up = [1, 2, 3, 4, 5, 6, 7, 8] + [9] * 33
    upmk = [0] * 3 + [2] * 3 + [3] * 3 + [4] * 3 + [5] * 3 + [6] * 3 + [7] * 3 + [8] * 3 + [10] * 17
    for years in range(41):
        result = severance(service={"years": years, "months": 11, "days": 29})
        assert (result.amount("severance"), result.amount("long_service_pay")) == (
            up[years] * 1_000_000,
            upmk[years] * 1_000_000,
        )


def test_a_basic_wage_below_three_quarters_is_warned_of():
    def warned(base, fixed):
        return "base_share_too_small" in [
            w.code for w in severance(wage={"base": base, "fixed_allowances": fixed}).warnings
        ]

    assert warned(749_999, 250_001)
    assert not warned(750_000, 250_000)


@pytest.mark.parametrize(("years", "up", "upmk"), [e for e in EDGES if isinstance(e[0], int)])
def test_the_bands_change_on_the_same_day_when_service_is_given_by_dates(years, up, upmk):
    start = date(2026, 6, 15)
    first = months_later(start, -12 * years)
    last_day = start - timedelta(days=1)
    on_it = severance(service={"start": first.isoformat(), "end": last_day.isoformat()})
    before = severance(
        service={"start": first.isoformat(), "end": (last_day - timedelta(days=1)).isoformat()}
    )
    assert (on_it.amount("severance"), on_it.amount("long_service_pay")) == (up * 1_000_000, upmk * 1_000_000)
    assert before.total <= on_it.total
    assert before.total < on_it.total or years == 40


@pytest.mark.parametrize(("article", "multipliers"), MULTIPLIERS.items())
def test_every_ground_has_its_multipliers(article, multipliers):
    result = severance(ground=article, service={"years": 10})
    up, upmk = (Fraction(m) for m in multipliers)
    assert result.amount("severance") == up * 9_000_000
    assert result.amount("long_service_pay") == upmk * 4_000_000
    assert any(row.code == "separation_pay" for row in result.rows) == (article in SEPARATION)


def test_no_other_ground_is_known():
    known = {g["number"] for g in GROUNDS.values()}
    assert known == {a.replace("55(1)", "55") for a in MULTIPLIERS if a != "55(2)"} | {"54(3)", "59"}


def test_who_served_three_months_or_less_is_asked_about_probation():
    """UU 13/2003 Art. 60: at most three months, and in a permanent contract only."""
    asked = [
        "probation_maybe" in [n.code for n in severance(service=service).notes]
        for service in ({"days": 1}, {"months": 3}, {"months": 3, "days": 1}, {"years": 1})
    ]
    assert asked == [True, True, False, False]


def test_an_acquitted_worker_must_be_employed_again():
    result = severance(ground="54(3)")
    assert result.rows == []
    assert result.warnings[0].code == "must_be_reemployed"


def test_separation_pay_that_nobody_set_is_nothing_with_a_warning():
    assert severance(ground="50").total == 0
    assert [w.code for w in severance(ground="50").warnings] == ["separation_pay_not_set"]
    assert severance(ground="50", separation_pay=2_500_000).total == 2_500_000


def test_leave_travel_and_agreed_items_come_on_every_ground():
    for ground in ORDINARY:
        result = severance(ground=ground, leave_days=5, work_days_per_week=5, travel_home=1_500_000, other_rights=[{"name": "Seragam", "amount": 500_000}])  # fmt: skip
        assert result.amount("leave_compensation") == 238_095
        assert result.amount("travel_home") + result.amount("agreed_right") == 2_000_000


def test_a_pension_paid_by_the_employer_is_set_off_and_the_workers_own_share_is_not():
    plain = severance(ground="56", service={"years": 20})
    result = severance(
        ground="56", service={"years": 20}, pension={"benefit": 10_000_000, "employer_share": "0.6"}
    )
    assert plain.total - result.total == 6_000_000
    assert "6.000.000 (PP 35/2021 Pasal 58)" in result.rows[0].as_dict()["formula"]["id"]


def test_a_pension_greater_than_the_severance_leaves_nothing_but_rights_compensation():
    result = severance(ground="56", pension={"benefit": 10**9, "employer_share": 1}, travel_home=700_000)
    assert result.total == 700_000


def test_a_pension_that_no_agreement_regulates_is_not_set_off():
    result = severance(ground="56", pension={"benefit": 10**9, "employer_share": 1, "regulated": False})
    assert result.total == severance(ground="56").total


def test_only_a_pension_fund_is_set_off_and_that_is_said(law):
    """Art. 58(1) speaks of pensions "di bidang dana pensiun": the old-age and pension benefits of BPJS are not among them."""
    facts = {"kind": "pension_offset", "due": 15_000_000, "benefit": 10_000_000, "employer_share": "0.6"}
    assert [n.code for n in law(**facts).notes] == ["pension_not_bpjs"]
    assert not law(**facts, regulated=False).notes


def test_it_is_the_severance_that_the_court_made_a_least_and_not_the_rest():
    """UU 13/2003 Art. 156(2) as MK 168/PUU-XXI/2023 reads it; paragraphs (3) and (4) were left as they are."""
    result = severance(service={"years": 10}, travel_home=700_000)
    (told,) = [n.as_dict()["id"] for n in result.notes if n.code == "paid_at_least"]
    assert "Uang pesangon Rp9.000.000 adalah" in told
    resigned = severance(ground="50", travel_home=700_000)
    assert "paid_at_least" not in [n.code for n in resigned.notes]


def test_the_official_example_of_article_58(law):
    assert (
        law(kind="pension_offset", due=15_000_000, benefit=10_000_000, employer_share=0.6).total == 9_000_000
    )


def test_fixed_allowances_count_and_non_fixed_do_not():
    wage = {"base": 3_000_000, "fixed_allowances": [400_000, 100_000], "non_fixed_allowances": 900_000}
    result = severance(wage=wage)
    assert result.amount("severance") == 2 * 3_500_000
    assert [a.code for a in result.assumptions if a.code == "non_fixed_left_out"]


def test_a_daily_wage_makes_a_month_times_thirty():
    assert severance(wage={"type": "daily", "daily": 150_000}).amount("severance") == 2 * 4_500_000


def test_the_leave_of_a_daily_worker_is_paid_at_the_daily_wage():
    wage = {"type": "daily", "daily": 150_000}
    result = severance(wage=wage, leave_days=4, work_days_per_week=5)
    assert result.amount("leave_compensation") == 600_000
    leave = next(row for row in result.as_dict()["rows"] if row["code"] == "leave_compensation")
    assert leave["formula"]["id"] == "4 hari × Rp150.000 = Rp600.000"


def test_a_daily_wage_below_its_minimum_is_told_although_thirty_days_of_it_are_not_below():
    facts = {"wage": {"type": "daily", "daily": 130_000}, "service": {"start": "2025-02-01", "end": "2026-03-31"}, "place": "Balikpapan"}  # fmt: skip
    result = severance(**facts, work_days_per_week=6)
    assert result.amount("severance") == 2 * 3_900_000
    (told,) = [w.as_dict()["id"] for w in result.warnings if w.code == "daily_below_minimum"]
    assert "Rp154.267,78" in told
    enough = severance(**facts | {"wage": {"type": "daily", "daily": 154_268}}, work_days_per_week=6)
    assert "daily_below_minimum" not in [w.code for w in enough.warnings]


def test_a_piece_rate_is_averaged_over_the_last_twelve_months():
    months = [9_000_000] * 3 + [4_000_000] * 6 + [5_000_000] * 6
    assert severance(wage={"type": "piece_rate", "last_months": months}).amount("severance") == 2 * 4_500_000


def test_a_piece_rate_below_the_minimum_wage_is_lifted_to_it():
    wage = {"type": "piece_rate", "last_months": [2_000_000] * 12}
    service = {"start": "2025-02-01", "end": "2026-03-31"}
    assert severance(wage=wage, service=service, place="Balikpapan").amount("severance") == 7_713_389
    assert severance(wage=wage, service=service).amount("severance") == 4_000_000


def test_a_monthly_wage_below_the_minimum_is_reckoned_both_ways_and_counted_once():
    facts = {
        "wage": 3_000_000,
        "service": {"start": "2025-02-01", "end": "2026-03-31"},
        "place": "Balikpapan",
    }
    result = severance(**facts)
    actual, minimum = result.alternatives
    assert (actual.total, minimum.total, result.total) == (6_000_000, 7_713_389, 6_000_000)
    chosen = severance(**facts, options={"severance_below_minimum_wage": "minimum_wage"})
    assert chosen.total == 7_713_389
    assert [a.counted for a in chosen.alternatives] == [False, True]


def test_a_micro_or_small_employer_owes_what_was_agreed():
    result = severance(employer_size="micro", agreed_amount=750_000)
    assert result.total == 750_000
    assert result.alternatives[0].total == 2_000_000
    assert severance(employer_size="small").warnings[0].code == "agreement_amount_missing"
    assert severance(ground="59", agreed_amount=1).total == 1


def test_a_resignation_under_pressure_is_flagged_and_shown_beside_article_48():
    result = severance(ground="50", pressed_to_resign=True, service={"years": 10})
    assert "pressed_to_resign" in [w.code for w in result.warnings]
    assert result.alternatives[0].total == 13_000_000
    assert not result.alternatives[0].counted
    assert "was_it_your_own_will" in [n.code for n in severance(ground="50").notes]


def test_the_two_rulings_of_a_wage_below_the_minimum_depend_on_the_place_chosen():
    facts = {"wage": 3_800_000, "service": {"start": "2025-02-01", "end": "2026-03-31"}, "place": "Balikpapan", "employer_domicile": "Kalimantan Timur"}  # fmt: skip
    assert severance(**facts).alternatives
    assert not severance(**facts, options={"minimum_wage_place": "company_domicile"}).alternatives


def test_an_unknown_ground_names_the_known_ones():
    with pytest.raises(RequestError) as refused:
        severance(ground="99")
    (error,) = refused.value.as_dict()["errors"]
    assert error["field"] == "ground"
    assert "43(1) efficiency_losses" in error["expected"]["en"]


@given(st.sampled_from(ORDINARY), WAGES, STARTS, ENDS, st.integers(0, 30))
def test_the_rows_add_up_and_nothing_is_negative(ground, wage, start, end, leave):
    facts = {
        "ground": ground,
        "wage": wage,
        "service": {"start": start.isoformat(), "end": end.isoformat()},
        "leave_days": leave,
    }
    result = severance(**facts)
    assert result.total == sum(row.amount for row in result.rows)
    assert all(row.amount >= 0 for row in (*result.rows, *result.steps))
    assert all(isinstance(row.amount, int) for row in result.rows)
    assert severance(**facts).as_dict() == result.as_dict()


@given(st.sampled_from(ORDINARY), WAGES, st.integers(0, 1_000_000), STARTS, ENDS, st.integers(0, 4000))
def test_more_wage_or_more_service_is_never_less(ground, wage, more_wage, start, end, more_days):
    def total(wage, start):
        return severance(
            ground=ground, wage=wage, service={"start": start.isoformat(), "end": end.isoformat()}
        ).total

    assert total(wage, start) <= total(wage + more_wage, start)
    assert total(wage, start) <= total(wage, start - timedelta(days=more_days))


@given(WAGES, WAGES, st.integers(0, 30), st.fractions(0, 1))
def test_a_pension_never_lifts_nor_sinks_below_what_the_employer_paid(wage, benefit, years, share):
    facts = {"ground": "56", "wage": wage, "service": {"years": years}}
    with_pension = severance(**facts, pension={"benefit": benefit, "employer_share": share})
    due = severance(**facts).total
    assert with_pension.total <= due
    assert abs(max(due - share * benefit, 0) - with_pension.total) <= 2
