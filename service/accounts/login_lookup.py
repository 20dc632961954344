"""The few questions that are asked before an organisation is known; the database answers them with ids only."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from service.accounts.secret_tokens import hash_secret
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, PooledConnection

FIND_PERSON = "select tenant_id, person_id from find_person($1)"
FIND_TOKEN = "select tenant_id, token_id from find_token($1)"  # noqa: S105
FIND_LINK = "select tenant_id, link_id from find_link($1)"
FIND_INVITATION = "select tenant_id, invitation_id from find_invitation($1)"
FIND_CALENDAR_FEED = "select tenant_id, journey_id from find_calendar_feed($1)"
SWEEP = "select tenant_id, person_id from sweep_accounts($1)"

TenantAndId = tuple[UUID, UUID]
"""An organisation, and an id in it."""


@asynccontextmanager
async def tenantless_connection(pool: "Pool") -> "AsyncGenerator[PooledConnection]":
    """A connection that belongs to no organisation: it sees nothing but what the functions answer."""
    with translate_driver_errors():
        async with pool.acquire() as connection:
            yield connection


async def find_people_by_address(pool: "Pool", address: bytes) -> list[TenantAndId]:
    """The accounts that may sign in with an address, the oldest first."""
    async with tenantless_connection(pool) as connection:
        return _places(await connection.fetch(FIND_PERSON, address))


async def find_token(pool: "Pool", secret: str) -> TenantAndId | None:
    """Where a token stands."""
    return await _one(pool, FIND_TOKEN, secret)


async def find_link(pool: "Pool", secret: str) -> TenantAndId | None:
    """Where a link stands."""
    return await _one(pool, FIND_LINK, secret)


async def find_invitation(pool: "Pool", secret: str) -> TenantAndId | None:
    """Where an invitation stands."""
    return await _one(pool, FIND_INVITATION, secret)


async def find_calendar_feed(pool: "Pool", secret: str) -> TenantAndId | None:
    """The organisation and the journey of a calendar feed."""
    return await _one(pool, FIND_CALENDAR_FEED, secret)


async def purge_expired_rows(pool: "Pool", at: datetime) -> list[TenantAndId]:
    """Remove what has run out, everywhere; who was invited, never came and is forgotten."""
    async with tenantless_connection(pool) as connection:
        return _places(await connection.fetch(SWEEP, at))


async def _one(pool: "Pool", question: str, secret: str) -> TenantAndId | None:
    async with tenantless_connection(pool) as connection:
        found = _places(await connection.fetch(question, hash_secret(secret)))
    return found[0] if len(found) == 1 else None


def _places(rows: "Sequence[Record]") -> list[TenantAndId]:
    return [(row[0], row[1]) for row in rows]
