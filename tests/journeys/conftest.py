"""A browser, and a calendar that the whole system keeps while a story is told in it."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, sync_playwright

from core import clock
from tests.environment import CHROMIUM

WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Calendar:
    """The date that is told, seen by every thread: the live server answers in threads of its own."""

    def __init__(self) -> None:
        self.moment: datetime | None = None

    def turn_to(self, day: date, hour: int = 9) -> date:
        """From now on it is `day`, `hour` o'clock in Balikpapan."""
        self.moment = datetime.combine(day, time(hour), WITA)
        return day

    def get(self) -> datetime | None:
        return self.moment

    def set(self, moment: datetime) -> datetime | None:
        before, self.moment = self.moment, moment
        return before

    def reset(self, before: datetime | None) -> None:
        self.moment = before


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    calendar = Calendar()
    monkeypatch.setattr(clock, "_told", calendar)
    return calendar
