"""What a request may bring and wants back: JSON, and not too much of it."""

from typing import TYPE_CHECKING

from litestar.types import Receive, Scope

from domain.messages import sentence
from service.api.problem_types import BAD_REQUEST, NOT_ACCEPTABLE, NOT_JSON, TOO_LARGE
from service.api.problems import Trouble

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage

ZIP = "application/zip"

MOST_BYTES = 256 * 1024
"""The largest body."""


async def json_body(scope: Scope, receive: Receive) -> bytes:
    """The body of a request that brings JSON and takes JSON; refused before it is read as far as its headers tell."""
    headers = dict(scope["headers"])
    takes_json(headers.get(b"accept", b"*/*"))
    # A form on a foreign site can send texts and forms without being asked, but not this type.
    if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
        raise Trouble(NOT_JSON, "Send the header Content-Type: application/json.")
    announced = headers.get(b"content-length", b"")[:9]
    if announced.isdigit() and int(announced) > MOST_BYTES:
        raise too_large()
    return await _received(receive)


def takes_json(accept: bytes) -> None:
    """Refuse a caller who wants anything but JSON."""
    takes(accept, "application/json")


def takes(accept: bytes, media: str) -> None:
    """Refuse a caller who wants anything but this."""
    wanted = accept.lower()
    if not any(kind in wanted for kind in (b"*/*", b"application/*", media.encode())):
        raise Trouble(NOT_ACCEPTABLE, sentence("The Accept header leaves out %(media)s.", media=media))


def too_large() -> Trouble:
    """The answer to a body beyond the limit."""
    return Trouble(TOO_LARGE, sentence("A body has at most %(size)s KB.", size=MOST_BYTES // 1024))


async def _received(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
        if message["type"] != "http.request":
            raise Trouble(BAD_REQUEST, "The connection was lost before the body was complete.")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            raise too_large()
    return body
