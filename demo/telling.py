"""How a story is told: each step at its own date, through the same door as everybody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts import principals
from accounts.models import User
from accounts.principals import Principal
from cases.models import Case
from core import clock
from workflows.actions import ACTIONS
from workflows.perform import Performed, decide, perform

WITA = ZoneInfo("Asia/Makassar")


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    """Tell the steps within the block as of `day`, at `hour` WITA."""
    with clock.at(datetime.combine(day, time(hour), WITA)):
        yield


def today() -> date:
    return datetime.now(WITA).date()


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def act(
    case: Case, name: str, by: User | Principal, *, note: str = "", subject: str = "", countersign: User | None = None,
    **params,
) -> Performed:  # fmt: skip
    """Perform an action; where another person must countersign and one is named, they do so at once."""
    who = principals.officer(by) if isinstance(by, User) else by
    done = perform(case.pk, name, by=who, params=ACTIONS[name].params(**params), note=note, subject=subject)
    if done.approval and countersign:
        done = decide(
            done.approval.pk, by=principals.officer(countersign), give=True, shown=done.approval.shown_digest
        )
    case.refresh_from_db()
    return done
