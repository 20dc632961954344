"""The OpenID Connect providers of organisations, as their administrators set them up."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from domain.sensitivity import C2
from service.accounts.errors import AccountError
from service.accounts.provider_http import ProviderUnavailable, is_allowed_url
from service.encryption.vault import KeyUnavailable, Vault
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool

MAX_LENGTH = 500
"""Maximal length, in characters, of each field that an administrator enters."""

INSERT = """
insert into identity_providers (tenant_id, provider_id, called, issuer, client_id, client_secret, acr, amr, added_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning provider_id
"""
SELECT_ALL = """
select tenant_id, provider_id, called, issuer, client_id, acr, amr from identity_providers
where tenant_id = $1 order by provider_id
"""
SELECT_ONE = """
select tenant_id, provider_id, called, issuer, client_id, acr, amr from identity_providers
where tenant_id = $1 and provider_id = $2
"""
SELECT_SEALED = "select client_secret from identity_providers where tenant_id = $1 and provider_id = $2"
UPDATE_SEALED = """
update identity_providers set client_secret = $3 where tenant_id = $1 and provider_id = $2 returning provider_id
"""
DELETE = "delete from identity_providers where tenant_id = $1 and provider_id = $2 returning issuer"
END_SESSIONS = """
delete from tokens t using identities i
where i.tenant_id = $1 and i.issuer = $2
  and t.tenant_id = i.tenant_id and t.person_id = i.person_id and t.way = 'browser'
"""


class IdentityProvider(Struct, frozen=True, kw_only=True):
    """One provider of one organisation, without its client secret."""

    tenant_id: UUID
    provider_id: UUID
    called: str
    """The name that people see."""
    issuer: str
    """The issuer identifier exactly as the provider states it, including a last slash."""
    client_id: str
    acr: tuple[str, ...] = ()
    """Authentication context classes of which one is required; none if empty."""
    amr: tuple[str, ...] = ()
    """Authentication methods that are all required."""


class UnknownProvider(AccountError):
    """Raised when an organisation has no such identity provider."""

    def __init__(self) -> None:
        super().__init__("This organisation does not offer this way to sign in.")


class InvalidProvider(AccountError):
    """Raised when a provider cannot be set up; the message is for the administrator."""


class IdentityProviders:
    """Stores the providers of organisations, with sealed client secrets."""

    def __init__(self, pool: "Pool", vault: Vault, *, now: Callable[[], datetime], locally: bool) -> None:
        self._pool = pool
        self._vault = vault
        self._now = now
        self._locally = locally

    async def add(
        self,
        tenant_id: UUID,
        *,
        called: str,
        issuer: str,
        client_id: str,
        client_secret: str,
        acr: Sequence[str] = (),
        amr: Sequence[str] = (),
    ) -> IdentityProvider:
        """Adds a provider to an organisation. Raises `InvalidProvider`."""
        provider = IdentityProvider(
            tenant_id=tenant_id,
            provider_id=uuid4(),
            called=called.strip(),
            issuer=issuer,
            client_id=client_id,
            acr=tuple(acr),
            amr=tuple(amr),
        )
        self._check(provider, client_secret)
        sealed = await self._seal_secret(provider, client_secret)
        async with tenant_tx(self._pool, tenant_id) as connection:
            added = await connection.fetchval(
                INSERT,
                tenant_id,
                provider.provider_id,
                provider.called,
                issuer,
                client_id,
                sealed,
                provider.acr,
                provider.amr,
                self._now(),
            )
        if added is None:
            raise InvalidProvider("There is already a provider with this issuer.")
        return provider

    async def list_for(self, tenant_id: UUID) -> list[IdentityProvider]:
        """All providers of an organisation."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            return [_provider(row) for row in await connection.fetch(SELECT_ALL, tenant_id)]

    async def get(self, tenant_id: UUID, provider_id: UUID) -> IdentityProvider:
        """One provider of an organisation. Raises `UnknownProvider`."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            row = await connection.fetchrow(SELECT_ONE, tenant_id, provider_id)
        if row is None:
            raise UnknownProvider
        return _provider(row)

    async def change_secret(self, tenant_id: UUID, provider_id: UUID, client_secret: str) -> None:
        """Replaces the client secret. Raises `UnknownProvider`, `InvalidProvider`."""
        provider = await self.get(tenant_id, provider_id)
        self._check(provider, client_secret)
        sealed = await self._seal_secret(provider, client_secret)
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(UPDATE_SEALED, tenant_id, provider_id, sealed)

    async def remove(self, tenant_id: UUID, provider_id: UUID) -> None:
        """Removes a provider and ends the sessions of those who could sign in with it.
        Raises `UnknownProvider`.

        The linked identities are kept, in case the provider is added again.
        """
        async with tenant_tx(self._pool, tenant_id) as connection:
            issuer = await connection.fetchval(DELETE, tenant_id, provider_id)
            if issuer is None:
                raise UnknownProvider
            await connection.execute(END_SESSIONS, tenant_id, issuer)

    async def client_secret(self, provider: IdentityProvider) -> str:
        """Opens the client secret. Raises `ProviderUnavailable` if it cannot be opened."""
        async with tenant_tx(self._pool, provider.tenant_id) as connection:
            sealed = await connection.fetchval(SELECT_SEALED, provider.tenant_id, provider.provider_id)
        try:
            await self._vault.load_keys(provider.tenant_id, [provider.provider_id])
            return self._vault.open(
                provider.tenant_id, provider.provider_id, C2, sealed, bound_to=_associated_data(provider)
            ).decode()
        except (KeyUnavailable, ValueError, TypeError) as failure:
            raise ProviderUnavailable("the secret of this client cannot be opened") from failure

    async def _seal_secret(self, provider: IdentityProvider, secret: str) -> bytes:
        await self._vault.load_keys(provider.tenant_id, [provider.provider_id], create=True)
        return self._vault.seal(
            provider.tenant_id, provider.provider_id, C2, secret.encode(), bound_to=_associated_data(provider)
        )

    def _check(self, provider: IdentityProvider, secret: str) -> None:
        typed = (provider.called, provider.issuer, provider.client_id, secret, *provider.acr, *provider.amr)
        if not all(0 < len(one) <= MAX_LENGTH and one.isprintable() for one in typed):
            raise InvalidProvider(f"Every field has 1 to {MAX_LENGTH} characters.")
        if not is_allowed_url(provider.issuer, locally=self._locally) or "?" in provider.issuer:
            raise InvalidProvider("Enter an https address without ? and #.")


def _associated_data(provider: IdentityProvider) -> bytes:
    """Associated data of the sealed secret.

    It includes the issuer, so that changing the row alone cannot send the secret elsewhere.
    """
    return f"identity_providers.client_secret {provider.client_id} {provider.issuer}".encode()


def _provider(row: "Record") -> IdentityProvider:
    return msgspec.convert(dict(row), IdentityProvider)
