"""What a request may bring and wants back: JSON, and not too much of it."""

from typing import TYPE_CHECKING

from litestar.types import Receive, Scope

from domain.messages import translatable
from service.api.problem_types import BAD_REQUEST, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE
from service.api.problems import Problem

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage

ZIP_MEDIA_TYPE = "application/zip"

MAX_BODY_BYTES = 256 * 1024
"""The largest body."""


async def read_json_body(scope: Scope, receive: Receive) -> bytes:
    """The body of a request that brings JSON and takes JSON; refused before it is read as far as its headers tell."""
    headers = dict(scope["headers"])
    require_accept_json(headers.get(b"accept", b"*/*"))
    # A form on a foreign site can send texts and forms without being asked, but not this type.
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
        raise Problem(UNSUPPORTED_MEDIA_TYPE, "Send the header Content-Type: application/json.")
    announced = headers.get(b"content-length", b"")[:9]
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        raise body_too_large()
    return await _received(receive)


def require_accept_json(accept: bytes) -> None:
    """Refuse a caller who wants anything but JSON."""
    require_accept(accept, "application/json")


def require_accept(accept: bytes, media: str) -> None:
    """Refuse a caller who wants anything but this."""
    wanted = accept.lower()
    if not any(kind in wanted for kind in (b"*/*", b"application/*", media.encode())):
        raise Problem(NOT_ACCEPTABLE, translatable("The Accept header leaves out %(media)s.", media=media))


def body_too_large() -> Problem:
    """The answer to a body beyond the limit."""
    return Problem(TOO_LARGE, translatable("A body has at most %(size)s KB.", size=MAX_BODY_BYTES // 1024))


async def _received(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
        if message["type"] != "http.request":
            raise Problem(BAD_REQUEST, "The connection was lost before the body was complete.")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY_BYTES:
            raise body_too_large()
    return body
