"""The fine of Art. 61, day by day."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entitlements import compute, load_rulebook
from entitlements.late_fine import READINGS, schedule

RULEBOOK = load_rulebook()
OPTIONS = RULEBOOK.newest.get("options")
SCHEDULE = {0: 0, 1: 0, 2: 0, 3: 0, 4: 5, 5: 10, 6: 15, 7: 20, 8: 25, 9: 26, 10: 27, 15: 32, 20: 37, 30: 47, 31: 48, 33: 50, 34: 50, 365: 50}  # fmt: skip
ANY_READINGS = st.fixed_dictionaries(
    {name: st.sampled_from(sorted(OPTIONS[name]["readings"])) for name in READINGS}
)


def fine(unpaid=4_000_000, **facts):
    return compute({"kind": "late_wage_fine", "unpaid": unpaid, **facts}, RULEBOOK)


@pytest.mark.parametrize(("days", "percent"), SCHEDULE.items())
def test_the_schedule_of_the_law(days, percent):
    assert fine(days_late=days).total == 40_000 * percent
    assert dict(schedule(4_000_000, 365, RULEBOOK.newest))[days] == 40_000 * percent


def test_days_are_counted_from_the_due_date():
    assert fine(due_date="2026-07-31", paid_on="2026-08-03").total == 0
    assert fine(due_date="2026-07-31", paid_on="2026-08-04").total == 200_000
    assert fine(due_date="2026-07-31", as_of="2026-08-08").total == 1_000_000


def test_a_wage_paid_early_has_no_fine():
    assert fine(due_date="2026-07-31", paid_on="2026-07-01").total == 0


def test_the_due_date_may_be_read_as_the_first_day():
    assert fine(days_late=3, options={"late_fine_first_day": "due_date_is_day_1"}).total == 200_000


def test_the_cap_may_be_read_as_covering_b_alone():
    readings = {"late_fine_cap": "b_alone"}
    assert fine(days_late=33, options=readings).total == 2_000_000
    assert fine(days_late=58, options=readings).total == 3_000_000
    assert fine(days_late=500, options=readings).total == 3_000_000


def test_what_comes_after_a_month_may_be_read_in_three_ways():
    assert fine(days_late=90).total == 2_000_000
    assert fine(days_late=90, options={"late_fine_later_months": "stops_after_month"}).total == 1_880_000
    assert fine(days_late=90, options={"late_fine_later_months": "cap_each_month"}).total == 40_000 * (
        47 + 30 + 30
    )


def test_a_calendar_month_ends_later_than_thirty_days_in_a_month_of_31():
    thirty = fine(due_date="2026-07-15", paid_on="2026-08-15", bank_rate_pct=10)
    calendar = fine(
        due_date="2026-07-15",
        paid_on="2026-08-15",
        bank_rate_pct=10,
        options={"late_fine_month": "calendar_month"},
    )
    assert thirty.total - calendar.total == round(Fraction(400_000, 365))


def test_interest_needs_a_rate_that_an_officer_enters():
    assert [w.code for w in fine(days_late=31).warnings] == ["bank_rate_missing"]
    weeks = [{"owed": 1_000_000, "due_date": f"2026-07-{day:02}"} for day in (3, 10, 17)]
    several = compute({"kind": "unpaid_wage", "periods": weeks, "as_of": "2026-11-20"}, RULEBOOK)
    assert [w.code for w in several.warnings] == ["bank_rate_missing"], "said once"
    assert fine(days_late=30 + 365, bank_rate_pct=10).total == 2_000_000 + 400_000
    readings = {"late_fine_interest": "on_wage_and_fine"}
    assert fine(days_late=30 + 365, bank_rate_pct=10, options=readings).total == 2_000_000 + 600_000


def test_the_readings_that_were_used_are_told():
    told = {r["option"]: r["chosen"] for r in fine(days_late=10).as_dict()["readings"]}
    assert told == {name: OPTIONS[name]["default"] for name in READINGS}


@given(st.integers(0, 10**9), st.integers(0, 800), ANY_READINGS, st.integers(0, 20))
def test_a_day_later_is_never_cheaper(unpaid, days, readings, rate):
    today = fine(unpaid, days_late=days, options=readings, bank_rate_pct=rate)
    tomorrow = fine(unpaid, days_late=days + 1, options=readings, bank_rate_pct=rate)
    assert 0 <= today.total <= tomorrow.total + 1


@given(st.integers(0, 10**9), st.integers(0, 800))
def test_without_interest_the_fine_is_at_most_half(unpaid, days):
    assert fine(unpaid, days_late=days).total <= unpaid // 2 + 2


def test_unpaid_periods_carry_their_fine(law):
    result = law(
        kind="unpaid_wage",
        periods=[
            {"owed": 4_000_000, "period": "Juli", "due_date": "2026-07-31", "paid_on": "2026-08-08"},
            {"owed": 4_000_000, "paid": 1_000_000, "period": "Agustus", "due_date": "2026-08-31"},
        ],
        as_of="2026-09-04",
    )
    assert result.amount("unpaid_wage") == 3_000_000
    assert result.amount("late_wage_fine") == 1_000_000 + 150_000


def test_the_fine_of_a_wage_that_was_paid_in_the_meantime_ends_that_day(law):
    month = {"owed": 4_000_000, "due_date": "2026-07-31"}
    last = {"amount": 4_000_000, "due_date": "2026-07-31"}
    for asked in (
        {"periods": [month | {"fine_until": "2026-08-08"}]},
        {"last_wage": last | {"fine_until": "2026-08-08"}},
    ):
        assert law(kind="unpaid_wage", **asked, as_of="2026-09-20").total == 4_000_000 + 1_000_000


def test_a_payment_of_no_month_ends_the_fine_of_the_month_it_covered_or_by_another_reading_of_none(law):
    july = {"owed": 4_000_000, "due_date": "2026-07-31"}
    asked = {"kind": "unpaid_wage", "periods": [july | {"covered_on": "2026-08-08"}], "as_of": "2026-09-20"}
    result = law(**asked)
    assert result.total == 4_000_000 + 1_000_000  # what was owed stays what it was
    [reading] = (one for one in result.as_dict()["readings"] if one["option"] == "payment_of_no_month")
    assert (reading["chosen"], reading["article"]) == ("oldest_first", "KUHPerdata Pasal 1399")
    said = next(row for row in result.as_dict()["rows"] if row["code"] == "late_wage_fine")["assumptions"]
    assert any("KUHPerdata Pasal 1399" in one["id"] and "Civil Code Art. 1399" in one["en"] for one in said)
    other = law(**asked, options={"payment_of_no_month": "ends_no_fine"})
    plain = {**asked, "periods": [july]}
    assert other.total == law(**plain).total > result.total
    assert "payment_of_no_month" not in law(**plain).readings
    later = law(**{**asked, "periods": [july | {"covered_on": "2026-08-08", "fine_until": "2026-08-20"}]},
                options={"payment_of_no_month": "ends_no_fine"})  # fmt: skip
    assert later.total == law(**{**asked, "periods": [july | {"fine_until": "2026-08-20"}]}).total


def test_the_last_wage_is_due_on_the_next_payday_or_by_another_reading_at_once(law):
    facts = {"kind": "unpaid_wage", "wage": 4_000_000, "last_wage": {"days_worked": 10}, "work_days_per_week": 6, "payday": 25, "termination_date": "2026-08-28"}  # fmt: skip
    result = law(**facts)
    assert result.amount("last_wage_by_days") == 1_600_000
    assert result.deadlines[0].day == date(2026, 9, 25)
    at_once = law(**facts, options={"last_wage_due": "termination_date"})
    assert at_once.deadlines[0].day == date(2026, 8, 28)
    end_of_february = law(**{**facts, "payday": 31, "termination_date": "2026-02-10"})
    assert end_of_february.deadlines[0].day == date(2026, 2, 28)


def test_the_fine_on_a_wage_paid_in_part_is_on_the_rest_or_by_another_reading_on_the_whole(law):
    facts = {"kind": "unpaid_wage", "periods": [{"owed": 4_000_000, "paid": 1_000_000, "due_date": "2026-08-31"}], "as_of": "2026-09-08"}  # fmt: skip
    assert law(**facts).amount("late_wage_fine") == 750_000
    assert law(**facts, options={"late_fine_part_paid": "whole_wage"}).amount("late_wage_fine") == 1_000_000
    paid_up = {**facts, "periods": [{"owed": 4_000_000, "paid": 4_000_000, "due_date": "2026-08-31"}]}
    assert law(**paid_up, options={"late_fine_part_paid": "whole_wage"}).total == 0


def test_every_fine_is_named_after_its_payday(law):
    periods = [{"owed": 4_000_000, "period": "Juli"}, {"owed": 4_000_000, "due_date": "2026-08-31"}]
    result = law(kind="unpaid_wage", periods=[p | {"due_date": p.get("due_date", "2026-07-31")} for p in periods], wage=4_000_000, last_wage={"days_worked": 5, "due_date": "2026-09-30"}, work_days_per_week=6, as_of="2026-11-20")  # fmt: skip
    names = [row.as_dict()["name"] for row in result.rows if row.code == "late_wage_fine"]
    assert [name["id"].split(", ")[0] for name in names] == [
        "Denda keterlambatan upah Juli", "Denda keterlambatan upah 31 Agustus 2026", "Denda keterlambatan upah terakhir",
    ]  # fmt: skip
    assert names[2]["en"] == "Late-wage fine (last wage), 4th to 8th day"
    assert (
        fine(days_late=5).rows[0].as_dict()["name"]["id"] == "Denda keterlambatan upah, hari ke-4 sampai ke-8"
    )


def test_unpaid_months_of_a_daily_worker_are_working_days(law):
    facts = {"kind": "unpaid_wage", "wage": {"type": "daily", "daily": 160_000}, "work_days_per_week": 6}
    assert law(**facts, months_unpaid=2).total == 8_000_000
    last = law(**facts, last_wage={"days_worked": 27})
    assert last.total == 27 * 160_000
    assert last.rows[0].as_dict()["formula"]["en"] == "27 days × Rp160.000 − Rp0 paid = Rp4.320.000"
    monthly = facts | {"wage": 4_000_000}
    assert law(**monthly, last_wage={"days_worked": 27}).total == 4_000_000


def test_the_fine_on_a_wage_still_unpaid_waits_for_a_day_of_reckoning(law):
    result = law(kind="unpaid_wage", periods=[{"owed": 4_000_000, "due_date": "2026-08-31"}])
    assert result.total == 4_000_000
    assert [a.code for a in result.assumptions] == ["fine_needs_day"]
