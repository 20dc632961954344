"""Accounts for each test: one database for all of them, in which each has an organisation and keys of its own."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from service.postgres.connections import open_pool
from tests.accounts.running_accounts import RunningAccounts
from tests.databases import Databases

if TYPE_CHECKING:
    from service.postgres.connections import Pool


@pytest.fixture(scope="module")
async def accounts_database(databases: Databases) -> AsyncIterator[str]:
    """The DSN of the database that they share."""
    async with databases.borrowed() as dsn:
        yield dsn


@pytest.fixture(scope="module")
async def accounts_pool(accounts_database: str) -> "AsyncIterator[Pool]":
    pool = await open_pool(accounts_database, 4)
    yield pool
    pool.terminate()


@pytest.fixture
async def service(accounts_database: str, accounts_pool: "Pool") -> AsyncIterator[RunningAccounts]:
    service = await RunningAccounts(accounts_database, accounts_pool).founded()
    yield service
    service.accounts.close()
