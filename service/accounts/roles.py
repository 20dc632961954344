"""Who may do what: roles given and taken, accounts closed and opened, each change written down."""

from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from service.accounts import organisations, people, second_factor, tokens
from service.accounts.caller import Caller, Role
from service.accounts.finding import Place
from service.accounts.ground import Ground
from service.accounts.people import Account
from service.accounts.refusals import LastAdmin, NotAllowed
from service.store.connections import tenant_tx

if TYPE_CHECKING:
    from service.store.connections import Borrowed

Change = Literal["granted", "revoked", "disabled", "enabled"]

INSERT = """
insert into person_roles (tenant_id, person_id, role, granted_by, granted_at) values ($1, $2, $3, $4, $5)
on conflict do nothing returning role
"""
DELETE = "delete from person_roles where tenant_id = $1 and person_id = $2 and role = $3 returning role"
INSERT_CHANGE = """
insert into role_changes (tenant_id, change_id, person_id, change, role, changed_by, changed_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""
SELECT_OTHER_ADMINS = """
select exists (select from person_roles join people using (tenant_id, person_id)
               where tenant_id = $1 and role = 'admin' and state = 'active' and person_id <> $2)
"""
SET_STANDING = "update people set state = $3 where tenant_id = $1 and person_id = $2"
DELETE_LINKS = "delete from links where tenant_id = $1 and person_id = $2"
DELETE_PASSWORD = "delete from passwords where tenant_id = $1 and person_id = $2"  # noqa: S105


async def grant(ground: Ground, by: Caller, person_id: UUID, role: Role) -> None:
    """Give somebody a role; they sign in anew to have it. Nobody gives a role to themselves."""
    people.admin_only(by)
    _another(by, person_id)
    async with tenant_tx(ground.pool, by.tenant_id) as connection:
        account = await people.held(connection, by.tenant_id, person_id)
        if account.standing != "active":
            raise NotAllowed("Only somebody with an open account can be given a role.")
        await give(ground, connection, (by.tenant_id, person_id), role, by=by.person_id)


async def give(ground: Ground, connection: "Borrowed", who: Place, role: Role, *, by: UUID) -> None:
    """Add the role and end the sessions that began without it; nothing when it is theirs already."""
    if await connection.fetchval(INSERT, *who, role, by, ground.now()) is None:
        return
    await _write_down(ground, connection, who, "granted", role, by=by)
    await tokens.end_sessions(connection, *who)


async def take(ground: Ground, by: Caller, person_id: UUID, role: Role) -> None:
    """Take a role away; their sessions end. Raises `LastAdmin`."""
    people.admin_only(by)
    async with tenant_tx(ground.pool, by.tenant_id) as connection:
        account = await _alone(connection, by.tenant_id, person_id)
        if role == "admin":
            await _keep_one_admin(connection, by.tenant_id, person_id, account)
        if await connection.fetchval(DELETE, by.tenant_id, person_id, role) is None:
            return
        await _write_down(ground, connection, (by.tenant_id, person_id), "revoked", role, by=by.person_id)
        await tokens.end_sessions(connection, by.tenant_id, person_id)


async def disable(ground: Ground, by: Caller, person_id: UUID) -> None:
    """Close an account: nothing of theirs opens any more, programs included. Raises `LastAdmin`."""
    people.admin_only(by)
    _another(by, person_id)
    async with tenant_tx(ground.pool, by.tenant_id) as connection:
        account = await _alone(connection, by.tenant_id, person_id)
        if account.standing != "active":
            return
        await _keep_one_admin(connection, by.tenant_id, person_id, account)
        await connection.execute(SET_STANDING, by.tenant_id, person_id, "disabled")
        await connection.execute(DELETE_LINKS, by.tenant_id, person_id)
        await tokens.end_all(connection, by.tenant_id, person_id)
        await _write_down(ground, connection, (by.tenant_id, person_id), "disabled", None, by=by.person_id)


async def enable(ground: Ground, by: Caller, person_id: UUID) -> None:
    """Open an account that was closed, with the roles it had."""
    people.admin_only(by)
    async with tenant_tx(ground.pool, by.tenant_id) as connection:
        account = await people.held(connection, by.tenant_id, person_id)
        if account.standing != "disabled":
            return
        await connection.execute(SET_STANDING, by.tenant_id, person_id, "active")
        await _write_down(ground, connection, (by.tenant_id, person_id), "enabled", None, by=by.person_id)


async def forget_proofs(ground: Ground, by: Caller, person_id: UUID) -> None:
    """For somebody who lost what they prove themselves with: password, authenticator and codes go, sessions end.

    They come back in by a link to their mailbox, and set up a second proof anew; passkeys are theirs to remove.
    """
    people.admin_only(by)
    _another(by, person_id)
    async with tenant_tx(ground.pool, by.tenant_id) as connection:
        await people.held(connection, by.tenant_id, person_id)
        await connection.execute(DELETE_PASSWORD, by.tenant_id, person_id)
        await second_factor.clear(connection, by.tenant_id, person_id)
        await tokens.end_all(connection, by.tenant_id, person_id)


def _another(by: Caller, person_id: UUID) -> None:
    if by.person_id == person_id:
        raise NotAllowed("Somebody else has to do this for you.")


async def _alone(connection: "Borrowed", tenant_id: UUID, person_id: UUID) -> Account:
    """The organisation first, the person second: always in this order, or two changes would wait for each other."""
    await organisations.hold(connection, tenant_id)
    return await people.held(connection, tenant_id, person_id)


async def _keep_one_admin(connection: "Borrowed", tenant_id: UUID, person_id: UUID, account: Account) -> None:
    if "admin" in account.roles and not await connection.fetchval(SELECT_OTHER_ADMINS, tenant_id, person_id):
        raise LastAdmin


async def _write_down(
    ground: Ground, connection: "Borrowed", who: Place, change: Change, role: Role | None, *, by: UUID
) -> None:
    tenant_id, person_id = who
    values = (uuid4(), person_id, change, role, by, ground.now())
    await connection.execute(INSERT_CHANGE, tenant_id, *values)
