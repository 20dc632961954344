"""The whole application over a database of its own, spoken to as over HTTP but in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest
from litestar import Litestar

from service.app import create_app
from service.settings import Settings
from tests.api.client import Client, speaking_to

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[Litestar]:
    """The application between its start and its end.

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


@pytest.fixture
async def app(database: str) -> AsyncIterator[Litestar]:
    """The application on 1 June 2026."""
    settings = Settings(database_url=database, migrate=False, clock=False)
    async with running(create_app(settings, now=lambda: NOON)) as app:
        yield app


@pytest.fixture
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(app) as http:
        yield http


@pytest.fixture
async def client(http: httpx.AsyncClient) -> Client:
    """A client whose journey has begun on 12 January 2026."""
    client = Client(http)
    await client.start()
    return client
