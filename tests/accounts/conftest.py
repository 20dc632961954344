"""A house for each test: one database for all of them, in which each has an organisation and keys of its own."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from service.postgres.connections import open_pool
from tests.accounts.running_accounts import House
from tests.databases import Databases

if TYPE_CHECKING:
    from service.postgres.connections import Pool


@pytest.fixture(scope="module")
async def houses(databases: Databases) -> AsyncIterator[str]:
    """The DSN of the database the houses stand in."""
    async with databases.borrowed() as dsn:
        yield dsn


@pytest.fixture(scope="module")
async def house_pool(houses: str) -> "AsyncIterator[Pool]":
    pool = await open_pool(houses, 4)
    yield pool
    pool.terminate()


@pytest.fixture
async def house(houses: str, house_pool: "Pool") -> AsyncIterator[House]:
    house = await House(houses, house_pool).founded()
    yield house
    house.accounts.close()
