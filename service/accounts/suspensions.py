"""Suspends an account at once for three days, which one administrator may, and lets people in again afterwards."""

from datetime import datetime
from uuid import UUID

from service.accounts import login_lookup, people, role_requests
from service.accounts.account_changes import (
    close_ways_in,
    lock_member_account,
    record_account_change,
    require_first_in_a_while,
    require_other_person,
)
from service.accounts.caller import Caller
from service.accounts.context import AccountsContext
from service.accounts.notices import SUSPENSION
from service.accounts.role_requests import RoleApproval
from service.postgres.connections import tenant_tx

SUSPEND = """
update people set state = 'disabled', suspended_until = $3 where tenant_id = $1 and person_id = $2
"""
LIFT = """
update people set state = 'active', suspended_until = null
where tenant_id = $1 and person_id = $2 and suspended_until is not null returning person_id
"""


async def suspend_account(context: AccountsContext, by: Caller, person_id: UUID) -> datetime | None:
    """Suspends an account: its sessions, tokens, links and calendar addresses end. Returns until when.

    None if it is closed or suspended already. Raises `NotAllowed`, `UnknownPerson`.
    """
    people.require_admin(by)
    require_other_person(by, person_id)
    until = context.now() + SUSPENSION
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await lock_member_account(connection, by.tenant_id, person_id)
        if account.standing != "active":
            return None
        if "admin" in account.roles:
            await require_first_in_a_while(context, connection, by, person_id, "suspended")
        await connection.execute(SUSPEND, by.tenant_id, person_id, until)
        await close_ways_in(connection, by.tenant_id, person_id)
        who, assent = (by.tenant_id, person_id), RoleApproval(by=by.person_id)
        await record_account_change(context, connection, who, ("suspended", None), assent)
        others = [
            one
            for one in await role_requests.list_admin_ids(connection, by.tenant_id)
            if one not in (by.person_id, person_id)
        ]
    await people.notify_people(context, by.tenant_id, [person_id], "account_suspended")
    await people.notify_people(context, by.tenant_id, others, "other_suspended")
    return until


async def lift_suspension(context: AccountsContext, by: Caller, person_id: UUID) -> None:
    """Ends a suspension early; does nothing for an account that is not suspended."""
    people.require_admin(by)
    require_other_person(by, person_id)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        await lock_member_account(connection, by.tenant_id, person_id)
        if await connection.fetchval(LIFT, by.tenant_id, person_id) is None:
            return
        who, assent = (by.tenant_id, person_id), RoleApproval(by=by.person_id)
        await record_account_change(context, connection, who, ("enabled", None), assent)
    await people.notify_people(context, by.tenant_id, [person_id], "role_changed")


async def end_elapsed_suspensions(context: AccountsContext) -> None:
    """Lets those in again whose suspension is over, in all organisations."""
    for tenant_id, person_id in await login_lookup.end_suspensions(context.pool, context.now()):
        await people.notify_people(context, tenant_id, [person_id], "role_changed")
