"""Answers held against the API's own description of them."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import httpx
from litestar import Litestar
from msgspec import Struct

from service.api.openapi.document import render_document
from service.api.openapi.schemas import MsgspecSchemas
from service.settings import Settings
from tests.apps import app_without_services

WITH_ACCOUNTS = Settings(access="accounts", origin="https://soundings.example")


def description_of(app: Litestar) -> dict[str, Any]:
    """What an application serves at /schema/openapi.json."""
    document = app.openapi_schema.to_schema()
    schemas = app.plugins.get(MsgspecSchemas).component_schemas()
    described: dict[str, Any] = json.loads(render_document(document, schemas))
    return described


DESCRIBED = description_of(app_without_services(WITH_ACCOUNTS))


class Operation(Struct, frozen=True, kw_only=True):
    """One method of one address, as it is described."""

    path: str
    method: str
    name: str
    tag: str
    is_json: bool
    """Whether what is answered, if anything, is JSON."""


def _operation(path: str, method: str, described: dict[str, Any]) -> Operation:
    contents = [
        kind
        for status, one in described["responses"].items()
        if status < "400"
        for kind in one.get("content", ())
    ]
    return Operation(
        path=path,
        method=method,
        name=described["operationId"],
        tag=described["tags"][0],
        is_json=set(contents) <= {"application/json"},
    )


OPERATIONS = tuple(
    _operation(path, method, described)
    for path, methods in DESCRIBED["paths"].items()
    for method, described in methods.items()
)
PLAIN: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def answer_of(path: str) -> dict[str, Any]:
    """What the description says of the answer to a reader at an address."""
    answer = DESCRIBED["paths"][path]["get"]["responses"]["200"]
    schema: dict[str, Any] = answer["content"]["application/json"]["schema"]
    return schema


def answered_wrongly(operation: Operation, answer: httpx.Response) -> list[str]:
    """Where an answer is not one that is described for an operation; nothing when it is."""
    described = DESCRIBED["paths"][operation.path][operation.method]["responses"].get(str(answer.status_code))
    at = f"{operation.name} {answer.status_code}"
    if described is None:
        return [f"{at}: not described, {answer.text}"]
    if "content" not in described:
        return [f"{at}: {answer.text}"] if answer.content else []
    ((kind, told),) = described["content"].items()
    if answer.headers.get("content-type") != kind:
        return [f"{at}: {answer.headers.get('content-type')}"]
    if not operation.is_json:
        return [] if answer.content else [f"{at}: nothing"]
    return [f"{at}{fault}" for fault in wrong(answer.json(), told["schema"])]


def wrong(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """Where a value is not what its schema says; nothing when it is."""
    if not schema:
        return []
    if "$ref" in schema:
        return wrong(value, DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]], at)
    if "anyOf" in schema:
        return (
            [] if any(not wrong(value, one, at) for one in schema["anyOf"]) else [f"{at}: none of its forms"]
        )
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: {value!r} is no such word"]
    match schema.get("type"):
        case "object":
            return _wrong_object(value, schema, at)
        case "array":
            return _wrong_array(value, schema, at)
        case "string":
            return [] if isinstance(value, str) and _has_format(value, schema) else [f"{at}: {value!r}"]
        case kind:
            fits = isinstance(value, PLAIN[str(kind)]) and isinstance(value, bool) == (kind == "boolean")
            return [] if fits else [f"{at}: {value!r} is no {kind}"]


def _wrong_object(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at}: no object"]
    known = schema.get("properties", {})
    more = schema.get("additionalProperties", False if "properties" in schema else {})
    found = [f"{at}/{name}: missing" for name in schema.get("required", ()) if name not in value]
    for name, inside in value.items():
        if name in known or isinstance(more, dict):
            found += wrong(inside, known.get(name, more), f"{at}/{name}")
        else:
            found.append(f"{at}/{name}: not described")
    return found


def _wrong_array(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{at}: no array"]
    each = schema.get("prefixItems") or [schema["items"]] * len(value)
    if len(each) != len(value):
        return [f"{at}: {len(value)} items"]
    return [fault for n, one in enumerate(value) for fault in wrong(one, each[n], f"{at}/{n}")]


def _has_format(value: str, schema: dict[str, Any]) -> bool:
    match schema.get("format"):
        case "date":
            return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(date.fromisoformat(value))
        case "uuid":
            return str(UUID(value)) == value
        case _:
            return True
