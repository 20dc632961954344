"""The API's description, for machines and, with Swagger UI, for people; and what each kind of problem means."""

from functools import cache
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from service.api.openapi import document
from service.api.problem_types import KINDS
from service.api.translation import said, speak_as_asked
from service.http.security_headers import POLICY as POLICY_OF_ALL

STATIC = files("service.api") / "static"
PAGE = "index.html"
FILES = {
    "/start.js": "text/javascript",
    "/vendor/swagger-ui/swagger-ui-bundle.js": "text/javascript",
    "/vendor/swagger-ui/swagger-ui.css": "text/css",
}
POLICY = {
    # Swagger UI sets styles on elements, and draws its icons from data: addresses.
    "content-security-policy": f"{POLICY_OF_ALL}; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
}


@cache
def _content(name: str) -> bytes:
    return (STATIC / name.removeprefix("/")).read_bytes()


@get("/schema", include_in_schema=False)
async def schema_page() -> Response[bytes]:
    """The description, to read and to try."""
    return Response(_content(PAGE), media_type="text/html", headers=POLICY)


@get("/schema/{name:path}", include_in_schema=False)
async def schema_file(name: FromPath[str]) -> Response[bytes]:
    """The description as OpenAPI 3.1, and the files of the page."""
    if name == "/openapi.json":
        return Response(document(), media_type="application/json")
    if name not in FILES:
        raise NotFoundException
    return Response(_content(name), media_type=FILES[name], headers=POLICY)


class ProblemKind(Struct, frozen=True, kw_only=True):
    """A kind of problem."""

    type: str
    status: int
    title: str
    meaning: str


@get("/problems/{name:str}")
async def problem_kind(request: Request[Any, Any, Any], name: FromPath[str]) -> ProblemKind:
    """What a kind of problem means."""
    speak_as_asked(request.scope)
    if name not in KINDS:
        raise NotFoundException
    kind = KINDS[name]
    return ProblemKind(type=kind.uri, status=kind.status, title=said(kind.title), meaning=said(kind.meaning))
