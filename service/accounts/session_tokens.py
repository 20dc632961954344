"""Browser sessions: how they start and end, what they lack, and whether they are fresh."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID, uuid4

from msgspec import Struct

from domain.messages import translatable
from service.accounts import people
from service.accounts.caller import Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import NotAllowed, SignInFailed, StepUpRequired
from service.accounts.login_lookup import hash_secret, new_secret, session_roles
from service.accounts.people import STAFF, Account, SignInFactor
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

SignInMethod = Literal["password", "link", "invitation", "totp", "recovery_code", "passkey", "oidc"]
"""How a session began: the strongest method that was used."""

STRONG_METHODS: frozenset[SignInMethod] = frozenset({"totp", "recovery_code", "passkey", "oidc"})
"""Methods that are enough for staff; a password or a mailbox alone is not."""

SessionRequirement = Literal["set_up_second_factor", "second_factor"]
"""What a session lacks before it has the person's roles: to set up a second factor, or to use it."""

STAFF_MAX_LIFETIME, CLIENT_MAX_LIFETIME = timedelta(hours=12), timedelta(days=90)
STEP_UP_WINDOW = timedelta(minutes=10)
"""How long a sign-in counts as fresh."""

INSERT = """
insert into tokens (tenant_id, token_id, person_id, hash, way, label, scopes, means, strong, signed_in_at, used_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
NOTE_SEEN = "update people set seen_at = $3 where tenant_id = $1 and person_id = $2 returning locale"
END = "delete from tokens where tenant_id = $1 and person_id = $2 and token_id = $3 returning means, strong"
DELETE_SESSIONS = "delete from tokens where tenant_id = $1 and person_id = $2 and way = 'browser'"
DELETE_TOKENS = "delete from tokens where tenant_id = $1 and person_id = $2 and way = 'api'"
DELETE_OTHERS = "delete from tokens where tenant_id = $1 and person_id = $2 and token_id is distinct from $3"
DELETE_ALL = "delete from tokens where tenant_id = $1 and person_id = $2"
SELECT_MEANS = "select means, strong from tokens where tenant_id = $1 and token_id = $2"


class NewSession(Struct, frozen=True, kw_only=True):
    """A session that has just started: the secret for its cookie, its caller, and what it lacks."""

    secret: str
    caller: Caller
    needs: frozenset[SessionRequirement]


async def create_session(
    context: AccountsContext,
    connection: "PooledConnection",
    tenant_id: UUID,
    person_id: UUID,
    means: SignInMethod,
    *,
    strong: bool | None = None,
    proved_at: datetime | None = None,
) -> NewSession:
    """Starts a session with a new secret; `strong` overrides the strength of the method.

    Raises `SignInFailed` if the account is not active.
    """
    account = await people.lock_account(connection, tenant_id, person_id)
    if account.standing != "active":
        raise SignInFailed
    now, secret, token_id = context.now(), new_secret(), uuid4()
    longest = STAFF_MAX_LIFETIME if account.roles & STAFF else CLIENT_MAX_LIFETIME
    strong = means in STRONG_METHODS if strong is None else strong
    signed_in_at = min(proved_at or now, now)
    scopes: list[str] = []
    values = (hash_secret(secret), "browser", None, scopes, means, strong, signed_in_at, now, now + longest)
    await connection.execute(INSERT, tenant_id, token_id, person_id, *values)
    locale: str | None = await connection.fetchval(NOTE_SEEN, tenant_id, person_id, now)
    caller = Caller(
        tenant_id=tenant_id,
        person_id=person_id,
        roles=session_roles(account.roles, strong=strong),
        way="browser",
        token_id=token_id,
        locale=locale,
        signed_in_at=signed_in_at,
    )
    return NewSession(secret=secret, caller=caller, needs=_needs(account, caller, means))


async def renew_session(
    context: AccountsContext, connection: "PooledConnection", caller: Caller, means: SignInMethod
) -> NewSession:
    """Replaces all of the person's sessions and API tokens by a new session.

    Raises `StepUpRequired` if the caller's has ended already.
    """
    await end_session(connection, caller)
    await end_all_sessions(connection, caller.tenant_id, caller.person_id)
    return await create_session(context, connection, caller.tenant_id, caller.person_id, means)


async def end_sessions(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> None:
    """Ends all browser sessions of a person; API tokens stay valid, with the roles that are left."""
    await connection.execute(DELETE_SESSIONS, tenant_id, person_id)


async def end_api_tokens(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> None:
    """Ends the API tokens of a person: what proves who they are is no longer what it was when these were made."""
    await connection.execute(DELETE_TOKENS, tenant_id, person_id)


async def end_other_sessions(connection: "PooledConnection", caller: Caller) -> None:
    """Ends the caller's other sessions, and their API tokens."""
    await connection.execute(DELETE_OTHERS, caller.tenant_id, caller.person_id, caller.token_id)


async def end_all_sessions(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> None:
    """Ends all sessions and API tokens of a person."""
    await connection.execute(DELETE_ALL, tenant_id, person_id)


async def session_method(connection: "PooledConnection", caller: Caller) -> tuple[SignInMethod, bool] | None:
    """How the caller's session began, and whether it is strong; None if it has ended."""
    row = await connection.fetchrow(SELECT_MEANS, caller.tenant_id, caller.token_id)
    return (row["means"], row["strong"]) if row else None


async def end_session(connection: "PooledConnection", caller: Caller) -> tuple[SignInMethod, bool]:
    """Ends the caller's session; returns how it began and whether it was strong.

    Raises `StepUpRequired` if it has ended already.
    """
    row = await connection.fetchrow(END, caller.tenant_id, caller.person_id, caller.token_id)
    if row is None:
        raise StepUpRequired
    return row["means"], row["strong"]


async def session_requirements(context: AccountsContext, caller: Caller) -> frozenset[SessionRequirement]:
    """What the caller's session still lacks."""
    async with tenant_tx(context.pool, caller.tenant_id) as connection:
        account = await people.find_account(connection, caller.tenant_id, caller.person_id)
        session = await session_method(connection, caller)
    return _needs(account, caller, session[0] if session else None) if account else frozenset()


async def require_step_up(context: AccountsContext, caller: Caller) -> None:
    """Raises `StepUpRequired` for a session that is not fresh, or is weak although a second factor is set up.

    Somebody who got hold of a mailbox or a password must not be able to add a second factor of their own.
    """
    require_fresh_session(context, caller)
    async with tenant_tx(context.pool, caller.tenant_id) as connection:
        account = await people.find_account(connection, caller.tenant_id, caller.person_id)
        session = await session_method(connection, caller)
    if account is None or session is None or (_others(account, session[0]) and not session[1]):
        raise StepUpRequired


def require_browser(caller: Caller) -> None:
    """Raises `NotAllowed` for API tokens: sign-in settings are changed by the person only."""
    if caller.way != "browser":
        raise NotAllowed(translatable("Only a person who has signed in can do this."))


def require_fresh_session(context: AccountsContext, caller: Caller) -> None:
    """Raises `StepUpRequired` unless the person signed in within ten minutes."""
    require_browser(caller)
    if caller.signed_in_at is None or context.now() - caller.signed_in_at > STEP_UP_WINDOW:
        raise StepUpRequired


def _needs(account: Account, caller: Caller, means: SignInMethod | None) -> frozenset[SessionRequirement]:
    if caller.roles == account.roles:
        return frozenset()
    return frozenset({"second_factor" if _others(account, means) else "set_up_second_factor"})


def _others(account: Account, means: SignInMethod | None) -> frozenset[SignInFactor]:
    """The factors that were not used.

    A provider may ask for a password only, so it does not count as a second factor.
    """
    return account.factors - {"oidc"} if means == "oidc" else account.factors
