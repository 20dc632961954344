"""Reads the body of a form before it is routed: its size is limited, and it carries the CSRF token of its session."""

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
"""Where a script of our own pages puts the token, beside a body that is no form."""


class FormTooLarge(Exception):
    """A form longer than any of ours."""


async def read_form_body(scope: Scope, receive: Receive) -> bytes:
    """The form as it was sent. Raises `FormTooLarge` before more of it is read."""
    announced = request_header(scope, b"content-length")[:9]
    if announced.isdigit() and int(announced) > MAX_BYTES:
        raise FormTooLarge
    body, more = b"", True
    while more:
        message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BYTES:
            raise FormTooLarge
    return body


def replay_body(body: bytes, receive: Receive) -> Receive:
    """Receive what was received before, then what comes."""
    waiting: Sequence[ReceiveMessage] = [{"type": "http.request", "body": body, "more_body": False}]
    left = list(waiting)

    async def receiving() -> ReceiveMessage:
        return left.pop() if left else await receive()

    return receiving


def parse_fields(body: bytes) -> dict[str, str]:
    """The fields of a form. Of several by one name the first counts; nothing is told of what cannot be read."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return {}
    return dict(reversed(pairs))
