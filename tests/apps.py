"""Applications for tests. Routes take a while to build, so those of a stopped application are reused anew."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher
from litestar import Litestar
from msgspec.structs import replace

from service.accounts.passwords import PasswordHashPool
from service.app import create_route_app, wrap_in_middleware
from service.clock import Clock, utc_now
from service.container import OpenServices, Services, open_services
from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.encryption.vault import Vault
from service.http import sign_in_link_email
from service.jobs.tasks import research_tasks
from service.research.export_files import ExportFiles
from service.research.exports.studies import StudyServices
from service.research.research_services import make_research_services
from service.settings import Settings
from tests.reused_connections import reused_connections


class CheapHasher(PasswordHasher):
    """The same hash with the least it can cost."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)


class ReusableRoutes:
    """The routes of an application, which the next one may use once this one has ended."""

    def __init__(self, settings: Settings) -> None:
        self._services: OpenServices | None = None
        self.app = create_route_app(settings, self._open)
        self._bare = self.app.asgi_handler

    def _open(self) -> AbstractAsyncContextManager[Services]:
        assert self._services
        return self._services()

    def with_services(self, settings: Settings, services: OpenServices) -> Litestar:
        self._services = services
        self.app.asgi_handler = self._bare
        return wrap_in_middleware(self.app, settings)

    def clear(self) -> None:
        del self.app.state.services


UNUSED: defaultdict[str, list[ReusableRoutes]] = defaultdict(list)
"""Routes that no application uses, by who has access."""


def app_without_services(settings: Settings) -> Litestar:
    """An application to look at, not to run: the next one that runs takes its routes."""
    unused = UNUSED[settings.access]
    if not unused:
        unused.append(ReusableRoutes(settings))
    return unused[-1].app


def with_test_keys(services: Services) -> Services:
    """The services with research: pseudonyms are made with the keys of development; what is kept is sealed by the vault."""
    research = make_research_services(
        StudyServices(log=services.log, studies=services.studies, keyrings=lambda: DEVELOPMENT_KEYRING),
        services.pool,
        services.worker_pool,
        services.erasure.vault,
        services.erasure.exports or ExportFiles(Path(mkdtemp()), days=14),
        now=services.clock,
        progress=services.projector.progress,
    )
    return replace(services, research=research, tasks={**services.tasks, **research_tasks(research)})


@asynccontextmanager
async def running_app(
    settings: Settings,
    *,
    now: Clock = utc_now,
    vault: Vault | None = None,
    passwords: PasswordHashPool | None = None,
    **parts: Any,
) -> AsyncIterator[Litestar]:
    """The application between its start and its end. Its hashes cost next to nothing, unless `passwords` are given.
    Whoever asks for a link by e-mail hardly waits for the answer.

    `parts` take the place of what the settings describe, as for `open_services`. Its ledger of erasures is its own
    unless the settings name one: never the one of whoever runs the tests.
    """
    settings = settings if settings.ledger else replace(settings, ledger=f"{mkdtemp()}/erasures.jsonl")
    unused = UNUSED[settings.access]
    routes = unused.pop() if unused else ReusableRoutes(settings)
    hashes = passwords or PasswordHashPool(CheapHasher())

    @asynccontextmanager
    async def services() -> AsyncIterator[Services]:
        opened = open_services(
            settings, now, vault=vault, password_hashes=hashes, connect=reused_connections, **parts
        )
        async with opened as found:
            yield with_test_keys(found) if vault else found

    with patch.object(sign_in_link_email, "UNIFORM_DELAY_SECONDS", 0.02):
        async with running(routes.with_services(settings, services)) as app:
            yield app
    routes.clear()
    unused.append(routes)


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
