"""What a request leaves behind: in a browser, in a proxy, in a log."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

IMPERSONAL = {"django_language", "csrftoken"}
"""Cookies that say nothing of who somebody is."""


class KeptByNobodyMiddleware:
    """What is shown to somebody, and not to everybody, no browser keeps: not for whoever sits down after them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        personal = request.COOKIES.keys() - IMPERSONAL or "Authorization" in request.headers
        asks = request.method in ("GET", "HEAD")
        if (personal or not asks) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class RouteInsteadOfPath(logging.Filter):
    """Django logs the path of what it refuses. A path holds a case reference, or a key that was sent by e-mail; the
    route says as much to whoever reads the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "(no such page)"
            record.args = tuple(route if argument == path else argument for argument in record.args)
        return True
