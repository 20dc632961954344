"""Forms with a file, as browsers send them without scripts: they become forms like all others, the file's text a field of its own."""

from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import urlencode

from litestar.types import Scope

from service.http.form_body import MAX_FIELDS
from service.http.request_headers import FORM_MEDIA_TYPE, request_header


def as_plain_form(scope: Scope, body: bytes) -> bytes:
    """The body as a URL-encoded form, which the request is from now on. A body that cannot be read gives no fields."""
    kind = request_header(scope, b"content-type")
    encoded = urlencode(_fields(kind, body)).encode()
    kept = [one for one in scope["headers"] if one[0] not in (b"content-type", b"content-length")]
    scope["headers"] = [
        *kept,
        (b"content-type", FORM_MEDIA_TYPE.encode()),
        (b"content-length", str(len(encoded)).encode()),
    ]
    return encoded


def _fields(kind: str, body: bytes) -> list[tuple[str, str]]:
    header = f"content-type: {kind}\r\n\r\n".encode("latin-1")
    message: Message = BytesParser(policy=HTTP).parsebytes(header + body)
    if not message.is_multipart():
        return []
    found: list[tuple[str, str]] = []
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found.append((name, content.decode("utf-8-sig", "replace")))
    return found if len(found) <= MAX_FIELDS else []
