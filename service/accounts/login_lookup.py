"""Queries that run before the organisation is known (sign-in, tokens, links, feeds), through SQL functions
that return ids only.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from service.accounts.caller import AccountRole, Caller
from service.accounts.context import AccountsContext
from service.accounts.people import STAFF
from service.postgres.connections import tenant_tx, translate_driver_errors

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, PooledConnection

SECRET_BYTES = 32
"""Random bytes of a secret."""

MAX_SECRET_LENGTH = 200
"""Longer texts are not secrets of this service and are not hashed."""

STAFF_IDLE, CLIENT_IDLE = timedelta(minutes=30), timedelta(days=14)
"""How long a session lasts without a request."""
USE_UPDATE_INTERVAL = timedelta(minutes=1)
"""The last use of a token is stored at most this often."""

FIND_PERSON = "select tenant_id, person_id from find_person($1)"
FIND_TOKEN = "select tenant_id, token_id from find_token($1)"  # noqa: S105
FIND_LINK = "select tenant_id, link_id from find_link($1)"
FIND_INVITATION = "select tenant_id, invitation_id from find_invitation($1)"
FIND_CALENDAR_FEED = "select tenant_id, journey_id from find_calendar_feed($1)"
END_SUSPENSIONS = "select tenant_id, person_id from end_suspensions($1)"
SWEEP = "select tenant_id, person_id from sweep_accounts($1)"

SELECT_CALLER = """
select t.person_id, t.hash, t.way, t.scopes, t.strong, t.signed_in_at, t.used_at, t.expires_at, p.locale,
       array(select role from person_roles r where r.tenant_id = t.tenant_id and r.person_id = t.person_id) as roles
from tokens t join people p using (tenant_id, person_id)
where t.tenant_id = $1 and t.token_id = $2 and p.state = 'active'
"""
NOTE_USE = "update tokens set used_at = $3 where tenant_id = $1 and token_id = $2 and used_at <= $4"

TenantAndId = tuple[UUID, UUID]
"""An organisation, and an id in it."""


def new_secret(prefix: str = "") -> str:
    """A random secret that can stand in a URL or a cookie."""
    return prefix + secrets.token_urlsafe(SECRET_BYTES)


def hash_secret(secret: str) -> bytes:
    """The hash that is stored of a secret. So many random bits need no salt and no slow hash."""
    return hashlib.sha256(secret[:MAX_SECRET_LENGTH].encode(errors="surrogatepass")).digest()


def hashes_equal(one: bytes, other: bytes) -> bool:
    """Whether two hashes are equal, in the same time wherever they differ."""
    return hmac.compare_digest(one, other)


@asynccontextmanager
async def tenantless_connection(pool: "Pool") -> "AsyncGenerator[PooledConnection]":
    """A connection without a tenant: row-level security
    hides everything but the results of the SQL functions.
    """
    with translate_driver_errors():
        async with pool.acquire() as connection:
            yield connection


async def find_people_by_address(pool: "Pool", address: bytes) -> list[TenantAndId]:
    """The accounts that may sign in with an address, the oldest first."""
    async with tenantless_connection(pool) as connection:
        return _pairs(await connection.fetch(FIND_PERSON, address))


async def find_caller(context: AccountsContext, secret: str) -> Caller | None:
    """The person with this session or API token, with their present roles; None when it is unknown or has ended."""
    found = await _one(context.pool, FIND_TOKEN, secret)
    if found is None:
        return None
    now = context.now()
    async with tenant_tx(context.pool, found[0]) as connection:
        row = await connection.fetchrow(SELECT_CALLER, *found)
        if row is None or not hashes_equal(row["hash"], hash_secret(secret)) or not _lives(row, now):
            return None
        if now - row["used_at"] >= USE_UPDATE_INTERVAL:
            await connection.execute(NOTE_USE, *found, now, now - USE_UPDATE_INTERVAL)
    return _caller(*found, row)


def _lives(row: "Record", now: datetime) -> bool:
    if now >= row["expires_at"]:
        return False
    idle = STAFF_IDLE if frozenset(row["roles"]) & STAFF else CLIENT_IDLE
    return row["way"] == "api" or bool(now - row["used_at"] < idle)


def _caller(tenant_id: UUID, token_id: UUID, row: "Record") -> Caller:
    return Caller(
        tenant_id=tenant_id,
        person_id=row["person_id"],
        roles=session_roles(frozenset(row["roles"]), strong=row["strong"]),
        way=row["way"],
        token_id=token_id,
        scopes=frozenset(row["scopes"]),
        locale=row["locale"],
        signed_in_at=row["signed_in_at"],
    )


def session_roles(roles: frozenset[AccountRole], *, strong: bool) -> frozenset[AccountRole]:
    """The roles of a session: without a second factor it has no staff role,
    since staff see other people's data.
    """
    return roles if strong else roles - STAFF


async def find_link(pool: "Pool", secret: str) -> TenantAndId | None:
    """The organisation and the id of a sign-in link."""
    return await _one(pool, FIND_LINK, secret)


async def find_invitation(pool: "Pool", secret: str) -> TenantAndId | None:
    """The organisation and the id of an invitation."""
    return await _one(pool, FIND_INVITATION, secret)


async def find_calendar_feed(pool: "Pool", secret: str) -> TenantAndId | None:
    """The organisation and the journey of a calendar feed."""
    return await _one(pool, FIND_CALENDAR_FEED, secret)


async def purge_expired_rows(pool: "Pool", at: datetime) -> list[TenantAndId]:
    """Deletes what has expired, in all organisations; returns who was invited, never came and is forgotten."""
    async with tenantless_connection(pool) as connection:
        return _pairs(await connection.fetch(SWEEP, at))


async def end_suspensions(pool: "Pool", at: datetime) -> list[TenantAndId]:
    """Lets those in again whose suspension is over, in all organisations; returns who they are."""
    async with tenantless_connection(pool) as connection:
        return _pairs(await connection.fetch(END_SUSPENSIONS, at))


async def _one(pool: "Pool", question: str, secret: str) -> TenantAndId | None:
    async with tenantless_connection(pool) as connection:
        found = _pairs(await connection.fetch(question, hash_secret(secret)))
    return found[0] if len(found) == 1 else None


def _pairs(rows: "Sequence[Record]") -> list[TenantAndId]:
    return [(row[0], row[1]) for row in rows]
