"""The demo's own way in: one button a person. Only `soundings demo` puts it there, for this machine, while it runs."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, SkipValidation
from msgspec import Struct

from service.accounts.authentication_result import Proof
from service.accounts.caller import Role
from service.accounts.errors import AccountRefusal
from service.clock import Now, utc_now
from service.http.account_dependencies import accounts_of
from service.http.hosts import host_of
from service.localization.current_translator import spoken
from service.settings import LOCAL_HOSTS, Settings, SettingsRefused
from service.web.account.routes import refused
from service.web.error_pages import PageTrouble, trouble_page
from service.web.rendering import page
from service.web.sign_in.routes import Moment, Page, welcome

DEMO = "/demo"
SECRET_BYTES = 16


class Guest(Struct, frozen=True, kw_only=True):
    """Somebody of the demo who signs in by a button."""

    name: str
    role: Role
    tenant_id: UUID
    person_id: UUID
    secret: str
    """What their link ends in. It is kept nowhere, and goes with the process."""

    @property
    def path(self) -> str:
        """Where their button is."""
        return f"{DEMO}/{self.secret}"


def guest(name: str, role: Role, tenant_id: UUID, person_id: UUID) -> Guest:
    """A guest with a secret of their own."""
    secret = token_urlsafe(SECRET_BYTES)
    return Guest(name=name, role=role, tenant_id=tenant_id, person_id=person_id, secret=secret)


class DemoEntrance:
    """Who may come in without proving anything: invented people, on this machine."""

    def __init__(self, guests: Sequence[Guest]) -> None:
        self.guests = tuple(guests)
        self._by_secret = {one.secret: one for one in guests}

    def guest(self, secret: str) -> Guest | None:
        """Whose link this is."""
        return self._by_secret.get(secret)

    def router(self, settings: Settings, now: Now = utc_now) -> Router:
        """Its addresses. Raises `SettingsRefused` for any service but one with accounts that only this machine reaches."""
        local = settings.hosts <= frozenset(LOCAL_HOSTS) and not settings.proxies
        if settings.env == "production" or settings.access != "accounts" or not local:
            raise SettingsRefused(
                "a demo lets everybody in: it runs on this machine only, and never in production"
            )

        # Litestar copies what it is given; functions are not copied.
        def moment() -> datetime:
            return now()

        return Router(
            path=DEMO,
            route_handlers=[everybody, one_of_them, enter],
            guards=[from_this_machine],
            dependencies={
                "entrance": Provide(lambda: self, sync_to_thread=False),
                "moment": Provide(moment, sync_to_thread=False),
            },
            exception_handlers={
                AccountRefusal: refused,
                HTTPException: trouble_page,
                Exception: trouble_page,
            },
            include_in_schema=False,
        )


Entrance = NamedDependency[SkipValidation[DemoEntrance]]


def from_this_machine(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Answer to this machine's own names only, whatever else the service may be called."""
    if host_of(connection.scope) not in LOCAL_HOSTS:
        raise NotFoundException


@get("/")
async def everybody(entrance: Entrance) -> Page:
    """Who is in the demo, each with a button."""
    return page("sign_in/demo.html", guests=entrance.guests)


@get("/{secret:str}")
async def one_of_them(secret: FromPath[str], entrance: Entrance) -> Page:
    """Where a link leads: one button. Opening it does nothing yet, as with every other link."""
    return page("sign_in/demo.html", guests=(_known(entrance, secret),))


@post("/{secret:str}")
async def enter(
    request: Request[Any, Any, Any], secret: FromPath[str], entrance: Entrance, moment: Moment
) -> Page:
    """Sign in as somebody of the demo, as if another service had vouched for them and for their second proof."""
    who = _known(entrance, secret)
    proof = Proof(
        tenant_id=who.tenant_id,
        person_id=who.person_id,
        method="oidc",
        amr=("demo",),
        strong=True,
        proved_at=moment,
    )
    return await welcome(request, await accounts_of(request).let_in(proof), None)


def _known(entrance: DemoEntrance, secret: str) -> Guest:
    found = entrance.guest(secret)
    if found is None:
        words = spoken()
        raise PageTrouble(
            words.gettext("A link works for as long as the demo runs that printed it."),
            status=HTTPStatus.NOT_FOUND,
            title=words.gettext("This link is of another demo"),
            href=DEMO,
            link=words.gettext("See who is in this one"),
        )
    return found
