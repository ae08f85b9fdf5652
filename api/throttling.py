"""How often one place may ask."""

from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle

from core.origin import source_of


class ByOrigin(ScopedRateThrottle):
    """Counts by where a request really comes from: DRF's own would believe whatever X-Forwarded-For claims."""

    def get_ident(self, request: Request) -> str:
        return source_of(request._request)
