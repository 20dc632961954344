"""The few questions that are asked before an organisation is known; the database answers them with ids only."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from service.accounts.secret_tokens import hashed
from service.postgres.connections import own_errors

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Borrowed, Pool

FIND_PERSON = "select tenant_id, person_id from find_person($1)"
FIND_TOKEN = "select tenant_id, token_id from find_token($1)"  # noqa: S105
FIND_LINK = "select tenant_id, link_id from find_link($1)"
FIND_INVITATION = "select tenant_id, invitation_id from find_invitation($1)"
FIND_CALENDAR_FEED = "select tenant_id, journey_id from find_calendar_feed($1)"
SWEEP = "select tenant_id, person_id from sweep_accounts($1)"

Place = tuple[UUID, UUID]
"""An organisation, and an id in it."""


@asynccontextmanager
async def anywhere(pool: "Pool") -> "AsyncGenerator[Borrowed]":
    """A connection that belongs to no organisation: it sees nothing but what the functions answer."""
    with own_errors():
        async with pool.acquire() as connection:
            yield connection


async def people_at(pool: "Pool", address: bytes) -> list[Place]:
    """The accounts that may sign in with an address, the oldest first."""
    async with anywhere(pool) as connection:
        return _places(await connection.fetch(FIND_PERSON, address))


async def token_of(pool: "Pool", secret: str) -> Place | None:
    """Where a token stands."""
    return await _one(pool, FIND_TOKEN, secret)


async def link_of(pool: "Pool", secret: str) -> Place | None:
    """Where a link stands."""
    return await _one(pool, FIND_LINK, secret)


async def invitation_of(pool: "Pool", secret: str) -> Place | None:
    """Where an invitation stands."""
    return await _one(pool, FIND_INVITATION, secret)


async def calendar_feed_of(pool: "Pool", secret: str) -> Place | None:
    """The organisation and the journey of a calendar feed."""
    return await _one(pool, FIND_CALENDAR_FEED, secret)


async def sweep(pool: "Pool", at: datetime) -> list[Place]:
    """Remove what has run out, everywhere; who was invited, never came and is forgotten."""
    async with anywhere(pool) as connection:
        return _places(await connection.fetch(SWEEP, at))


async def _one(pool: "Pool", question: str, secret: str) -> Place | None:
    async with anywhere(pool) as connection:
        found = _places(await connection.fetch(question, hashed(secret)))
    return found[0] if len(found) == 1 else None


def _places(rows: "Sequence[Record]") -> list[Place]:
    return [(row[0], row[1]) for row in rows]
