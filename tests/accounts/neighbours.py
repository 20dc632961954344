"""Two organisations with people in them, and a clock that is set by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from service.accounts.caller import Caller
from service.postgres.connections import open_pool, tenant_tx
from tests.databases import Databases

if TYPE_CHECKING:
    from service.postgres.connections import Pool

INSERT_ORGANISATION = """
insert into organisations (tenant_id, name, created_at) values ($1, 'Harbour', $2) on conflict do nothing
"""
INSERT_PERSON = """
insert into people (tenant_id, person_id, address, email, locale, state, invited_at, joined_at)
values ($1, $2, $3, '', 'en', 'active', $4, $4)
"""
INSERT_PASSWORD = "insert into passwords (tenant_id, person_id, hash, set_at) values ($1, $2, 'a hash', $3)"


@asynccontextmanager
async def shared_pool(databases: Databases) -> "AsyncIterator[Pool]":
    """Connections of requests, for tests that stay out of each other's way, each in organisations of its own."""
    async with databases.borrowed() as dsn:
        pool = await open_pool(dsn, 4)
        yield pool
        await pool.close()


class HandClock:
    """Now, until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


class Neighbours:
    """Makes organisations and people."""

    def __init__(self, pool: "Pool", now: HandClock) -> None:
        self.pool = pool
        self.now = now

    async def organisation(self) -> UUID:
        tenant_id = uuid4()
        async with tenant_tx(self.pool, tenant_id) as connection:
            await connection.execute(INSERT_ORGANISATION, tenant_id, self.now())
        return tenant_id

    async def person(self, tenant_id: UUID | None = None) -> Caller:
        """Somebody who is signed in."""
        tenant_id = tenant_id or await self.organisation()
        person_id = uuid4()
        async with tenant_tx(self.pool, tenant_id) as connection:
            await connection.execute(INSERT_PERSON, tenant_id, person_id, person_id.bytes, self.now())
        return Caller(tenant_id=tenant_id, person_id=person_id, roles=frozenset({"client"}), way="browser")

    async def give_password(self, caller: Caller) -> None:
        async with tenant_tx(self.pool, caller.tenant_id) as connection:
            await connection.execute(INSERT_PASSWORD, caller.tenant_id, caller.person_id, self.now())

    async def remove(self, caller: Caller) -> None:
        async with tenant_tx(self.pool, caller.tenant_id) as connection:
            await connection.execute(
                "delete from people where tenant_id = $1 and person_id = $2",
                caller.tenant_id,
                caller.person_id,
            )
