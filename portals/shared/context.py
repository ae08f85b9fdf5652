"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import offices, principals
from notifications.inbox import counted, unread
from portals.shared.doors import doors_of
from workflows.table import INTAKE


def page(request: HttpRequest) -> dict:
    """`demo`; `office_name`, `doors` and `unread` (news), asked for only where a page prints them; `takes_in`: whether
    who reads may take complaints in."""
    principal = getattr(request, "principal", principals.ANYONE)
    return {
        "demo": settings.DEMO,
        "office_name": SimpleLazyObject(lambda: offices.name_for(principal)),
        "doors": SimpleLazyObject(lambda: doors_of(principal)),
        "unread": SimpleLazyObject(lambda: counted(unread(principal))),
        "takes_in": SimpleLazyObject(lambda: principal.has_role(*INTAKE)),
    }
