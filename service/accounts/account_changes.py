"""What every change of an account does: locks it, ends its ways in, and is recorded."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from domain.messages import translatable
from service.accounts import organisations, people, session_tokens
from service.accounts.caller import AccountRole, Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import NotAllowed
from service.accounts.login_lookup import TenantAndId
from service.accounts.people import Account
from service.accounts.role_requests import RoleApproval

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

AccountChange = Literal["granted", "revoked", "disabled", "enabled", "suspended", "reset"]
"""What happened to an account; `reset` is that its credentials were."""

BETWEEN_ACTS = timedelta(days=30)
"""How often one administrator suspends another, or resets their credentials: done again and again it would be a closing."""

INSERT_CHANGE = """
insert into role_changes (tenant_id, change_id, person_id, change, role, changed_by, confirmed_by, alone, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
SELECT_LAST = """
select max(changed_at) from role_changes
where tenant_id = $1 and person_id = $2 and changed_by = $3 and change = $4
"""
TOO_SOON = {
    "suspended": translatable(
        "You suspended this administrator within the last 30 days. Ask another administrator, or whoever runs the service."
    ),
    "reset": translatable(
        "You reset this administrator's sign-in details within the last 30 days. Ask another administrator."
    ),
}
DELETE_LINKS = "delete from links where tenant_id = $1 and person_id = $2"
DELETE_FEEDS = "delete from calendar_feeds where tenant_id = $1 and person_id = $2"


def require_other_person(by: Caller, person_id: UUID) -> None:
    """Raises `NotAllowed` for what nobody does about themselves."""
    if by.person_id == person_id:
        raise NotAllowed("Someone else has to do this for you.")


async def require_first_in_a_while(
    context: AccountsContext,
    connection: "PooledConnection",
    by: Caller,
    person_id: UUID,
    change: Literal["suspended", "reset"],
) -> None:
    """Raises `NotAllowed` if the caller did this to another administrator within thirty days. Operators may."""
    last: datetime | None = await connection.fetchval(
        SELECT_LAST, by.tenant_id, person_id, by.person_id, change
    )
    if by.way != "local" and last and context.now() - last < BETWEEN_ACTS:
        raise NotAllowed(TOO_SOON[change])


async def lock_member_account(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> Account:
    """Locks the organisation, then the account: always in this order,
    or two changes would wait for each other.
    """
    await organisations.lock_organisation(connection, tenant_id)
    return await people.lock_account(connection, tenant_id, person_id)


async def close_ways_in(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> None:
    """Ends sessions, tokens, links and calendar addresses, for good: an account that opens again makes new ones."""
    await connection.execute(DELETE_LINKS, tenant_id, person_id)
    await connection.execute(DELETE_FEEDS, tenant_id, person_id)
    await session_tokens.end_all_sessions(connection, tenant_id, person_id)


async def record_account_change(
    context: AccountsContext,
    connection: "PooledConnection",
    who: TenantAndId,
    change: tuple[AccountChange, AccountRole | None],
    assent: RoleApproval,
) -> None:
    """Records who changed what about an account, and who confirmed it."""
    tenant_id, person_id = who
    values = (uuid4(), person_id, *change, assent.by, assent.confirmed_by, assent.alone, context.now())
    await connection.execute(INSERT_CHANGE, tenant_id, *values)
