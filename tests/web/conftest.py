"""A browser without scripts, at the pages with nothing told yet."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.web.house import pages


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with pages() as house:
        yield house.http
