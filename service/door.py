"""The door every request comes through: it knows its own names, and notes who asked for what, never what was said."""

import logging
import time
from collections.abc import Callable
from typing import Any, cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send

HEALTH = "/health/"
"""Asked by machines that know an address and no name; there is nothing to read there."""

log = logging.getLogger("service.requests")


def door(hosts: frozenset[str], refuse: ASGIApp) -> Callable[..., ASGIApp]:
    """A middleware that sends requests for other hosts to `refuse`: a foreign page may have rebound its DNS to us."""

    def middleware(app: ASGIApp) -> ASGIApp:
        async def enter(scope: Scope, receive: Receive, send: Send) -> None:
            led = app if _host(scope) in hosts or scope["path"].startswith(HEALTH) else refuse
            if log.isEnabledFor(logging.INFO):
                await _noted(led, scope, receive, send)
            else:
                await led(scope, receive, send)

        return enter

    return middleware


def _host(scope: Scope) -> str:
    """The name a request was sent to, without a port."""
    named = (
        next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
    )
    host, colon, port = named.rpartition(":")
    return host if colon and port.isdigit() else named


async def _noted(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    began, status = time.perf_counter(), 0

    async def noting(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        await send(message)

    try:
        await app(scope, receive, noting)
    finally:
        asked = cast("dict[str, Any]", scope)
        took = (time.perf_counter() - began) * 1000
        log.info("%s %s %d %.1f ms", asked.get("method"), asked.get("path_template"), status, took)
