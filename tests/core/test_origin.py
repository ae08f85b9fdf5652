"""Where a request comes from is what our own proxy saw, and a network of IPv6 is one place."""

import pytest
from django.test import RequestFactory

from core.origin import source_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("fe80::1%eth0", "fe80::"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_an_address_of_ipv6_counts_as_its_network(address, place):
    assert source_of(RequestFactory().get("/", REMOTE_ADDR=address)) == place


def test_what_a_client_claims_counts_only_behind_our_proxy_and_only_the_last(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.1.1.1, 2001:db8::99"}
    )
    assert source_of(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert source_of(request) == "2001:db8::"
