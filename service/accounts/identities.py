"""Who somebody is at an issuer, and who that is here: by issuer and subject, never by an e-mail address."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import Struct

from service.accounts.proof import Proof
from service.accounts.refusals import AccountRefusal
from service.keys.vault import Vault

if TYPE_CHECKING:
    from service.store.connections import Borrowed

USE = """
update identities set used_at = $4 where tenant_id = $1 and issuer = $2 and subject = $3 returning person_id
"""
INSERT = """
insert into identities (tenant_id, issuer, subject, person_id, linked_at, used_at) values ($1, $2, $3, $4, $5, $5)
on conflict (tenant_id, issuer, subject) do update set used_at = excluded.used_at
where identities.person_id = excluded.person_id returning person_id
"""


class Identity(Struct, frozen=True, kw_only=True):
    """Somebody whom an organisation's provider has recognised, and how."""

    tenant_id: UUID
    issuer: str
    subject: bytes
    """A keyed hash of the organisation, the issuer and what the issuer calls this person."""
    amr: tuple[str, ...]
    acr: str | None
    strong: bool
    proved_at: datetime

    def proof_of(self, person_id: UUID) -> Proof:
        """That it is this person."""
        return Proof(
            tenant_id=self.tenant_id,
            person_id=person_id,
            method="oidc",
            amr=self.amr,
            acr=self.acr,
            strong=self.strong,
            proved_at=self.proved_at,
        )


class Newcomer(Struct, frozen=True, kw_only=True):
    """Somebody whom the provider knows and nobody here does yet: to be linked, or sent away."""

    identity: Identity
    person_id: UUID | None
    """Whom the visit was begun for: the person who is invited, or who wants a second way in."""
    invitation_id: UUID | None
    """The invitation they came with."""


class IdentityTaken(AccountRefusal):
    """The account at the provider is somebody else's here."""

    def __init__(self) -> None:
        super().__init__("This account of your organisation belongs to somebody else here.")


def subject_of(vault: Vault, tenant_id: UUID, issuer: str, subject: str) -> bytes:
    """By what somebody is found again."""
    text = msgspec.json.encode([tenant_id, issuer, subject]).decode()
    return vault.fingerprint(text, purpose="oidc subject")


async def person_behind(connection: "Borrowed", identity: Identity, now: datetime) -> UUID | None:
    """Who it is here; their identity counts as used."""
    found: UUID | None = await connection.fetchval(
        USE, identity.tenant_id, identity.issuer, identity.subject, now
    )
    return found


async def link_identity(connection: "Borrowed", newcomer: Newcomer, person_id: UUID, now: datetime) -> Proof:
    """Know this person by that identity from now on, in a transaction of one's own. Raises `IdentityTaken`."""
    identity = newcomer.identity
    if newcomer.person_id not in (None, person_id):
        raise IdentityTaken
    linked = await connection.fetchval(
        INSERT, identity.tenant_id, identity.issuer, identity.subject, person_id, now
    )
    if linked is None:
        raise IdentityTaken
    return identity.proof_of(person_id)
