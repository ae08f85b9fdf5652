"""How long somebody worked."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from entitlements.service import Length, between, day_after, of_parts

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def test_the_last_day_of_work_counts():
    assert between(date(2020, 1, 1), date(2020, 12, 31)) == Length(12, 0)
    assert between(date(2020, 1, 1), date(2020, 12, 30)) == Length(11, 30)
    assert between(date(2020, 1, 1), date(2020, 12, 31), last_day_counts=False) == Length(11, 30)


def test_a_single_day_is_one_day():
    assert between(date(2026, 3, 1), date(2026, 3, 1)) == Length(0, 1)


def test_nobody_worked_before_they_began():
    assert between(date(2026, 3, 1), date(2026, 2, 1)) == Length(0, 0)


def test_a_year_begun_on_a_leap_day_is_complete_with_the_last_of_february():
    start = date(2020, 2, 29)
    assert between(start, date(2021, 2, 27)) == Length(11, 30)
    assert between(start, date(2021, 2, 28)) == Length(12, 0)
    assert between(start, date(2021, 3, 1)) == Length(12, 1)
    assert between(start, date(2024, 2, 28)) == Length(48, 0)
    assert between(start, date(2024, 2, 27)).years == 3


def test_a_month_is_complete_with_its_last_day_where_it_lacks_the_day_on_which_it_began():
    assert between(date(2026, 1, 31), date(2026, 2, 27)) == Length(0, 28)
    assert between(date(2026, 1, 31), date(2026, 2, 28)) == Length(1, 0)
    assert between(date(2025, 3, 31), date(2025, 9, 30)) == Length(6, 0)
    assert between(date(2025, 8, 31), date(2026, 2, 28)) == Length(6, 0)
    assert between(date(2025, 8, 31), date(2026, 8, 30)) == Length(12, 0)


def test_a_leap_year_is_a_year_too():
    assert between(date(2024, 1, 1), date(2024, 12, 31)) == Length(12, 0)
    assert between(date(2023, 3, 1), date(2024, 2, 28)).years == 0
    assert between(date(2023, 3, 1), date(2024, 2, 29)) == Length(12, 0)


def test_explicit_lengths_may_have_fractions():
    assert of_parts(years=2, months=1) == Length(25, 0)
    assert of_parts(months=6, days=15) == Length(6, 15)
    assert of_parts(days=45) == Length(1, 15)
    assert of_parts(years=10).years == 10


@given(st.sampled_from([1992, 1996, 2000, 2004, 2008, 2012, 2016, 2020, 2024]), st.integers(1, 30))
def test_whoever_began_on_a_leap_day_has_their_year_with_the_twenty_eighth_of_february(year, years):
    start = date(year, 2, 29)
    last_of_february = date(year + years, 3, 1) - timedelta(days=1)
    if last_of_february.day == 29:
        last_of_february -= timedelta(days=1)
    assert between(start, last_of_february) == Length(12 * years, 0)
    assert between(start, last_of_february - timedelta(days=1)).years == years - 1


@given(DAYS, st.integers(1, 480))
def test_every_anniversary_is_reached_the_day_before_it_and_not_earlier(start, months):
    anniversary = day_after(start, months)
    assert between(start, anniversary - timedelta(days=1)).months == months
    assert between(start, anniversary - timedelta(days=2)).months == months - 1


@given(DAYS, st.integers(0, 15_000), st.integers(1, 400))
def test_a_day_more_is_never_less_service(start, days, more):
    one, other = (between(start, start + timedelta(days=d)) for d in (days, days + more))
    assert one.months * 30 + min(one.days, 30) <= other.months * 30 + min(other.days, 30)
    assert one.months <= other.months
    assert 0 <= one.days < 31
