"""What the headers of a request say: the host and the origin it names, and, from a known proxy, the client's address and scheme.

A foreign page may have rebound its DNS to this service, and may send forms here; both show in these headers.
"""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, cast

from litestar.types import Scope

from service.settings import LOCAL_HOSTS, IpNetwork


def request_header(scope: Scope, name: bytes) -> str:
    """A header of a request; empty when it is not there."""
    return next((value for key, value in scope["headers"] if key == name), b"").decode("latin-1")


def request_host(scope: Scope) -> str:
    """The name a request was sent to, without a port."""
    named = request_header(scope, b"host").lower()
    host, colon, port = named.rpartition(":")
    return host if colon and port.isdigit() else named


def is_secure(scope: Scope) -> bool:
    """Whether the browser came over https. Only this machine's own names are ever served without it."""
    return scope["scheme"] == "https" or request_host(scope) not in LOCAL_HOSTS


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing here."""


def request_method(scope: Scope) -> str:
    """How a request asks."""
    return cast("dict[str, str]", scope)["method"]


def is_unsafe_method(scope: Scope) -> bool:
    """Whether a request may change something."""
    return request_method(scope) not in SAFE_METHODS


def is_same_origin(scope: Scope, origin: str, *, programs: bool) -> bool:
    """Whether a changing request comes from a page of ours, or was begun by hand.

    Browsers say so themselves in Sec-Fetch-Site, the older ones in Origin. Without either it is no browser: `programs`
    says whether that will do, as it does where nobody signs in and there is no cookie to abuse.
    """
    site = request_header(scope, b"sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    came_from = request_header(scope, b"origin")
    if came_from:
        return came_from in {origin, f"{scope['scheme']}://{request_header(scope, b'host')}"} - {""}
    return programs


def apply_forwarded_headers(scope: Scope, proxies: Sequence[IpNetwork]) -> None:
    """Put the caller's own address and scheme into a request that a known proxy passed on."""
    if not proxies or not _is_within(client_address(scope), proxies):
        return
    told = cast("dict[str, Any]", scope)
    passed_on = [one.strip() for one in _all(scope, b"x-forwarded-for").split(",")]
    # Each proxy adds who spoke to it at the end; what stands before the first stranger is that stranger's own word.
    for address in reversed([one for one in passed_on if one]):
        if not _is_address(address):
            break
        told["client"] = (address, 0)
        if not _is_within(address, proxies):
            break
    scheme = request_header(scope, b"x-forwarded-proto").strip().lower()
    if scheme in ("http", "https"):
        told["scheme"] = scheme


def client_address(scope: Scope) -> str:
    """The network address a request came from; empty where there is none, as on a local socket."""
    client: tuple[str, int] | None = cast("dict[str, Any]", scope).get("client")
    return client[0] if client else ""


def _all(scope: Scope, name: bytes) -> str:
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_within(address: str, networks: Sequence[IpNetwork]) -> bool:
    return _is_address(address) and any(ip_address(address) in one for one in networks)
