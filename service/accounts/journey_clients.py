"""Which person is the client of which journey: the only link from a journey's events to a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from service.accounts.context import AccountsContext
from service.accounts.errors import JourneyTaken
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

INSERT = "insert into clients (tenant_id, journey_id, person_id) values ($1, $2, $3) on conflict do nothing"
SELECT_CLIENT = "select person_id from clients where tenant_id = $1 and journey_id = $2"
SELECT_CLIENTS = "select journey_id, person_id from clients where tenant_id = $1 and journey_id = any($2)"
SELECT_JOURNEYS = "select journey_id from clients where tenant_id = $1 and person_id = $2 order by journey_id"


async def link_client(context: AccountsContext, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
    """Links a journey to its client. Raises `JourneyTaken` if it has another one."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        await insert_client(connection, tenant_id, journey_id, person_id)


async def insert_client(
    connection: "PooledConnection", tenant_id: UUID, journey_id: UUID, person_id: UUID
) -> None:
    """Like `link_client`, within the caller's transaction."""
    await connection.execute(INSERT, tenant_id, journey_id, person_id)
    if await fetch_client(connection, tenant_id, journey_id) != person_id:
        raise JourneyTaken


async def fetch_client(connection: "PooledConnection", tenant_id: UUID, journey_id: UUID) -> UUID | None:
    """The client of a journey, if it has one; within the caller's transaction."""
    found: UUID | None = await connection.fetchval(SELECT_CLIENT, tenant_id, journey_id)
    return found


async def find_client(context: AccountsContext, tenant_id: UUID, journey_id: UUID) -> UUID | None:
    """The client of a journey, if it has one."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        return await fetch_client(connection, tenant_id, journey_id)


async def find_clients(
    context: AccountsContext, tenant_id: UUID, journeys: Iterable[UUID]
) -> dict[UUID, UUID]:
    """The clients of these journeys; journeys without a client are left out."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT_CLIENTS, tenant_id, list(journeys))
    return {row["journey_id"]: row["person_id"] for row in rows}


async def find_journeys(context: AccountsContext, tenant_id: UUID, person_id: UUID) -> frozenset[UUID]:
    """The journeys of which a person is the client."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT_JOURNEYS, tenant_id, person_id)
    return frozenset(row["journey_id"] for row in rows)
