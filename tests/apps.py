"""Applications for tests. Addresses take a while to make, so those of an application that was ended are furnished anew."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from argon2 import PasswordHasher
from litestar import Litestar

from service.accounts.passwords import PasswordHashPool
from service.app import attach_services, create_route_app
from service.clock import Clock, utc_now
from service.encryption.vault import Vault
from service.settings import Settings


class Cheap(PasswordHasher):
    """The same hash with the least it can cost."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)


class Building:
    """Addresses that somebody may move into once the last application in them was ended."""

    def __init__(self, settings: Settings) -> None:
        self.now: Clock = utc_now
        self.app = create_route_app(settings, self._now)
        self._bare = self.app.asgi_handler

    def _now(self) -> datetime:
        return self.now()

    def furnished(
        self, settings: Settings, now: Clock, vault: Vault | None, passwords: PasswordHashPool | None
    ) -> Litestar:
        self.now = now
        self.app.asgi_handler = self._bare
        kept = passwords or PasswordHashPool(Cheap())
        return attach_services(self.app, settings, now=now, vault=vault, passwords=kept)

    def clear(self) -> None:
        for name in list(self.app.state):
            del self.app.state[name]


EMPTY: defaultdict[str, list[Building]] = defaultdict(list)
"""Buildings nobody lives in, by who has access."""


@asynccontextmanager
async def running_app(
    settings: Settings,
    *,
    now: Clock = utc_now,
    vault: Vault | None = None,
    passwords: PasswordHashPool | None = None,
) -> AsyncIterator[Litestar]:
    """The application between its start and its end. Its hashes cost next to nothing, unless `passwords` are given."""
    empty = EMPTY[settings.access]
    building = empty.pop() if empty else Building(settings)
    async with running(building.furnished(settings, now, vault, passwords)) as app:
        yield app
    building.clear()
    empty.append(building)


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[Litestar]:
    """An application between its start and its end.

    The lifespan is held by a task of its own: it owns an anyio task group, which must be left in the task that entered it,
    and a fixture is torn down in another (https://github.com/litestar-org/litestar/issues/1920).
    """
    started, ended = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await ended.wait()

    task = asyncio.create_task(live())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        if started.is_set():
            yield app
    finally:
        ended.set()
        await task
