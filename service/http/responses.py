"""What is added to every response: security headers, and compression where it reveals nothing."""

import gzip
import re
from collections.abc import Sequence
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send
from litestar.types.asgi_types import HTTPResponseBodyEvent, HTTPResponseStartEvent

from service.http.request_headers import request_header, request_method

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
"""No inline script or style, nothing from elsewhere."""

DISABLED_FEATURES = (
    *(
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
    ),
    *("gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "usb"),
)
PASSKEY_FEATURES = ("publickey-credentials-create=(self)", "publickey-credentials-get=(self)")

SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join([*(f"{name}=()" for name in DISABLED_FEATURES), *PASSKEY_FEATURES]),
    "cache-control": "no-store",
}
"""Added unless the response sets them itself; static files may be cached."""

GUEST_PATHS = ("/a/", "/s/", "/replies/")
"""Pages for people without an account."""
GUEST_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    # The address is the secret: no page that is opened from here learns it.
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
}
"""Sent there with whatever is answered, also that something went wrong."""

CLEAR_SITE_DATA = '"cache"'
"""What browsers delete at sign-out (Clear-Site-Data).

Not the cookies: that of the session is deleted by name, and a device stays known. Not the storage: entries that somebody
has not sent yet are sealed there, and our scripts let go of all else.
"""

TWO_YEARS = 2 * 365 * 24 * 60 * 60
HTTPS_HEADERS = {"strict-transport-security": f"max-age={TWO_YEARS}; includeSubDomains"}

RAW_HEADERS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
RAW_GUEST_HEADERS = [(name.encode(), value.encode()) for name, value in GUEST_HEADERS.items()]
RAW_HTTPS_HEADERS = [
    *RAW_HEADERS,
    *((name.encode(), value.encode()) for name, value in HTTPS_HEADERS.items()),
]

STATIC_TYPES = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/manifest+json"})
PAGE_TYPES = frozenset({"text/html"})
SAME_ORIGIN_SITES = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site for pages of ours and the address bar.

Without the header pages are not compressed.
"""
MIN_BYTES = 1024
"""Shorter responses fit one packet anyway."""
GZIP_LEVEL = 6
ACCEPTS_GZIP = re.compile(r"(^|[\s,])gzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)
VARY = (b"vary", b"Accept-Encoding, Sec-Fetch-Site")


def add_security_headers(send: Send, path: str, *, secure: bool) -> Send:
    """A `send` that adds `SECURITY_HEADERS` to each response, where it has none of that name; for guests their own."""
    adding = add_headers(send, RAW_HTTPS_HEADERS if secure else RAW_HEADERS)
    if not path.startswith(GUEST_PATHS):
        return adding

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = _replace_headers(message, *RAW_GUEST_HEADERS)
        await adding(message)

    return sending


def add_headers(send: Send, wanted: Sequence[tuple[bytes, bytes]]) -> Send:
    """A `send` that adds headers to each response, where it has none of that name."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _merge_headers(list(message["headers"]), wanted)
        await send(message)

    return sending


def _merge_headers(
    own: list[tuple[bytes, bytes]], wanted: Sequence[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    named = {name.lower() for name, _ in own}
    return own + [one for one in wanted if one[0] not in named]


async def reject_websocket(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Closes a WebSocket connection: the service has none."""
    await send({"type": "websocket.close", "code": 1008, "reason": None})


def http_only(app: ASGIApp) -> ASGIApp:
    """The application without WebSockets."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (app if scope["type"] == ScopeType.HTTP else reject_websocket)(scope, receive, send)

    return answer


def without_body(scope: Scope, receive: Receive, send: Send) -> tuple[Scope, Receive, Send]:
    """HEAD as the GET that it stands for (RFC 9110, 9.3.2), with a `send` that leaves the body out; others as they are."""
    if request_method(scope) != "HEAD":
        return scope, receive, send
    asked = True

    async def receiving() -> ReceiveMessage:
        # A stream ends with its headers, as if its reader had gone.
        nonlocal asked
        if asked:
            asked = False
            return await receive()
        return {"type": "http.disconnect"}

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return cast("Scope", {**scope, "method": "GET"}), receiving, sending


def compress_responses(scope: Scope, send: Send) -> Send:
    """A `send` that compresses by gzip if the client accepts it and the length reveals nothing.

    The length of a compressed page tells something of its content to anybody who can make a browser request
    pages with guesses in their address, and who watches the network (BREACH). So pages are compressed only if
    no other site had a part in their address; style sheets and scripts, which are the same for everybody,
    always; JSON, streams and archives never.
    """
    understood = ACCEPTS_GZIP.search(request_header(scope, b"accept-encoding")) is not None
    kinds = (
        STATIC_TYPES | PAGE_TYPES
        if request_header(scope, b"sec-fetch-site") in SAME_ORIGIN_SITES
        else STATIC_TYPES
    )
    waiting: HTTPResponseStartEvent | None = None

    async def sending(message: Message) -> None:
        nonlocal waiting
        if message["type"] == "http.response.start" and _kind(message) in STATIC_TYPES | PAGE_TYPES:
            waiting = message
            return
        if waiting is not None:
            start, waiting = waiting, None
            body = cast("HTTPResponseBodyEvent", message)
            small = understood and _kind(start) in kinds and _is_worth_it(start, body)
            start, message = (
                _compress(start, body) if small else (_replace_headers(start, _vary(start)), body)
            )
            await send(start)
        await send(message)

    return sending


def _kind(start: HTTPResponseStartEvent) -> str:
    """The media type of a response."""
    return _headers_by_name(start).get(b"content-type", b"").decode("latin-1").partition(";")[0]


def _is_worth_it(start: HTTPResponseStartEvent, body: HTTPResponseBodyEvent) -> bool:
    """Whether a response is complete, long enough and not encoded already."""
    whole = not body.get("more_body", False) and len(body["body"]) >= MIN_BYTES
    return whole and b"content-encoding" not in _headers_by_name(start)


def _headers_by_name(start: HTTPResponseStartEvent) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in start["headers"]}


def _compress(
    start: HTTPResponseStartEvent, body: HTTPResponseBodyEvent
) -> tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]:
    small = gzip.compress(body["body"], GZIP_LEVEL, mtime=0)
    length = (b"content-length", str(len(small)).encode())
    return _replace_headers(start, length, (b"content-encoding", b"gzip"), _vary(start)), {
        **body,
        "body": small,
    }


def _vary(start: HTTPResponseStartEvent) -> tuple[bytes, bytes]:
    """The Vary header of the response, with what compression depends on."""
    own = _headers_by_name(start).get(b"vary")
    return (b"vary", own + b", " + VARY[1]) if own else VARY


def _replace_headers(start: HTTPResponseStartEvent, *more: tuple[bytes, bytes]) -> HTTPResponseStartEvent:
    """The start of the response with these headers replaced."""
    ours = {name for name, _ in more}
    return {**start, "headers": [*(one for one in start["headers"] if one[0].lower() not in ours), *more]}
