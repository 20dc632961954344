"""Role requests: a role with power over others needs two administrators, where there are two."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from msgspec import Struct

from domain.messages import translatable
from service.accounts import organisations, people
from service.accounts.caller import AccountRole, Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import NotAllowed, UnknownRequest
from service.accounts.login_lookup import TenantAndId
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

FOUR_EYES_ROLES: frozenset[AccountRole] = frozenset({"admin", "manager", "researcher"})
"""Roles that need a second administrator."""

STILL_COUNTS = timedelta(days=30)
"""How long an administrator whose account was closed still counts when a role needs a second one."""

COUNT_ADMINS = """
select count(*) from person_roles r join people p using (tenant_id, person_id)
where tenant_id = $1 and role = 'admin' and (state = 'active' or suspended_until is not null or exists (
    select from role_changes c where c.tenant_id = p.tenant_id and c.person_id = p.person_id
                                 and c.change = 'disabled' and c.changed_at > $2))
"""
SELECT_ADMINS = """
select person_id from person_roles join people using (tenant_id, person_id)
where tenant_id = $1 and role = 'admin' and state = 'active' order by person_id
"""
COLUMNS = "request_id, person_id, role, change, asked_by, asked_at"
UPSERT = """
insert into role_requests (tenant_id, request_id, person_id, role, change, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (tenant_id, person_id, role) do update set
    (request_id, change, asked_by, asked_at, confirmed_by, confirmed_at)
    = (excluded.request_id, excluded.change, excluded.asked_by, excluded.asked_at, null, null)
"""
SELECT_WAITING = f"""
select {COLUMNS} from role_requests where tenant_id = $1 and confirmed_at is null order by asked_at, request_id
"""  # noqa: S608 - names of columns
SELECT_ONE = f"""
select {COLUMNS} from role_requests where tenant_id = $1 and request_id = $2 and confirmed_at is null for update
"""  # noqa: S608 - names of columns
CONFIRM = (
    "update role_requests set confirmed_by = $3, confirmed_at = $4 where tenant_id = $1 and request_id = $2"
)
SELECT_OF = """
select asked_by, confirmed_by from role_requests where tenant_id = $1 and person_id = $2 and role = $3 and change = 'granted'
"""
DELETE = (
    "delete from role_requests where tenant_id = $1 and request_id = $2 returning person_id, role, change"
)
DELETE_INVITATION = "delete from invitations where tenant_id = $1 and person_id = $2 and role = $3"
DELETE_OF = "delete from role_requests where tenant_id = $1 and person_id = $2 and role = $3"


RequestedChange = Literal["granted", "revoked", "disabled"]
"""A role to be given or taken, or the account of an administrator to be closed."""


class RoleRequest(Struct, frozen=True, kw_only=True):
    """A role that waits for a second administrator, or a change of another administrator's account."""

    request_id: UUID
    person_id: UUID
    role: AccountRole
    change: RequestedChange = "granted"
    asked_by: UUID
    asked_at: datetime


class RoleApproval(Struct, frozen=True, kw_only=True):
    """Who granted a role and who confirmed it; `alone` if there was no second administrator."""

    by: UUID
    confirmed_by: UUID | None = None
    alone: bool = False


async def needs_confirmation(
    context: AccountsContext, connection: "PooledConnection", by: Caller, role: AccountRole
) -> bool:
    """Whether a second administrator has to confirm a role. Operators at the command line need none.

    Who is suspended or was closed lately counts: nobody is to become the only one by shutting the others out.
    """
    if by.way == "local" or role not in FOUR_EYES_ROLES:
        return False
    since = context.now() - STILL_COUNTS
    return bool(await connection.fetchval(COUNT_ADMINS, by.tenant_id, since) > 1)


async def list_admin_ids(connection: "PooledConnection", tenant_id: UUID) -> list[UUID]:
    """The present administrators."""
    return [row["person_id"] for row in await connection.fetch(SELECT_ADMINS, tenant_id)]


async def request_role(
    context: AccountsContext,
    connection: "PooledConnection",
    by: Caller,
    person_id: UUID,
    role: AccountRole,
    *,
    change: RequestedChange = "granted",
) -> RoleRequest:
    """Requests a change from a second administrator; a repeated request replaces the earlier one."""
    request = RoleRequest(
        request_id=uuid4(),
        person_id=person_id,
        role=role,
        change=change,
        asked_by=by.person_id,
        asked_at=context.now(),
    )
    values = (request.request_id, person_id, role, change, request.asked_by, request.asked_at)
    await connection.execute(UPSERT, by.tenant_id, *values)
    return request


async def notify_confirmers(context: AccountsContext, tenant_id: UUID, request: RoleRequest) -> None:
    """Notifies the administrators who can confirm a request."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        found = await list_admin_ids(connection, tenant_id)
    others = [one for one in found if one not in (request.asked_by, request.person_id)]
    await people.notify_people(context, tenant_id, others, "confirmation_asked")


async def pending_role_requests(context: AccountsContext, by: Caller) -> list[RoleRequest]:
    """The requests that wait for a second administrator, the oldest first."""
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        return [RoleRequest(**dict(row)) for row in await connection.fetch(SELECT_WAITING, by.tenant_id)]


async def approve_role_request(
    context: AccountsContext, connection: "PooledConnection", by: Caller, request_id: UUID
) -> RoleRequest:
    """Confirms a request of another administrator, for somebody else.

    Raises `UnknownRequest`, `NotAllowed`.
    """
    await organisations.lock_organisation(connection, by.tenant_id)
    row: Record | None = await connection.fetchrow(SELECT_ONE, by.tenant_id, request_id)
    if row is None:
        raise UnknownRequest
    request = RoleRequest(**dict(row))
    if by.person_id in (request.asked_by, request.person_id):
        raise NotAllowed(
            translatable(
                "Someone else has to confirm this: not the person who asked, and not the person it is for."
            )
        )
    # A request by somebody who is no administrator any more does not count.
    if request.asked_by not in await list_admin_ids(connection, by.tenant_id):
        raise UnknownRequest
    await connection.execute(CONFIRM, by.tenant_id, request_id, by.person_id, context.now())
    return request


async def cancel_role_request(context: AccountsContext, by: Caller, request_id: UUID) -> None:
    """Withdraws or rejects a request, with an invitation to that role. Raises `UnknownRequest`."""
    people.require_admin(by)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        row = await connection.fetchrow(SELECT_ONE, by.tenant_id, request_id)
        if row and row["change"] != "granted" and row["person_id"] == by.person_id:
            raise NotAllowed(translatable("Someone else has to decide this, because it is about you."))
        gone = await connection.fetchrow(DELETE, by.tenant_id, request_id)
        if gone is None:
            raise UnknownRequest
        if gone["change"] == "granted":
            await connection.execute(DELETE_INVITATION, by.tenant_id, gone["person_id"], gone["role"])


async def take_approval(
    connection: "PooledConnection", who: TenantAndId, role: AccountRole, *, by: UUID
) -> RoleApproval | None:
    """How a role may be given to a person who accepts an invitation; None while it waits.

    Deletes the request.
    """
    row = await connection.fetchrow(SELECT_OF, *who, role)
    if row is None:
        return RoleApproval(
            by=by, alone=role in FOUR_EYES_ROLES and by in await list_admin_ids(connection, who[0])
        )
    if row["confirmed_by"] is None:
        return None
    await connection.execute(DELETE_OF, *who, role)
    return RoleApproval(by=row["asked_by"], confirmed_by=row["confirmed_by"])


async def delete_role_request(connection: "PooledConnection", who: TenantAndId, role: AccountRole) -> None:
    """Deletes a request, if there is one."""
    await connection.execute(DELETE_OF, *who, role)
