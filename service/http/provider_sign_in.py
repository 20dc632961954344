"""Visits to the identity provider of somebody's organisation, from the page they leave to the address they come back to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from msgspec import Struct

from service.accounts.authentication_result import Proof, ProofRefused
from service.accounts.identities import Newcomer
from service.accounts.identity_providers import IdentityProvider
from service.accounts.oidc_client import OpenIdConnect
from service.accounts.organisation_directory import Directory
from service.http.account_dependencies import Asked
from service.http.cookies import keep_visit, new_browser_secret, visit_of
from service.http.hosts import header
from service.http.sealed_form_state import opened_step, sealed_step
from service.settings import Settings

BACK = "/sign-in/back"
"""Where providers send people back to; each provider has to be told of it."""

Meant = Mapping[str, str]
"""What somebody left for: to sign in, to accept an invitation, to link an account or to show again who they are."""


class Departure(Struct, frozen=True, kw_only=True):
    """Where the browser goes, and the Set-Cookie header that ties its way back to it."""

    address: str
    cookie: str


class Visit(Struct, frozen=True, kw_only=True):
    """A visit that was begun in this browser."""

    secret: str
    meant: Meant


def provider_of_people(request: Asked) -> OpenIdConnect:
    """The identity providers of the running service."""
    return cast("OpenIdConnect", request.app.state.oidc)


def is_at_home(request: Asked) -> bool:
    """Whether the browser calls this service by its own name: providers and passkeys know no other."""
    named = urlsplit(cast("Settings", request.app.state.settings).origin).netloc
    return bool(named) and header(request.scope, b"host").lower() == named.lower()


async def providers_at(request: Asked, tenant_id: UUID) -> Sequence[IdentityProvider]:
    """Where the people of an organisation may sign in; nowhere if nobody can be sent back from there."""
    return await provider_of_people(request).providers.all_of(tenant_id) if is_at_home(request) else ()


async def providers_here(request: Asked) -> Sequence[IdentityProvider]:
    """The providers to offer to somebody of whom nothing is known: only where there is one organisation.

    Where there are several, each has an address of its own: who else is here is nobody's business.
    """
    only = await cast("Directory", request.app.state.directory).only() if is_at_home(request) else None
    return await providers_at(request, only) if only else ()


async def leave(
    request: Asked,
    place: tuple[UUID, UUID],
    meant: Meant,
    now: datetime,
    *,
    person_id: UUID | None = None,
    max_age: timedelta | None = None,
) -> Departure:
    """Begin a visit to a provider of an organisation. Raises `NoSuchProvider`, `ProviderUnavailable`."""
    kept = visit_of(request.scope)
    secret = kept[0] if kept else new_browser_secret()
    address = await provider_of_people(request).begin(*place, secret, person_id=person_id, max_age=max_age)
    (state,) = parse_qs(urlsplit(address).query)["state"]
    sealed = sealed_step(secret, {**meant, "state": state}, now)
    return Departure(address=address, cookie=keep_visit(request.scope, secret, sealed))


def begun(request: Asked, now: datetime) -> Visit:
    """The visit this browser is on. Raises `ProofRefused` when there is none."""
    kept = visit_of(request.scope)
    meant = opened_step(kept[0], kept[1], now) if kept else None
    if kept is None or meant is None:
        raise ProofRefused("state")
    return Visit(secret=kept[0], meant=meant)


async def come_back(request: Asked, visit: Visit) -> Proof | Newcomer:
    """Who came back. Raises `ProofRefused`, `ProviderUnavailable`, `IdentityTaken`."""
    told = request.query_params
    if visit.meant.get("state") != told.get("state"):
        # Perhaps begun here before another visit: what was meant by it is not known any more.
        raise ProofRefused("state")
    return await provider_of_people(request).finish(
        visit.secret,
        state=told.get("state", ""),
        code=told.get("code"),
        error=told.get("error"),
        iss=told.get("iss"),
    )
