"""Forms at the door: not too long, and from a page of the same session."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from litestar.types import Receive, ReceiveMessage, Scope

from service.http.cookies import is_form_token
from service.http.hosts import header

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage

MOST_BYTES = 64 * 1024
MOST_FIELDS = 200
FIELD = "form_token"
HEADER = b"x-form-token"
"""Where a script of our own pages puts the token, beside a body that is no form."""
KIND = "application/x-www-form-urlencoded"


class FormTooLarge(Exception):
    """A form longer than any of ours."""


def is_form(scope: Scope) -> bool:
    """Whether a request brings a form such as every browser sends."""
    return header(scope, b"content-type").partition(";")[0].strip().lower() == KIND


async def form_body(scope: Scope, receive: Receive) -> bytes:
    """The form as it was sent. Raises `FormTooLarge` before more of it is read."""
    announced = header(scope, b"content-length")[:9]
    if announced.isdigit() and int(announced) > MOST_BYTES:
        raise FormTooLarge
    body, more = b"", True
    while more:
        message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            raise FormTooLarge
    return body


def again(body: bytes, receive: Receive) -> Receive:
    """Receive what was received before, then what comes."""
    waiting: Sequence[ReceiveMessage] = [{"type": "http.request", "body": body, "more_body": False}]
    left = list(waiting)

    async def receiving() -> ReceiveMessage:
        return left.pop() if left else await receive()

    return receiving


def fields(body: bytes) -> dict[str, str]:
    """The fields of a form. Of several by one name the first counts; nothing is told of what cannot be read."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def has_token(scope: Scope, body: bytes, secret: str) -> bool:
    """Whether a form, or the header beside another body, carries the token of this session."""
    shown = header(scope, HEADER) or fields(body).get(FIELD, "")
    return is_form_token(secret, shown)
