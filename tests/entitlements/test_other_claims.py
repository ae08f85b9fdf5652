"""PKWT compensation, THR, overtime, wages below the minimum, process wages, JKP, tax, limits."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitlements import RequestError, compute, load_rulebook

RULEBOOK = load_rulebook()


def codes(sentences):
    return [sentence.code for sentence in sentences]


# PKWT compensation


def pkwt(**facts):
    return compute({"kind": "pkwt_compensation", "wage": 6_000_000, **facts}, RULEBOOK)


@pytest.mark.parametrize(
    ("service", "amount"),
    [
        ({"months": 12}, 6_000_000),
        ({"months": 18}, 9_000_000),
        ({"months": 24}, 12_000_000),
        ({"years": 5}, 30_000_000),
        ({"months": 1}, 500_000),
        ({"months": "0.9"}, 0),
        ({"days": 29}, 0),
        ({"start": "2023-01-01", "end": "2023-12-31"}, 6_000_000),
        ({"start": "2023-01-01", "end": "2023-07-15"}, 3_250_000),
        ({"start": "2024-02-01", "end": "2024-02-29"}, 500_000),
        ({"start": "2024-02-01", "end": "2024-02-28"}, 0),
    ],
)
def test_compensation_is_months_over_twelve(service, amount):
    assert pkwt(service=service).total == amount


def test_only_service_after_2_november_2020_counts():
    assert pkwt(service={"start": "2019-11-02", "end": "2021-11-01"}).total == 6_000_000
    assert pkwt(service={"start": "2020-11-02", "end": "2021-11-01"}).total == 6_000_000


def test_a_contract_that_spans_the_transition_by_days_is_paid_for_those_days():
    result = pkwt(service={"start": "2020-11-20", "end": "2021-03-19"})
    assert result.total == 2_000_000


def test_a_term_that_had_ended_before_the_rule_gives_nothing():
    periods = [{"start": "2020-01-01", "end": "2020-12-31"}, {"start": "2021-01-01", "end": "2021-12-31"}]
    assert [row.amount for row in pkwt(periods=periods).rows] == [0, 6_000_000]


def test_a_short_extension_continues_the_service_before_it():
    periods = [{"start": "2023-01-01", "end": "2023-12-31"}, {"start": "2024-01-01", "end": "2024-01-15"}]
    assert [row.amount for row in pkwt(periods=periods).rows] == [6_000_000, 250_000]


def test_each_term_is_paid_at_its_own_end():
    periods = [{"start": "2023-01-01", "end": "2023-12-31"}, {"start": "2024-01-01", "end": "2024-06-30"}]
    assert [row.amount for row in pkwt(periods=periods).rows] == [6_000_000, 3_000_000]


def test_days_short_of_a_month_can_be_read_in_three_ways():
    service = {"months": 6, "days": 15}
    assert pkwt(service=service, options={"part_month": "whole_months"}).total == 3_000_000
    assert pkwt(service=service, options={"part_month": "month_begun"}).total == 3_500_000


def test_an_employer_who_ends_it_early_owes_the_wages_of_the_rest():
    result = pkwt(
        service={"start": "2025-01-01", "end": "2025-08-31"}, ended_by="employer", term_end="2025-12-31"
    )
    assert (result.amount("pkwt_compensation"), result.amount("pkwt_early_end_damages")) == (
        4_000_000,
        24_000_000,
    )


def test_a_worker_who_ends_it_early_keeps_the_compensation_and_is_warned_of_damages():
    result = pkwt(service={"months": 8}, ended_by="worker", months_left=4)
    assert result.total == 4_000_000
    assert result.amount("pkwt_damages_by_worker") == 24_000_000
    assert "worker_may_owe_damages" in codes(result.warnings)


def test_no_damages_for_the_causes_of_article_61():
    result = pkwt(service={"months": 8}, ended_by="employer", months_left=4, damages_excepted=True)
    assert result.total == 4_000_000


def test_more_than_five_years_of_contracts_are_warned_of():
    assert "pkwt_too_long" not in codes(pkwt(service={"years": 5}).warnings)
    assert "pkwt_too_long" in codes(pkwt(periods=[{"years": 5}, {"months": 1}]).warnings)


def test_foreign_workers_and_small_employers_are_apart():
    assert pkwt(service={"months": 12}, foreign_worker=True).total == 0
    small = pkwt(service={"months": 12}, employer_size="small", agreed_amount=1_000_000)
    assert (small.total, small.alternatives[0].total) == (1_000_000, 6_000_000)


@given(
    st.integers(1, 10**8),
    st.integers(0, 10**6),
    st.dates(date(2020, 11, 2), date(2026, 1, 1)),
    st.integers(100, 1800),
    st.integers(0, 400),
)
def test_a_longer_contract_or_a_higher_wage_is_never_less(wage, more, start, days, longer):
    def total(wage, days):
        end = date.fromordinal(start.toordinal() + days)
        return pkwt(wage=wage, service={"start": start.isoformat(), "end": end.isoformat()}).total

    assert 0 <= total(wage, days) <= total(wage + more, days)
    assert total(wage, days) <= total(wage, days + longer)


def test_the_wage_of_several_terms_is_said_to_be_one():
    """Art. 15(4): the compensation of each term falls due at its end, from the wage of that day."""
    terms = [{"start": "2024-01-01", "end": "2024-12-31"}, {"start": "2025-01-01", "end": "2025-12-31"}]
    assert "pkwt_one_wage" in codes(pkwt(periods=terms).assumptions)
    assert "pkwt_one_wage" not in codes(pkwt(periods=terms[:1]).assumptions)


def test_what_a_wage_consists_of_is_borrowed_from_severance_where_no_article_says_it():
    """UU 13/2003 Art. 157A and PP 35/2021 Art. 53 say "upah"; PP 36/2021 Art. 66 is about severance."""
    wage = {"base": 4_000_000, "non_fixed_allowances": 1_000_000}
    for request in ({"kind": "process_wages"}, {"kind": "detention_aid", "dependants": 1, "months": 1}):
        said = codes(compute({**request, "wage": wage}, RULEBOOK).assumptions)
        assert "non_fixed_borrowed" in said
        assert "non_fixed_left_out" not in said
    for request in ({"kind": "pkwt_compensation", "service": {"months": 12}}, {"kind": "thr", "service": {"years": 1}}, {"kind": "severance", "ground": "43(2)", "service": {"years": 1}}):  # fmt: skip
        assert "non_fixed_left_out" in codes(compute({**request, "wage": wage}, RULEBOOK).assumptions)


def test_the_wage_of_compensation_is_cited_by_its_own_article():
    (step,) = pkwt(wage={"base": 5_000_000, "fixed_allowances": 1_000_000}, service={"months": 12}).steps
    assert (step.amount, step.as_dict()["article"]) == (6_000_000, "PP 35/2021 Pasal 16 ayat (2)-(4)")


def test_a_daily_wage_borrows_the_month_of_severance_and_says_so():
    result = pkwt(wage={"type": "daily", "daily": 160_000}, service={"months": 9})
    assert result.total == 9 * 4_800_000 // 12
    assert "daily_month_borrowed" in codes(result.assumptions)


# THR


def thr(**facts):
    return compute({"kind": "thr", "wage": 6_000_000, **facts}, RULEBOOK)


@pytest.mark.parametrize(("months", "amount"), [(0, 0), (1, 500_000), (6, 3_000_000), (11, 5_500_000), (12, 6_000_000), (13, 6_000_000), (240, 6_000_000)])  # fmt: skip
def test_thr_is_a_month_from_twelve_months_on_and_pro_rata_before(months, amount):
    assert thr(service={"months": months}).total == amount


def test_thr_by_dates_counts_whole_months_until_the_holiday():
    assert thr(service={"start": "2025-12-10"}, holiday="2026-03-21").total == 1_500_000
    assert (
        thr(
            service={"start": "2025-12-10"}, holiday="2026-03-21", options={"thr_part_month": "days_30"}
        ).total
        == 1_700_000
    )
    assert thr(service={"start": "2025-03-22"}, holiday="2026-03-21").total == 6_000_000
    assert thr(service={"start": "2025-03-23"}, holiday="2026-03-21").total == 5_500_000


def test_a_greater_thr_that_was_agreed_or_is_custom_is_told_of():
    """Permenaker 6/2016 Art. 4; where none is due there is nothing to be greater than."""
    assert "thr_better_terms" in codes(thr(service={"months": 6}).notes)
    assert "thr_better_terms" not in codes(thr(service={"days": 20}).notes)


def test_late_thr_costs_five_per_cent_once():
    facts = {"service": {"months": 24}, "holiday": "2026-03-21"}
    assert thr(**facts, paid_on="2026-03-14").total == 6_000_000
    assert thr(**facts, paid_on="2026-03-15").total == 6_300_000
    assert thr(**facts, as_of="2026-03-14").total == 6_000_000
    assert thr(**facts, as_of="2026-12-01").total == 6_300_000
    assert thr(service={"months": 24}, late=True).total == 6_300_000
    assert thr(**facts, paid=6_000_000, paid_on="2026-03-20").total == 300_000


def test_a_permanent_worker_dismissed_within_thirty_days_keeps_the_thr():
    facts = {"service": {"start": "2020-01-01"}, "holiday": "2026-03-21"}
    assert thr(**facts, termination_date="2026-02-19").total == 6_000_000
    assert thr(**facts, termination_date="2026-02-18").total == 0
    assert thr(**facts, termination_date="2026-02-19").deadlines[0].code == "thr_due"
    assert not thr(**facts, termination_date="2026-02-18").deadlines, "nothing is due, and by no day"
    assert thr(**facts, termination_date="2026-03-20").total == 6_000_000
    assert thr(**facts, termination_date="2026-03-20", contract="pkwt").total == 0
    assert thr(**facts, termination_date="2026-03-21", contract="pkwt").total == 6_000_000


def test_who_resigned_within_thirty_days_keeps_the_thr_by_one_reading_only():
    facts = {"service": {"start": "2020-01-01", "end": "2026-03-11"}, "holiday": "2026-03-21"}
    resigned = thr(**facts, ground="50")
    assert resigned.total == 0
    assert "thr_resigned" in codes(resigned.notes)
    assert thr(**facts, ground="50", options={"thr_resigned": "kept"}).total == 6_000_000
    assert thr(**facts, ground="43(2)").total == 6_000_000
    still_there = facts | {"service": {"start": "2020-01-01"}}
    assert thr(**still_there, ground="50").total == 6_000_000


def test_thr_of_a_daily_wage_without_the_months_is_a_month_of_working_days_and_not_of_thirty():
    wage = {"type": "daily", "daily": 160_000}
    for week, month in ((6, 4_000_000), (5, 3_360_000), (None, 4_000_000)):
        result = thr(wage=wage, service={"years": 2}, work_days_per_week=week)
        assert result.total == month
        assert "daily_thr_without_months" in codes(result.assumptions)
    known = thr(wage=wage | {"last_months": [3_000_000] * 12}, service={"years": 2})
    assert (known.total, codes(known.assumptions)) == (3_000_000, ["newest_ruleset"])


def test_thr_of_a_piece_rate_is_averaged_and_has_no_floor():
    result = thr(wage={"type": "piece_rate", "last_months": [2_000_000] * 5}, service={"months": 6})
    assert result.total == 1_000_000
    assert "no_minimum_wage_known" not in codes(result.assumptions)


@given(
    st.integers(1, 10**8),
    st.integers(0, 10**6),
    st.dates(date(2021, 2, 2), date(2026, 3, 1)),
    st.integers(0, 600),
)
def test_thr_never_falls_with_wage_or_service(wage, more, start, longer):
    def total(wage, start):
        return thr(wage=wage, service={"start": start.isoformat()}, holiday="2026-03-21").total

    assert 0 <= total(wage, start) <= total(wage + more, start)
    assert total(wage, start) <= total(wage, date.fromordinal(start.toordinal() - longer))
    assert total(wage, start) <= wage


def test_daily_workers_get_the_average_of_their_last_twelve_months():
    wages = [1_000_000] * 3 + [3_000_000] * 12
    assert (
        compute({"kind": "thr", "monthly_wages": wages, "service": {"months": 15}}, RULEBOOK).total
        == 3_000_000
    )


# Overtime


def overtime(**facts):
    return compute({"kind": "overtime", "wage": 1_730_000, **facts}, RULEBOOK)


@pytest.mark.parametrize(
    ("day", "week", "hours", "weighted"),
    [
        ("workday", 5, 1, "1.5"), ("workday", 6, 2, "3.5"), ("workday", 5, 4, "7.5"), ("workday", 5, "0.5", "0.75"),
        ("workday", 5, "1.5", "2.5"), ("rest_day", 5, 8, 16), ("rest_day", 5, 9, 19), ("rest_day", 5, 10, 23),
        ("rest_day", 5, 12, 31), ("rest_day", 6, 7, 14), ("rest_day", 6, 8, 17), ("rest_day", 6, 9, 21),
        ("rest_day", 6, 11, 29), ("holiday_on_shortest_workday", 6, 5, 10), ("holiday_on_shortest_workday", 6, 6, 13),
        ("holiday_on_shortest_workday", 6, 9, 25),
    ],
)  # fmt: skip
def test_each_hour_has_its_multiplier(day, week, hours, weighted):
    assert overtime(day=day, work_days_per_week=week, hours=hours).total == Fraction(weighted) * 10_000


def test_overtime_is_reckoned_on_three_quarters_of_a_wage_made_mostly_of_other_allowances():
    wage = {"base": 2_000_000, "fixed_allowances": 1_000_000, "non_fixed_allowances": 3_000_000}
    assert overtime(wage=wage, day="workday", hours=1).amount("overtime_base_75") == 4_500_000
    wage["non_fixed_allowances"] = 1_000_000
    assert overtime(wage=wage, day="workday", hours=1).amount("wage_base_overtime") == 3_000_000


def test_a_daily_wage_makes_a_month_of_25_or_21_days_for_overtime():
    wage = {"type": "daily", "daily": 173_000}
    assert overtime(wage=wage, day="workday", hours=1, work_days_per_week=6).total == 37_500
    assert overtime(wage=wage, day="workday", hours=1, work_days_per_week=5).total == 31_500


def test_more_overtime_than_allowed_is_paid_and_warned_of():
    entries = [{"day": "workday", "hours": 5, "on": f"2026-03-0{d}"} for d in (2, 3, 4, 5)]
    result = overtime(entries=entries)
    assert result.total == 4 * 95_000
    assert {"overtime_over_day", "overtime_over_week"} <= set(codes(result.warnings))
    assert "more_hours_than_lawful" in codes(
        overtime(day="rest_day", work_days_per_week=5, hours=14).warnings
    )


@pytest.mark.parametrize(
    ("day", "week", "most"), [("rest_day", 5, 12), ("rest_day", 6, 11), ("holiday_on_shortest_workday", 6, 9)]
)
def test_the_table_ends_at_a_lawful_last_hour(day, week, most):
    assert "more_hours_than_lawful" not in codes(
        overtime(day=day, work_days_per_week=week, hours=most).warnings
    )
    assert "more_hours_than_lawful" in codes(
        overtime(day=day, work_days_per_week=week, hours=most + 1).warnings
    )


def test_mining_and_oil_are_told_of_their_own_working_hours():
    """PP 35/2021 Arts. 23(3) and 30: the ordinary hours, beyond which overtime begins, are others there."""
    assert "overtime_sectors" in codes(overtime(day="workday", hours=2).notes)


def test_eighteen_hours_a_week_are_allowed_and_more_are_not():
    def warned(last):
        hours = (4, 4, 4, 4, last)
        entries = [
            {"day": "workday", "hours": h, "on": f"2026-03-0{d}"}
            for d, h in zip((2, 3, 4, 5, 6), hours, strict=True)
        ]
        return "overtime_over_week" in codes(overtime(entries=entries).warnings)

    assert not warned(2)
    assert warned("2.5")


def test_an_unknown_working_week_is_taken_as_five_days_and_said():
    result = overtime(day="rest_day", hours=8)
    assert result.total == 160_000
    assert codes(result.assumptions) == ["newest_ruleset", "work_days_a_week"]


def test_a_shortest_workday_exists_only_in_a_week_of_six_days():
    with pytest.raises(RequestError, match="week"):
        overtime(day="holiday_on_shortest_workday", work_days_per_week=5, hours=3)


def test_what_was_paid_is_taken_off():
    assert overtime(day="workday", hours=2, paid=20_000).total == 15_000


@given(
    st.integers(1, 10**8),
    st.fractions(0, 20),
    st.fractions(0, 4),
    st.sampled_from(["workday", "rest_day"]),
    st.sampled_from([5, 6]),
)
def test_an_hour_more_is_never_less(wage, hours, more, day, week):
    less = overtime(wage=wage, day=day, work_days_per_week=week, hours=hours).total
    assert 0 <= less <= overtime(wage=wage, day=day, work_days_per_week=week, hours=hours + more).total


# Below the minimum wage, process wages


def test_a_wage_above_the_minimum_falls_short_of_nothing():
    result = compute(
        {"kind": "below_umk", "wage": 5_000_000, "months": 3, "minimum_wage": 3_856_694}, RULEBOOK
    )
    assert result.total == 0


def test_a_daily_wage_is_held_against_the_minimum_by_working_days_and_not_by_thirty():
    facts = {
        "kind": "below_umk",
        "wage": {"type": "daily", "daily": 130_000},
        "months": 6,
        "minimum_wage": 3_856_694,
    }
    assert compute({**facts, "work_days_per_week": 6}, RULEBOOK).total == 6 * (3_856_694 - 25 * 130_000)
    assert compute({**facts, "work_days_per_week": 5}, RULEBOOK).total == 6 * (3_856_694 - 21 * 130_000)


def test_a_piece_rate_below_the_minimum_falls_short_of_it():
    facts = {
        "kind": "below_umk",
        "wage": {"type": "piece_rate", "last_months": [3_000_000, 3_400_000]},
        "months": 2,
    }
    assert compute({**facts, "minimum_wage": 3_700_000}, RULEBOOK).total == 1_000_000


def test_a_month_across_new_year_is_one_month_and_no_more():
    facts = {"kind": "below_umk", "wage": 3_000_000, "place": "Balikpapan"}
    parts = compute({**facts, "start": "2025-12-16", "end": "2026-01-15"}, RULEBOOK).rows
    assert [row.values["months"] for row in parts] == [Fraction(16, 30), Fraction(14, 30)]
    years = compute({**facts, "start": "2024-03-15", "end": "2026-03-14"}, RULEBOOK).rows
    assert sum(row.values["months"] for row in years) == 24


def test_a_minimum_wage_that_is_not_loaded_is_asked_for():
    with pytest.raises(RequestError, match="minimum_wage"):
        compute(
            {
                "kind": "below_umk",
                "wage": 3_000_000,
                "place": "Balikpapan",
                "start": "2027-01-01",
                "end": "2027-03-31",
            },
            RULEBOOK,
        )


def test_process_wages_show_both_readings_and_count_one():
    facts = {"kind": "process_wages", "wage": 4_000_000, "stopped_on": "2025-01-01", "final_on": "2026-03-31"}
    result = compute(facts, RULEBOOK)
    assert [(a.code, a.total, a.counted) for a in result.alternatives] == [
        ("six_months", 24_000_000, True),
        ("until_final", 60_000_000, False),
    ]
    assert result.total == 24_000_000
    assert compute({**facts, "options": {"process_wages": "until_final"}}, RULEBOOK).total == 60_000_000


# JKP


def jkp(**facts):
    return compute(
        {"kind": "jkp", "reported_wage": 4_000_000, "termination_date": "2026-01-31", **facts}, RULEBOOK
    )


def test_the_base_of_jkp_is_capped():
    assert jkp(reported_wage=10_000_000).total == 18_000_000
    assert jkp(months=1).total == 2_400_000


def test_jkp_before_february_2025_follows_the_older_rule():
    result = jkp(termination_date="2025-02-06")
    assert [row.amount for row in result.rows] == [5_400_000, 3_000_000]
    assert result.deadlines[0].day == date(2025, 5, 6)
    assert jkp(termination_date="2025-02-07").deadlines[0].day == date(2025, 8, 7)
    arrears = [
        next(note.as_dict()["id"] for note in jkp(termination_date=day).notes if note.code == "jkp_arrears")
        for day in ("2025-02-06", "2025-02-07")
    ]
    assert "sampai 3 bulan:" in arrears[0]
    assert "sampai 6 bulan, atau pailit:" in arrears[1]


@pytest.mark.parametrize(
    "facts",
    [{"ground": "50"}, {"ground": "56"}, {"ground": "57"}, {"contract": "pkwt", "ended_at_term": True}, {"contribution_months": 11}, {"permanent_total_disability": True}],
)  # fmt: skip
def test_who_has_no_right_to_jkp_is_told_why(facts):
    result = jkp(**facts)
    assert result.total == 0
    assert result.warnings
    assert result.deadlines == []


def test_six_months_in_a_row_were_needed_before_2025_and_are_a_reading_since():
    facts = {"months_in_a_row": 5, "contribution_months": 12}
    assert codes(jkp(termination_date="2024-12-31", **facts).warnings) == ["jkp_not_in_a_row"]
    assert jkp(termination_date="2024-12-31", months_in_a_row=6).total > 0
    assert jkp(**facts).total == 14_400_000
    assert jkp(**facts, options={"jkp_months_in_a_row": "required"}).total == 0


def test_what_jkp_falls_short_because_too_small_a_wage_was_reported_the_employer_pays():
    """PP 37/2021 Art. 23: at once, and reckoned from the real wage up to the same cap."""
    result = jkp(reported_wage=3_000_000, wage={"base": 3_500_000, "fixed_allowances": 500_000})
    assert (result.total, result.amount("jkp_shortfall")) == (10_800_000, 3_600_000)
    assert "Rp3.600.000" in next(
        w.as_dict()["id"] for w in result.warnings if w.code == "jkp_reported_too_low"
    )
    assert jkp(reported_wage=4_800_000, wage=9_000_000).amount("jkp_shortfall") == 720_000
    for honest in ({"wage": 4_000_000}, {"wage": 3_900_000}, {"reported_wage": 6_000_000, "wage": 9_000_000}):
        assert not jkp(**honest).warnings
    daily = {"type": "daily", "daily": 160_000}
    assert jkp(reported_wage=3_000_000, wage=daily, work_days_per_week=6).amount("jkp_shortfall") == 3_600_000
    assert jkp(reported_wage=3_000_000, wage=4_000_000, termination_date="2025-02-06").amount("jkp_shortfall") == 2_100_000  # fmt: skip


def test_an_employer_who_never_enrolled_the_worker_pays_the_benefit():
    result = jkp(enrolled=False)
    assert result.total == 14_400_000
    assert result.rows[0].as_dict()["owed_by"] == "employer"
    assert jkp(enrolled=False).deadlines == []
    assert jkp().rows[0].as_dict()["owed_by"] == "bpjs"
    assert jkp(enrolled=False, employer_size="micro").total == 0


# Tax, limits, detention


@pytest.mark.parametrize(("gross", "tax"), [(0, 0), (50_000_000, 0), (50_000_100, 5), (100_000_000, 2_500_000), (120_000_000, 5_500_000), (500_000_000, 62_500_000), (600_000_000, 87_500_000)])  # fmt: skip
def test_the_tax_brackets(gross, tax):
    result = compute({"kind": "severance_tax", "gross": gross}, RULEBOOK)
    assert result.total == tax
    assert result.amount("after_tax") == gross - tax


def test_severance_paid_in_parts_within_two_calendar_years_is_taxed_by_the_sum_of_the_parts():
    first = compute({"kind": "severance_tax", "gross": 200_000_000}, RULEBOOK)
    second = compute({"kind": "severance_tax", "gross": 400_000_000, "paid_before": 200_000_000}, RULEBOOK)
    assert [row.amount for row in second.rows] == [45_000_000, 25_000_000]  # 300 million at 15 %, 100 at 25 %
    assert (first.total, first.total + second.total) == (17_500_000, 87_500_000)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
def test_the_tax_on_the_parts_is_the_tax_on_the_whole(parts):
    paid, tax = 0, Fraction(0)
    for part in parts:
        result = compute({"kind": "severance_tax", "gross": part, "paid_before": paid}, RULEBOOK)
        tax, paid = tax + sum(row.unrounded for row in result.rows), paid + part
    whole = compute({"kind": "severance_tax", "gross": paid}, RULEBOOK)
    assert tax == sum(row.unrounded for row in whole.rows)


@given(st.integers(0, 10**12), st.integers(0, 10**9))
def test_a_greater_severance_leaves_more_after_tax(gross, more):
    def net(gross):
        return compute({"kind": "severance_tax", "gross": gross}, RULEBOOK).amount("after_tax")

    assert net(gross) <= net(gross + more) + 2


def test_the_year_for_a_lawsuit_runs_from_failed_mediation():
    def limit(**facts):
        return compute({"kind": "court_limit", **facts}, RULEBOOK)

    assert limit(mediation_failed_on="2026-02-28").deadlines[0].day == date(2027, 2, 28)
    assert limit(mediation_failed_on="2025-09-17").deadlines[0].day == date(2026, 9, 17)
    assert limit(notice_on="2025-06-01", mediation_failed_on="2025-10-01").deadlines[0].day == date(
        2026, 10, 1
    )
    assert limit(notice_on="2024-06-01", mediation_failed_on="2024-08-01").deadlines[0].day == date(
        2025, 6, 1
    )
    assert codes(limit(notice_on="2026-06-01").notes) == ["court_limit_not_running"]


@pytest.mark.parametrize(("dependants", "share"), [(0, 0), (1, 25), (2, 35), (3, 45), (4, 50), (9, 50)])
def test_a_detained_workers_family_gets_its_share(dependants, share):
    request = {"kind": "detention_aid", "wage": 1_000_000, "dependants": dependants, "months": 1}
    assert compute(request, RULEBOOK).total == share * 10_000


def test_months_that_are_no_short_decimal_are_told_with_a_fraction(rulebook):
    asked = {
        "kind": "below_umk",
        "wage": 3_000_000,
        "place": "Balikpapan",
        "start": "2026-01-10",
        "end": "2026-03-07",
    }
    [row] = compute(asked, rulebook).as_dict()["rows"]
    assert row["formula"]["id"].startswith("(1 + 13/15) bulan × ")
    [row] = compute(asked | {"end": "2026-04-09"}, rulebook).as_dict()["rows"]
    assert row["formula"]["en"].startswith("3 months × ")


def test_wages_of_which_nobody_said_for_when_have_a_name(rulebook):
    [row] = compute({"kind": "unpaid_wage", "periods": [{"owed": 100_000}]}, rulebook).as_dict()["rows"]
    assert row["name"] == {"id": "Upah belum dibayar: seluruhnya", "en": "Unpaid wage: in all"}
