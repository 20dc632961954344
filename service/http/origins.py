"""Whether a request that changes something was meant by whoever sent it, or made by a foreign page in their browser."""

from typing import cast

from litestar.types import Scope

from service.http.hosts import request_header

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
