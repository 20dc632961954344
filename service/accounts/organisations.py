"""Organisations (tenants): each has its own people and journeys, invisible to the others."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from service.accounts.context import AccountsContext
from service.accounts.normalization import normalize_account_name
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

INSERT = "insert into organisations (tenant_id, name, created_at) values ($1, $2, $3)"
SELECT_NAME = "select name from organisations where tenant_id = $1"
RENAME = "update organisations set name = $2 where tenant_id = $1"
LOCK_ORGANISATION = "select from organisations where tenant_id = $1 for update"


async def insert_organisation(context: AccountsContext, name: str) -> UUID:
    """Creates an organisation without people; returns its id."""
    tenant_id = uuid4()
    async with tenant_tx(context.pool, tenant_id) as connection:
        await connection.execute(INSERT, tenant_id, normalize_account_name(name), context.now())
    return tenant_id


async def fetch_organisation_name(connection: "PooledConnection", tenant_id: UUID) -> str:
    """The name of an organisation; empty if there is none with this id."""
    found: str | None = await connection.fetchval(SELECT_NAME, tenant_id)
    return found or ""


async def lock_organisation(connection: "PooledConnection", tenant_id: UUID) -> None:
    """Locks an organisation, so that two administrators cannot revoke each other's role at once."""
    await connection.execute(LOCK_ORGANISATION, tenant_id)


async def get_organisation_name(context: AccountsContext, tenant_id: UUID) -> str:
    """The name of an organisation."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        return await fetch_organisation_name(connection, tenant_id)


async def rename_organisation(context: AccountsContext, tenant_id: UUID, name: str) -> None:
    """Renames an organisation; the caller has been authorized already. Raises `InvalidName`."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        await connection.execute(RENAME, tenant_id, normalize_account_name(name))
