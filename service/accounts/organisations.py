"""Organisations: each with people and journeys of its own, which no other sees."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from service.accounts.ground import Ground, name_normalised
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Borrowed

INSERT = "insert into organisations (tenant_id, name, created_at) values ($1, $2, $3)"
SELECT_NAME = "select name from organisations where tenant_id = $1"
RENAME = "update organisations set name = $2 where tenant_id = $1"
HOLD = "select from organisations where tenant_id = $1 for update"


async def create(ground: Ground, name: str) -> UUID:
    """A new organisation, with nobody in it."""
    tenant_id = uuid4()
    async with tenant_tx(ground.pool, tenant_id) as connection:
        await connection.execute(INSERT, tenant_id, name_normalised(name), ground.now())
    return tenant_id


async def called(connection: "Borrowed", tenant_id: UUID) -> str:
    """An organisation's name; empty when there is none of this id."""
    found: str | None = await connection.fetchval(SELECT_NAME, tenant_id)
    return found or ""


async def hold(connection: "Borrowed", tenant_id: UUID) -> None:
    """One change of roles at a time: two administrators may not take each other's role at once."""
    await connection.execute(HOLD, tenant_id)


async def name_of(ground: Ground, tenant_id: UUID) -> str:
    """What an organisation is called."""
    async with tenant_tx(ground.pool, tenant_id) as connection:
        return await called(connection, tenant_id)


async def rename(ground: Ground, tenant_id: UUID, name: str) -> None:
    """Call it otherwise; who may is asked before. Raises `NameRefused`."""
    async with tenant_tx(ground.pool, tenant_id) as connection:
        await connection.execute(RENAME, tenant_id, name_normalised(name))
