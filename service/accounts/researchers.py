"""The researchers of an organisation, for who lets them work on a study."""

from uuid import UUID

from service.accounts import people
from service.accounts.context import AccountsContext
from service.postgres.connections import tenant_tx

SELECT = """
select person_id from people join person_roles using (tenant_id, person_id)
where tenant_id = $1 and role = 'researcher' and state = 'active' order by joined_at, person_id
"""


async def list_researchers(context: AccountsContext, tenant_id: UUID) -> dict[UUID, str]:
    """The names of all researchers, the first who joined first."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT, tenant_id)
    ids: list[UUID] = [row["person_id"] for row in rows]
    names = await people.person_names(context, tenant_id, ids)
    return {one: names[one] for one in ids if one in names}
