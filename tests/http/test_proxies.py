"""Forwarded headers are believed from named proxies only."""

from ipaddress import ip_network

import pytest

from service.http.request_headers import apply_forwarded_headers, client_address
from tests.http.scopes import request

OURS = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
PROXY = ("10.1.2.3", 80)


def test_a_strangers_word_on_where_they_come_from_is_not_taken() -> None:
    # ASVS 6.3.1, 4.1.3
    scope = request(x_forwarded_for="198.51.100.1", x_forwarded_proto="https")

    apply_forwarded_headers(scope, OURS)

    assert (client_address(scope), scope["scheme"]) == ("192.0.2.7", "http")


def test_without_proxies_nobodys_word_is_taken() -> None:
    scope = request(client=PROXY, x_forwarded_for="198.51.100.1", x_forwarded_proto="https")

    apply_forwarded_headers(scope, ())

    assert (client_address(scope), scope["scheme"]) == ("10.1.2.3", "http")


def test_a_proxy_tells_who_spoke_to_it() -> None:
    scope = request(client=PROXY, x_forwarded_for="198.51.100.1", x_forwarded_proto="https")

    apply_forwarded_headers(scope, OURS)

    assert (client_address(scope), scope["scheme"]) == ("198.51.100.1", "https")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("1.1.1.1, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.8.8.8, 10.9.9.9", "10.8.8.8"),
        ("2001:db8::1", "2001:db8::1"),
        ("2001:db8::1, fd00::5", "2001:db8::1"),
        ("198.51.100.1, unknown", "10.1.2.3"),
        ("198.51.100.1:4711", "10.1.2.3"),
        ("", "10.1.2.3"),
        (" , ", "10.1.2.3"),
    ],
)
def test_the_last_address_that_no_proxy_of_ours_has_is_the_callers(told: str, expected: str) -> None:
    scope = request(client=PROXY, x_forwarded_for=told)

    apply_forwarded_headers(scope, OURS)

    assert client_address(scope) == expected


def test_what_a_proxy_adds_in_a_header_of_its_own_counts_after_the_callers() -> None:
    scope = request(client=PROXY, x_forwarded_for="1.1.1.1")
    scope["headers"].append((b"x-forwarded-for", b"198.51.100.1"))  # type: ignore[attr-defined]

    apply_forwarded_headers(scope, OURS)

    assert client_address(scope) == "198.51.100.1"


@pytest.mark.parametrize("told", ["ftp", "https,http", "", "javascript"])
def test_a_scheme_that_is_none_is_not_taken(told: str) -> None:
    scope = request(client=PROXY, x_forwarded_for="198.51.100.1", x_forwarded_proto=told)

    apply_forwarded_headers(scope, OURS)

    assert scope["scheme"] == "http"


def test_a_local_socket_is_no_network() -> None:
    scope = request(client=None, x_forwarded_for="198.51.100.1")

    apply_forwarded_headers(scope, OURS)

    assert client_address(scope) == ""
