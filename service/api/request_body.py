"""Reads JSON bodies: their headers, their size, and their Structs, strictly, with the place and the allowed values in the error."""

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.dto import AbstractDTO
from litestar.exceptions import InternalServerException
from litestar.handlers import BaseRouteHandler
from litestar.types import Receive, Scope
from litestar.typing import FieldDefinition
from msgspec import inspect

from domain.messages import translatable
from service.api.body_validation import body_problem
from service.api.problem_types import (
    BAD_REQUEST,
    MALFORMED_JSON,
    NOT_ACCEPTABLE,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
)
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
    return Problem(BAD_REQUEST, "The connection was lost before the whole body arrived.")


def body_too_large() -> Problem:
    """The problem (413) of a body beyond the limit."""
    return Problem(TOO_LARGE, translatable("A body has at most %(size)s KB.", size=MAX_BODY_BYTES // 1024))


class BodyDecoder:
    """Decodes one kind of body."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._decoder = msgspec.json.Decoder(kind)

    @cached_property
    def _expected(self) -> inspect.Type:
        """Computed for the first body that is rejected: it is a sixth of the work of making the routes."""
        return inspect.type_info(self._kind)

    def decode(self, body: bytes) -> Any:
        """The decoded body. Raises `Problem`: 400 when it is not JSON, 422 when a value is not allowed."""
        try:
            return self._decoder.decode(body)
        except msgspec.ValidationError as error:
            raise body_problem(body, error, self._expected) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Problem(
                MALFORMED_JSON, translatable("The body is not JSON in UTF-8: %(fault)s.", fault=str(error))
            ) from None


class JsonBody(AbstractDTO[Any]):
    """Decodes the body of a request into the `data` of its handler.

    Litestar's own decoding accepts "5" for 5, and does not say where in the body a value is wrong.
    """

    def __init__(self, asgi_connection: ASGIConnection[Any, Any, Any, Any]) -> None:
        self.asgi_connection = asgi_connection
        handler: BaseRouteHandler = asgi_connection.route_handler
        self._decoder = _decoder(handler.parsed_fn_signature.parameters["data"].annotation)

    def decode_bytes(self, value: bytes) -> Any:
        return self._decoder.decode(value)

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None
    ) -> None:
        """Do nothing: Litestar would build a model of its own to transfer values with."""

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: Any
    ) -> Any:
        del handler_id
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> NoReturn:
        raise NotImplementedError

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> NoReturn:
        raise NotImplementedError


async def check_body(request: Request[Any, Any, Any]) -> None:
    """Reject a request whose handler takes a body unless it brings JSON, is not too large and not empty.

    Runs before the handler. Litestar does not decode an empty body at all.
    """
    if "data" not in request.route_handler.parsed_fn_signature.parameters:
        return
    check_json_headers(request.scope)
    try:
        body = await request.body()
    except InternalServerException:
        raise connection_lost() from None
    if not body:
        JsonBody(request).decode_bytes(body)


@cache
def _decoder(kind: Any) -> BodyDecoder:
    return BodyDecoder(kind)
