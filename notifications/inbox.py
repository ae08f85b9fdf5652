"""The inbox inside the system: for a worker by receipt, and for an officer."""

from django.db.models import QuerySet

from accounts.principals import Kind, Principal
from cases.access import cases_for
from cases.models import Case
from cases.vocabulary import GrantScope
from core import clock
from notifications.channels import IN_APP
from notifications.models import Notification
from workflows import service


def inbox(by: Principal) -> QuerySet[Notification]:
    """What the principal was told, newest first; `wording.inside(row)` gives the text of a row.

    A worker by receipt reads their own part, an officer what concerns cases that their offices still see.
    """
    rows = Notification.objects.filter(channel=IN_APP).select_related("event", "case").order_by("-pk")
    if by.kind == Kind.CLAIMANT:
        return rows.filter(recipient=f"claimant:{by.claimant_id}")
    if by.kind in (Kind.OFFICER, Kind.API):
        seen = cases_for(by, GrantScope.HANDLE, GrantScope.PACKAGE)
        return rows.filter(recipient=f"user:{by.user_id}", case__in=seen)
    return rows.none()


COUNTED = 100
"""How far unread lines are counted; beyond that it says "at least"."""


def unread(by: Principal) -> int:
    """How many the principal has not read; counted up to 100."""
    return inbox(by).filter(read_at=None).order_by()[:COUNTED].count()


def counted(number: int) -> str:
    """A number of unread lines as a page shows it: nothing for none, `100+` where they are not counted further."""
    return f"{number or ''}" if number < COUNTED else f"{COUNTED}+"


def mark_read(by: Principal, pks: list[int] | None = None) -> int:
    """Mark these as read (all where none are named); returns how many were unread. Those of others stay."""
    rows = inbox(by).filter(read_at=None)
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    return rows.order_by().update(read_at=clock.now())


def page_opened(by: Principal, case: Case) -> None:
    """A worker, or who represents them, has the page of the case before their eyes: what asks something of them there
    is read."""
    if service.page_opened(by, case):
        mark_read(by)
