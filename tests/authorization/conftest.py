"""The service with rights, over a database of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.authorization.people import ServiceWithPeople, service_with_people


@pytest.fixture
async def home(database: str) -> AsyncIterator[ServiceWithPeople]:
    async with service_with_people(database) as running:
        yield running
