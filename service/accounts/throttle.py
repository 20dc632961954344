"""Rate limits of sign-in attempts: counted per account and per network,
in the database, over fixed windows.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from service.accounts.context import AccountsContext
from service.accounts.errors import Throttled
from service.accounts.login_lookup import tenantless_connection

COUNT = "select key, count, ends_at from count_attempts($1, $2, $3)"
GIVE_BACK = "select give_back_attempts($1)"
FORGET = "select forget_attempts($1)"


class RateLimit(Struct, frozen=True):
    """A number of attempts in a window that begins with the first of them."""

    kind: str
    most: int
    window: timedelta


PASSWORD_PER_ACCOUNT = RateLimit("password account", 10, timedelta(minutes=15))
PASSWORD_PER_NETWORK = RateLimit("password network", 50, timedelta(minutes=15))
LINK_PER_ACCOUNT = RateLimit("link account", 5, timedelta(hours=1))
LINK_PER_NETWORK = RateLimit("link network", 30, timedelta(hours=1))
VISIT_PER_NETWORK = RateLimit("visit network", 600, timedelta(minutes=15))
CODE_PER_ACCOUNT = RateLimit("code account", 10, timedelta(minutes=15))

CountedAttempt = tuple[RateLimit, bytes]
"""A limit, and the keyed fingerprint of the account or network it is counted for."""


class RateLimiter:
    """Counts attempts, and rejects those beyond a limit before they cost anything."""

    def __init__(self, context: AccountsContext) -> None:
        self._context = context

    async def count(self, *attempts: CountedAttempt) -> None:
        """Counts one attempt under each limit. Raises `Throttled` if one of them is exceeded."""
        now = self._context.now()
        most = {_key(one): one[0].most for one in attempts}
        windows = [limit.window for limit, _ in attempts]
        async with tenantless_connection(self._context.pool) as connection:
            rows = await connection.fetch(COUNT, list(most), windows, now)
        ends = [row["ends_at"] for row in rows if row["count"] > most[row["key"]]]
        if ends:
            raise Throttled.until(max(ends), now)

    async def refund(self, *attempts: CountedAttempt) -> None:
        """Takes back the last counted attempt, after it succeeded."""
        await self._execute(GIVE_BACK, attempts)

    async def reset(self, *attempts: CountedAttempt) -> None:
        """Sets the counters to zero after a successful sign-in."""
        await self._execute(FORGET, attempts)

    async def _execute(self, statement: str, attempts: Sequence[CountedAttempt]) -> None:
        async with tenantless_connection(self._context.pool) as connection:
            await connection.execute(statement, [_key(one) for one in attempts])


def _key(counted: CountedAttempt) -> bytes:
    """The counter's key.

    It differs by kind of limit, so that it cannot be joined with the column of addresses.
    """
    limit, fingerprint = counted
    return hashlib.sha256(limit.kind.encode() + b"\0" + fingerprint).digest()
