"""Sign-in at an organisation's identity provider: OpenID Connect, authorization code flow with PKCE."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import httpx
import msgspec
from msgspec import Struct

from service.accounts import people
from service.accounts.authentication_result import AuthenticationFailed, AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.challenges import Challenges
from service.accounts.code_exchange import exchange_code
from service.accounts.id_tokens import (
    IdToken,
    UnknownSigningKey,
    require_recent_authentication,
    require_strength,
    verify_id_token,
)
from service.accounts.identities import (
    IdentityTaken,
    LinkedProvider,
    ProviderIdentity,
    UnlinkedIdentity,
    delete_identity,
    find_linked_person,
    link_identity,
    list_linked_providers,
    subject_fingerprint,
)
from service.accounts.identity_providers import IdentityProvider, IdentityProviders, UnknownProvider
from service.accounts.provider_http import LOCAL_HOSTS, TIMEOUT_SECONDS, ProviderHttpClient
from service.accounts.provider_metadata import ProviderDiscovery, ProviderMetadata
from service.accounts.session_tokens import end_other_sessions
from service.encryption.vault import Vault
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool

CALLBACK_PATH = "/sign-in/back"
"""The redirect URI's path; an administrator registers it with each provider."""
SIGN_IN_TIMEOUT = timedelta(minutes=10)
"""How long a sign-in at the provider may take."""
MAX_CODE_LENGTH = 4096


class _Visit(Struct, frozen=True, kw_only=True):
    """What is stored about a sign-in while the person is at the provider."""

    provider_id: UUID
    person_id: UUID | None = None
    invitation_id: UUID | None = None
    max_age: int | None = None


class OidcClient:
    """Sends people to their organisation's provider and identifies them when they come back.

    `browser` is a secret of at least 128 bits in a cookie that is sent along when another site leads back
    here (SameSite=Lax). State, nonce and PKCE verifier all belong to that browser and to one sign-in.
    """

    def __init__(
        self,
        pool: "Pool",
        vault: Vault,
        *,
        redirect_uri: str,
        now: Callable[[], datetime],
        http: httpx.AsyncClient,
        patience: float = TIMEOUT_SECONDS,
    ) -> None:
        here = urlsplit(redirect_uri)
        locally = here.scheme == "http" and here.hostname in LOCAL_HOSTS
        self._pool = pool
        self._vault = vault
        self._redirect_uri = redirect_uri
        self._now = now
        self._http = ProviderHttpClient(http, locally=locally, patience=patience)
        self._discovery = ProviderDiscovery(self._http, now)
        self._challenges = Challenges(pool, now)
        self.providers = IdentityProviders(pool, vault, now=now, locally=locally)

    async def authorization_url(
        self,
        tenant_id: UUID,
        provider_id: UUID,
        browser: str,
        *,
        person_id: UUID | None = None,
        invitation_id: UUID | None = None,
        max_age: timedelta | None = None,
    ) -> str:
        """The address to redirect the browser to. Raises `UnknownProvider`, `ProviderUnavailable`.

        `person_id` and `invitation_id` say for whom a new identity is. With `max_age` the provider has to
        authenticate the person again unless it did so within that time.
        """
        provider = await self.providers.get(tenant_id, provider_id)
        described = await self._discovery.metadata(provider.issuer)
        seconds = None if max_age is None else int(max_age.total_seconds())
        visit = _Visit(
            provider_id=provider_id, person_id=person_id, invitation_id=invitation_id, max_age=seconds
        )
        token = await self._challenges.issue(
            tenant_id,
            "oidc_sign_in",
            browser,
            lasts=SIGN_IN_TIMEOUT,
            content=msgspec.json.encode(visit).decode(),
        )
        return self._address(provider, described, browser, _base64(tenant_id.bytes + token), seconds)

    async def handle_callback(
        self,
        browser: str,
        *,
        state: str,
        code: str | None = None,
        error: str | None = None,
        iss: str | None = None,
    ) -> AuthenticationResult | UnlinkedIdentity:
        """Identifies the person who came back from the provider.

        Raises `AuthenticationFailed`, `ProviderUnavailable`, `IdentityTaken`.
        """
        tenant_id, token = _split_state(state)
        kept = await self._challenges.redeem(tenant_id, "oidc_sign_in", browser, token)
        if kept is None:
            raise AuthenticationFailed("state")
        visit = msgspec.json.decode(kept, type=_Visit)
        try:
            provider = await self.providers.get(tenant_id, visit.provider_id)
        except UnknownProvider as failure:
            raise AuthenticationFailed("state", "the provider was removed") from failure
        described = await self._discovery.metadata(provider.issuer)
        _check_issuer(described, iss)
        if error is not None or code is None or not 0 < len(code) <= MAX_CODE_LENGTH:
            raise AuthenticationFailed("declined", (error or "no code")[:100])
        encoded = await exchange_code(
            self._http,
            provider,
            described,
            secret=await self.providers.client_secret(provider),
            code=code,
            verifier=_derive_secret(browser, "verifier", state),
            redirect_uri=self._redirect_uri,
        )
        claims = await self._verify_token(provider, encoded, _derive_secret(browser, "nonce", state))
        require_strength(claims, acr=provider.acr, amr=provider.amr)
        if visit.max_age is not None:
            require_recent_authentication(claims, timedelta(seconds=visit.max_age), self._now())
        return await self._resolve_identity(self._identity(provider, claims), visit)

    async def save_pending_result(self, proof: AuthenticationResult, browser: str) -> str:
        """Stores a result for this browser until a code was asked for too;
        returns the secret that redeems it.
        """
        token = await self._challenges.issue(
            proof.tenant_id,
            "oidc_code",
            browser,
            lasts=SIGN_IN_TIMEOUT,
            content=msgspec.json.encode(proof).decode(),
        )
        return _base64(proof.tenant_id.bytes + token)

    async def take_pending_result(self, browser: str, held: str) -> AuthenticationResult:
        """Returns a stored result, once. Raises `AuthenticationFailed`."""
        tenant_id, token = _split_state(held)
        kept = await self._challenges.redeem(tenant_id, "oidc_code", browser, token)
        if kept is None:
            raise AuthenticationFailed("state")
        return msgspec.json.decode(kept, type=AuthenticationResult)

    async def link_identity(self, newcomer: UnlinkedIdentity, person_id: UUID) -> AuthenticationResult:
        """Links a new identity to a person. Raises `IdentityTaken`."""
        async with tenant_tx(self._pool, newcomer.identity.tenant_id) as connection:
            return await link_identity(connection, newcomer, person_id, self._now())

    async def linked_providers(self, caller: Caller) -> list[LinkedProvider]:
        """The providers at which the caller has a linked account."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            return await list_linked_providers(connection, caller.tenant_id, caller.person_id)

    async def unlink_identity(self, caller: Caller, provider_id: UUID) -> None:
        """Unlinks the caller's account at a provider and ends the caller's other sessions.

        Raises `IdentityNotLinked`, `LastSignInMethod`.
        """
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            await people.lock_account(connection, caller.tenant_id, caller.person_id)
            await delete_identity(connection, caller.tenant_id, caller.person_id, provider_id)
            await end_other_sessions(connection, caller)

    def _address(
        self,
        provider: IdentityProvider,
        described: ProviderMetadata,
        browser: str,
        state: str,
        seconds: int | None,
    ) -> str:
        verifier = _derive_secret(browser, "verifier", state)
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": _derive_secret(browser, "nonce", state),
            "code_challenge": _base64(hashlib.sha256(verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        if provider.acr:
            asked["acr_values"] = " ".join(provider.acr)
        if seconds is not None:
            asked["max_age"] = str(seconds)
        endpoint = described.authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def _verify_token(self, provider: IdentityProvider, token: str, nonce: str) -> IdToken:
        """The claims of a token, verified with the cached keys, or once more with keys published since."""
        issuer, client_id, now = provider.issuer, provider.client_id, self._now()
        keys = await self._discovery.keys(issuer)
        try:
            return verify_id_token(token, keys, issuer=issuer, client_id=client_id, nonce=nonce, now=now)
        except UnknownSigningKey:
            newer = await self._discovery.refetch_keys(issuer)
        try:
            if newer is not None:
                return verify_id_token(token, newer, issuer=issuer, client_id=client_id, nonce=nonce, now=now)
        except UnknownSigningKey:
            pass
        raise AuthenticationFailed("token", "kid")

    def _identity(self, provider: IdentityProvider, claims: IdToken) -> ProviderIdentity:
        methods = tuple(claims.amr or ())
        return ProviderIdentity(
            tenant_id=provider.tenant_id,
            issuer=provider.issuer,
            subject=subject_fingerprint(self._vault, provider.tenant_id, provider.issuer, claims.sub),
            amr=methods,
            acr=claims.acr,
            strong="mfa" in methods or bool(provider.acr or provider.amr),
            proved_at=min(claims.authenticated_at or self._now(), self._now()),
        )

    async def _resolve_identity(
        self, identity: ProviderIdentity, visit: _Visit
    ) -> AuthenticationResult | UnlinkedIdentity:
        async with tenant_tx(self._pool, identity.tenant_id) as connection:
            person_id = await find_linked_person(connection, identity, self._now())
        if person_id is None:
            return UnlinkedIdentity(
                identity=identity, person_id=visit.person_id, invitation_id=visit.invitation_id
            )
        if visit.person_id not in (None, person_id):
            raise IdentityTaken
        return identity.authenticate_as(person_id)


def _check_issuer(described: ProviderMetadata, iss: str | None) -> None:
    """Checks the `iss` parameter, so that one provider's answer is not taken for another's (RFC 9207)."""
    if iss is None and described.authorization_response_iss_parameter_supported:
        raise AuthenticationFailed("state", "no iss")
    if iss not in (None, described.issuer):
        raise AuthenticationFailed("state", "another iss")


def _derive_secret(browser: str, purpose: str, state: str) -> str:
    """A secret of this browser for this sign-in. It is derived, so it is not stored."""
    return _base64(hmac.digest(browser.encode(), f"{purpose} {state}".encode(), "sha256"))


def _split_state(state: str) -> tuple[UUID, bytes]:
    """The organisation and the token in a state."""
    try:
        raw = urlsafe_b64decode(state.encode("ascii") + b"==")
        return UUID(bytes=raw[:16]), raw[16:]
    except (NotBase64, ValueError) as failure:
        raise AuthenticationFailed("state") from failure


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
