"""What a browser is in the middle of proving: handed out once, answered once, soon, and by the same browser."""

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
"""The place of ceremonies begun before anybody knows which organisation it will be."""

TOKEN_BYTES = 32
MIN_SECRET_LENGTH = 22
"""Characters of a browser's secret: 128 bits in base64."""

# Skipping what is locked: two browsers that begin at once must not wait for each other over old rows.
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
    """Keeps challenges and states until they are answered or too old."""

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
        """A new random token, to be answered by the browser with this secret; `content` (JSON) is for the answer."""
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
        """What was to be kept for the answer, the first time; nothing for a token that is not this browser's."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            found: str | None = await connection.fetchval(
                TAKE, tenant_id, _hash(token), purpose, _hash(browser.encode()), self._now()
            )
        return found


def _hash(secret: bytes) -> bytes:
    return sha256(secret).digest()
