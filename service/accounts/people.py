"""The people of an organisation: names, roles, status and notices."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Language
from service.accounts.caller import AccountRole, Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import NotAllowed, UnknownPerson
from service.accounts.notices import Notice, NoticeKind
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

AccountStatus = Literal["invited", "active", "disabled"]
SignInFactor = Literal["totp", "passkey", "oidc"]

STAFF: frozenset[AccountRole] = frozenset({"coach", "manager", "researcher", "admin"})
ROLES_SEEING_COLLEAGUES: frozenset[AccountRole] = frozenset({"coach", "manager", "admin"})

SELECT = """
select person_id, email, name, locale, state, factors_of(tenant_id, person_id) as factors,
       array(select role from person_roles r where r.tenant_id = p.tenant_id and r.person_id = p.person_id) as roles,
       array(select role from invitations i where i.tenant_id = p.tenant_id and i.person_id = p.person_id
                                              and i.expires_at > $3) as invited_as
from people p where tenant_id = $1 and ($2::uuid[] is null or person_id = any ($2)) order by invited_at, person_id
"""
SELECT_NAMES = "select person_id, name from people where tenant_id = $1 and person_id = any ($2)"
SELECT_STANDING = """
select state, suspended_until is not null as suspended, factors_of(tenant_id, person_id) as factors,
       array(select role from person_roles r where r.tenant_id = p.tenant_id and r.person_id = p.person_id) as roles
from people p where tenant_id = $1 and person_id = $2
"""
SET_LOCALE = "update people set locale = $3 where tenant_id = $1 and person_id = $2"
LOCK_PERSON = "select from people where tenant_id = $1 and person_id = $2 for update"
SELECT_ADDRESS = "select address from people where tenant_id = $1 and person_id = $2"
SELECT_JOINED = "select joined_at from people where tenant_id = $1 and person_id = $2"
DELETE_SEEN = "delete from seen_news where tenant_id = $1 and person_id = $2"
DELETE = "delete from people where tenant_id = $1 and person_id = $2"


class Person(Struct, frozen=True, kw_only=True):
    """A person of an organisation."""

    tenant_id: UUID
    person_id: UUID
    name: str | None
    """None before an invitation is accepted, and after the keys are destroyed."""
    email: str | None
    roles: frozenset[AccountRole]
    invited_as: frozenset[AccountRole]
    """Roles of invitations that are not accepted yet."""
    locale: str
    standing: AccountStatus
    factors: frozenset[SignInFactor]
    """Factors that are set up beside a password."""


class Account(Struct, frozen=True):
    """An account without its sealed personal data."""

    standing: AccountStatus
    roles: frozenset[AccountRole]
    factors: frozenset[SignInFactor]
    suspended: bool = False
    """Disabled for some days only."""


async def visible_people(context: AccountsContext, caller: Caller) -> list[Person]:
    """The people that the caller may see: all for an administrator,
    colleagues for coaches and managers, else only oneself.
    """
    if "admin" in caller.roles:
        return await load_people(context, caller.tenant_id)
    if not caller.roles & ROLES_SEEING_COLLEAGUES:
        return await load_people(context, caller.tenant_id, [caller.person_id])
    return [
        person
        for person in await load_people(context, caller.tenant_id)
        if (person.roles | person.invited_as) & STAFF or person.person_id == caller.person_id
    ]


async def load_people(
    context: AccountsContext, tenant_id: UUID, ids: Sequence[UUID] | None = None
) -> list[Person]:
    """These people, or all of an organisation, in the order they were invited."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT, tenant_id, ids, context.now())
    await context.seals.load_keys(tenant_id, [row["person_id"] for row in rows])
    return [_person(context, tenant_id, row) for row in rows]


async def get_person(context: AccountsContext, tenant_id: UUID, person_id: UUID) -> Person:
    """One person. Raises `UnknownPerson`."""
    found = await load_people(context, tenant_id, [person_id])
    if not found:
        raise UnknownPerson
    return found[0]


async def notify_people(
    context: AccountsContext, tenant_id: UUID, ids: Iterable[UUID], kind: NoticeKind
) -> None:
    """Notifies these people by e-mail, except those without an account."""
    for one in await load_people(context, tenant_id, list(ids)):
        if one.email and one.standing != "invited":
            notice = Notice(
                tenant_id=tenant_id, person_id=one.person_id, kind=kind, email=one.email, locale=one.locale
            )
            context.notify(notice)


async def person_names(context: AccountsContext, tenant_id: UUID, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people; those without a name are left out."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    async with tenant_tx(context.pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT_NAMES, tenant_id, wanted)
    await context.seals.load_keys(tenant_id, [row["person_id"] for row in rows])
    opened = {
        row["person_id"]: context.seals.open(tenant_id, row["person_id"], "name", row["name"]) for row in rows
    }
    return {person_id: name for person_id, name in opened.items() if name}


async def find_account(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> Account | None:
    """The account of a person, if there is one."""
    row = await connection.fetchrow(SELECT_STANDING, tenant_id, person_id)
    return (
        Account(row["state"], frozenset(row["roles"]), frozenset(row["factors"]), row["suspended"])
        if row
        else None
    )


async def lock_account(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> Account:
    """Like `find_account`, locked until the transaction ends. Raises `UnknownPerson`."""
    await connection.execute(LOCK_PERSON, tenant_id, person_id)
    found = await find_account(connection, tenant_id, person_id)
    if found is None:
        raise UnknownPerson
    return found


async def has_joined_since(connection: "PooledConnection", who: Person, since: datetime) -> bool:
    """Whether a person joined at this time or later."""
    joined_at: datetime | None = await connection.fetchval(SELECT_JOINED, who.tenant_id, who.person_id)
    return joined_at is not None and joined_at >= since


async def set_locale(context: AccountsContext, caller: Caller, locale: Language) -> None:
    """Sets the language of the caller's e-mails."""
    async with tenant_tx(context.pool, caller.tenant_id) as connection:
        await connection.execute(SET_LOCALE, caller.tenant_id, caller.person_id, locale)


async def address_fingerprint_of(context: AccountsContext, tenant_id: UUID, person_id: UUID) -> bytes:
    """The fingerprint of somebody's address, by which their attempts are counted."""
    async with tenant_tx(context.pool, tenant_id) as connection:
        found: bytes | None = await connection.fetchval(SELECT_ADDRESS, tenant_id, person_id)
    if found is None:
        raise UnknownPerson
    return found


async def delete_person(context: AccountsContext, tenant_id: UUID, person_id: UUID) -> None:
    """Deletes an account with everything that belongs to it, including links to journeys,
    and destroys its keys.
    """
    async with tenant_tx(context.pool, tenant_id) as connection:
        # By whoever has no account it is kept, too: it does not refer to the account.
        await connection.execute(DELETE_SEEN, tenant_id, person_id)
        await connection.execute(DELETE, tenant_id, person_id)
    await context.seals.destroy_keys(tenant_id, person_id)


def require_admin(caller: Caller) -> None:
    """Raises `NotAllowed` unless the caller is an administrator."""
    if "admin" not in caller.roles or caller.way == "api":
        raise NotAllowed


def _person(context: AccountsContext, tenant_id: UUID, row: "Record") -> Person:
    person_id: UUID = row["person_id"]
    return Person(
        tenant_id=tenant_id,
        person_id=person_id,
        name=context.seals.open(tenant_id, person_id, "name", row["name"]),
        email=context.seals.open(tenant_id, person_id, "email", row["email"]),
        roles=frozenset(row["roles"]),
        invited_as=frozenset(row["invited_as"]),
        locale=row["locale"],
        standing=row["state"],
        factors=frozenset(row["factors"]),
    )
