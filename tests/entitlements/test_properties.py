"""What holds of every kind of calculation, whatever a worker has behind them."""

import copy
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from entitlements import RequestError, compute
from entitlements.engine import ALL_KINDS

FIRST_DAY = date(2021, 2, 2)
WAGES = st.integers(100_000, 50_000_000)
DAYS = st.dates(FIRST_DAY, date(2027, 12, 31))
MORE = st.integers(0, 400)


def iso(day: date) -> str:
    return day.isoformat()


def since(start: date, days: int) -> dict:
    return {"start": iso(start), "end": iso(start + timedelta(days=days))}


@st.composite
def facts(draw, kind: str, wage: int | None = None) -> dict:
    """A request of one kind; the days of service and the wage are drawn, the rest is what such a worker has."""
    wage = draw(WAGES) if wage is None else wage
    start, days, share = draw(DAYS), draw(st.integers(0, 3000)), draw(st.sampled_from([0, "0.25", 1]))
    later = start + timedelta(days=draw(MORE))
    return {"kind": kind} | {
        "severance": {"wage": wage, "service": since(start, days), "ground": draw(st.sampled_from(["43(1)", "43(2)", "45(1)", "50", "56", "57"])), "leave_days": draw(st.integers(0, 12))},
        "pension_offset": {"due": wage * 20, "benefit": wage, "employer_share": share},
        "pkwt_compensation": {"wage": wage, "service": since(start, min(days, 1800)), "ended_by": draw(st.sampled_from(["end_of_term", "employer", "worker"])), "months_left": draw(st.integers(0, 24))},
        "unpaid_wage": {"wage": wage, "periods": [{"owed": wage, "paid": wage // 3, "due_date": iso(start)}], "last_wage": {"days_worked": draw(st.integers(0, 25))}, "as_of": iso(later)},
        "late_wage_fine": {"unpaid": wage, "due_date": iso(start), "paid_on": iso(later)},
        "thr": {"wage": wage, "service": {"start": iso(start)}, "holiday": iso(later), "paid": wage // 5},
        "overtime": {"wage": wage, "work_days_per_week": 6, "entries": [{"day": draw(st.sampled_from(["workday", "rest_day", "holiday_on_shortest_workday"])), "hours": draw(st.integers(0, 12))}]},
        "below_umk": {"wage": wage, "place": "Balikpapan", "start": "2025-03-01", "end": iso(date(2025, 3, 1) + timedelta(days=min(days, 600)))},
        "minimum_wage": {"previous": wage, "increase_pct": "6.5"},
        "process_wages": {"wage": wage, "stopped_on": iso(start), "as_of": iso(later)},
        "jkp": {"reported_wage": wage, "termination_date": iso(start), "ground": "43(1)"},
        "severance_tax": {"gross": wage * 20},
        "detention_aid": {"wage": wage, "dependants": draw(st.integers(0, 6)), "months": draw(st.integers(0, 12))},
        "court_limit": {"mediation_failed_on": iso(start), "notice_on": iso(start)},
        "worker_overview": {"wage": wage, "service": since(start, days), "ground": "43(2)", "work_days_per_week": 6, "thr": {"holiday": iso(start + timedelta(days=days + 40))}, "unpaid_wage": {"periods": [{"owed": wage, "due_date": iso(start + timedelta(days=days))}]}, "process_wages": {"stopped_on": iso(start + timedelta(days=days + 1)), "as_of": iso(later + timedelta(days=days))}, "as_of": iso(later + timedelta(days=days))},
    }[kind]  # fmt: skip


@pytest.mark.parametrize("kind", ALL_KINDS)
@settings(max_examples=40)
@given(data=st.data())
def test_of_every_kind_the_rows_add_up_nothing_is_negative_and_the_answer_is_always_the_same(rulebook, kind, data):  # fmt: skip
    asked = data.draw(facts(kind))
    before = copy.deepcopy(asked)
    result = compute(asked, rulebook)
    assert result.total == sum(row.amount for row in result.rows)
    for row in (*result.rows, *result.steps, *(row for other in result.alternatives for row in other.rows)):
        assert type(row.amount) is int
        assert row.amount >= 0
        assert row.as_dict()["article"], row.code
        assert str(row.formula()["id"]).strip(), row.code
    assert asked == before
    assert compute(before, rulebook).as_dict() == result.as_dict()


GROW = sorted(set(ALL_KINDS) - {"below_umk", "court_limit", "pension_offset"})


@pytest.mark.parametrize("kind", GROW)
@settings(max_examples=40)
@given(data=st.data(), wage=WAGES, more=st.integers(0, 5_000_000))
def test_more_wage_is_never_less(rulebook, kind, data, wage, more):
    asked = data.draw(facts(kind, wage))
    assert compute(asked, rulebook).total <= compute(_with_wage(asked, wage, wage + more), rulebook).total


def _with_wage(asked: dict, wage: int, other: int) -> dict:
    """The same request where every amount that follows from the wage follows from the other one."""
    factors = {wage: 1, wage * 20: 20, wage // 3: 0, wage // 5: 0}

    def changed(value):
        if isinstance(value, dict):
            return {key: changed(one) for key, one in value.items()}
        if isinstance(value, list):
            return [changed(one) for one in value]
        return other * factors[value] if type(value) is int and factors.get(value) else value

    return changed(asked)


@given(wage=WAGES, more=st.integers(0, 5_000_000), months=st.integers(0, 20))
def test_who_is_paid_more_falls_less_short_of_the_minimum(law, wage, more, months):
    asked = {"kind": "below_umk", "months": months, "place": "Balikpapan", "as_of": "2026-06-01"}
    assert law(**asked, wage=wage).total >= law(**asked, wage=wage + more).total


@settings(max_examples=60)
@given(wage=WAGES, start=DAYS, days=st.integers(0, 1700), more=st.integers(0, 120))
@example(wage=5_000_000, start=date(2024, 2, 29), days=364, more=1)
@example(wage=5_000_000, start=date(2026, 1, 31), days=27, more=1)
def test_a_contract_that_lasts_longer_is_never_worth_less(law, wage, start, days, more):
    def worth(days: int) -> int:
        return law(kind="pkwt_compensation", wage=wage, service=since(start, days)).total

    assert worth(days) <= worth(days + more)


@settings(max_examples=60)
@given(wage=WAGES, holiday=DAYS, days=st.integers(0, 900), more=st.integers(0, 120))
@example(wage=3_000_000, holiday=date(2026, 3, 20), days=29, more=1)
@example(wage=3_000_000, holiday=date(2026, 3, 20), days=364, more=1)
def test_who_began_earlier_has_no_less_of_the_holiday_allowance_and_nobody_more_than_a_month(law, wage, holiday, days, more):  # fmt: skip
    def due(days: int) -> int:
        asked = law(kind="thr", wage=wage, service={"start": iso(holiday - timedelta(days=days))}, holiday=iso(holiday))  # fmt: skip
        return asked.total

    assert due(days) <= due(days + more) <= wage


@settings(max_examples=60)
@given(
    wage=WAGES,
    day=st.sampled_from(["workday", "rest_day", "holiday_on_shortest_workday"]),
    week=st.sampled_from([5, 6]),
    hours=st.integers(0, 23),
)
def test_an_hour_more_of_overtime_pays_at_least_an_hour_and_a_half(law, wage, day, week, hours):
    assume(week == 6 or day != "holiday_on_shortest_workday")

    def paid(hours: int) -> int:
        return law(kind="overtime", wage=wage, day=day, hours=hours, work_days_per_week=week).total

    hour = wage / 173
    assert paid(hours + 1) - paid(hours) >= 1.5 * hour - 1


@given(ground=st.sampled_from(["43(1)", "56"]), wage=WAGES, years=st.integers(0, 30))
def test_a_year_is_reached_on_its_last_day_and_not_the_day_before(law, ground, wage, years):
    """Art. 40: "X tahun atau lebih": the edge of every band belongs to the higher one."""
    start = date(1990, 3, 1)
    reached = date(1990 + years, 3, 1) - timedelta(days=1)
    if reached < start:
        return

    def due(end: date) -> int:
        service = {"start": iso(start), "end": iso(end)}
        return law(kind="severance", ground=ground, wage=wage, service=service, termination_date="2026-01-05").total  # fmt: skip

    edges = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 18, 21, 24}
    assert (due(reached) > due(reached - timedelta(days=1))) == (years in edges)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_request_without_a_fact_names_it(rulebook, kind):
    with pytest.raises(RequestError) as refused:
        compute({"kind": kind}, rulebook)
    assert all(problem.path for problem in refused.value.problems)
