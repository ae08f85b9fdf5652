"""What time it is. The only place that asks, so that a story can be told at its own dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_time", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _told.get() or timezone.now()


def today() -> date:
    """The day it is where the offices are: early in the morning it is still yesterday in UTC."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` is `moment`. For demo stories and tests; no request ever calls it."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
