"""Schemas of Structs and bytes for Litestar's OpenAPI generator."""

from typing import Any

import msgspec
from litestar.openapi.spec import Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition
from msgspec import Struct

from domain.messages import Message

SCHEMA_REF = "#/components/schemas/{name}"


class MsgspecSchemas(OpenAPISchemaPlugin):
    """Describes Structs with msgspec's own schema generator.

    Litestar's (2.25) leaves out that unknown fields are rejected, bounds of 0 and docstrings, and misreads constrained
    tuples. So it gets a placeholder for each Struct, which `component_schemas` replaces in the finished document.
    """

    def __init__(self) -> None:
        self._structs: dict[type[Struct], None] = {}

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        return not field_definition.is_union and field_definition.is_subclass_of((Struct, bytes))

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:
        if field_definition.is_subclass_of(bytes):
            return Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        self._structs[field_definition.annotation] = None
        placeholder: Schema = schema_creator.create_component_schema(
            field_definition, required=[], property_fields={}
        )
        return placeholder

    def component_schemas(self) -> dict[str, Any]:
        """The schemas of all Structs that operations refer to, and of the Structs inside them, by name."""
        return msgspec.json.schema_components(
            self._structs, schema_hook=_message_schema, ref_template=SCHEMA_REF
        )[1]


def _message_schema(kind: type) -> dict[str, Any]:
    """A `Message` is sent as text, in the language of the request."""
    if kind is Message:
        return {"type": "string"}
    raise NotImplementedError
