"""Where a request comes from, for throttles."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """The address of the visitor. Behind our own proxy it is the last that the proxy added, never what was claimed before.

    Of an IPv6 address only the network counts (/64): whoever has one has all the others in it, and could come from
    a new one with every try.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and (chain := request.META.get("HTTP_X_FORWARDED_FOR")):
        address = chain.rsplit(",", 1)[-1].strip()
    return _network(address)


def _network(address: str) -> str:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> 64 << 64))
