"""Whose word is taken on where a request came from: only that of the proxies an operator named."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, cast

from litestar.types import Scope

from service.http.hosts import request_header
from service.settings import IpNetwork


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
