"""Where the service listens: on addresses of IPv4 and of IPv6."""

import socket

import pytest

from service.cli.foreground_server import bind_socket


@pytest.mark.parametrize(
    ("host", "reached_at"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "::1"),
        ("::", "127.0.0.1"),
    ],
)
def test_it_is_reached_where_it_listens(host: str, reached_at: str) -> None:
    if ":" in host and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with (
        bind_socket(0, host) as listening,
        socket.create_connection((reached_at, listening.getsockname()[1]), 5),
    ):
        pass
