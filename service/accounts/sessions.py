"""Browser sessions and API tokens, as their owner lists, creates and ends them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from msgspec import Struct

from domain.messages import translatable
from service.accounts.caller import AccessChannel, Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import NotAllowed, StepUpRequired
from service.accounts.login_lookup import hash_secret, new_secret
from service.accounts.normalization import normalize_account_name
from service.accounts.session_tokens import END, INSERT, require_fresh_session, session_method
from service.postgres.connections import tenant_tx

API_PREFIX = "snd_"
API_TOKEN_MAX_LIFETIME = timedelta(days=366)

SELECT_ALL = """
select token_id, way, label, scopes, signed_in_at, used_at, expires_at from tokens
where tenant_id = $1 and person_id = $2 and expires_at > $3 order by used_at desc, token_id
"""


class Session(Struct, frozen=True, kw_only=True):
    """A browser session, or an API token."""

    token_id: UUID
    way: AccessChannel
    label: str | None
    scopes: frozenset[str]
    signed_in_at: datetime
    used_at: datetime
    expires_at: datetime
    current: bool


async def create_api_token(
    context: AccountsContext, caller: Caller, label: str, scopes: Collection[str], expires_at: datetime
) -> str:
    """Creates an API token, as strong as the caller's session and limited to the scopes; returns its secret.

    Raises `InvalidName`, `StepUpRequired`, `NotAllowed` for a lifetime of more than a year.
    """
    label = normalize_account_name(label, "label") if label else ""
    require_fresh_session(context, caller)
    await context.seals.load_keys(caller.tenant_id, [caller.person_id])
    now, secret = context.now(), new_secret(API_PREFIX)
    if not now < expires_at <= now + API_TOKEN_MAX_LIFETIME:
        raise NotAllowed(translatable("A token can last at most one year."))
    sealed = context.seals.seal(caller.tenant_id, caller.person_id, "label", label)
    async with tenant_tx(context.pool, caller.tenant_id) as connection:
        session = await session_method(connection, caller)
        if session is None:
            raise StepUpRequired
        values = (hash_secret(secret), "api", sealed, sorted(set(scopes)), *session, now, now, expires_at)
        await connection.execute(INSERT, caller.tenant_id, uuid4(), caller.person_id, *values)
    return secret


async def fetch_sessions(context: AccountsContext, caller: Caller) -> list[Session]:
    """The caller's browser sessions and API tokens, the last used first."""
    now = context.now()
    async with tenant_tx(context.pool, caller.tenant_id) as connection:
        rows = await connection.fetch(SELECT_ALL, caller.tenant_id, caller.person_id, now)
    await context.seals.load_keys(caller.tenant_id, [caller.person_id])
    return [
        Session(
            token_id=row["token_id"],
            way=row["way"],
            label=context.seals.open(caller.tenant_id, caller.person_id, "label", row["label"]),
            scopes=frozenset(row["scopes"]),
            signed_in_at=row["signed_in_at"],
            used_at=row["used_at"],
            expires_at=row["expires_at"],
            current=row["token_id"] == caller.token_id,
        )
        for row in rows
    ]


async def revoke_own_token(context: AccountsContext, caller: Caller, token_id: UUID) -> bool:
    """Ends one of the caller's sessions or tokens; False if there is none with this id."""
    async with tenant_tx(context.pool, caller.tenant_id) as connection:
        return await connection.fetchval(END, caller.tenant_id, caller.person_id, token_id) is not None
