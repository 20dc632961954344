"""From the table of operations to OpenAPI 3.1.

Made from the same Structs that read and write the bodies, by msgspec's own schema generator: Litestar's leaves out that
unknown fields are refused, and cannot see into a handler that reads its body itself.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from domain.messages import Message
from service.api import problem_types as problems
from service.api.openapi.operation import JsonSchema, Operation, QueryParameterDoc
from service.api.problems import PROBLEM_JSON, ProblemDetails
from service.http.anonymous_access import allows_anonymous

SCHEMA_REF = "#/components/schemas/{name}"
COMMON_PROBLEMS = (problems.BAD_REQUEST, problems.FOREIGN_HOST, problems.INTERNAL_ERROR)
BINARY_SCHEMA: JsonSchema = {"type": "string", "format": "binary"}
INFO = {
    "title": "Soundings",
    "version": "1",
    "description": "An exploratory market-research coaching game: record steps, read the search profile.",
}


def render_openapi(operations: Iterable[Operation], tags: Mapping[str, str]) -> bytes:
    """The whole description, as JSON; with what is to be known of the operations under a tag."""
    told = tuple(operations)
    types = list(
        dict.fromkeys(
            [
                ProblemDetails,
                *(kind for one in told for kind in (one.body, one.answer) if kind not in (None, bytes)),
            ]
        )
    )
    found, schemas = msgspec.json.schema_components(types, schema_hook=_schema, ref_template=SCHEMA_REF)
    pages = _Pages(dict(zip(types, found, strict=True)))
    paths: JsonSchema = {}
    for operation in told:
        paths.setdefault(operation.path, {})[operation.method] = pages.operation(operation)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": INFO,
            "tags": [{"name": name, "description": told_of_it} for name, told_of_it in tags.items()],
            "paths": paths,
            "components": {"schemas": schemas},
        }
    )


def _schema(kind: type) -> JsonSchema:
    """A sentence is sent as text, in the language of the request."""
    if kind is Message:
        return {"type": "string"}
    raise NotImplementedError


class _Pages:
    """Descriptions of single operations, which point at the schemas of what is sent and answered."""

    def __init__(self, schemas: Mapping[Any, JsonSchema]) -> None:
        self.schemas = schemas

    def operation(self, operation: Operation) -> JsonSchema:
        described: JsonSchema = {
            "operationId": operation.name,
            "tags": [operation.tag],
            "summary": operation.summary,
            "parameters": [*_path_parameters(operation.path), *map(_query_parameter, operation.parameters)],
            "responses": self._answers(operation) | self._refusals(operation),
        }
        if operation.description:
            described["description"] = operation.description
        if operation.body:
            content = {"schema": self.schemas[operation.body]}
            if operation.examples:
                content["examples"] = dict(operation.examples)
            described["requestBody"] = {"required": True, "content": {"application/json": content}}
        return described

    def _answers(self, operation: Operation) -> JsonSchema:
        nothing = {"description": "Nothing more is told."}
        if operation.answer is None:
            return {str(operation.status): nothing}
        schema = BINARY_SCHEMA if operation.answer is bytes else self.schemas[operation.answer]
        told = {
            "description": _first_line(operation.answer) or operation.summary,
            "content": {operation.media: {"schema": schema}},
        }
        return {str(operation.status): told} | ({"204": nothing} if operation.or_nothing else {})

    def _refusals(self, operation: Operation) -> JsonSchema:
        by_status: dict[str, list[str]] = {}
        for kind in (*operation.refusals, *_at_the_door(operation), *COMMON_PROBLEMS):
            by_status.setdefault(str(int(kind.status)), []).append(kind.title)
        content = {PROBLEM_JSON: {"schema": self.schemas[ProblemDetails]}}
        return {
            status: {"description": "; or: ".join(dict.fromkeys(titles)), "content": content}
            for status, titles in by_status.items()
        }


def _first_line(kind: Any) -> str:
    struct = isinstance(kind, type) and issubclass(kind, Struct)
    return (kind.__doc__ or "").partition("\n")[0] if struct else ""


def _at_the_door(operation: Operation) -> list[problems.ProblemType]:
    """What is refused before a handler is asked."""
    refused = [] if allows_anonymous(operation.path) else [problems.NOT_SIGNED_IN]
    return [*refused, problems.CROSS_SITE] if operation.method != "get" else refused


def _path_parameters(path: str) -> list[JsonSchema]:
    schema = {"type": "string", "format": "uuid"}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _query_parameter(parameter: QueryParameterDoc) -> JsonSchema:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": parameter.schema,
    }
