"""Forwarded headers are believed from named proxies only."""

import logging
from ipaddress import ip_network

import pytest

from service.http.request_headers import apply_forwarded_headers, client_address
from service.settings import Settings, proxy_warning
from tests.http.running_service import open_service
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
        ("198.51.100.1:4711", "198.51.100.1"),
        ("1.1.1.1, 198.51.100.1:4711, 10.9.9.9:80", "198.51.100.1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("198.51.100.1, ::ffff:10.9.9.9", "198.51.100.1"),
        ("198.51.100.1, [::ffff:10.9.9.9]:80", "198.51.100.1"),
        ("", "10.1.2.3"),
        (" , ", "10.1.2.3"),
    ],
)
def test_the_last_address_that_no_proxy_of_ours_has_is_the_callers(told: str, expected: str) -> None:
    scope = request(client=PROXY, x_forwarded_for=told)

    apply_forwarded_headers(scope, OURS)

    assert client_address(scope) == expected


def test_a_proxy_is_known_also_where_the_service_listens_on_ipv6() -> None:
    scope = request(client=("::ffff:10.1.2.3", 4711), x_forwarded_for="198.51.100.1")

    apply_forwarded_headers(scope, OURS)

    assert client_address(scope) == "198.51.100.1"


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


@pytest.mark.parametrize(
    ("origin", "proxies", "warned"),
    [
        ("https://soundings.example", "", True),
        ("https://soundings.example", "10.0.0.0/8", False),
        ("http://localhost:8000", "", False),
        ("", "", False),
    ],
)
def test_at_the_start_a_proxy_that_has_to_be_there_is_asked_for(
    origin: str, proxies: str, *, warned: bool
) -> None:
    settings = Settings(origin=origin, trusted_proxies=proxies)

    assert ("SOUNDINGS_TRUSTED_PROXIES" in (proxy_warning(settings) or "")) == warned


@pytest.mark.parametrize(("proxies", "times"), [("", 1), ("10.0.0.0/8", 1), ("127.0.0.0/8", 0)])
async def test_the_first_request_of_a_proxy_that_is_not_trusted_is_warned_of(
    database: str, caplog: pytest.LogCaptureFixture, proxies: str, times: int
) -> None:
    async with open_service(database, trusted_proxies=proxies) as service:
        await service.browser().get("/health/live")
        assert "SOUNDINGS_TRUSTED_PROXIES" not in caplog.text
        with caplog.at_level(logging.WARNING, "service.http"):
            for _ in range(3):
                await service.browser(network="198.51.100.1").get("/health/live")

    assert caplog.text.count("SOUNDINGS_TRUSTED_PROXIES") == times
    assert "198.51.100.1" not in caplog.text
