"""Litestar's OpenAPI configuration, and the addresses under `/schema` that show the description."""

from functools import cache
from importlib.resources import files
from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.datastructures import ResponseHeader
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Tag
from litestar.types import Method
from litestar.types.internal_types import PathParameterDefinition

from service.api.errors import error_response
from service.api.openapi.document import render_document
from service.api.openapi.schemas import MsgspecSchemas
from service.api.options_method import OptionsMiddleware
from service.http.request_headers import HOST_PREFIX, SESSION_COOKIE
from service.http.responses import CONTENT_SECURITY_POLICY

STATIC = files("service.api") / "static"
SWAGGER_FILES = {
    "/start.js": "text/javascript",
    "/vendor/swagger-ui/swagger-ui-bundle.js": "text/javascript",
    "/vendor/swagger-ui/swagger-ui.css": "text/css",
}
# Swagger UI sets styles on elements, and draws its icons from data: addresses.
SWAGGER_POLICY = f"{CONTENT_SECURITY_POLICY}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
ACCOUNT_TAGS = {
    "signing in": "Only on a service with accounts. No session is needed.",
    "account": "Only on a service with accounts, and only in a person's own session: API tokens are rejected.",
    "passkeys": "Only on a service with accounts.",
    "people": "Only on a service with accounts: for administrators of the organisation, and for a client who chooses a coach.",
}
"""Tags of operations that exist only on a service with accounts."""
SECURITY_SCHEMES = {
    "session": SecurityScheme(
        type="apiKey",
        name=f"{HOST_PREFIX}{SESSION_COOKIE}",
        security_scheme_in="cookie",
        description="A person's session. Requests that change something also need its `form_token` in the header X-Form-Token.",
    ),
    "token": SecurityScheme(type="http", scheme="bearer", description="An API token, `snd_...`."),
}


def openapi_config(*, accounts: bool) -> OpenAPIConfig:
    """The configuration of one application. Where no accounts are kept, nobody signs in."""
    return OpenAPIConfig(
        title="Soundings",
        version="1",
        description="People look for work by exploring the job market in small steps. Record the steps, read the search profile.",
        tags=[Tag(name=name, description=text) for name, text in ACCOUNT_TAGS.items()] if accounts else None,
        components=Components(security_schemes=dict(SECURITY_SCHEMES) if accounts else None),
        use_handler_docstrings=True,
        operation_id_creator=operation_id,
        render_plugins=[SwaggerPage(path="/"), OpenApiJson(media_type=MediaType.JSON)],
        openapi_router=Router(
            path="/schema",
            route_handlers=[swagger_file],
            before_request=reject_unknown_file,
            middleware=[OptionsMiddleware()],
            exception_handlers={HTTPException: error_response, Exception: error_response},
            response_headers=[ResponseHeader(name="content-security-policy", value=SWAGGER_POLICY)],
            include_in_schema=False,
        ),
    )


def operation_id(_: HTTPRouteHandler, method: Method, path: list[str | PathParameterDefinition]) -> str:
    """The method and the words of a path after `/api/v1`, such as `post_journeys_commands_roles`; `_one` for one of a list."""
    words = [part for part in path if isinstance(part, str)]
    one = [] if isinstance(path[-1], str) else ["one"]
    return "_".join((method.lower(), *(words[2:] or words), *one)).replace("-", "_")


class OpenApiJson(JsonRenderPlugin):
    """Serves the completed document in place of the one that Litestar generates."""

    _content = b""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        if not self._content:
            schemas = request.app.plugins.get(MsgspecSchemas).component_schemas()
            self._content = render_document(openapi_schema, schemas)
        return self._content


class SwaggerPage(OpenAPIRenderPlugin):
    """Serves Swagger UI from our own files: Litestar's page has inline scripts, which our security policy forbids."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        del request, openapi_schema
        return _file_content("index.html")


@get(list(SWAGGER_FILES))
async def swagger_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A script or style of the page."""
    name = request.url.path.removeprefix("/schema")
    return Response(_file_content(name), media_type=SWAGGER_FILES[name])


async def reject_unknown_file(request: Request[Any, Any, Any]) -> None:
    """Answer 404 with a problem document; Litestar's own handler of unknown files answers with a page."""
    if request.scope["path_template"] == "/schema/{path}":
        raise NotFoundException


@cache
def _file_content(name: str) -> bytes:
    return (STATIC / name.removeprefix("/")).read_bytes()
