"""Sign-in at an identity provider: the redirect there, and the way back, tied to the same browser."""

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

SignInIntent = Mapping[str, str]
"""Why somebody was sent there: to sign in, to accept an invitation, to link an account or to authenticate again."""


class ProviderRedirect(Struct, frozen=True, kw_only=True):
    """Where the browser goes, and the Set-Cookie header that ties its way back to it."""

    address: str
    cookie: str


class ProviderVisit(Struct, frozen=True, kw_only=True):
    """A redirect to a provider that was started in this browser."""

    secret: str
    meant: SignInIntent


def get_oidc_client(request: AnyRequest) -> OidcClient:
    """The identity providers of the running service."""
    return require_accounts(get_services(request.app.state)).oidc


def is_canonical_origin(request: AnyRequest) -> bool:
    """Whether the browser uses the host of SOUNDINGS_ORIGIN: providers and passkeys accept no other."""
    named = urlsplit(get_services(request.app.state).settings.origin).netloc
    return bool(named) and request_header(request.scope, b"host").lower() == named.lower()


async def organisation_providers(request: AnyRequest, tenant_id: UUID) -> Sequence[IdentityProvider]:
    """The providers of an organisation; none where a provider could not redirect back."""
    return (
        await get_oidc_client(request).providers.list_for(tenant_id) if is_canonical_origin(request) else ()
    )


async def default_providers(request: AnyRequest) -> Sequence[IdentityProvider]:
    """The providers to offer to somebody of whom nothing is known: only where there is one organisation.

    Where there are several, each has an address of its own: who else is here is nobody's business.
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
    meant: SignInIntent,
    now: datetime,
    *,
    person_id: UUID | None = None,
    max_age: timedelta | None = None,
) -> ProviderRedirect:
    """Begin a visit to a provider of an organisation. Raises `UnknownProvider`, `ProviderUnavailable`."""
    kept = provider_visit_cookie(request.scope)
    secret = kept[0] if kept else new_browser_secret()
    address = await get_oidc_client(request).authorization_url(
        *place, secret, person_id=person_id, max_age=max_age
    )
    (state,) = parse_qs(urlsplit(address).query)["state"]
    sealed = seal_form_state(secret, {**meant, "state": state}, now)
    return ProviderRedirect(address=address, cookie=set_provider_visit_cookie(request.scope, secret, sealed))


def current_provider_visit(request: AnyRequest, now: datetime) -> ProviderVisit:
    """The visit this browser is on. Raises `AuthenticationFailed` when there is none."""
    kept = provider_visit_cookie(request.scope)
    meant = open_form_state(kept[0], kept[1], now) if kept else None
    if kept is None or meant is None:
        raise AuthenticationFailed("state")
    return ProviderVisit(secret=kept[0], meant=meant)


async def finish_provider_visit(
    request: AnyRequest, visit: ProviderVisit
) -> AuthenticationResult | UnlinkedIdentity:
    """Who came back. Raises `AuthenticationFailed`, `ProviderUnavailable`, `IdentityTaken`."""
    parameters = request.query_params
    if visit.meant.get("state") != parameters.get("state"):
        # Perhaps begun here before another visit: what was meant by it is not known any more.
        raise AuthenticationFailed("state")
    return await get_oidc_client(request).handle_callback(
        visit.secret,
        state=parameters.get("state", ""),
        code=parameters.get("code"),
        error=parameters.get("error"),
        iss=parameters.get("iss"),
    )
