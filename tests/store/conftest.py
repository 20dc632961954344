"""Event logs to test: the one in memory, the one in PostgreSQL, and either in turn."""

from collections.abc import AsyncIterator

import pytest

from service.store.log import EventLog
from service.store.memory import MemoryEventLog
from service.store.postgres import PostgresEventLog

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
