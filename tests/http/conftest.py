"""The application where nobody signs in."""

from collections.abc import AsyncIterator

import httpx
import pytest

from service.settings import Settings
from tests.api.client import speaking_to
from tests.api.conftest import NOON
from tests.apps import running_app


@pytest.fixture
async def http_open(database: str) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(database_url=database, migrate=False, clock=False)
    async with running_app(settings, now=lambda: NOON) as app, speaking_to(app) as http:
        yield http
