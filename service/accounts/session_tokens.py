"""Sessions of browsers and tokens of programs: a random secret, kept as a hash, that says who is calling."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from msgspec import Struct

from domain.messages import sentence
from service.accounts import people
from service.accounts.caller import Caller, Role
from service.accounts.errors import NotAllowed, SignInRefused, StepUpNeeded
from service.accounts.ground import Ground
from service.accounts.login_lookup import token_of
from service.accounts.people import STAFF, Account, Factor
from service.accounts.secret_tokens import hashed, new_secret, same
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Borrowed

Means = Literal["password", "link", "invitation", "totp", "recovery_code", "passkey", "oidc"]
"""How somebody showed who they are when the session began: the strongest of what they showed."""

STRONG: frozenset[Means] = frozenset({"totp", "recovery_code", "passkey", "oidc"})
"""Proofs that are enough for staff; a password or a mailbox alone is not."""

Need = Literal["set_up_second_factor", "second_factor"]
"""What a session lacks before it has the person's roles: to set up a second proof, or to show it."""

STAFF_IDLE, STAFF_LONGEST = timedelta(minutes=30), timedelta(hours=12)
CLIENT_IDLE, CLIENT_LONGEST = timedelta(days=14), timedelta(days=90)
NOTED = timedelta(minutes=1)
"""How often the last use is written down at most."""
LATELY = timedelta(minutes=10)
"""How long a proof is fresh enough for what is delicate."""

INSERT = """
insert into tokens (tenant_id, token_id, person_id, hash, way, label, scopes, means, strong, signed_in_at, used_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
SELECT = """
select t.person_id, t.hash, t.way, t.scopes, t.strong, t.signed_in_at, t.used_at, t.expires_at, p.locale,
       array(select role from person_roles r where r.tenant_id = t.tenant_id and r.person_id = t.person_id) as roles
from tokens t join people p using (tenant_id, person_id)
where t.tenant_id = $1 and t.token_id = $2 and p.state = 'active'
"""
NOTE_USE = "update tokens set used_at = $3 where tenant_id = $1 and token_id = $2 and used_at <= $4"
NOTE_SEEN = "update people set seen_at = $3 where tenant_id = $1 and person_id = $2 returning locale"
END = "delete from tokens where tenant_id = $1 and person_id = $2 and token_id = $3 returning means, strong"
DELETE_SESSIONS = "delete from tokens where tenant_id = $1 and person_id = $2 and way = 'browser'"
DELETE_OTHERS = """
delete from tokens where tenant_id = $1 and person_id = $2 and way = 'browser' and token_id is distinct from $3
"""
DELETE_ALL = "delete from tokens where tenant_id = $1 and person_id = $2"
SELECT_MEANS = "select means, strong from tokens where tenant_id = $1 and token_id = $2"


class SignedIn(Struct, frozen=True, kw_only=True):
    """A session that has begun: the cookie's secret, who it is, and what is still asked of them."""

    secret: str
    caller: Caller
    needs: frozenset[Need]


async def begin(
    ground: Ground,
    connection: "Borrowed",
    tenant_id: UUID,
    person_id: UUID,
    means: Means,
    *,
    strong: bool | None = None,
    proved_at: datetime | None = None,
) -> SignedIn:
    """A new session, with a secret of its own, as strong as its proof unless it is said. Raises `SignInRefused` when the account is not active."""
    account = await people.held(connection, tenant_id, person_id)
    if account.standing != "active":
        raise SignInRefused
    now, secret, token_id = ground.now(), new_secret(), uuid4()
    longest = STAFF_LONGEST if account.roles & STAFF else CLIENT_LONGEST
    strong = means in STRONG if strong is None else strong
    signed_in_at = min(proved_at or now, now)
    scopes: list[str] = []
    values = (hashed(secret), "browser", None, scopes, means, strong, signed_in_at, now, now + longest)
    await connection.execute(INSERT, tenant_id, token_id, person_id, *values)
    locale: str | None = await connection.fetchval(NOTE_SEEN, tenant_id, person_id, now)
    caller = Caller(
        tenant_id=tenant_id,
        person_id=person_id,
        roles=_roles(account.roles, strong=strong),
        way="browser",
        token_id=token_id,
        locale=locale,
        signed_in_at=signed_in_at,
    )
    return SignedIn(secret=secret, caller=caller, needs=_needs(account, caller, means))


async def renew(ground: Ground, connection: "Borrowed", caller: Caller, means: Means) -> SignedIn:
    """A session in the place of all the person had. Raises `StepUpNeeded` when the caller's has ended already."""
    await end(connection, caller)
    await connection.execute(DELETE_SESSIONS, caller.tenant_id, caller.person_id)
    return await begin(ground, connection, caller.tenant_id, caller.person_id, means)


async def caller_with(ground: Ground, secret: str) -> Caller | None:
    """Who carries this secret, with the roles they have at this moment; None when it opens nothing (any more)."""
    place = await token_of(ground.pool, secret)
    if place is None:
        return None
    now = ground.now()
    async with tenant_tx(ground.pool, place[0]) as connection:
        row = await connection.fetchrow(SELECT, *place)
        if row is None or not same(row["hash"], hashed(secret)) or not _lives(row, now):
            return None
        if now - row["used_at"] >= NOTED:
            await connection.execute(NOTE_USE, *place, now, now - NOTED)
    return _caller(place, row)


async def end_sessions(connection: "Borrowed", tenant_id: UUID, person_id: UUID) -> None:
    """Sign somebody out everywhere; their programs go on, with the roles that are left."""
    await connection.execute(DELETE_SESSIONS, tenant_id, person_id)


async def end_other_sessions(connection: "Borrowed", caller: Caller) -> None:
    """Sign the caller out everywhere but here."""
    await connection.execute(DELETE_OTHERS, caller.tenant_id, caller.person_id, caller.token_id)


async def end_all(connection: "Borrowed", tenant_id: UUID, person_id: UUID) -> None:
    """Sign somebody out everywhere, programs too."""
    await connection.execute(DELETE_ALL, tenant_id, person_id)


async def means_of(connection: "Borrowed", caller: Caller) -> tuple[Means, bool] | None:
    """How the caller's session began, and whether it is strong."""
    row = await connection.fetchrow(SELECT_MEANS, caller.tenant_id, caller.token_id)
    return (row["means"], row["strong"]) if row else None


async def end(connection: "Borrowed", caller: Caller) -> tuple[Means, bool]:
    """End the caller's own session, and tell what it was. Raises `StepUpNeeded` when it has ended already."""
    row = await connection.fetchrow(END, caller.tenant_id, caller.person_id, caller.token_id)
    if row is None:
        raise StepUpNeeded
    return row["means"], row["strong"]


async def needs(ground: Ground, caller: Caller) -> frozenset[Need]:
    """What the caller's session lacks."""
    async with tenant_tx(ground.pool, caller.tenant_id) as connection:
        account = await people.account(connection, caller.tenant_id, caller.person_id)
        session = await means_of(connection, caller)
    return _needs(account, caller, session[0] if session else None) if account else frozenset()


async def may_set_up(ground: Ground, caller: Caller) -> None:
    """Raises `StepUpNeeded` for a weak session of somebody who has a second proof, and for any that is not fresh.

    Who got hold of a mailbox or a password must not add a second proof of their own to the one there is.
    """
    fresh(ground, caller)
    async with tenant_tx(ground.pool, caller.tenant_id) as connection:
        account = await people.account(connection, caller.tenant_id, caller.person_id)
        session = await means_of(connection, caller)
    if account is None or session is None or (_others(account, session[0]) and not session[1]):
        raise StepUpNeeded


def in_browser(caller: Caller) -> None:
    """Raises `NotAllowed` for programs: what concerns signing in is done by the person."""
    if caller.way != "browser":
        raise NotAllowed(sentence("This is done by a person who has signed in."))


def fresh(ground: Ground, caller: Caller) -> None:
    """Raises `StepUpNeeded` unless the person showed who they are within ten minutes."""
    in_browser(caller)
    if caller.signed_in_at is None or ground.now() - caller.signed_in_at > LATELY:
        raise StepUpNeeded


def _lives(row: "Record", now: datetime) -> bool:
    if now >= row["expires_at"]:
        return False
    idle = STAFF_IDLE if frozenset(row["roles"]) & STAFF else CLIENT_IDLE
    return row["way"] == "api" or bool(now - row["used_at"] < idle)


def _caller(place: tuple[UUID, UUID], row: "Record") -> Caller:
    return Caller(
        tenant_id=place[0],
        person_id=row["person_id"],
        roles=_roles(frozenset(row["roles"]), strong=row["strong"]),
        way=row["way"],
        token_id=place[1],
        scopes=frozenset(row["scopes"]),
        locale=row["locale"],
        signed_in_at=row["signed_in_at"],
    )


def _roles(roles: frozenset[Role], *, strong: bool) -> frozenset[Role]:
    """Staff see other people's lives: without a second proof they are let in, but with no role of staff."""
    return roles if strong else roles - STAFF


def _needs(account: Account, caller: Caller, means: Means | None) -> frozenset[Need]:
    if caller.roles == account.roles:
        return frozenset()
    return frozenset({"second_factor" if _others(account, means) else "set_up_second_factor"})


def _others(account: Account, means: Means | None) -> frozenset[Factor]:
    """The proofs that were not shown. A provider that asks for a password only is shown, and yet no second proof."""
    return account.factors - {"oidc"} if means == "oidc" else account.factors
