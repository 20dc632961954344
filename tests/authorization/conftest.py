"""The service with rights, over a database of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.authorization.people import House, house


@pytest.fixture
async def home(database: str) -> AsyncIterator[House]:
    async with house(database) as lived_in:
        yield lived_in
