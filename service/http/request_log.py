"""The record of requests: what was asked for and refused, never what was said; and of faults, without the values in them."""

import logging
import time
import traceback
from http import HTTPStatus
from typing import Any, cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.accounts.security_log import log_denied_request
from service.http.request_context import current_request

log = logging.getLogger("service.requests")

MAX_FRAMES = 12
"""How many calls of a fault are noted, the last ones."""


def log_requests(app: ASGIApp) -> ASGIApp:
    """Note who was refused; and each request by the pattern of its address, where anybody wants to know."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, noting)
        finally:
            if status >= HTTPStatus.BAD_REQUEST:
                log_denied_request(*method_and_pattern(scope), status, current_request().caller)
            if log.isEnabledFor(logging.INFO):
                took = (time.perf_counter() - began) * 1000
                log.info("%s %s %d %.1f ms", *method_and_pattern(scope), status, took)

    return answer


def method_and_pattern(scope: Scope) -> tuple[str, str]:
    """The method and the pattern of the address. The address itself may name a person."""
    told = cast("dict[str, Any]", scope)
    return told.get("method", "-"), told.get("path_template", "-")


def describe_failure(failure: BaseException) -> str:
    """Where something failed, without its message: that often quotes what somebody wrote."""
    calls = traceback.extract_tb(failure.__traceback__)[-MAX_FRAMES:]
    places = " < ".join(f"{call.filename}:{call.lineno} {call.name}" for call in reversed(calls))
    cause = failure.__cause__ or failure.__context__
    because = f", because of {describe_failure(cause)}" if cause else ""
    return (
        f"{type(failure).__module__}.{type(failure).__qualname__} at {places or 'an unknown place'}{because}"
    )
