"""Worked by hand from the articles, before looking at what the library gives: it must be right, not fitted to its own examples."""

from fractions import Fraction

import pytest

from entitlements import RequestError, compute

M = 1_000_000


def between(start, end):
    return {"start": start, "end": end}


def years(y, months=0, days=0):
    return {"years": y, "months": months, "days": days}


SEVERANCE = [
    # ground, wage, service, further facts, total
    ("41", 5 * M, years(6), {}, 50 * M),  # 7 + 3
    ("42(1)", 5 * M, years(12), {}, 70 * M),  # 9 + 5
    ("42(2)", 5 * M, years(12), {}, 47_500_000),  # 4.5 + 5
    ("43(1)", 10 * M, between("2021-03-01", "2024-02-29"), {}, 40 * M),  # three years on a leap day: 2 + 2
    ("43(1)", 10 * M, between("2021-03-01", "2024-02-28"), {}, 15 * M),  # a day less: 1.5 + 0
    ("43(1)", 4_333_333, years(0, 5), {}, 2_166_667),  # half a rupiah goes up
    ("43(2)", 4 * M, years(0, 0, 1), {}, 4 * M),  # a single day is "less than a year"
    ("43(2)", 4 * M, between("2020-08-31", "2021-08-30"), {}, 8 * M),
    ("43(2)", 4 * M, between("2020-02-29", "2021-02-28"), {}, 8 * M),
    ("43(2)", 4 * M, between("2020-02-29", "2021-02-27"), {}, 4 * M),
    ("44(1)", 4 * M, years(24), {}, 58 * M),  # 4.5 + 10
    ("44(2)", 4 * M, between("2000-01-01", "2023-12-30"), {}, 68 * M),  # 9 + 8
    ("44(2)", 4 * M, between("2000-01-01", "2023-12-31"), {}, 76 * M),  # 9 + 10: nine is skipped
    ("45(1)", 4 * M, years(8), {}, 30 * M),  # 4.5 + 3
    ("45(2)", 4 * M, years(2), {}, 9 * M),  # 2.25 + 0
    ("46(1)", 4 * M, years(15), {}, 42 * M),  # 4.5 + 6
    ("46(2)", 4 * M, years(18), {}, 64 * M),  # 9 + 7
    ("47", 4 * M, years(21), {}, 50 * M),  # 4.5 + 8
    ("48", 4 * M, between("2019-01-01", "2024-12-30"), {}, 32 * M),  # 6 + 2
    ("49", 4 * M, years(10), {"separation_pay": 3 * M}, 3 * M),
    ("50", 5 * M, years(4), {"leave_days": 6, "work_days_per_week": 6}, 1_200_000),  # 6/25
    ("50", 4_200_000, years(4), {"leave_days": 10, "work_days_per_week": 5}, 2 * M),  # 10/21
    ("50", 4 * M, years(4), {"travel_home": 1_234_567, "other_rights": [{"name": "x", "amount": 765_433}]}, 2 * M),
    ("51", 4 * M, years(4), {"separation_pay": 2 * M}, 2 * M),
    ("52(1)", 4 * M, years(9), {}, 34 * M),  # 4.5 + 4
    ("52(2)", 4 * M, years(9), {}, 0),
    ("54(1)", 4 * M, years(9), {}, 0),
    ("54(2)", 4 * M, years(9), {}, 16 * M),
    ("54(3)", 4 * M, years(9), {}, 0),
    ("54(4)", 4 * M, years(9), {}, 0),
    ("54(5)", 4 * M, years(24), {}, 40 * M),
    ("55", 4 * M, years(10), {}, 88 * M),  # 18 + 4
    ("56", 8 * M, years(30), {}, 206 * M),  # 15.75 + 10
    ("57", 4 * M, years(0, 6), {}, 8 * M),
    # the wage that counts: Arts. 66-67 PP 36/2021
    ("43(2)", {"base": 4 * M, "non_fixed_allowances": M}, years(1), {}, 8 * M),
    ("43(2)", {"base": 4 * M, "fixed_allowances": [600_000, 400_000], "non_fixed_allowances": M}, years(1), {}, 10 * M),
    ("43(2)", {"type": "daily", "daily": 200_000}, years(1), {}, 12 * M),
    ("50", {"type": "daily", "daily": 200_000}, years(3), {"leave_days": 6, "work_days_per_week": 6}, 1_200_000),
    ("50", {"type": "daily", "daily": 200_000}, years(3), {"leave_days": 6, "work_days_per_week": 5}, 1_200_000),
    ("43(2)", {"type": "piece_rate", "last_months": [99 * M, 99 * M] + [5 * M] * 12}, years(1), {}, 10 * M),
    # the pension of Art. 58 takes from severance and long-service pay, never from leave, and never below nothing
    ("56", 5 * M, years(3), {"leave_days": 5, "work_days_per_week": 6, "pension": {"benefit": 100 * M, "employer_share": "0.6", "regulated": True}}, M),
    ("56", 5 * M, years(3), {"pension": {"benefit": 100 * M, "employer_share": "0.6", "regulated": False}}, 45 * M),
    ("56", 5 * M, years(3), {"pension": {"benefit": 30 * M, "employer_share": "0.5", "regulated": True}}, 30 * M),
    ("43(2)", 4 * M, years(4), {"employer_size": "micro"}, 0),  # by agreement, and none was given
]  # fmt: skip


@pytest.mark.parametrize(("ground", "wage", "service", "facts", "total"), SEVERANCE)
def test_severance(law, ground, wage, service, facts, total):
    assert law(kind="severance", ground=ground, wage=wage, service=service, **facts).total == total


PKWT = [
    (6 * M, {"months": 12}, {}, 6 * M),
    (6 * M, {"months": 24}, {}, 12 * M),
    (5 * M, {"months": 7}, {}, 2_916_667),
    (5 * M, {"months": 60}, {}, 25 * M),
    (5 * M, {"days": 20}, {}, 0),  # less than a month
    (4_800_000, between("2026-01-15", "2026-02-14"), {}, 400_000),
    (6 * M, between("2024-02-29", "2025-02-28"), {}, 6 * M),
    (6 * M, between("2025-08-31", "2026-02-28"), {}, 3 * M),
    (6 * M, between("2025-03-31", "2025-09-30"), {}, 3 * M),
    (8 * M, between("2025-01-01", "2026-06-30"), {}, 12 * M),
    (6 * M, between("2020-06-02", "2021-06-01"), {}, 3_500_000),  # Art. 64: from 2 November 2020, seven months
    ({"base": 3 * M, "non_fixed_allowances": M}, {"months": 12}, {}, 3 * M),
    (5 * M, {"months": 12}, {"foreign_worker": True}, 0),
    (5 * M, between("2026-01-01", "2026-06-30"), {"ended_by": "employer", "term_end": "2026-12-31"}, 32_500_000),
    (5 * M, between("2026-01-01", "2026-06-30"), {"ended_by": "worker", "term_end": "2026-12-31"}, 2_500_000),
    (6 * M, between("2026-01-01", "2026-04-30"), {"ended_by": "work_finished", "term_end": "2026-12-31"}, 2 * M),
    (6 * M, between("2026-01-01", "2026-04-30"), {"ended_by": "employer", "term_end": "2026-12-31", "damages_excepted": True}, 2 * M),
]  # fmt: skip


@pytest.mark.parametrize(("wage", "service", "facts", "total"), PKWT)
def test_pkwt_compensation_and_damages(law, wage, service, facts, total):
    assert law(kind="pkwt_compensation", wage=wage, service=service, **facts).total == total


TERMS = [
    # terms one after the other, and what is due for each at 6,000,000 a month
    ([("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-01-15")], [6 * M, 250_000]),  # an extension of two weeks counts
    ([("2025-01-01", "2025-01-15"), ("2025-01-16", "2025-03-15")], [250_000, M]),  # and two weeks that were extended
    ([("2025-01-01", "2025-12-31"), ("2026-03-01", "2026-03-15")], [6 * M, 0]),  # not two weeks after a break
    ([("2025-01-01", "2025-01-15"), ("2025-03-01", "2025-03-15")], [0, 0]),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "due"), TERMS)
def test_it_is_the_unbroken_service_that_must_be_a_month(law, terms, due):
    result = law(kind="pkwt_compensation", wage=6 * M, periods=[between(*term) for term in terms])
    assert [row.amount for row in result.rows] == due


def test_terms_that_overlap_are_refused(rulebook):
    with pytest.raises(RequestError) as refused:
        compute({"kind": "pkwt_compensation", "wage": M, "periods": [between("2025-01-01", "2025-06-30"), between("2025-06-30", "2025-12-31")]}, rulebook)  # fmt: skip
    (error,) = refused.value.as_dict()["errors"]
    assert (error["field"], error["expected"]["en"]) == ("periods[1].start", "a date not before 1 July 2025")


@pytest.mark.parametrize(
    ("days", "percent"),
    [(0, 0), (1, 0), (3, 0), (4, 5), (5, 10), (6, 15), (7, 20), (8, 25), (9, 26), (10, 27), (15, 32), (20, 37), (30, 47), (31, 48), (33, 50), (365, 50)],
)  # fmt: skip
def test_the_fine_on_a_late_wage(law, days, percent):
    assert law(kind="late_wage_fine", unpaid=5 * M, days_late=days).total == 5 * M * percent // 100


def test_the_fine_counts_calendar_days_over_the_end_of_february(law):
    def fine(due, paid):
        return law(kind="late_wage_fine", unpaid=4 * M, due_date=due, paid_on=paid).total

    assert fine("2026-02-25", "2026-03-05") == M  # 8 days
    assert fine("2024-02-25", "2024-03-05") == 1_040_000  # 9 days: a leap year


def test_after_a_month_there_is_simple_interest_besides(law):
    result = law(kind="late_wage_fine", unpaid=5 * M, days_late=90, bank_rate_pct="7.3")
    assert result.total == 2_500_000 + 60_000  # 60 days of 1,000 each


THR = [
    ({"wage": 5 * M, "service": {"months": 12}}, 5 * M),
    ({"wage": 5 * M, "service": {"months": 11}}, 4_583_333),
    ({"wage": 5 * M, "service": {"months": 1}}, 416_667),
    ({"wage": 5 * M, "service": {"days": 29}}, 0),
    ({"wage": 6 * M, "service": {"start": "2025-10-22"}, "holiday": "2026-03-21"}, 2_500_000),  # five months
    ({"wage": {"base": 4 * M, "fixed_allowances": M, "non_fixed_allowances": M}, "service": years(2)}, 5 * M),
    ({"wage": 5 * M, "service": between("2020-01-01", "2026-02-19"), "holiday": "2026-03-21", "contract": "pkwtt", "ground": "43(2)"}, 5 * M),  # 30 days before
    ({"wage": 5 * M, "service": between("2020-01-01", "2026-02-18"), "holiday": "2026-03-21", "contract": "pkwtt", "ground": "43(2)"}, 0),
    ({"wage": 5 * M, "service": between("2024-01-01", "2026-03-20"), "holiday": "2026-03-21", "contract": "pkwt"}, 0),
    ({"wage": 5 * M, "service": years(3), "late": True}, 5_250_000),
    ({"wage": 5 * M, "service": {"start": "2020-01-01"}, "holiday": "2026-03-21", "paid": 5 * M, "paid_on": "2026-03-15"}, 250_000),
    ({"wage": 5 * M, "service": {"start": "2020-01-01"}, "holiday": "2026-03-21", "paid": 5 * M, "paid_on": "2026-03-14"}, 0),
    ({"monthly_wages": [3 * M] * 6 + [4 * M] * 6, "service": years(1)}, 3_500_000),
    ({"monthly_wages": [3 * M, 3 * M, 4 * M, 2 * M], "service": {"months": 4}}, M),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "total"), THR)
def test_thr(law, facts, total):
    assert law(kind="thr", **facts).total == total


@pytest.mark.parametrize(
    ("week", "day", "hours", "times_an_hour"),
    [
        (5, "workday", "0.5", "0.75"), (5, "workday", 1, "1.5"), (5, "workday", "1.5", "2.5"), (5, "workday", 3, "5.5"), (5, "workday", 4, "7.5"),
        (6, "rest_day", 7, 14), (6, "rest_day", 8, 17), (6, "rest_day", 9, 21), (6, "rest_day", 11, 29),
        (6, "holiday_on_shortest_workday", 5, 10), (6, "holiday_on_shortest_workday", 6, 13), (6, "holiday_on_shortest_workday", 9, 25),
        (5, "rest_day", 8, 16), (5, "rest_day", 9, 19), (5, "rest_day", 12, 31),
    ],
)  # fmt: skip
def test_overtime(law, week, day, hours, times_an_hour):
    result = law(kind="overtime", wage=5 * M, day=day, hours=hours, work_days_per_week=week)
    assert result.total == int(Fraction(times_an_hour) * 5 * M / 173 + Fraction(1, 2))


@pytest.mark.parametrize(
    ("wage", "week", "hours", "month"),
    [
        ({"type": "daily", "daily": 173_000}, 5, 1, 21 * 173_000),
        ({"type": "daily", "daily": 173_000}, 6, 1, 25 * 173_000),
        ({"base": 3 * M, "non_fixed_allowances": 3 * M, "fixed_allowances": 0}, 5, 1, 4_500_000),  # 75 % of 6
        ({"base": 4 * M, "fixed_allowances": 500_000, "non_fixed_allowances": 1_500_000}, 5, 2, 4_500_000),  # just 75 %
        ({"base": 4 * M, "fixed_allowances": M, "non_fixed_allowances": M}, 5, 2, 5 * M),
    ],
)  # fmt: skip
def test_the_month_that_overtime_is_reckoned_from(law, wage, week, hours, month):
    result = law(kind="overtime", wage=wage, day="workday", hours=hours, work_days_per_week=week)
    assert result.total == int(
        Fraction("1.5" if hours == 1 else "3.5") * Fraction(month, 173) + Fraction(1, 2)
    )


OTHERS = [
    ({"kind": "below_umk", "wage": 3_500_000, "place": "Balikpapan", "start": "2026-01-01", "end": "2026-03-31"}, 1_070_083),
    ({"kind": "below_umk", "wage": {"base": 3_500_000, "fixed_allowances": 500_000}, "place": "Balikpapan", "start": "2026-01-01", "end": "2026-01-31"}, 0),
    ({"kind": "below_umk", "wage": {"base": 3_500_000, "non_fixed_allowances": 500_000}, "place": "Balikpapan", "start": "2026-01-01", "end": "2026-01-31"}, 356_694),
    ({"kind": "process_wages", "wage": 4 * M, "stopped_on": "2026-01-01", "final_on": "2026-12-31"}, 24 * M),
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2026-01-31", "ground": "43(2)"}, 14_400_000),
    ({"kind": "jkp", "reported_wage": 9 * M, "termination_date": "2026-01-31", "ground": "43(2)"}, 18 * M),
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2025-02-06", "ground": "43(2)"}, 8_400_000),  # 45 % x 3 + 25 % x 3
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2025-02-07", "ground": "43(2)"}, 14_400_000),
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2026-01-31", "ground": "50"}, 0),
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2026-01-31", "ground": "56"}, 0),
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2026-01-31", "ground": "57"}, 0),
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2026-01-31", "contract": "pkwt", "ended_at_term": True}, 0),
    ({"kind": "jkp", "reported_wage": 4 * M, "termination_date": "2026-01-31", "ground": "43(2)", "contribution_months": 11}, 0),
    *(({"kind": "severance_tax", "gross": gross}, tax) for gross, tax in
      ((0, 0), (50 * M, 0), (75 * M, 1_250_000), (100 * M, 2_500_000), (250 * M, 25 * M), (500 * M, 62_500_000), (600 * M, 87_500_000), (1000 * M, 187_500_000))),
    ({"kind": "detention_aid", "wage": 4 * M, "dependants": 0, "months": 2}, 0),
    ({"kind": "detention_aid", "wage": 4 * M, "dependants": 1, "months": 3}, 3 * M),
    ({"kind": "detention_aid", "wage": 4 * M, "dependants": 3, "months": 6}, 10_800_000),
    ({"kind": "detention_aid", "wage": 4 * M, "dependants": 7, "months": 12}, 12 * M),  # six months at most
    ({"kind": "pension_offset", "due": 15 * M, "benefit": 50 * M, "employer_share": 1}, 0),
    ({"kind": "unpaid_wage", "wage": 4 * M, "months_unpaid": 2}, 8 * M),
    ({"kind": "unpaid_wage", "wage": 5 * M, "work_days_per_week": 6, "last_wage": {"days_worked": 13}}, 2_600_000),
    ({"kind": "unpaid_wage", "wage": 5 * M, "work_days_per_week": 5, "last_wage": {"days_worked": 21, "paid": M}}, 4 * M),
    ({"kind": "unpaid_wage", "wage": 5 * M, "work_days_per_week": 5, "last_wage": {"days_worked": 23}}, 5 * M),  # a month is a month
]  # fmt: skip


@pytest.mark.parametrize(("request_", "total"), OTHERS)
def test_other_claims(law, request_, total):
    assert law(**request_).total == total


def test_the_two_readings_of_process_wages_say_so_when_the_process_was_shorter_than_six_months(law):
    facts = {"kind": "process_wages", "wage": 4 * M, "stopped_on": "2026-01-01"}
    short = law(**facts, final_on="2026-03-31")
    assert [w.code for w in short.warnings] == ["process_wages_shorter"]
    assert {row.amount for reading in short.alternatives for row in reading.rows} == {24 * M, 12 * M}
    for unfinished_or_long in ({"as_of": "2026-03-31"}, {"final_on": "2026-06-30"}):
        assert law(**facts, **unfinished_or_long).warnings == []
