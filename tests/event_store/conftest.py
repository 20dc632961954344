"""Event logs to test: the one in memory, the one in PostgreSQL, and either in turn; and databases of two organisations."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest

from service.event_store.log import EventLog
from service.event_store.memory import MemoryEventLog
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool
from tests.event_store.two_organisations import acting_as, insert_rows

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool

POLL = 0.2


@pytest.fixture
async def postgres_log(database: str) -> AsyncIterator[PostgresEventLog]:
    async with PostgresEventLog.connect(database, poll=POLL) as log:
        yield log


@pytest.fixture(params=["memory", "postgres"])
def log(request: pytest.FixtureRequest) -> EventLog:
    if request.param == "memory":
        return MemoryEventLog()
    found: EventLog = request.getfixturevalue("postgres_log")
    return found


@pytest.fixture
async def owner(database: str) -> AsyncIterator["asyncpg.Connection[Record]"]:
    """Whoever may do everything in a database where two organisations have a row in every table."""
    async with acting_as(database, "none") as connection:
        await insert_rows(connection)
        yield connection


@pytest.fixture
async def app(
    database: str, owner: "asyncpg.Connection[Record]"
) -> AsyncIterator["asyncpg.Connection[Record]"]:
    """A request in the same database, past everything above it."""
    async with acting_as(database, "soundings_app") as connection:
        yield connection


@pytest.fixture
async def pool(database: str) -> AsyncIterator["Pool"]:
    """The one connection requests have to share."""
    pool = await open_pool(database, 1)
    yield pool
    pool.terminate()
