"""Sign-in at an identity provider: the redirect there and the callback, tied to the same browser."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from msgspec import Struct

from service.accounts.authentication_result import AuthenticationFailed, AuthenticationResult
from service.accounts.identities import UnlinkedIdentity
from service.accounts.identity_providers import IdentityProvider
from service.accounts.oidc_client import OidcClient
from service.http.cookies import new_browser_secret, set_provider_visit_cookie
from service.http.dependencies import AnyRequest, get_services, require_accounts
from service.http.request_headers import provider_visit_cookie, request_header
from service.http.sealed_form_state import open_form_state, seal_form_state
from service.localization.collation import reader_key

SignInIntent = Mapping[str, str]
"""The purpose of a provider sign-in: to sign in, accept an invitation, link an account,
or authenticate again.
"""


class ProviderRedirect(Struct, frozen=True, kw_only=True):
    """The address to redirect to, and the Set-Cookie header that ties the callback to this browser."""

    address: str
    cookie: str


class ProviderVisit(Struct, frozen=True, kw_only=True):
    """A provider sign-in that this browser has started."""

    secret: str
    intent: SignInIntent


def get_oidc_client(request: AnyRequest) -> OidcClient:
    """The OpenID Connect client of the running service."""
    return require_accounts(get_services(request.app.state)).oidc


def is_canonical_origin(request: AnyRequest) -> bool:
    """Whether the request uses the host of SOUNDINGS_ORIGIN: providers and passkeys accept no other."""
    named = urlsplit(get_services(request.app.state).settings.origin).netloc
    return bool(named) and request_header(request.scope, b"host").lower() == named.lower()


async def organisation_providers(request: AnyRequest, tenant_id: UUID) -> Sequence[IdentityProvider]:
    """The providers of an organisation, by name; none if they could not redirect back to this host."""
    if not is_canonical_origin(request):
        return ()
    found = await get_oidc_client(request).providers.list_for(tenant_id)
    return sorted(found, key=lambda one: reader_key(one.called))


async def default_providers(request: AnyRequest) -> Sequence[IdentityProvider]:
    """The providers to offer before the organisation is known: only if there is one organisation.

    With several, each has an address of its own, so that organisations do not learn of each other.
    """
    only = (
        await require_accounts(get_services(request.app.state)).organisations.only_organisation()
        if is_canonical_origin(request)
        else None
    )
    return await organisation_providers(request, only) if only else ()


async def redirect_to_provider(
    request: AnyRequest,
    place: tuple[UUID, UUID],
    intent: SignInIntent,
    now: datetime,
    *,
    person_id: UUID | None = None,
    max_age: timedelta | None = None,
) -> ProviderRedirect:
    """Starts a sign-in at a provider of an organisation. Raises `UnknownProvider`, `ProviderUnavailable`."""
    kept = provider_visit_cookie(request.scope)
    secret = kept[0] if kept else new_browser_secret()
    address = await get_oidc_client(request).authorization_url(
        *place, secret, person_id=person_id, max_age=max_age
    )
    (state,) = parse_qs(urlsplit(address).query)["state"]
    sealed = seal_form_state(secret, {**intent, "state": state}, now)
    return ProviderRedirect(address=address, cookie=set_provider_visit_cookie(request.scope, secret, sealed))


def current_provider_visit(request: AnyRequest, now: datetime) -> ProviderVisit:
    """The provider sign-in that this browser has started. Raises `AuthenticationFailed` if there is none."""
    kept = provider_visit_cookie(request.scope)
    intent = open_form_state(kept[0], kept[1], now) if kept else None
    if kept is None or intent is None:
        raise AuthenticationFailed("state")
    return ProviderVisit(secret=kept[0], intent=intent)


async def finish_provider_visit(
    request: AnyRequest, visit: ProviderVisit
) -> AuthenticationResult | UnlinkedIdentity:
    """Identifies the person who came back.

    Raises `AuthenticationFailed`, `ProviderUnavailable`, `IdentityTaken`.
    """
    parameters = request.query_params
    if visit.intent.get("state") != parameters.get("state"):
        # Perhaps started before another sign-in in this browser, whose cookie replaced this one's intent.
        raise AuthenticationFailed("state")
    return await get_oidc_client(request).handle_callback(
        visit.secret,
        state=parameters.get("state", ""),
        code=parameters.get("code"),
        error=parameters.get("error"),
        iss=parameters.get("iss"),
    )
