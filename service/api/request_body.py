"""Checks that a request brings and accepts JSON, and limits the size of its body."""

from typing import TYPE_CHECKING

from litestar.types import Receive, Scope

from domain.messages import translatable
from service.api.problem_types import BAD_REQUEST, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE
from service.api.problems import Problem

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage

ZIP_MEDIA_TYPE = "application/zip"

MAX_BODY_BYTES = 256 * 1024


async def read_json_body(scope: Scope, receive: Receive) -> bytes:
    """Read the body of a request that brings and accepts JSON. Raises `Problem`, if possible before reading."""
    check_json_headers(scope)
    body, more = b"", True
    while more:
        message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
        if message["type"] != "http.request":
            raise connection_lost()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY_BYTES:
            raise body_too_large()
    return body


def check_json_headers(scope: Scope) -> None:
    """Raise `Problem` (406, 415 or 413) by the headers Accept, Content-Type and Content-Length."""
    headers = dict(scope["headers"])
    require_accept_json(headers.get(b"accept", b"*/*"))
    # A form on a foreign site can send texts and forms without being asked, but not this type.
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
        raise Problem(UNSUPPORTED_MEDIA_TYPE, "Send the header Content-Type: application/json.")
    length = headers.get(b"content-length", b"")[:9]
    if length.isdigit() and int(length) > MAX_BODY_BYTES:
        raise body_too_large()


def require_accept_json(accept: bytes) -> None:
    """Raise `Problem` (406) unless an Accept header allows JSON."""
    require_accept(accept, "application/json")


def require_accept(accept: bytes, media: str) -> None:
    """Raise `Problem` (406) unless an Accept header allows a media type."""
    wanted = accept.lower()
    if not any(kind in wanted for kind in (b"*/*", b"application/*", media.encode())):
        raise Problem(NOT_ACCEPTABLE, translatable("The Accept header leaves out %(media)s.", media=media))


def connection_lost() -> Problem:
    """The problem (400) of a body that did not arrive as a whole."""
    return Problem(BAD_REQUEST, "The connection was lost before the body was complete.")


def body_too_large() -> Problem:
    """The problem (413) of a body beyond the limit."""
    return Problem(TOO_LARGE, translatable("A body has at most %(size)s KB.", size=MAX_BODY_BYTES // 1024))
