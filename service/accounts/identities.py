"""Identities at external providers, linked to people by issuer and subject, never by e-mail address."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import Struct

from service.accounts.authentication_result import AuthenticationResult
from service.accounts.errors import AccountError
from service.encryption.vault import Vault

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

USE = """
update identities set used_at = $4 where tenant_id = $1 and issuer = $2 and subject = $3 returning person_id
"""
INSERT = """
insert into identities (tenant_id, issuer, subject, person_id, linked_at, used_at) values ($1, $2, $3, $4, $5, $5)
on conflict (tenant_id, issuer, subject) do update set used_at = excluded.used_at
where identities.person_id = excluded.person_id returning person_id
"""


SELECT_LINKED = """
select provider_id, called from identities join identity_providers using (tenant_id, issuer)
where tenant_id = $1 and person_id = $2 group by provider_id, called order by provider_id
"""
UNLINK = """
delete from identities i using identity_providers p
where i.tenant_id = $1 and i.person_id = $2
  and p.tenant_id = i.tenant_id and p.issuer = i.issuer and p.provider_id = $3
returning i.person_id
"""
SELECT_OTHER_WAY = """
select exists (select from passwords where tenant_id = $1 and person_id = $2)
    or exists (select from passkeys where tenant_id = $1 and person_id = $2)
    or exists (select from identities join identity_providers using (tenant_id, issuer)
               where tenant_id = $1 and person_id = $2)
"""


class LinkedProvider(Struct, frozen=True):
    """A provider with an account that is linked to a person."""

    provider_id: UUID
    called: str


class ProviderIdentity(Struct, frozen=True, kw_only=True):
    """An account at an identity provider that has just authenticated."""

    tenant_id: UUID
    issuer: str
    subject: bytes
    """Keyed hash of the organisation, the issuer and the issuer's `sub` claim."""
    amr: tuple[str, ...]
    acr: str | None
    strong: bool
    proved_at: datetime

    def authenticate_as(self, person_id: UUID) -> AuthenticationResult:
        """The authentication result for the person to whom this identity is linked."""
        return AuthenticationResult(
            tenant_id=self.tenant_id,
            person_id=person_id,
            method="oidc",
            amr=self.amr,
            acr=self.acr,
            strong=self.strong,
            proved_at=self.proved_at,
        )


class UnlinkedIdentity(Struct, frozen=True, kw_only=True):
    """An identity that is not linked to a person yet."""

    identity: ProviderIdentity
    person_id: UUID | None
    """The person for whom the sign-in was started, who is invited or adds a sign-in method."""
    invitation_id: UUID | None
    """The invitation with which the sign-in was started."""


class IdentityTaken(AccountError):
    """Raised when the account at the provider is linked to another person."""

    def __init__(self) -> None:
        super().__init__("This account with your organisation is linked to someone else here.")


class IdentityNotLinked(AccountError):
    """Raised when the person has no linked account at the provider."""

    def __init__(self) -> None:
        super().__init__("No account with this organisation is linked to yours.")


class LastSignInMethod(AccountError):
    """Raised when removing an identity would leave its owner without any way to sign in."""

    def __init__(self) -> None:
        super().__init__("This is your only way to sign in. Add another one before you remove it.")


def subject_fingerprint(vault: Vault, tenant_id: UUID, issuer: str, subject: str) -> bytes:
    """Keyed hash of a subject, by which its identity is found."""
    text = msgspec.json.encode([tenant_id, issuer, subject]).decode()
    return vault.fingerprint(text, purpose="oidc subject")


async def find_linked_person(
    connection: "PooledConnection", identity: ProviderIdentity, now: datetime
) -> UUID | None:
    """The person linked to an identity, if any; updates when it was last used."""
    found: UUID | None = await connection.fetchval(
        USE, identity.tenant_id, identity.issuer, identity.subject, now
    )
    return found


async def link_identity(
    connection: "PooledConnection", newcomer: UnlinkedIdentity, person_id: UUID, now: datetime
) -> AuthenticationResult:
    """Links an identity to a person, in the caller's transaction. Raises `IdentityTaken`."""
    identity = newcomer.identity
    if newcomer.person_id not in (None, person_id):
        raise IdentityTaken
    linked = await connection.fetchval(
        INSERT, identity.tenant_id, identity.issuer, identity.subject, person_id, now
    )
    if linked is None:
        raise IdentityTaken
    return identity.authenticate_as(person_id)


async def list_linked_providers(
    connection: "PooledConnection", tenant_id: UUID, person_id: UUID
) -> list[LinkedProvider]:
    """The providers at which a person has a linked account."""
    return [LinkedProvider(*row) for row in await connection.fetch(SELECT_LINKED, tenant_id, person_id)]


async def delete_identity(
    connection: "PooledConnection", tenant_id: UUID, person_id: UUID, provider_id: UUID
) -> None:
    """Unlinks a person's account at a provider, in the caller's transaction.

    Raises `IdentityNotLinked`, `LastSignInMethod`.
    """
    if not await connection.fetch(UNLINK, tenant_id, person_id, provider_id):
        raise IdentityNotLinked
    if not await connection.fetchval(SELECT_OTHER_WAY, tenant_id, person_id):
        raise LastSignInMethod
