"""Grants and revokes roles, disables and enables accounts, and records each change."""

import logging
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from msgspec import Struct

from service.accounts import organisations, people, role_requests, second_factor, session_tokens
from service.accounts.caller import AccountRole, Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import LastAdmin, NotAllowed
from service.accounts.login_lookup import TenantAndId
from service.accounts.people import Account
from service.accounts.role_requests import RoleApproval, RoleRequest
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

AccountChange = Literal["granted", "revoked", "disabled", "enabled"]

INSERT = """
insert into person_roles (tenant_id, person_id, role, granted_by, granted_at) values ($1, $2, $3, $4, $5)
on conflict do nothing returning role
"""
DELETE = "delete from person_roles where tenant_id = $1 and person_id = $2 and role = $3 returning role"
INSERT_CHANGE = """
insert into role_changes (tenant_id, change_id, person_id, change, role, changed_by, confirmed_by, alone, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
SELECT_OTHER_ADMINS = """
select exists (select from person_roles join people using (tenant_id, person_id)
               where tenant_id = $1 and role = 'admin' and state = 'active' and person_id <> $2)
"""
SET_STATUS = "update people set state = $3 where tenant_id = $1 and person_id = $2"
DELETE_LINKS = "delete from links where tenant_id = $1 and person_id = $2"
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
    _require_other_person(by, person_id)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await _lock_account(connection, by.tenant_id, person_id)
        if account.standing != "active":
            raise NotAllowed("Only somebody with an open account can be given a role.")
        if role in account.roles:
            return GrantResult()
        if await role_requests.needs_confirmation(connection, by, role):
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


async def confirm_account_role(context: AccountsContext, by: Caller, request_id: UUID) -> None:
    """Confirms a role request; an invited person gets the role on joining.

    Raises `UnknownRequest`, `NotAllowed`.
    """
    people.require_admin(by)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        asked = await role_requests.approve_role_request(context, connection, by, request_id)
        who = (by.tenant_id, asked.person_id)
        given = (await people.lock_account(connection, *who)).standing == "active"
        if given:
            await role_requests.delete_role_request(connection, who, asked.role)
            assent = RoleApproval(by=asked.asked_by, confirmed_by=by.person_id)
            await add_role(context, connection, who, asked.role, assent)
    if given:
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
    await _record_change(context, connection, who, ("granted", role), assent)
    await session_tokens.end_sessions(connection, *who)


async def remove_role(context: AccountsContext, by: Caller, person_id: UUID, role: AccountRole) -> None:
    """Revokes a role and ends the person's sessions. Raises `LastAdmin`."""
    people.require_admin(by)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await _lock_account(connection, by.tenant_id, person_id)
        if role == "admin":
            await _keep_one_admin(connection, by.tenant_id, person_id, account)
        if await connection.fetchval(DELETE, by.tenant_id, person_id, role) is None:
            return
        await _record_change(
            context, connection, (by.tenant_id, person_id), ("revoked", role), _approval_by(by)
        )
        await session_tokens.end_sessions(connection, by.tenant_id, person_id)
    await people.notify_people(context, by.tenant_id, [person_id], "role_changed")


async def disable_account(context: AccountsContext, by: Caller, person_id: UUID) -> None:
    """Disables an account: its sessions, tokens and links stop working. Raises `LastAdmin`."""
    people.require_admin(by)
    _require_other_person(by, person_id)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await _lock_account(connection, by.tenant_id, person_id)
        if account.standing != "active":
            return
        await _keep_one_admin(connection, by.tenant_id, person_id, account)
        await connection.execute(SET_STATUS, by.tenant_id, person_id, "disabled")
        await connection.execute(DELETE_LINKS, by.tenant_id, person_id)
        await session_tokens.end_all_sessions(connection, by.tenant_id, person_id)
        await _record_change(
            context, connection, (by.tenant_id, person_id), ("disabled", None), _approval_by(by)
        )
    await people.notify_people(context, by.tenant_id, [person_id], "role_changed")


async def enable_account(context: AccountsContext, by: Caller, person_id: UUID) -> None:
    """Enables a disabled account, with the roles it had."""
    people.require_admin(by)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        account = await people.lock_account(connection, by.tenant_id, person_id)
        if account.standing != "disabled":
            return
        await connection.execute(SET_STATUS, by.tenant_id, person_id, "active")
        await _record_change(
            context, connection, (by.tenant_id, person_id), ("enabled", None), _approval_by(by)
        )
    await people.notify_people(context, by.tenant_id, [person_id], "role_changed")


async def delete_credentials(context: AccountsContext, by: Caller, person_id: UUID) -> None:
    """Deletes password, authenticator and recovery codes of a person who lost them, and ends the sessions.

    The person signs in by an e-mail link and sets up a second factor again; passkeys stay.
    """
    people.require_admin(by)
    _require_other_person(by, person_id)
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        await people.lock_account(connection, by.tenant_id, person_id)
        await connection.execute(DELETE_PASSWORD, by.tenant_id, person_id)
        await second_factor.delete_second_factor(connection, by.tenant_id, person_id)
        await session_tokens.end_all_sessions(connection, by.tenant_id, person_id)
    await people.notify_people(context, by.tenant_id, [person_id], "sign_in_changed")


def _require_other_person(by: Caller, person_id: UUID) -> None:
    if by.person_id == person_id:
        raise NotAllowed("Somebody else has to do this for you.")


async def _lock_account(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> Account:
    """Locks the organisation, then the account: always in this order,
    or two changes would wait for each other.
    """
    await organisations.lock_organisation(connection, tenant_id)
    return await people.lock_account(connection, tenant_id, person_id)


async def _keep_one_admin(
    connection: "PooledConnection", tenant_id: UUID, person_id: UUID, account: Account
) -> None:
    if "admin" in account.roles and not await connection.fetchval(SELECT_OTHER_ADMINS, tenant_id, person_id):
        raise LastAdmin


def _approval_by(caller: Caller) -> RoleApproval:
    return RoleApproval(by=caller.person_id)


async def _record_change(
    context: AccountsContext,
    connection: "PooledConnection",
    who: TenantAndId,
    change: tuple[AccountChange, AccountRole | None],
    assent: RoleApproval,
) -> None:
    tenant_id, person_id = who
    values = (uuid4(), person_id, *change, assent.by, assent.confirmed_by, assent.alone, context.now())
    await connection.execute(INSERT_CHANGE, tenant_id, *values)
