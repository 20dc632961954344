"""Whose journey it is: the one thing that ties a history to a person."""

from typing import TYPE_CHECKING
from uuid import UUID

from service.accounts.caller import Caller
from service.accounts.ground import Ground
from service.accounts.refusals import JourneyTaken
from service.store.connections import tenant_tx

if TYPE_CHECKING:
    from service.store.connections import Borrowed

INSERT = "insert into clients (tenant_id, journey_id, person_id) values ($1, $2, $3) on conflict do nothing"
SELECT_CLIENT = "select person_id from clients where tenant_id = $1 and journey_id = $2"
SELECT_JOURNEYS = "select journey_id from clients where tenant_id = $1 and person_id = $2 order by journey_id"


async def link(ground: Ground, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
    """Make a journey somebody's. Raises `JourneyTaken` when it is another's."""
    async with tenant_tx(ground.pool, tenant_id) as connection:
        await own(connection, tenant_id, journey_id, person_id)


async def own(connection: "Borrowed", tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
    """The same, within a transaction."""
    await connection.execute(INSERT, tenant_id, journey_id, person_id)
    if await owner(connection, tenant_id, journey_id) != person_id:
        raise JourneyTaken


async def owner(connection: "Borrowed", tenant_id: UUID, journey_id: UUID) -> UUID | None:
    """Whose journey it is, if anybody's."""
    found: UUID | None = await connection.fetchval(SELECT_CLIENT, tenant_id, journey_id)
    return found


async def client_of(ground: Ground, tenant_id: UUID, journey_id: UUID) -> UUID | None:
    """Whose journey it is, if anybody's."""
    async with tenant_tx(ground.pool, tenant_id) as connection:
        return await owner(connection, tenant_id, journey_id)


async def journeys_of(ground: Ground, caller: Caller) -> frozenset[UUID]:
    """The journeys that are the caller's own."""
    async with tenant_tx(ground.pool, caller.tenant_id) as connection:
        rows = await connection.fetch(SELECT_JOURNEYS, caller.tenant_id, caller.person_id)
    return frozenset(row["journey_id"] for row in rows)
