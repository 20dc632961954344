"""Reads request headers: host, origin, cookies, tokens and, from a trusted proxy,
the client's address and scheme.

The checks of host and origin protect against DNS rebinding and cross-site forms.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, cast
from uuid import uuid4

from litestar.types import Scope

from service.settings import LOCAL_HOSTS, IpNetwork

SESSION_COOKIE, BROWSER_COOKIE = "soundings", "soundings-browser"
"""The session's secret; and a browser's secret, for what begins and ends before signing in."""
VISIT_COOKIE = "soundings-visit"
"""Ties the callback of an identity provider to the browser that started the sign-in."""
DEVICE_COOKIE = "soundings-device"
"""By which a browser is known where somebody has signed in. It stays after signing out, and lets nobody in."""
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
LANGUAGE_COOKIE = "soundings-language"
"""The language that was chosen in this browser."""
HOST_PREFIX = "__Host-"
"""Browsers accept a cookie with this prefix over https only, from this host only,
for all paths (RFC 6265bis).
"""

BEARER = "bearer "
TOKEN_PREFIX = "snd_"  # noqa: S105 - how tokens are recognised, no token
BROWSER_LETTERS = 43
FORM_MEDIA_TYPE = "application/x-www-form-urlencoded"
MULTIPART_MEDIA_TYPE = "multipart/form-data"
CSRF_PURPOSE = "soundings form"


def request_header(scope: Scope, name: bytes) -> str:
    """The value of a header; empty if it is missing."""
    return next((value for key, value in scope["headers"] if key == name), b"").decode("latin-1")


def request_host(scope: Scope) -> str:
    """The host name of the request, without port."""
    named = request_header(scope, b"host").lower()
    host, colon, port = named.rpartition(":")
    return host if colon and port.isdigit() else named


def is_secure(scope: Scope) -> bool:
    """Whether the browser uses https. Only local names are ever served without it."""
    return scope["scheme"] == "https" or request_host(scope) not in LOCAL_HOSTS


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""


def request_method(scope: Scope) -> str:
    """The method of the request."""
    return cast("dict[str, str]", scope)["method"]


def is_unsafe_method(scope: Scope) -> bool:
    """Whether the request may change something."""
    return request_method(scope) not in SAFE_METHODS


def is_same_origin(scope: Scope, origin: str, *, programs: bool) -> bool:
    """Whether an unsafe request comes from a page of ours, or from the user directly.

    Browsers send Sec-Fetch-Site, older ones Origin. Without either it is not a browser: `programs` says
    whether that is accepted, as it is without accounts, where there is no cookie to abuse.
    """
    site = request_header(scope, b"sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    came_from = request_header(scope, b"origin")
    if came_from:
        return came_from in {origin, f"{scope['scheme']}://{request_header(scope, b'host')}"} - {""}
    return programs


def apply_forwarded_headers(scope: Scope, proxies: Sequence[IpNetwork]) -> None:
    """Sets the client's address and scheme in the scope as a trusted proxy forwarded them."""
    if not proxies or not is_within(client_address(scope), proxies):
        return
    fields = cast("dict[str, Any]", scope)
    passed_on = [one.strip() for one in _all(scope, b"x-forwarded-for").split(",")]
    # Each proxy appends its peer's address; what stands before the first untrusted address may be forged.
    for address in map(_without_port, reversed([one for one in passed_on if one])):
        if not _is_address(address):
            break
        fields["client"] = (address, 0)
        if not is_within(address, proxies):
            break
    scheme = request_header(scope, b"x-forwarded-proto").strip().lower()
    if scheme in ("http", "https"):
        fields["scheme"] = scheme


def comes_from_unnamed_proxy(scope: Scope, proxies: Sequence[IpNetwork]) -> bool:
    """Whether somebody forwards requests whom the settings do not name as a proxy."""
    return bool(_all(scope, b"x-forwarded-for")) and not is_within(client_address(scope), proxies)


def client_address(scope: Scope) -> str:
    """The network address of the client; empty if there is none, as on a local socket."""
    client: tuple[str, int] | None = cast("dict[str, Any]", scope).get("client")
    return client[0] if client else ""


def _all(scope: Scope, name: bytes) -> str:
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _without_port(text: str) -> str:
    """An address as some proxies write it: `192.0.2.1:4711`, `[2001:db8::1]:4711` or `[2001:db8::1]`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_within(address: str, networks: Sequence[IpNetwork]) -> bool:
    """Whether an address is one of these networks, also one of IPv4 in the form that IPv6 has for it."""
    if not _is_address(address):
        return False
    parsed = ip_address(address)
    plain = (parsed.version == 6 and parsed.ipv4_mapped) or parsed
    return any(plain in one for one in networks)


def session_secret(scope: Scope) -> str | None:
    """The secret in the session's cookie."""
    return _cookie_of(scope, SESSION_COOKIE)


def browser_secret(scope: Scope) -> str | None:
    """The secret by which a browser is recognised, signed in or not."""
    found = _cookie_of(scope, BROWSER_COOKIE)
    return found if found and len(found) == BROWSER_LETTERS else None


def device_cookie(scope: Scope) -> str | None:
    """The cookie by which a browser is known where somebody has signed in."""
    return _cookie_of(scope, DEVICE_COOKIE)


def language_cookie(scope: Scope) -> str | None:
    """The language chosen in this browser."""
    return _cookie_of(scope, LANGUAGE_COOKIE)


def provider_visit_cookie(scope: Scope) -> tuple[str, str] | None:
    """The secret of a provider sign-in, and its sealed intent."""
    secret, _, sealed = (_cookie_of(scope, VISIT_COOKIE) or "").partition(".")
    return (secret, sealed) if len(secret) == BROWSER_LETTERS else None


def cookie_name(scope: Scope, name: str) -> str:
    """The name of a cookie on this connection: with the `__Host-` prefix over https."""
    return f"{HOST_PREFIX}{name}" if is_secure(scope) else name


def _cookie_of(scope: Scope, plain: str) -> str | None:
    """The value of a cookie. If there are two of the name neither counts: one of them was planted."""
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
    """The API token of the request; None without one, empty if it is not one of ours."""
    brought = request_header(scope, b"authorization")
    if not brought:
        return None
    token = brought[len(BEARER) :].strip() if brought.lower().startswith(BEARER) else ""
    return token if token.startswith(TOKEN_PREFIX) else ""


def csrf_token(secret: str) -> str:
    """The CSRF token of a session: derived from its secret, so it is new with each session."""
    seal = hmac.new(secret.encode(), CSRF_PURPOSE.encode(), sha256).digest()
    return urlsafe_b64encode(seal).decode().rstrip("=")


def is_csrf_token(secret: str, shown: str) -> bool:
    """Whether a form's token is that of this session."""
    return hmac.compare_digest(csrf_token(secret).encode(), shown.encode())


def is_form(scope: Scope) -> bool:
    """Whether the body is a URL-encoded form."""
    return request_header(scope, b"content-type").partition(";")[0].strip().lower() == FORM_MEDIA_TYPE


def is_multipart_form(scope: Scope) -> bool:
    """Whether the body is a form with files."""
    return request_header(scope, b"content-type").partition(";")[0].strip().lower() == MULTIPART_MEDIA_TYPE


def request_id(scope: Scope) -> str:
    """The id that a proxy gave the request (X-Request-ID), if it is one, or a new one: to find all lines of a request by."""
    given = request_header(scope, b"x-request-id")
    return given if REQUEST_ID.fullmatch(given) else uuid4().hex
