"""Grants and revokes roles, disables and enables accounts, and records each change."""

import logging
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.messages import translatable
from service.accounts import people, role_requests, second_factor, session_tokens
from service.accounts.account_changes import (
    close_ways_in,
    lock_member_account,
    record_account_change,
    require_first_in_a_while,
    require_other_person,
)
from service.accounts.caller import AccountRole, Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import LastAdmin, NotAllowed
from service.accounts.login_lookup import TenantAndId
from service.accounts.people import Account
from service.accounts.role_requests import RequestedChange, RoleApproval, RoleRequest
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

INSERT = """
insert into person_roles (tenant_id, person_id, role, granted_by, granted_at) values ($1, $2, $3, $4, $5)
on conflict do nothing returning role
"""
DELETE = "delete from person_roles where tenant_id = $1 and person_id = $2 and role = $3 returning role"
SELECT_OTHER_ADMINS = """
select exists (select from person_roles join people using (tenant_id, person_id)
               where tenant_id = $1 and role = 'admin' and state = 'active' and person_id <> $2)
"""
SET_STATUS = "update people set state = $3, suspended_until = null where tenant_id = $1 and person_id = $2"
DELETE_PASSWORD = "delete from passwords where tenant_id = $1 and person_id = $2"  # noqa: S105

log = logging.getLogger(__name__)


class GrantResult(Struct, frozen=True, kw_only=True):
    """The result of granting a role."""

    request: RoleRequest | None = None
    """Set if the role waits for a second administrator."""
    alone: bool = False
    """Whether one administrator granted it because there is no other."""


async def grant_account_role(
    context: AccountsContext, by: Caller, person_id: UUID, role: AccountRole
) -> GrantResult:
    """Grants a role, or requests it from a second administrator. Nobody grants a role to themselves."""
    people.require_admin(by)
    require_other_person(by, person_id)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await lock_member_account(connection, by.tenant_id, person_id)
        if account.standing != "active":
            raise NotAllowed("Only someone with an open account can be given a role.")
        if role in account.roles:
            return GrantResult()
        if await role_requests.needs_confirmation(context, connection, by, role):
            done = GrantResult(
                request=await role_requests.request_role(context, connection, by, person_id, role)
            )
        else:
            done = GrantResult(alone=role in role_requests.FOUR_EYES_ROLES and by.way != "local")
            await role_requests.delete_role_request(connection, (by.tenant_id, person_id), role)
            assent = RoleApproval(by=by.person_id, alone=done.alone)
            await add_role(context, connection, (by.tenant_id, person_id), role, assent)
    if done.request:
        await role_requests.notify_confirmers(context, by.tenant_id, done.request)
    else:
        await people.notify_people(context, by.tenant_id, [person_id], "role_changed")
    return done


async def confirm_account_request(context: AccountsContext, by: Caller, request_id: UUID) -> None:
    """Confirms what waits for a second administrator; an invited person gets the role on joining.

    Raises `UnknownRequest`, `NotAllowed`, `LastAdmin`.
    """
    people.require_admin(by)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        asked = await role_requests.approve_role_request(context, connection, by, request_id)
        who = (by.tenant_id, asked.person_id)
        account = await people.lock_account(connection, *who)
        done = asked.change != "granted" or account.standing == "active"
        if done:
            await role_requests.delete_role_request(connection, who, asked.role)
            assent = RoleApproval(by=asked.asked_by, confirmed_by=by.person_id)
            match asked.change:
                case "granted":
                    await add_role(context, connection, who, asked.role, assent)
                case "revoked":
                    await _take_role(context, connection, who, account, asked.role, assent=assent)
                case "disabled":
                    await _close(context, connection, who, account, assent)
    if done:
        await people.notify_people(context, by.tenant_id, [asked.person_id], "role_changed")


async def add_role(
    context: AccountsContext,
    connection: "PooledConnection",
    who: TenantAndId,
    role: AccountRole,
    assent: RoleApproval,
) -> None:
    """Adds a role and ends the sessions that began without it; nothing if the person has it already."""
    if await connection.fetchval(INSERT, *who, role, assent.by, context.now()) is None:
        return
    if assent.alone:
        log.warning("an administrator gave the role %s alone: the organisation has no other", role)
    await record_account_change(context, connection, who, ("granted", role), assent)
    await session_tokens.end_sessions(connection, *who)


async def remove_role(
    context: AccountsContext, by: Caller, person_id: UUID, role: AccountRole
) -> RoleRequest | None:
    """Revokes a role and ends the person's sessions, or asks a second administrator to agree that another is none.

    Raises `LastAdmin`, `NotAllowed`.
    """
    people.require_admin(by)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        who = (by.tenant_id, person_id)
        account = await lock_member_account(connection, *who)
        if role not in account.roles:
            return None
        request = None
        if role == "admin":
            request = await _ask_second_admin(context, connection, by, person_id, "revoked")
        if request is None:
            await _take_role(context, connection, who, account, role, assent=RoleApproval(by=by.person_id))
    await _notify(context, by, person_id, request)
    return request


async def disable_account(context: AccountsContext, by: Caller, person_id: UUID) -> RoleRequest | None:
    """Closes an account, or asks a second administrator to agree to the closing of another's.

    Raises `LastAdmin`, `NotAllowed`.
    """
    people.require_admin(by)
    require_other_person(by, person_id)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        who = (by.tenant_id, person_id)
        account = await lock_member_account(connection, *who)
        if account.standing == "invited" or (account.standing == "disabled" and not account.suspended):
            return None
        request = None
        if "admin" in account.roles:
            request = await _ask_second_admin(context, connection, by, person_id, "disabled")
        if request is None:
            await _close(context, connection, who, account, RoleApproval(by=by.person_id))
    await _notify(context, by, person_id, request)
    return request


async def _ask_second_admin(
    context: AccountsContext,
    connection: "PooledConnection",
    by: Caller,
    person_id: UUID,
    change: RequestedChange,
) -> RoleRequest | None:
    """The request to take an administrator's role or account; None for oneself, and for an operator."""
    if by.way == "local" or by.person_id == person_id:
        return None
    confirmers = set(await role_requests.list_admin_ids(connection, by.tenant_id))
    if not confirmers - {by.person_id, person_id}:
        raise NotAllowed(
            translatable(
                "This needs a second administrator, and there is none. Suspend the account and ask "
                "whoever runs the service."
            )
        )
    return await role_requests.request_role(context, connection, by, person_id, "admin", change=change)


async def _notify(context: AccountsContext, by: Caller, person_id: UUID, request: RoleRequest | None) -> None:
    if request:
        await role_requests.notify_confirmers(context, by.tenant_id, request)
    else:
        await people.notify_people(context, by.tenant_id, [person_id], "role_changed")


async def _take_role(
    context: AccountsContext,
    connection: "PooledConnection",
    who: TenantAndId,
    account: Account,
    role: AccountRole,
    *,
    assent: RoleApproval,
) -> None:
    if role == "admin":
        await _keep_one_admin(connection, *who, account)
    if await connection.fetchval(DELETE, *who, role) is not None:
        await record_account_change(context, connection, who, ("revoked", role), assent)
        await session_tokens.end_sessions(connection, *who)


async def _close(
    context: AccountsContext,
    connection: "PooledConnection",
    who: TenantAndId,
    account: Account,
    assent: RoleApproval,
) -> None:
    await _keep_one_admin(connection, *who, account)
    await connection.execute(SET_STATUS, *who, "disabled")
    await close_ways_in(connection, *who)
    await record_account_change(context, connection, who, ("disabled", None), assent)


async def enable_account(context: AccountsContext, by: Caller, person_id: UUID) -> None:
    """Enables a disabled account, with the roles it had."""
    people.require_admin(by)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await people.lock_account(connection, by.tenant_id, person_id)
        if account.standing != "disabled" or account.suspended:
            return
        await connection.execute(SET_STATUS, by.tenant_id, person_id, "active")
        await record_account_change(
            context, connection, (by.tenant_id, person_id), ("enabled", None), _approval_by(by)
        )
    await people.notify_people(context, by.tenant_id, [person_id], "role_changed")


async def delete_credentials(context: AccountsContext, by: Caller, person_id: UUID) -> None:
    """Deletes password, authenticator and recovery codes of a person who lost them, and ends the sessions.

    The person signs in by an e-mail link and sets up a second factor again; passkeys stay. One administrator does it
    to another once in thirty days. Raises `NotAllowed`, `UnknownPerson`.
    """
    people.require_admin(by)
    require_other_person(by, person_id)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await lock_member_account(connection, by.tenant_id, person_id)
        if "admin" in account.roles:
            await require_first_in_a_while(context, connection, by, person_id, "reset")
        await record_account_change(
            context, connection, (by.tenant_id, person_id), ("reset", None), _approval_by(by)
        )
        await connection.execute(DELETE_PASSWORD, by.tenant_id, person_id)
        await second_factor.delete_second_factor(connection, by.tenant_id, person_id)
        await session_tokens.end_all_sessions(connection, by.tenant_id, person_id)
    await people.notify_people(context, by.tenant_id, [person_id], "sign_in_changed")


async def _keep_one_admin(
    connection: "PooledConnection", tenant_id: UUID, person_id: UUID, account: Account
) -> None:
    if "admin" in account.roles and not await connection.fetchval(SELECT_OTHER_ADMINS, tenant_id, person_id):
        raise LastAdmin


def _approval_by(caller: Caller) -> RoleApproval:
    return RoleApproval(by=caller.person_id)
