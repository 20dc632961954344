"""Answers on their way out, packed small (gzip): what a phone waits for is bytes.

How long a packed page is tells something of what stands in it, to whoever can have a browser ask for pages with guesses in
their address, and watches the wire (BREACH). So pages are packed only when no other site had a hand in their address; style
sheets and scripts, which are the same for everybody, always; documents for programs, streams and files of somebody's never.
"""

import gzip
import re
from typing import cast

from litestar.types import Message, Scope, Send
from litestar.types.asgi_types import HTTPResponseBodyEvent, HTTPResponseStartEvent

from service.http.hosts import request_header

STATIC_TYPES = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/manifest+json"})
PAGE_TYPES = frozenset({"text/html"})
SAME_ORIGIN_SITES = frozenset({"same-origin", "none"})
"""Of Sec-Fetch-Site: a page of ours, or the address bar. Browsers that do not say where they come from get plain pages."""
MIN_BYTES = 1024
"""Below this it would save less than a packet."""
GZIP_LEVEL = 6
ACCEPTS_GZIP = re.compile(r"(^|[\s,])gzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)
VARY = (b"vary", b"Accept-Encoding, Sec-Fetch-Site")


def compress_responses(scope: Scope, send: Send) -> Send:
    """Send, with answers packed for who can unpack them and where nothing is given away by it."""
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
            start, message = _small(start, body) if small else (_with(start, _vary(start)), body)
            await send(start)
        await send(message)

    return sending


def _kind(start: HTTPResponseStartEvent) -> str:
    """What sort of answer it is."""
    return _named(start).get(b"content-type", b"").decode("latin-1").partition(";")[0]


def _is_worth_it(start: HTTPResponseStartEvent, body: HTTPResponseBodyEvent) -> bool:
    """Whether it is whole, long enough, and not packed already."""
    whole = not body.get("more_body", False) and len(body["body"]) >= MIN_BYTES
    return whole and b"content-encoding" not in _named(start)


def _named(start: HTTPResponseStartEvent) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in start["headers"]}


def _small(
    start: HTTPResponseStartEvent, body: HTTPResponseBodyEvent
) -> tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]:
    small = gzip.compress(body["body"], GZIP_LEVEL, mtime=0)
    length = (b"content-length", str(len(small)).encode())
    return _with(start, length, (b"content-encoding", b"gzip"), _vary(start)), {**body, "body": small}


def _vary(start: HTTPResponseStartEvent) -> tuple[bytes, bytes]:
    """What the answer goes by, and what packing goes by as well."""
    own = _named(start).get(b"vary")
    return (b"vary", own + b", " + VARY[1]) if own else VARY


def _with(start: HTTPResponseStartEvent, *more: tuple[bytes, bytes]) -> HTTPResponseStartEvent:
    """The answer's start with headers of ours in the place of its own."""
    ours = {name for name, _ in more}
    return {**start, "headers": [*(one for one in start["headers"] if one[0].lower() not in ours), *more]}
