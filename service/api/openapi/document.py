"""The OpenAPI document: what Litestar derives from the handlers, completed with what signatures cannot say."""

from http import HTTPStatus
from typing import Any

import msgspec

from service.api import problem_types as problems
from service.api.openapi.operations import DESCRIPTION_SEPARATOR
from service.api.openapi.schemas import SCHEMA_REF
from service.api.problem_types import ProblemType
from service.api.problems import PROBLEM_JSON, ProblemDetails
from service.http.middleware import allows_anonymous

BODY_PROBLEMS = (
    problems.MALFORMED_JSON,
    problems.NOT_ACCEPTABLE,
    problems.TOO_LARGE,
    problems.UNSUPPORTED_MEDIA_TYPE,
    problems.INVALID_VALUE,
)
NO_BODY = "Done. The response has no body."
PROBLEM_CONTENT = {PROBLEM_JSON: {"schema": {"$ref": SCHEMA_REF.format(name=ProblemDetails.__name__)}}}

JsonObject = dict[str, Any]


def render_document(document: JsonObject, schemas: JsonObject) -> bytes:
    """Complete the document of an application, with the schemas of its Structs by name, and encode it as JSON."""
    security: list[JsonObject] = [{name: []} for name in document["components"].get("securitySchemes", ())]
    document["components"]["schemas"] = schemas
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _split_description(operation)
            operation["parameters"] = list(map(_parameter, operation.get("parameters", [])))
            _describe_success(operation["responses"], schemas)
            if security and not allows_anonymous(path):
                operation["security"] = security
                _add_problems(operation["responses"], problems.NOT_SIGNED_IN)
            if method != "get":
                _add_problems(operation["responses"], problems.CROSS_SITE)
            if "requestBody" in operation:
                _add_problems(operation["responses"], *BODY_PROBLEMS)
    return msgspec.json.encode(document)


def _split_description(operation: JsonObject) -> None:
    """Make the first paragraph of the handler's docstring the summary."""
    del operation["deprecated"]
    operation["summary"], _, rest = operation.pop("description").partition("\n\n")
    if rest:
        operation["description"] = rest


def _parameter(parameter: JsonObject) -> JsonObject:
    """A parameter without flags that are false, with whole bounds, and with no null: `check_query` rejects it."""
    schema = parameter["schema"]
    for form in schema.pop("oneOf", []):
        schema |= form if form != {"type": "null"} else {}
    schema.pop("description", None)
    for bound in ("minimum", "maximum"):
        if bound in schema:
            schema[bound] = int(schema[bound])
    return {name: value for name, value in parameter.items() if value is not False}


def _describe_success(responses: JsonObject, schemas: JsonObject) -> None:
    """Describe answers by the first line about what they hold; drop the content of those that hold nothing."""
    for status, response in responses.items():
        response.pop("headers", None)
        if response["description"] == HTTPStatus(int(status)).description:
            response["description"] = NO_BODY
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        if schema.get("type") == "null":
            del response["content"]
        name = schema.get("$ref", "").rpartition("/")[2]
        if name:
            response["description"] = schemas[name]["description"].partition("\n")[0]


def _add_problems(responses: JsonObject, *types: ProblemType) -> None:
    for kind in types:
        status = str(int(kind.status))
        before: str = responses[status]["description"] if status in responses else kind.title
        titles = dict.fromkeys([*before.split(DESCRIPTION_SEPARATOR), kind.title])
        responses[status] = {"description": DESCRIPTION_SEPARATOR.join(titles), "content": PROBLEM_CONTENT}
