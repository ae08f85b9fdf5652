"""The dates of an agreement as somebody types them."""

from datetime import date

import pytest

from ledger.promises import Due, UnreadableSchedule, read_schedule

MARCH, MAY = date(2026, 3, 31), date(2026, 5, 31)


@pytest.mark.parametrize(
    "day", ["2026-03-31", "31-3-2026", "31/03/2026", "31.3.2026", "31 Maret 2026", "31 mar 2026"]
)
def test_a_date_is_read_however_it_is_usually_written(day):
    assert read_schedule(day) == [Due(MARCH, 100)]


def test_a_share_stays_with_its_date_in_whatever_order_they_are_typed():
    assert read_schedule("31-5-2026 40%\n31-3-2026 60%") == [Due(MARCH, 60), Due(MAY, 40)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("besok", 1),
        ("31-3-2026\n\n31-2-2026", 3),
        ("31 Foo 2026", 1),
        ("31-3-2026 60%\n31-5-2026 60%", 0),
    ],
)
def test_what_is_no_schedule_names_the_line(text, line):
    with pytest.raises(UnreadableSchedule) as refused:
        read_schedule(text)
    assert refused.value.line == line
