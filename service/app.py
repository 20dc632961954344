"""The service as one ASGI application: routes, middleware, exception handlers, lifespan."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from litestar import Litestar, Response
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send

from service.api.account import account_router
from service.api.coaches import people_router
from service.api.denied_requests import denied_request_response
from service.api.errors import error_response
from service.api.openapi.config import openapi_config
from service.api.openapi.schemas import MsgspecSchemas
from service.api.routes import api_routers, health_router
from service.background import run_in_background
from service.clock import Clock, utc_now
from service.container import OpenServices, open_services
from service.encryption.vault import Vault
from service.http.denied_requests import DenialReason
from service.http.dependencies import DEPENDENCIES, AnyRequest
from service.http.metrics import metrics, metrics_middleware
from service.http.middleware import add_middleware
from service.http.tracing import tracing_middleware
from service.settings import Settings, read_settings
from service.web.account_routes import account_pages_router
from service.web.denied_requests import denied_request_page
from service.web.error_pages import error_page
from service.web.home.routes import home_router
from service.web.page_registry import pages_router
from service.web.sign_in.demo_routes import DemoSignIn

API_PATH_PREFIXES = ("/api", "/health", "/problems", "/schema")


def create_app(
    settings: Settings | None = None,
    *,
    clock: Clock = utc_now,
    vault: Vault | None = None,
    demo: DemoSignIn | None = None,
    private_server: bool = False,
) -> Litestar:
    """The application with its services; settings come from the environment unless given.

    Only `soundings demo` passes `demo`. `private_server` says that the database is the private one.
    """
    settings = settings or read_settings()
    app = create_route_app(
        settings, lambda: open_services(settings, clock, vault=vault, private_server=private_server), demo
    )
    return wrap_in_middleware(app, settings, demo=demo is not None)


def create_worker_app(
    settings: Settings, *, clock: Clock = utc_now, private_server: bool = False
) -> Litestar:
    """A process without pages and API: it does what works by itself, and says how it is."""
    app = Litestar(
        route_handlers=[health_router(), metrics],
        lifespan=[_lifespan(lambda: open_services(settings, clock, private_server=private_server))],
        dependencies=DEPENDENCIES,
        exception_handlers={HTTPException: _error_response, Exception: _error_response},
        openapi_config=None,
        logging_config=None,
    )
    return wrap_in_middleware(app, settings)


def create_route_app(settings: Settings, services: OpenServices, demo: DemoSignIn | None = None) -> Litestar:
    """The application with all routes; `services` are opened when it starts.

    Of the settings only `access` matters, unless it is a demo.
    """
    has_accounts = settings.access == "accounts"
    account_routes = [account_router(), people_router(), account_pages_router()] if has_accounts else []
    demo_routes = [demo.router(settings)] if demo else []
    return Litestar(
        route_handlers=[
            *api_routers(),
            home_router(),
            pages_router(),
            metrics,
            *account_routes,
            *demo_routes,
        ],
        lifespan=[_lifespan(services)],
        dependencies=DEPENDENCIES,
        exception_handlers={HTTPException: _error_response, Exception: _error_response},
        openapi_config=openapi_config(accounts=has_accounts),
        middleware=[metrics_middleware(), *tracing_middleware()],
        plugins=[MsgspecSchemas()],
        include_in_schema=False,
        logging_config=None,
    )


def _lifespan(services: OpenServices) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """Opens the services when the application starts, and does in the background what is its to do."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        async with services() as opened, run_in_background(opened):
            app.state.services = opened
            yield

    return lifespan


def wrap_in_middleware(app: Litestar, settings: Settings, *, demo: bool = False) -> Litestar:
    """Wraps the application so that every request is checked before routing.

    Litestar's own middleware does not see requests for addresses without a route.
    """
    app.asgi_handler = add_middleware(app.asgi_handler, settings, _denial_response, demo=demo)
    return app


def _error_response(request: AnyRequest, failure: Exception) -> Response[Any]:
    """A problem document for programs, a page for people."""
    respond = error_response if request.url.path.startswith(API_PATH_PREFIXES) else error_page
    return respond(request, failure)


def _denial_response(reason: DenialReason) -> ASGIApp:
    for_program, for_person = denied_request_response(reason), denied_request_page(reason)

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        is_program = reason == "foreign-host" or scope["path"].startswith(API_PATH_PREFIXES)
        await (for_program if is_program else for_person)(scope, receive, send)

    return respond
