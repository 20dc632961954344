"""What callers are told when connections, places in the queue or the server are lost."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from uuid import uuid4

import asyncpg
import pytest

from service.event_store.errors import UnknownOutcome
from service.event_store.log import AppendRequest, CommandResult
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import SESSION_SETTINGS
from service.postgres.errors import Overloaded, StoreError, StoreUnavailable
from service.postgres.migrations import migrate
from service.postgres.server import EmbeddedPostgres
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT
from tests.event_store.requests import append, command, simple

pytestmark = pytest.mark.slow

TERMINATE = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and application_name like $1 || ' %'
"""
COPYING = """
select count(*) from pg_stat_activity
where datname = current_database() and application_name like 'soundings lines%'
"""
LOCK = "select pg_advisory_xact_lock(5683000000000001)"


@asynccontextmanager
async def connected(database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@asynccontextmanager
async def holding_the_lock(database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Nothing can be appended inside this block."""
    async with connected(database) as connection, connection.transaction():
        await connection.execute("lock table stored_events in row exclusive mode")
        await connection.execute(LOCK)
        yield connection


async def test_every_acknowledged_command_is_there_once_though_the_writer_is_killed_again_and_again(
    database: str, postgres_log: PostgresEventLog
) -> None:
    done = asyncio.Event()
    chance = random.Random(4711)

    async def kill() -> int:
        killed = 0
        async with connected(database) as connection:
            while not done.is_set():
                await asyncio.sleep(chance.uniform(0.03, 0.15))
                killed += len(await connection.fetch(TERMINATE, "soundings writer"))
        return killed

    async def write() -> list[CommandResult]:
        return [receipt for _ in range(100) for receipt in await postgres_log.append(simple(events=2))]

    killer = asyncio.create_task(kill())
    answers = await asyncio.gather(*(write() for _ in range(16)))
    done.set()

    receipts = [receipt for answer in answers for receipt in answer]
    ids = [receipt.command_id for receipt in receipts]
    log = await postgres_log.read_all(limit=10_000)
    assert await killer > 0
    assert await postgres_log.command_results(LOCAL_TENANT, LOCAL_ACTOR, ids) == {
        r.command_id: r for r in receipts
    }
    assert sorted(event.command_id for event in log if event.command_id) == sorted(2 * ids)


async def test_a_connection_lost_before_the_commit_is_made_good(
    database: str, postgres_log: PostgresEventLog
) -> None:
    await postgres_log.append(simple())
    request = simple()

    async with holding_the_lock(database) as other:
        waiting = asyncio.create_task(postgres_log.append(request))
        await asyncio.sleep(0.1)
        await other.execute(TERMINATE, "soundings writer")
        await asyncio.sleep(0.1)
    [receipt] = await waiting

    assert receipt.command_id == request.decided[0].command_id
    assert len(await postgres_log.read_stream(request.stream, tenant_id=LOCAL_TENANT)) == 1


async def test_when_no_connection_answers_the_outcome_is_unknown(server_dsn: str, database: str) -> None:
    name = database.partition("?")[0].rpartition("/")[2]
    async with PostgresEventLog.connect(database, settle_within=0.3) as log, connected(server_dsn) as admin:
        await log.append(simple())
        async with holding_the_lock(database) as other:
            waiting = asyncio.create_task(log.append(simple()))
            await asyncio.sleep(0.1)
            await admin.execute(f'alter database "{name}" allow_connections false')
            await other.execute(TERMINATE, "soundings writer")

            with pytest.raises(UnknownOutcome):
                await waiting
        await admin.execute(f'alter database "{name}" allow_connections true')

        await log.append(simple())


async def test_a_full_queue_is_busy(database: str) -> None:
    async with PostgresEventLog.connect(database, queue_limit=3) as log:
        await log.append(simple())
        async with holding_the_lock(database):
            in_flight = asyncio.create_task(log.append(simple()))
            await asyncio.sleep(0.1)
            queued = [asyncio.create_task(log.append(simple())) for _ in range(3)]
            await asyncio.sleep(0)

            with pytest.raises(Overloaded):
                await log.append(simple())

        await asyncio.gather(in_flight, *queued)


async def test_a_lock_that_does_not_come_in_time_is_busy(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SESSION_SETTINGS, "lock_timeout", "100ms")
    request = simple()
    async with PostgresEventLog.connect(database) as log:
        async with holding_the_lock(database):
            with pytest.raises(Overloaded):
                await log.append(request)

        assert await log.head() == 0
        await log.append(request)


async def test_a_caller_who_goes_does_not_disturb_the_others(
    database: str, postgres_log: PostgresEventLog
) -> None:
    await postgres_log.append(simple())
    async with holding_the_lock(database):
        in_flight = [asyncio.create_task(postgres_log.append(simple())) for _ in range(3)]
        await asyncio.sleep(0.1)
        queued = [asyncio.create_task(postgres_log.append(simple())) for _ in range(3)]
        await asyncio.sleep(0.1)
        in_flight[1].cancel()
        queued[1].cancel()

    outcomes = await asyncio.gather(*in_flight, *queued, return_exceptions=True)

    assert [isinstance(outcome, tuple) for outcome in outcomes] == [True, False, True] * 2


async def test_closing_finishes_what_is_waiting(database: str) -> None:
    async with PostgresEventLog.connect(database) as log:
        waiting = [asyncio.create_task(log.append(simple())) for _ in range(5)]
        await asyncio.sleep(0)

    assert all(isinstance(outcome, tuple) for outcome in await asyncio.gather(*waiting))
    with pytest.raises(StoreUnavailable):
        await log.append(simple())


async def test_an_unexpected_fault_reaches_its_caller_and_the_writer_lives_on(
    postgres_log: PostgresEventLog,
) -> None:
    stream = uuid4()
    wrong = AppendRequest(
        stream=stream, expected=0, decided=(command(stream, fingerprint=cast("bytes", object())),)
    )

    with pytest.raises(StoreError):
        await postgres_log.append(wrong)

    await postgres_log.append(simple())


async def test_a_database_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        async with PostgresEventLog.connect("postgresql://nobody@127.0.0.1:1/nothing"):
            pass


async def test_a_subscriber_survives_the_loss_of_the_listener(
    database: str, postgres_log: PostgresEventLog
) -> None:
    news = postgres_log.subscribe(after=0)
    await postgres_log.append(simple())
    assert [event.id for event in await anext(news)] == [1]

    async with connected(database) as other:
        assert len(await other.fetch(TERMINATE, "soundings listener")) == 1
    await postgres_log.append(simple())
    async with asyncio.timeout(5):
        found = await anext(news)
        await postgres_log.append(simple())
        later = await anext(news)

    assert [event.id for event in (*found, *later)] == [2, 3]


async def test_news_comes_by_notification_and_not_only_by_the_poll(database: str) -> None:
    async with PostgresEventLog.connect(database, poll=60) as log:
        waiting = asyncio.create_task(log.wait_for(1, within=30))
        await asyncio.sleep(0.3)

        await log.append(simple())

        async with asyncio.timeout(5):
            assert await waiting


async def test_lines_can_be_left_in_the_middle(postgres_log: PostgresEventLog, database: str) -> None:
    stream = uuid4()
    for at in range(0, 20_000, 2_000):
        await postgres_log.append(append(stream, command(stream, at=at, events=2_000), at=at))

    lines = postgres_log.read_json_lines()
    chunk = await anext(lines)
    await lines.aclose()

    assert chunk.endswith(b"}\n")
    async with connected(database) as other, asyncio.timeout(5):
        while await other.fetchval(COPYING):
            await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_a_restarted_server_is_found_again() -> None:
    with TemporaryDirectory(prefix="soundings-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder) / "home", durable=False)
        dsn = await asyncio.to_thread(server.start)
        await migrate(dsn)
        async with PostgresEventLog.connect(dsn, poll=0.2) as log:
            news = log.subscribe(after=0)
            await log.append(simple())
            await anext(news)

            assert await asyncio.to_thread(server.stop)
            with pytest.raises(StoreUnavailable):
                await log.head()
            await asyncio.to_thread(server.start)

            await log.append(simple())
            async with asyncio.timeout(10):
                assert [event.id for event in await anext(news)] == [2]
        await asyncio.to_thread(server.stop)
