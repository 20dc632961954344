"""The register of an organisation's people, page by page, for administrators."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import AccountRole
from service.accounts.context import AccountsContext
from service.accounts.people import AccountStatus, SignInFactor
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

RegisterStatus = Literal["invited", "active", "suspended", "closed"]
STATUS_OF_ACCOUNT: dict[AccountStatus, RegisterStatus] = {
    "invited": "invited",
    "active": "active",
    "disabled": "closed",
}

SELECT = """
select person_id, email, name, locale, state, suspended_until, invited_at, joined_at, takes_clients,
       factors_of(tenant_id, person_id) as factors,
       greatest(seen_at, (select max(t.used_at) from tokens t
                          where t.tenant_id = p.tenant_id and t.person_id = p.person_id)) as seen_at,
       array(select role from person_roles r where r.tenant_id = p.tenant_id and r.person_id = p.person_id
             order by role) as roles,
       array(select role from invitations i where i.tenant_id = p.tenant_id and i.person_id = p.person_id
                                              and i.expires_at > $2 order by role) as invited_as
from people p where tenant_id = $1 and ($3::timestamptz is null or (invited_at, person_id) < ($3, $4))
order by invited_at desc, person_id desc limit $5
"""


class RegisteredPerson(Struct, frozen=True, kw_only=True):
    """One person of the organisation."""

    person_id: UUID
    name: str | None
    """Null before they have come in, and after their keys are gone."""
    email: str | None
    status: RegisterStatus
    suspended_until: datetime | None = None
    roles: tuple[AccountRole, ...]
    invited_as: tuple[AccountRole, ...]
    """Roles of invitations that are not answered yet."""
    factors: tuple[SignInFactor, ...]
    """Proofs they have set up beside a password; staff without one have no role of staff."""
    locale: str
    takes_clients: bool
    """Whether they take more clients, if they are a coach."""
    invited_at: datetime
    joined_at: datetime | None
    last_seen: datetime | None


class RegisterPage(Struct, frozen=True, kw_only=True):
    """A page of the people, the last invited first. `next` is the `cursor` of the next page; null on the last."""

    people: list[RegisteredPerson]
    next: str | None


class UnknownRegisterCursor(ValueError):
    """Raised for a cursor that this service did not issue."""


async def register_page(
    context: AccountsContext, tenant_id: UUID, cursor: str | None, limit: int
) -> RegisterPage:
    """One page of the register, from a cursor on. Raises `UnknownRegisterCursor`."""
    at, person_id = _read_cursor(cursor) if cursor else (None, None)
    async with tenant_tx(context.pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT, tenant_id, context.now(), at, person_id, limit + 1)
    await context.seals.load_keys(tenant_id, [row["person_id"] for row in rows])
    shown = [_registered_person(context, tenant_id, row) for row in rows[:limit]]
    return RegisterPage(people=shown, next=_cursor(shown[-1]) if len(rows) > limit else None)


def _registered_person(context: AccountsContext, tenant_id: UUID, row: "Record") -> RegisteredPerson:
    person_id: UUID = row["person_id"]
    return RegisteredPerson(
        person_id=person_id,
        name=context.seals.open(tenant_id, person_id, "name", row["name"]),
        email=context.seals.open(tenant_id, person_id, "email", row["email"]),
        status="suspended" if row["suspended_until"] else STATUS_OF_ACCOUNT[row["state"]],
        suspended_until=row["suspended_until"],
        roles=tuple(row["roles"]),
        invited_as=tuple(row["invited_as"]),
        factors=tuple(row["factors"]),
        locale=row["locale"],
        takes_clients=row["takes_clients"],
        invited_at=row["invited_at"],
        joined_at=row["joined_at"],
        last_seen=row["seen_at"],
    )


def _cursor(last: RegisteredPerson) -> str:
    return f"{last.invited_at.isoformat()}~{last.person_id}"


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, _, person_id = cursor.partition("~")
    try:
        found = datetime.fromisoformat(at), UUID(person_id)
    except ValueError:
        raise UnknownRegisterCursor(cursor) from None
    if found[0].tzinfo is None:
        raise UnknownRegisterCursor(cursor)
    return found
