"""The second factor beside a password: TOTP codes of an authenticator (RFC 6238), and ten recovery codes."""

import base64
import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct
from pyotp import random_base32
from pyotp.totp import TOTP

from service.accounts import people, session_tokens
from service.accounts.caller import Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import InvalidCode
from service.accounts.login_lookup import hash_secret, hashes_equal
from service.accounts.session_tokens import NewSession, SignInMethod
from service.accounts.throttle import CODE, AttemptSource, CountedAttempt, RateLimiter
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

ISSUER = "Soundings"
TOTP_STEP_SECONDS = 30
"""Seconds that a code is valid (RFC 6238)."""
TOTP_DRIFT_STEPS = 1
"""Steps by which a clock may be early or late."""

RECOVERY_CODE_COUNT = 10
CODE_BYTES = 10
"""Random bytes of a recovery code: 80 bits, 16 letters."""

UPSERT = """
insert into totp_secrets (tenant_id, person_id, secret, waiting, last_step) values ($1, $2, $3, true, 0)
on conflict (tenant_id, person_id, waiting) do update set secret = excluded.secret, last_step = 0
"""
SELECT = "select secret, last_step from totp_secrets where tenant_id = $1 and person_id = $2 and waiting = $3"
USE_STEP = """
update totp_secrets set last_step = $4
where tenant_id = $1 and person_id = $2 and waiting = $3 and last_step < $4 returning last_step
"""
DELETE = "delete from totp_secrets where tenant_id = $1 and person_id = $2 and waiting = $3"
SETTLE = "update totp_secrets set waiting = false where tenant_id = $1 and person_id = $2 and waiting"
DELETE_CODES = "delete from recovery_codes where tenant_id = $1 and person_id = $2"
INSERT_CODES = "insert into recovery_codes (tenant_id, person_id, hash) select $1, $2, unnest($3::bytea[])"
USE_CODE = "delete from recovery_codes where tenant_id = $1 and person_id = $2 and hash = $3 returning hash"


class TotpSetup(Struct, frozen=True, kw_only=True):
    """A new secret for an authenticator app."""

    secret: str
    uri: str
    """The secret as an `otpauth://` URI, for a QR code."""


class SecondFactor:
    """Sets up and removes the second factor of the caller."""

    def __init__(self, context: AccountsContext, throttle: RateLimiter) -> None:
        self._context = context
        self._throttle = throttle

    async def start(self, caller: Caller) -> TotpSetup:
        """Creates a secret, which is used once `confirm` got a code of it. Raises `StepUpRequired`."""
        await session_tokens.require_step_up(self._context, caller)
        person = await people.get_person(self._context, caller.tenant_id, caller.person_id)
        secret = random_base32()
        sealed = self._context.seals.seal(caller.tenant_id, caller.person_id, "totp", secret)
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            await connection.execute(UPSERT, caller.tenant_id, caller.person_id, sealed)
        uri = TOTP(secret).provisioning_uri(name=person.email or "", issuer_name=ISSUER)
        return TotpSetup(secret=secret, uri=uri)

    async def confirm(self, caller: Caller, code: str, source: AttemptSource) -> NewSession:
        """Turns the authenticator on, and replaces all sessions by a new one. Raises `InvalidCode`."""
        await session_tokens.require_step_up(self._context, caller)
        attempt = await self._count(caller, source)
        place = (caller.tenant_id, caller.person_id)
        await self._context.seals.load_keys(caller.tenant_id, [caller.person_id])
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            await people.lock_account(connection, *place)
            if not await _totp_fits(self._context, connection, *place, code, waiting=True):
                raise InvalidCode
            await connection.execute(DELETE, *place, False)
            await connection.execute(SETTLE, *place)
            signed = await session_tokens.renew_session(self._context, connection, caller, "totp")
        await self._throttle.succeed(attempt)
        return signed

    async def remove(self, caller: Caller, code: str, source: AttemptSource) -> None:
        """Turns the authenticator off and ends other sessions. Raises `InvalidCode`."""
        session_tokens.require_fresh_session(self._context, caller)
        attempt = await self._count(caller, source)
        await self._context.seals.load_keys(caller.tenant_id, [caller.person_id])
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            if (
                await verify_second_factor(
                    self._context, connection, caller.tenant_id, caller.person_id, code
                )
                is None
            ):
                raise InvalidCode
            await delete_second_factor(connection, caller.tenant_id, caller.person_id)
            await session_tokens.end_other_sessions(connection, caller)
        await self._throttle.succeed(attempt)

    async def recovery_codes(self, caller: Caller) -> tuple[str, ...]:
        """Replaces the ten recovery codes and returns them; they cannot be read again.

        Raises `StepUpRequired`.
        """
        await session_tokens.require_step_up(self._context, caller)
        codes = tuple(_new_code() for _ in range(RECOVERY_CODE_COUNT))
        hashes = [hash_secret(_bare(code)) for code in codes]
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            await people.lock_account(connection, caller.tenant_id, caller.person_id)
            await connection.execute(DELETE_CODES, caller.tenant_id, caller.person_id)
            await connection.execute(INSERT_CODES, caller.tenant_id, caller.person_id, hashes)
        return codes

    async def _count(self, caller: Caller, source: AttemptSource) -> CountedAttempt:
        address = await people.address_fingerprint_of(self._context, caller.tenant_id, caller.person_id)
        return await self._throttle.count(CODE, source, address)


async def requires_second_factor(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> bool:
    """Whether this person has to enter a code after the password."""
    return await connection.fetchval(SELECT, tenant_id, person_id, False) is not None


async def verify_second_factor(
    context: AccountsContext, connection: "PooledConnection", tenant_id: UUID, person_id: UUID, code: str
) -> SignInMethod | None:
    """Verifies a TOTP or recovery code, each of which works once; None if it is wrong."""
    bare = _bare(code)
    if bare.isdecimal():
        fits = await _totp_fits(context, connection, tenant_id, person_id, bare, waiting=False)
        return "totp" if fits else None
    used: bytes | None = await connection.fetchval(USE_CODE, tenant_id, person_id, hash_secret(bare))
    return "recovery_code" if used is not None else None


async def delete_second_factor(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> None:
    """Deletes the authenticator and the recovery codes."""
    await connection.execute(DELETE, tenant_id, person_id, False)
    await connection.execute(DELETE, tenant_id, person_id, True)
    await connection.execute(DELETE_CODES, tenant_id, person_id)


async def _totp_fits(
    context: AccountsContext,
    connection: "PooledConnection",
    tenant_id: UUID,
    person_id: UUID,
    code: str,
    *,
    waiting: bool,
) -> bool:
    row = await connection.fetchrow(SELECT, tenant_id, person_id, waiting)
    secret = context.seals.open(tenant_id, person_id, "totp", row["secret"]) if row else None
    step = _step_of(secret, code, context.now()) if secret else None
    if step is None:
        return False
    # Of two requests with the same code, even at the same moment, the second finds the step used.
    return await connection.fetchval(USE_STEP, tenant_id, person_id, waiting, step) is not None


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step whose code this is; all are compared, in the same time."""
    totp, today = TOTP(secret, interval=TOTP_STEP_SECONDS), int(now.timestamp()) // TOTP_STEP_SECONDS
    steps = [
        step
        for step in range(today - TOTP_DRIFT_STEPS, today + TOTP_DRIFT_STEPS + 1)
        if hashes_equal(totp.generate_otp(step).encode(), _bare(code).encode(errors="replace"))
    ]
    return steps[-1] if steps else None


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _bare(code: str) -> str:
    """A code as it is compared: typed with or without blanks, dashes and capitals."""
    return "".join(letter for letter in code[:64].lower() if letter.isalnum())
