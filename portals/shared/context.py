"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import offices, principals


def page(request: HttpRequest) -> dict:
    """`demo`, and `office_name`, asked for only where a page prints it."""
    principal = getattr(request, "principal", principals.ANYONE)
    return {"demo": settings.DEMO, "office_name": SimpleLazyObject(lambda: offices.name_for(principal))}
