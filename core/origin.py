"""Where a request comes from, for throttles."""

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """The address of the visitor. Behind our own proxy it is the last that the proxy added, never what was claimed before."""
    if settings.SECURE_PROXY_SSL_HEADER and (chain := request.META.get("HTTP_X_FORWARDED_FOR")):
        return chain.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")
