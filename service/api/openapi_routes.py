"""The API's description, for machines and, with Swagger UI, for people; and what each kind of problem means."""

from functools import cache
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from service.api.openapi import openapi_json
from service.api.problem_types import PROBLEM_TYPES
from service.api.translation import set_request_language, translate
from service.http.security_headers import CONTENT_SECURITY_POLICY as POLICY_OF_ALL

STATIC = files("service.api") / "static"
SWAGGER_PAGE = "index.html"
SWAGGER_FILES = {
    "/start.js": "text/javascript",
    "/vendor/swagger-ui/swagger-ui-bundle.js": "text/javascript",
    "/vendor/swagger-ui/swagger-ui.css": "text/css",
}
SWAGGER_POLICY_HEADERS = {
    # Swagger UI sets styles on elements, and draws its icons from data: addresses.
    "content-security-policy": f"{POLICY_OF_ALL}; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
}


@cache
def _content(name: str) -> bytes:
    return (STATIC / name.removeprefix("/")).read_bytes()


@get("/schema", include_in_schema=False)
async def schema_page() -> Response[bytes]:
    """The description, to read and to try."""
    return Response(_content(SWAGGER_PAGE), media_type="text/html", headers=SWAGGER_POLICY_HEADERS)


@get("/schema/{name:path}", include_in_schema=False)
async def schema_file(name: FromPath[str]) -> Response[bytes]:
    """The description as OpenAPI 3.1, and the files of the page."""
    if name == "/openapi.json":
        return Response(openapi_json(), media_type="application/json")
    if name not in SWAGGER_FILES:
        raise NotFoundException
    return Response(_content(name), media_type=SWAGGER_FILES[name], headers=SWAGGER_POLICY_HEADERS)


class ProblemTypeDetails(Struct, frozen=True, kw_only=True):
    """A kind of problem."""

    type: str
    status: int
    title: str
    meaning: str


@get("/problems/{name:str}")
async def describe_problem_type(request: Request[Any, Any, Any], name: FromPath[str]) -> ProblemTypeDetails:
    """What a kind of problem means."""
    set_request_language(request.scope)
    if name not in PROBLEM_TYPES:
        raise NotFoundException
    kind = PROBLEM_TYPES[name]
    return ProblemTypeDetails(
        type=kind.uri, status=kind.status, title=translate(kind.title), meaning=translate(kind.meaning)
    )
