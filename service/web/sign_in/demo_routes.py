"""The demo's own way in: one button a person. Only `soundings demo` puts it there, for this machine, while it runs."""

from collections.abc import Sequence
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from litestar import Router, get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, SkipValidation
from msgspec import Struct

from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import AccountRole
from service.accounts.errors import AccountError
from service.http.account_dependencies import attempt_source
from service.http.dependencies import AccountsDependency, AnyRequest
from service.http.request_headers import request_host
from service.localization.current_translator import current_translator
from service.settings import LOCAL_HOSTS, InvalidSettings, Settings
from service.web.account.page import account_error_page
from service.web.error_pages import PageError, error_page
from service.web.rendering import HtmlResponse, render_page
from service.web.sign_in.routes import NowDependency, complete_sign_in

DEMO_PATH = "/demo"
SECRET_BYTES = 16


class DemoGuest(Struct, frozen=True, kw_only=True):
    """Somebody of the demo who signs in by a button."""

    name: str
    role: AccountRole
    tenant_id: UUID
    person_id: UUID
    secret: str
    """What their link ends in. It is kept nowhere, and goes with the process."""

    @property
    def path(self) -> str:
        """Where their button is."""
        return f"{DEMO_PATH}/{self.secret}"


def new_guest(name: str, role: AccountRole, tenant_id: UUID, person_id: UUID) -> DemoGuest:
    """A guest with a secret of their own."""
    secret = token_urlsafe(SECRET_BYTES)
    return DemoGuest(name=name, role=role, tenant_id=tenant_id, person_id=person_id, secret=secret)


class DemoSignIn:
    """Who may come in without proving anything: invented people, on this machine."""

    def __init__(self, guests: Sequence[DemoGuest]) -> None:
        self.guests = tuple(guests)
        self._by_secret = {one.secret: one for one in guests}

    def guest_by_secret(self, secret: str) -> DemoGuest | None:
        """Whose link this is."""
        return self._by_secret.get(secret)

    def router(self, settings: Settings) -> Router:
        """Its addresses. Raises `InvalidSettings` for any service but one with accounts that only this machine reaches."""
        local = settings.hosts <= frozenset(LOCAL_HOSTS) and not settings.proxies
        if settings.env == "production" or settings.access != "accounts" or not local:
            raise InvalidSettings(
                "a demo lets everybody in: it runs on this machine only, and never in production"
            )

        return Router(
            path=DEMO_PATH,
            route_handlers=[list_guests, show_guest, sign_in_as_guest],
            guards=[require_local_host],
            # Litestar copies what it is given; functions are not copied.
            dependencies={"entrance": Provide(lambda: self, sync_to_thread=False)},
            exception_handlers={
                AccountError: account_error_page,
                HTTPException: error_page,
                Exception: error_page,
            },
            include_in_schema=False,
        )


DemoSignInDependency = NamedDependency[SkipValidation[DemoSignIn]]


def require_local_host(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Answer to this machine's own names only, whatever else the service may be called."""
    if request_host(connection.scope) not in LOCAL_HOSTS:
        raise NotFoundException


@get("/")
async def list_guests(entrance: DemoSignInDependency) -> HtmlResponse:
    """Who is in the demo, each with a button."""
    return render_page("sign_in/demo.html", guests=entrance.guests)


@get("/{secret:str}")
async def show_guest(secret: FromPath[str], entrance: DemoSignInDependency) -> HtmlResponse:
    """Where a link leads: one button. Opening it does nothing yet, as with every other link."""
    return render_page("sign_in/demo.html", guests=(_known(entrance, secret),))


@post("/{secret:str}")
async def sign_in_as_guest(
    accounts: AccountsDependency,
    request: AnyRequest,
    secret: FromPath[str],
    entrance: DemoSignInDependency,
    moment: NowDependency,
) -> HtmlResponse:
    """Sign in as somebody of the demo, as if another service had vouched for them and for their second proof."""
    who = _known(entrance, secret)
    proof = AuthenticationResult(
        tenant_id=who.tenant_id,
        person_id=who.person_id,
        method="oidc",
        amr=("demo",),
        strong=True,
        proved_at=moment,
    )
    signed = await accounts.complete_sign_in(proof, source=attempt_source(request.scope))
    return await complete_sign_in(request, accounts, signed, None)


def _known(entrance: DemoSignIn, secret: str) -> DemoGuest:
    found = entrance.guest_by_secret(secret)
    if found is None:
        translator = current_translator()
        raise PageError(
            translator.gettext("A link works only while the demo that printed it is running."),
            status=HTTPStatus.NOT_FOUND,
            title=translator.gettext("This link belongs to another demo"),
            href=DEMO_PATH,
            link=translator.gettext("See who is in this one"),
        )
    return found
