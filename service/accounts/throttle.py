"""Limits on attempts to sign in, counted in the database over fixed windows.

An attempt counts for its network and for the account that it names, or else for the device on which that account has
signed in before: what is tried elsewhere shuts nobody out there.
"""

import hashlib
from datetime import timedelta

from msgspec import Struct

from service.accounts.context import AccountsContext
from service.accounts.errors import Throttled
from service.accounts.known_devices import read_device
from service.accounts.login_lookup import tenantless_connection

TRY = "select try_attempts($1, $2, $3, $4)"
GIVE_BACK = "select give_back_attempts($1)"
FORGET = "select forget_attempts($1)"


class AttemptLimit(Struct, frozen=True, kw_only=True):
    """How often one way of signing in may be tried in a window, which begins with the first attempt."""

    kind: str
    window: timedelta
    per_network: int
    """From one network, whatever the account."""
    per_source: int = 0
    """For one account from one network, or from one device that it is known on."""
    per_account: int = 0
    """For one account from all networks together. Devices that it is known on are not counted."""


PASSWORD = AttemptLimit(
    kind="password", window=timedelta(minutes=15), per_network=50, per_source=10, per_account=50
)
LINK = AttemptLimit(kind="link", window=timedelta(hours=1), per_network=60, per_source=5, per_account=20)
CODE = AttemptLimit(kind="code", window=timedelta(minutes=15), per_network=50, per_source=10, per_account=20)
VISIT = AttemptLimit(kind="visit", window=timedelta(minutes=15), per_network=600)
"""Whatever may be sent without having signed in. It names no account, as do the next."""
FEED = AttemptLimit(kind="feed", window=timedelta(minutes=15), per_network=600)
"""Wrong addresses of calendar feeds."""

REPLY = AttemptLimit(kind="reply", window=timedelta(minutes=1), per_network=10)
"""Opening and answering reply links, right or wrong."""


class AttemptSource(Struct, frozen=True):
    """Where an attempt comes from."""

    network: str
    """The address of the client."""
    device: str | None = None
    """The cookie by which a device is known."""


class CountedAttempt(Struct, frozen=True):
    """An attempt that was counted, with the keys of its counters."""

    own: tuple[bytes, ...]
    """Counts this account from this source."""
    shared: tuple[bytes, ...]
    """Count others' attempts, too."""
    from_known_device: bool


class RateLimiter:
    """Counts attempts, and rejects those beyond a limit before they cost anything."""

    def __init__(self, context: AccountsContext) -> None:
        self._context = context

    async def count(
        self, limit: AttemptLimit, source: AttemptSource, address: bytes | None = None
    ) -> CountedAttempt:
        """Counts an attempt, for the account with this fingerprint of its address if it names one.

        Raises `Throttled` if a limit is reached.
        """
        seals, now = self._context.seals, self._context.now()
        device, named = read_device(seals, source.device), address or b""
        if device and (address is None or device.knows(address)):
            most = limit.per_network if address is None else limit.per_source
            own = {_key(limit, "3 device", named + device.secret.encode()): most}
            shared = {}
        else:
            network = seals.network_fingerprint(source.network)
            own = {_key(limit, "1 source", named + network): limit.per_source} if named else {}
            shared = {_key(limit, "0 network", network): limit.per_network}
            shared |= {_key(limit, "2 account", named): limit.per_account} if named else {}
        # In the order of their kinds: what is beyond the limit of its network does not count for the account.
        counters = sorted((own | shared).items())
        async with tenantless_connection(self._context.pool) as connection:
            until = await connection.fetchval(TRY, *map(list, zip(*counters, strict=True)), limit.window, now)
        if until is not None:
            raise Throttled.until(until, now)
        return CountedAttempt(tuple(own), tuple(shared), from_known_device=not shared)

    async def refund(self, attempt: CountedAttempt) -> None:
        """Takes back an attempt that was neither right nor wrong."""
        await self._execute(GIVE_BACK, (*attempt.own, *attempt.shared))

    async def succeed(self, attempt: CountedAttempt) -> None:
        """Takes back an attempt that succeeded, and forgets the earlier ones of its account and source."""
        await self._execute(GIVE_BACK, attempt.shared)
        await self._execute(FORGET, attempt.own)

    async def _execute(self, statement: str, keys: tuple[bytes, ...]) -> None:
        async with tenantless_connection(self._context.pool) as connection:
            await connection.execute(statement, list(keys))


def _key(limit: AttemptLimit, counted: str, fingerprint: bytes) -> bytes:
    """The counter's key, which begins with its rank: rows are locked in this order everywhere.

    It cannot be joined with the column of addresses.
    """
    digest = hashlib.sha256(f"{limit.kind} {counted}".encode() + b"\0" + fingerprint).digest()
    return counted[:1].encode() + digest
