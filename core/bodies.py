"""No request is read that is larger than anything we take: neither into memory nor onto the disk."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import problems


class BodyLimitMiddleware:
    """Refuses by the length that is announced, before anything looks at the body. A body without one is not read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) <= _limit(request):
            return self.get_response(request)
        if problems.is_for_machines(request):
            response: HttpResponse = problems.answer(413, "too-large", _("Kiriman ini terlalu besar."))
        else:
            limits = {
                "all": settings.REQUEST_MAX_BYTES // 1024**2,
                "each": settings.EVIDENCE_MAX_BYTES // 1024**2,
            }
            response = render(request, "413.html", limits, status=413)
        response["Connection"] = "close"
        return response


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _limit(request: HttpRequest) -> int:
    """Only forms carry files. What else is sent is held in memory."""
    if request.content_type == "multipart/form-data":
        return settings.REQUEST_MAX_BYTES
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
