"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import offices, principals
from portals.shared.doors import doors_of


def page(request: HttpRequest) -> dict:
    """`demo`; `office_name` and `doors`, asked for only where a page prints them."""
    principal = getattr(request, "principal", principals.ANYONE)
    return {
        "demo": settings.DEMO,
        "office_name": SimpleLazyObject(lambda: offices.name_for(principal)),
        "doors": SimpleLazyObject(lambda: doors_of(principal)),
    }
