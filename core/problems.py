"""Errors for machines: RFC 9457 problem documents; also where no view of the API could answer."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

CONTENT_TYPE = "application/problem+json"


def document(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """A problem. `code` is stable and short; `detail` is for people."""
    return {
        "type": f"urn:hak-pekerja:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    } | more


def answer(status: int, code: str, detail: str) -> JsonResponse:
    """A problem as plain Django sends it."""
    return JsonResponse(document(status, code, detail), status=status, content_type=CONTENT_TYPE)


def is_for_machines(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_machines(request):
        return answer(400, "bad-request", _("Permintaan ini tidak dapat kami baca."))
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_machines(request):
        return answer(404, "not-found", _("Tidak ada yang dapat dibuka dengan alamat atau nomor ini."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_for_machines(request):
        return answer(500, "fault", _("Ada gangguan di pihak kami. Coba lagi nanti."))
    return defaults.server_error(request)
