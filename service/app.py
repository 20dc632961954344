"""The service as one application: the log, the projector, the API and the pages, started and ended together."""

from typing import Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send

from service.accounts.passwords import PasswordHashPool
from service.api.account import account_router
from service.api.coaches import people_router
from service.api.denied_requests import denied_request_response
from service.api.errors import error_response
from service.api.routes import api_routers
from service.clock import Clock, utc_now
from service.container import _running
from service.encryption.vault import Vault
from service.http.middleware import DenialReason, add_middleware
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
    now: Clock = utc_now,
    vault: Vault | None = None,
    demo: DemoSignIn | None = None,
) -> Litestar:
    """The application, with settings from the environment unless they are given; and keys where they say. Nothing but `soundings demo` gives `demo`."""
    settings = settings or read_settings()
    return attach_services(create_route_app(settings, now, demo), settings, now=now, vault=vault, demo=demo)


def create_route_app(settings: Settings, now: Clock, demo: DemoSignIn | None = None) -> Litestar:
    """Everything that is answered, and nothing behind it yet. Whether people sign in is all that it takes of the settings, unless there is a demo."""
    signing_in = (
        [account_router(), people_router(), account_pages_router(now)]
        if settings.access == "accounts"
        else []
    )
    entrance = [demo.router(settings, now)] if demo else []
    return Litestar(
        route_handlers=[*api_routers(), home_router(now), pages_router(now), *signing_in, *entrance],
        lifespan=[lambda app: app.state.running()],
        exception_handlers={HTTPException: _answer, Exception: _answer},
        openapi_config=None,
        logging_config=None,
    )


def attach_services(
    app: Litestar,
    settings: Settings,
    *,
    now: Clock = utc_now,
    vault: Vault | None = None,
    passwords: PasswordHashPool | None = None,
    demo: DemoSignIn | None = None,
) -> Litestar:
    """The addresses with the door before them, and what they need behind them from the start on."""
    app.state.running = lambda: _running(app, settings, now, vault, passwords)
    # Around everything: what Litestar calls a middleware does not see requests for addresses that are nobody's.
    app.asgi_handler = add_middleware(app.asgi_handler, settings, _turned_away, demo=demo is not None)
    return app


def _answer(request: Request[Any, Any, Any], failure: Exception) -> Response[Any]:
    """What is answered at addresses that are nobody's: a document to programs, a page to people."""
    answer = error_response if request.url.path.startswith(API_PATH_PREFIXES) else error_page
    return answer(request, failure)


def _turned_away(refusal: DenialReason) -> ASGIApp:
    """What is answered to a request that was not let in."""
    to_programs, to_people = denied_request_response(refusal), denied_request_page(refusal)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        for_programs = refusal == "foreign-host" or scope["path"].startswith(API_PATH_PREFIXES)
        await (to_programs if for_programs else to_people)(scope, receive, send)

    return answer
