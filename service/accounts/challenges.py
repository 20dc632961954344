"""Challenges and states of a sign-in in progress: issued to one browser, valid briefly, redeemed once."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool

ChallengePurpose = Literal["passkey_registration", "passkey_sign_in", "oidc_sign_in", "oidc_code"]

UNKNOWN_TENANT = UUID(int=2**128 - 1)
"""The tenant of challenges issued before the organisation is known."""

TOKEN_BYTES = 32
MIN_SECRET_LENGTH = 22
"""Minimal length of a browser's secret: 128 bits in base64."""

# Skips locked rows: two browsers that begin at once must not wait for each other over expired ones.
SWEEP = """
delete from ceremonies where (tenant_id, token) in (
    select tenant_id, token from ceremonies where tenant_id = $1 and expires_at <= $2
    order by expires_at limit 100 for update skip locked
)
"""
INSERT = """
insert into ceremonies (tenant_id, token, purpose, browser, content, expires_at) values ($1, $2, $3, $4, $5, $6)
"""
TAKE = """
delete from ceremonies
where tenant_id = $1 and token = $2 and purpose = $3 and browser = $4 and expires_at > $5
returning content
"""


class Challenges:
    """Stores challenges and states until they are redeemed or expire."""

    def __init__(self, pool: "Pool", now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._now = now

    async def issue(
        self,
        tenant_id: UUID,
        purpose: ChallengePurpose,
        browser: str,
        *,
        lasts: timedelta,
        content: str = "{}",
    ) -> bytes:
        """Issues a random token to the browser with this secret.

        `content` (JSON) is returned when the token is redeemed; `lasts` says how long it is valid.
        """
        if len(browser) < MIN_SECRET_LENGTH:
            raise ValueError("the secret of this browser is too short to tell it from others")
        token, now = secrets.token_bytes(TOKEN_BYTES), self._now()
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(SWEEP, tenant_id, now)
            await connection.execute(
                INSERT, tenant_id, _hash(token), purpose, _hash(browser.encode()), content, now + lasts
            )
        return token

    async def redeem(
        self, tenant_id: UUID, purpose: ChallengePurpose, browser: str, token: bytes
    ) -> str | None:
        """Redeems a token once; returns its content, or None if it is unknown, used,
        expired or another browser's.
        """
        async with tenant_tx(self._pool, tenant_id) as connection:
            found: str | None = await connection.fetchval(
                TAKE, tenant_id, _hash(token), purpose, _hash(browser.encode()), self._now()
            )
        return found


def _hash(secret: bytes) -> bytes:
    return sha256(secret).digest()
