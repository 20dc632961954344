"""Decodes JSON request bodies into Structs, strictly, with the place and the allowed values in the error."""

from functools import cache, cached_property
from typing import Any, NoReturn

import msgspec
from litestar import Request
from litestar.dto import AbstractDTO
from litestar.exceptions import InternalServerException
from litestar.typing import FieldDefinition
from msgspec import inspect

from domain.messages import translatable
from service.api.body_validation import body_problem
from service.api.problem_types import MALFORMED_JSON
from service.api.problems import Problem
from service.api.request_body import check_json_headers, connection_lost


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

    def decode_bytes(self, value: bytes) -> Any:
        data = self.asgi_connection.route_handler.parsed_fn_signature.parameters["data"]
        return _decoder(data.annotation).decode(value)

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
    handler = request.route_handler
    if "data" not in handler.parsed_fn_signature.parameters:
        return
    check_json_headers(request.scope)
    try:
        body = await request.body()
    except InternalServerException:
        raise connection_lost() from None
    dto = handler.resolve_data_dto()
    if dto and not body:
        dto(request).decode_bytes(body)


@cache
def _decoder(kind: Any) -> BodyDecoder:
    return BodyDecoder(kind)
