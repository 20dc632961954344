"""Who follows the log with one number misses nothing and sees nothing twice, whoever writes."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import asyncpg
import pytest
from eventsourcing.persistence import IntegrityError
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore, PostgresProcessRecorder

from service.event_store.postgres import PostgresEventLog
from service.system_ids import LOCAL_TENANT
from tests.event_store.requests import simple, stored

RAW_INSERT = """
insert into stored_events (originator_id, originator_version, topic, state) values ($1, 1, 'Noted', $2)
"""


@asynccontextmanager
async def tailing(log: PostgresEventLog) -> AsyncIterator[list[int]]:
    """An eager reader who looks again and again; after the block it has seen all up to the head."""
    seen: list[int] = []
    stop = asyncio.Event()

    async def tail() -> None:
        while True:
            last = stop.is_set()
            events = await log.read_all(after=seen[-1] if seen else 0, limit=500)
            seen.extend(event.id for event in events)
            if last and not events:
                return
            await asyncio.sleep(0)

    task = asyncio.create_task(tail())
    yield seen
    stop.set()
    await task


async def test_a_raw_insert_takes_the_lock_by_the_trigger(
    database: str, postgres_log: PostgresEventLog
) -> None:
    raw = await asyncpg.connect(database)
    transaction = raw.transaction()
    await transaction.start()
    await raw.execute(RAW_INSERT, uuid4(), b"{}")

    append = asyncio.create_task(postgres_log.append(simple()))
    await asyncio.sleep(0.2)
    waited = not append.done()
    await transaction.commit()
    [receipt] = await append

    await raw.close()
    assert waited
    assert [event.id for event in await postgres_log.read_all()] == [1, receipt.position]


async def test_a_raw_insert_gets_the_defaults(database: str, postgres_log: PostgresEventLog) -> None:
    raw = await asyncpg.connect(database)
    stream = uuid4()

    await raw.execute(RAW_INSERT, stream, b'{"type":"Noted"}')

    readable = await raw.fetchrow(
        "select version, event->>'type' as type from events_readable where stream = $1", stream
    )
    await raw.close()
    [event] = await postgres_log.read_stream(stream, tenant_id=LOCAL_TENANT)
    assert (event.actor_id, event.command_id, event.tenant_id) == (None, None, UUID(int=0))
    assert readable is not None
    assert tuple(readable) == (1, "Noted")


@pytest.mark.parametrize("state", [None, b"[]", b"\xff", b"{\n}"])
async def test_a_raw_insert_cannot_spoil_the_replays_after_it(database: str, state: bytes | None) -> None:
    raw = await asyncpg.connect(database)

    with pytest.raises(asyncpg.PostgresError):
        await raw.execute(RAW_INSERT, uuid4(), state)

    await raw.close()


async def test_a_tailing_reader_misses_nothing_beside_slow_and_aborted_writers(
    database: str, postgres_log: PostgresEventLog
) -> None:
    chance = random.Random(4711)
    acknowledged: list[int] = []

    async def ours() -> None:
        for _ in range(20):
            [receipt] = await postgres_log.append(simple(events=chance.randint(1, 3)))
            acknowledged.extend(range(receipt.position - receipt.events + 1, receipt.position + 1))

    async def slow_and_fickle() -> None:
        connection = await asyncpg.connect(database)
        for _ in range(10):
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute(RAW_INSERT, uuid4(), b"{}")
            await asyncio.sleep(chance.uniform(0, 0.01))
            await (transaction.rollback() if chance.random() < 0.4 else transaction.commit())
        await connection.close()

    async with tailing(postgres_log) as seen:
        await asyncio.gather(*(ours() for _ in range(26)), *(slow_and_fickle() for _ in range(6)))

    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) <= set(seen)
    assert seen == [event.id for event in await postgres_log.read_all(limit=10_000)]


@pytest.fixture
def stock(database: str) -> PostgresDatastore:
    """The `eventsourcing` library's own way to the same database."""
    parts = urlsplit(database)
    query = parse_qs(parts.query)
    return PostgresDatastore(
        dbname=parts.path.removeprefix("/"),
        host=query.get("host", [parts.hostname or ""])[0],
        port=query.get("port", [str(parts.port or 5432)])[0],
        user=parts.username or query.get("user", ["postgres"])[0],
        password=parts.password or "",
        pool_size=4,
    )


@pytest.fixture
def recorder(stock: PostgresDatastore) -> PostgresApplicationRecorder:
    recorder = PostgresApplicationRecorder(stock)
    recorder.create_table()
    return recorder


async def test_stock_code_reads_what_we_wrote(
    postgres_log: PostgresEventLog, stock: PostgresDatastore, recorder: PostgresApplicationRecorder
) -> None:
    request = simple(events=3)
    await postgres_log.append(request)

    with stock:
        events = await asyncio.to_thread(recorder.select_events, request.stream)
        notifications = await asyncio.to_thread(recorder.select_notifications, 1, 10)

    assert events == list(request.decided[0].events)
    assert [notification.id for notification in notifications] == [1, 2, 3]


async def test_we_read_what_stock_code_wrote(
    postgres_log: PostgresEventLog, stock: PostgresDatastore, recorder: PostgresApplicationRecorder
) -> None:
    stream = uuid4()
    with stock:
        await asyncio.to_thread(recorder.insert_events, [stored(stream, 1), stored(stream, 2)])

    [receipt] = await postgres_log.append(simple(stream, at=2))

    assert [
        event.originator_version for event in await postgres_log.read_stream(stream, tenant_id=LOCAL_TENANT)
    ] == [1, 2, 3]
    assert receipt.position == 3


async def test_stock_code_takes_our_tracking_table_as_its_own(
    database: str, postgres_log: PostgresEventLog, stock: PostgresDatastore
) -> None:
    with stock:
        PostgresProcessRecorder(stock).create_table()

    connection = await asyncpg.connect(database)
    backups = await connection.fetchval("select count(*) from pg_tables where tablename like 'bkup%'")
    await connection.close()
    assert backups == 0


async def test_stock_writers_and_ours_write_at_once_and_a_reader_sees_each_event_once(
    postgres_log: PostgresEventLog, stock: PostgresDatastore, recorder: PostgresApplicationRecorder
) -> None:
    shared = uuid4()

    def stock_writer() -> list[UUID]:
        streams = [uuid4() for _ in range(40)]
        for stream in streams:
            recorder.insert_events([stored(stream, 1), stored(stream, 2)])
        return streams

    async def our_writer() -> list[UUID]:
        requests = [simple(events=2) for _ in range(40)]
        for request in requests:
            await postgres_log.append(request)
        return [request.stream for request in requests]

    with stock:
        async with tailing(postgres_log) as seen, asyncio.timeout(60):
            written = await asyncio.gather(
                *(asyncio.to_thread(stock_writer) for _ in range(4)),
                *(our_writer() for _ in range(8)),
                racing(lambda: recorder.insert_events([stored(shared, 1)])),
            )

    log = await postgres_log.read_all(limit=10_000)
    streams = {stream for group in written for stream in group}
    assert seen == [event.id for event in log]
    assert {event.originator_id for event in log} == streams | {shared}
    assert len(log) == 2 * len(streams) + 1


async def racing(insert: Callable[[], object]) -> list[UUID]:
    """Of several stock writers at one version one wins, and the others hear of it."""
    outcomes = await asyncio.gather(*(asyncio.to_thread(insert) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 3
    return []
