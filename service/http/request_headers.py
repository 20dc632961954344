"""What the headers of a request say: the host and the origin it names, and, from a known proxy, the client's address and scheme.

A foreign page may have rebound its DNS to this service, and may send forms here; both show in these headers.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, cast

from litestar.types import Scope

from service.settings import LOCAL_HOSTS, IpNetwork

SESSION_COOKIE, BROWSER_COOKIE = "soundings", "soundings-browser"
"""Who is signed in, until they sign out; and one browser among others, for what it begins and ends before signing in."""
VISIT_COOKIE = "soundings-visit"
"""What ties the way back from an identity provider to the browser that left."""
LANGUAGE_COOKIE = "soundings-language"
"""Which language somebody chose in this browser."""
HOST_PREFIX = "__Host-"
"""Browsers take a cookie of such a name over https only, from this very host, for all of its pages."""

BEARER = "bearer "
TOKEN_PREFIX = "snd_"  # noqa: S105 - how tokens are recognised, no token
BROWSER_LETTERS = 43
FORM_MEDIA_TYPE = "application/x-www-form-urlencoded"
CSRF_PURPOSE = "soundings form"


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
    fields = cast("dict[str, Any]", scope)
    passed_on = [one.strip() for one in _all(scope, b"x-forwarded-for").split(",")]
    # Each proxy adds who spoke to it at the end; what stands before the first stranger is that stranger's own word.
    for address in reversed([one for one in passed_on if one]):
        if not _is_address(address):
            break
        fields["client"] = (address, 0)
        if not _is_within(address, proxies):
            break
    scheme = request_header(scope, b"x-forwarded-proto").strip().lower()
    if scheme in ("http", "https"):
        fields["scheme"] = scheme


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


def session_secret(scope: Scope) -> str | None:
    """What the browser holds of a session."""
    return _cookie_of(scope, SESSION_COOKIE)


def browser_secret(scope: Scope) -> str | None:
    """What the browser holds to be known again for a while, signed in or not."""
    found = _cookie_of(scope, BROWSER_COOKIE)
    return found if found and len(found) == BROWSER_LETTERS else None


def language_cookie(scope: Scope) -> str | None:
    """The language that was chosen in this browser."""
    return _cookie_of(scope, LANGUAGE_COOKIE)


def provider_visit_cookie(scope: Scope) -> tuple[str, str] | None:
    """The secret of a visit to somebody's identity provider, and what was meant by it, sealed."""
    secret, _, sealed = (_cookie_of(scope, VISIT_COOKIE) or "").partition(".")
    return (secret, sealed) if len(secret) == BROWSER_LETTERS else None


def cookie_name(scope: Scope, name: str) -> str:
    """What a cookie of ours is called on this connection: on this machine there is no https to ask for."""
    return f"{HOST_PREFIX}{name}" if is_secure(scope) else name


def _cookie_of(scope: Scope, plain: str) -> str | None:
    """A cookie of a request. Of two by one name neither counts: one of them was planted."""
    name = cookie_name(scope, plain)
    found = {
        value
        for key, line in scope["headers"]
        if key == b"cookie"
        for one, _, value in (pair.strip().partition("=") for pair in line.decode("latin-1").split(";"))
        if one == name
    }
    return found.pop() if len(found) == 1 else None


def bearer_token(scope: Scope) -> str | None:
    """The token of a program; empty when what it brings is none of ours."""
    brought = request_header(scope, b"authorization")
    if not brought:
        return None
    token = brought[len(BEARER) :].strip() if brought.lower().startswith(BEARER) else ""
    return token if token.startswith(TOKEN_PREFIX) else ""


def csrf_token(secret: str) -> str:
    """What the forms of a session carry: known to its own pages only, and new with each session."""
    seal = hmac.new(secret.encode(), CSRF_PURPOSE.encode(), sha256).digest()
    return urlsafe_b64encode(seal).decode().rstrip("=")


def is_csrf_token(secret: str, shown: str) -> bool:
    """Whether a form came from a page of this session."""
    return hmac.compare_digest(csrf_token(secret).encode(), shown.encode())


def is_form(scope: Scope) -> bool:
    """Whether a request brings a form such as every browser sends."""
    return request_header(scope, b"content-type").partition(";")[0].strip().lower() == FORM_MEDIA_TYPE
