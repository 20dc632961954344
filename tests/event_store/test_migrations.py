"""A database is brought up to date once, whoever comes first, and never past what this code knows."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from service.event_store.postgres import PostgresEventLog
from service.postgres.errors import Overloaded, StoreError
from service.postgres.migrations import MIGRATIONS, MigrationError, migrate, require_migrated

pytestmark = pytest.mark.slow


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "0001_first.sql").write_text("create table first (n int); select pg_sleep(0.2);")
    (tmp_path / "0002_second.sql").write_text("create table second (n int);")
    return tmp_path


async def test_migrations_are_applied_in_order_and_once(empty_database: str, source: Path) -> None:
    heard: list[str] = []

    assert await migrate(empty_database, report=heard.append, source=source) == [
        "0001_first.sql",
        "0002_second.sql",
    ]
    assert await migrate(empty_database, report=heard.append, source=source) == []
    assert heard == ["0001_first.sql", "0002_second.sql"]


async def test_of_two_who_race_one_applies_and_the_other_waits(empty_database: str, source: Path) -> None:
    outcomes = await asyncio.gather(*(migrate(empty_database, source=source) for _ in range(2)))

    assert sorted(map(len, outcomes)) == [0, 2]


async def test_a_changed_file_is_refused_by_name(empty_database: str, source: Path) -> None:
    await migrate(empty_database, source=source)
    (source / "0001_first.sql").write_text("create table another (n int);")

    with pytest.raises(MigrationError, match=r"0001_first\.sql was changed"):
        await migrate(empty_database, source=source)


async def test_a_database_to_which_newer_code_only_added_is_served_on(
    empty_database: str, source: Path
) -> None:
    await migrate(empty_database, source=source)
    (source / "0002_second.sql").unlink()

    assert await migrate(empty_database, source=source) == []
    await require_migrated(empty_database, source=source)


async def test_a_database_from_which_newer_code_took_something_is_refused(
    empty_database: str, source: Path
) -> None:
    taken = source / "0003_second_contract.sql"
    taken.write_text("drop table second;")
    await migrate(empty_database, source=source)
    taken.unlink()

    newer = r"newer than this version of Soundings: it has 0003_second_contract\.sql"
    with pytest.raises(MigrationError, match=newer):
        await migrate(empty_database, source=source)
    with pytest.raises(MigrationError, match=newer):
        await require_migrated(empty_database, source=source)


async def test_a_failing_file_leaves_nothing_and_is_named(empty_database: str, source: Path) -> None:
    (source / "0002_second.sql").write_text("create table second (n int); select 1/0;")

    with pytest.raises(MigrationError, match=r"0002_second\.sql failed"):
        await migrate(empty_database, source=source)

    connection = await asyncpg.connect(empty_database)
    tables = await connection.fetchval(
        "select count(*) from pg_tables where tablename in ('first', 'second')"
    )
    await connection.close()
    assert tables == 1


async def test_a_gap_in_the_numbers_is_refused(empty_database: str, source: Path) -> None:
    (source / "0002_second.sql").rename(source / "0003_second.sql")

    with pytest.raises(MigrationError, match=r"0003_second\.sql"):
        await migrate(empty_database, source=source)


async def test_a_lock_held_by_somebody_stops_the_migration_in_time(empty_database: str, source: Path) -> None:
    await migrate(empty_database, source=source)
    (source / "0003_third.sql").write_text("set local lock_timeout = '100ms'; alter table first add m int;")
    other = await asyncpg.connect(empty_database)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("lock table first")

    with pytest.raises(Overloaded, match=r"0003_third\.sql"):
        await migrate(empty_database, source=source)

    await transaction.rollback()
    await other.close()


async def test_a_lock_that_is_let_go_only_delays_the_migration(empty_database: str, source: Path) -> None:
    await migrate(empty_database, source=source)
    (source / "0003_third.sql").write_text("set local lock_timeout = '100ms'; alter table first add m int;")
    other = await asyncpg.connect(empty_database)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("lock table first")

    migration = asyncio.create_task(migrate(empty_database, source=source))
    await asyncio.sleep(1)
    assert not migration.done()
    await transaction.rollback()

    assert await migration == ["0003_third.sql"]
    await other.close()


async def test_a_connection_of_ones_own_can_be_migrated(empty_database: str) -> None:
    connection = await asyncpg.connect(empty_database)

    names = await migrate(connection)

    await connection.close()
    assert names == sorted(file.name for file in MIGRATIONS.iterdir() if file.name.endswith(".sql"))


async def test_a_cached_sequence_is_refused_at_the_start(database: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute("alter sequence stored_events_notification_id_seq cache 20")
    await connection.close()

    with pytest.raises(StoreError, match="CACHE 20"):
        async with PostgresEventLog.connect(database):
            pass
