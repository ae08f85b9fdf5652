from datetime import UTC, date, datetime

from core import clock


def test_early_in_the_morning_it_is_already_today():
    with clock.at(datetime(2026, 11, 27, 22, 30, tzinfo=UTC)):  # 06.30 in Balikpapan
        assert clock.today() == date(2026, 11, 28)
