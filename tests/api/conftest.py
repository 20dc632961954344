"""The whole application over a database of its own, spoken to as over HTTP but in this process."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from litestar import Litestar

from service.settings import Settings
from tests.api.client import Client, speaking_to
from tests.apps import running_app

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
async def app(database: str) -> AsyncIterator[Litestar]:
    """The application on 1 June 2026."""
    settings = Settings(database_url=database, migrate=False, clock=False)
    async with running_app(settings, now=lambda: NOON) as app:
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
