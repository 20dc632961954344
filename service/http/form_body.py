"""Reads form bodies before routing, with a limit on their size, and checks the CSRF token of the session."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from litestar.types import Receive, ReceiveMessage, Scope

from service.http.request_headers import request_header

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage

MAX_BYTES = 64 * 1024
MAX_FIELDS = 200
CSRF_FIELD = "form_token"
CSRF_HEADER = b"x-form-token"
"""The header with the token for requests by our own scripts whose body is not a form."""


class FormTooLarge(Exception):
    """Raised for a form body of more than `MAX_BYTES`."""


class FormUnfinished(Exception):
    """Raised when the connection ends before the form does."""


async def read_form_body(scope: Scope, receive: Receive) -> bytes:
    """The body of a form. Raises `FormTooLarge` without reading the rest, `FormUnfinished`."""
    announced = request_header(scope, b"content-length")[:9]
    if announced.isdigit() and int(announced) > MAX_BYTES:
        raise FormTooLarge
    body, more = b"", True
    while more:
        message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
        if message["type"] != "http.request":
            raise FormUnfinished
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BYTES:
            raise FormTooLarge
    return body


def replay_body(body: bytes, receive: Receive) -> Receive:
    """A `receive` that returns this body first, then what follows."""
    waiting: Sequence[ReceiveMessage] = [{"type": "http.request", "body": body, "more_body": False}]
    left = list(waiting)

    async def receiving() -> ReceiveMessage:
        return left.pop() if left else await receive()

    return receiving


def parse_fields(body: bytes) -> dict[str, str]:
    """The fields of a form; the first value of each name. An unreadable body gives no fields."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return {}
    return dict(reversed(pairs))
