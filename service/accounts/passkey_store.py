"""The passkeys of people in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from msgspec import Struct

from domain.messages import translatable
from domain.text import usable_name
from service.accounts.errors import AccountError

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

MAX_PER_PERSON = 20
MAX_NAME_LENGTH = 60

INSERT = """
insert into passkeys (tenant_id, passkey_id, person_id, credential_id, public_key, sign_count, transports,
                      can_sync, synced, called, added_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
where (select count(*) from passkeys where tenant_id = $1 and person_id = $3) < $12
on conflict do nothing returning passkey_id, called, can_sync, synced, added_at, used_at
"""
SELECT_OWN = """
select passkey_id, called, can_sync, synced, added_at, used_at from passkeys
where tenant_id = $1 and person_id = $2 order by added_at, passkey_id
"""
SELECT_CREDENTIALS = "select credential_id, transports from passkeys where tenant_id = $1 and person_id = $2"
# Locked until the counter is written: of two responses with one counter, the second must see the first.
SELECT_USED = """
select passkey_id, public_key, sign_count, can_sync from passkeys
where tenant_id = $1 and person_id = $2 and credential_id = $3 for update
"""
UPDATE_USED = """
update passkeys set sign_count = $3, synced = $4, used_at = $5 where tenant_id = $1 and passkey_id = $2
"""
UPDATE_NAME = """
update passkeys set called = $4 where tenant_id = $1 and person_id = $2 and passkey_id = $3
returning passkey_id, called, can_sync, synced, added_at, used_at
"""
# Locks all of a person's: of two removals at the same time, the second must not count what the first removed.
SELECT_ALL_LOCKED = """
select passkey_id from passkeys where tenant_id = $1 and person_id = $2 order by passkey_id for update
"""
SELECT_OTHER_WAY = """
select exists (select from passwords where tenant_id = $1 and person_id = $2)
    or exists (select from identities join identity_providers using (tenant_id, issuer)
               where tenant_id = $1 and person_id = $2)
"""
DELETE = "delete from passkeys where tenant_id = $1 and person_id = $2 and passkey_id = $3"

PersonKey = tuple[UUID, UUID]
"""Organisation and person."""


class Passkey(Struct, frozen=True, kw_only=True):
    """A passkey as its owner sees it."""

    passkey_id: UUID
    called: str | None
    """The name its owner gave it; None if the key to open it was destroyed."""
    can_sync: bool
    """Whether it may be copied to other devices (backup eligibility)."""
    synced: bool
    """Whether it was backed up when it was last used, as the device stated."""
    added_at: datetime
    used_at: datetime | None


class VerifiedPasskey(Struct, frozen=True, kw_only=True):
    """A verified passkey that is not stored yet."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: Sequence[str]
    can_sync: bool
    synced: bool


class StoredPasskey(Struct, frozen=True, kw_only=True):
    """What is needed to verify a sign-in with a passkey."""

    passkey_id: UUID
    public_key: bytes
    sign_count: int
    can_sync: bool


class UnknownPasskey(AccountError):
    """Raised when a person has no such passkey."""

    def __init__(self) -> None:
        super().__init__("You have no such passkey.")


class InvalidPasskey(AccountError):
    """Raised when a passkey cannot be added, renamed or removed; the message is for its owner."""


class LastSignInPasskey(InvalidPasskey):
    """Raised when removing a passkey would leave its owner without any way to sign in."""

    def __init__(self) -> None:
        super().__init__("This is your only way to sign in. Add another one before you remove it.")


async def insert_passkey(
    connection: "PooledConnection", person: PersonKey, new: VerifiedPasskey, called: bytes, now: datetime
) -> "Record":
    """Stores a passkey with its sealed name. Raises `InvalidPasskey`."""
    row = await connection.fetchrow(
        INSERT,
        person[0],
        uuid4(),
        person[1],
        new.credential_id,
        new.public_key,
        new.sign_count,
        new.transports,
        new.can_sync,
        new.synced,
        called,
        now,
        MAX_PER_PERSON,
    )
    if row is None:
        raise InvalidPasskey(
            translatable(
                "This passkey is already set up, or you have reached the limit of %(most)s.",
                most=MAX_PER_PERSON,
            )
        )
    return row


async def fetch_passkeys(connection: "PooledConnection", person: PersonKey) -> "list[Record]":
    """A person's passkeys, the oldest first."""
    return await connection.fetch(SELECT_OWN, *person)


async def fetch_credentials(
    connection: "PooledConnection", person: PersonKey
) -> list[tuple[bytes, list[str]]]:
    """The credential ids of a person's passkeys, with their transports."""
    rows = await connection.fetch(SELECT_CREDENTIALS, *person)
    return [(row["credential_id"], row["transports"]) for row in rows]


async def lock_passkey(
    connection: "PooledConnection", person: PersonKey, credential_id: bytes
) -> StoredPasskey | None:
    """A passkey by its credential id, locked until the transaction ends; None if there is none."""
    row = await connection.fetchrow(SELECT_USED, *person, credential_id)
    return None if row is None else StoredPasskey(**dict(row))


async def record_passkey_use(
    connection: "PooledConnection",
    tenant_id: UUID,
    passkey_id: UUID,
    *,
    count: int,
    synced: bool,
    now: datetime,
) -> None:
    """Updates the counter, the backup state and the time of the last use."""
    await connection.execute(UPDATE_USED, tenant_id, passkey_id, count, synced, now)


async def update_passkey_name(
    connection: "PooledConnection", person: PersonKey, passkey_id: UUID, called: bytes
) -> "Record":
    """Renames a passkey; the name is sealed. Raises `UnknownPasskey`."""
    row = await connection.fetchrow(UPDATE_NAME, *person, passkey_id, called)
    if row is None:
        raise UnknownPasskey
    return row


async def delete_passkey(connection: "PooledConnection", person: PersonKey, passkey_id: UUID) -> None:
    """Deletes a passkey. Raises `UnknownPasskey`, `LastSignInPasskey`."""
    kept = [row["passkey_id"] for row in await connection.fetch(SELECT_ALL_LOCKED, *person)]
    if passkey_id not in kept:
        raise UnknownPasskey
    if kept == [passkey_id] and not await connection.fetchval(SELECT_OTHER_WAY, *person):
        raise LastSignInPasskey
    await connection.execute(DELETE, *person, passkey_id)


def normalize_passkey_name(called: str) -> str:
    """A name in the form that all names have. Raises `InvalidPasskey`."""
    if (name := usable_name(called, MAX_NAME_LENGTH)) is None:
        raise InvalidPasskey(
            translatable("Give the passkey a name of 1 to %(most)s characters.", most=MAX_NAME_LENGTH)
        )
    return name
