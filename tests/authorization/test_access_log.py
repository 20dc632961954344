"""The access log keeps every look: in batches, past failures, and to the last one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from service.authorization import access_log
from service.authorization.access_log import AccessLog, AccessRecord, UnknownAccessCursor
from service.jobs.tasks import access_log_task
from service.postgres.connections import open_pool, tenant_tx
from service.postgres.errors import Overloaded, StoreError

if TYPE_CHECKING:
    from service.postgres.connections import Pool

HERE, ELSEWHERE = uuid4(), uuid4()
JOURNEY, COACH = uuid4(), uuid4()
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
async def pool(database: str) -> "AsyncIterator[Pool]":
    found = await open_pool(database, 2)
    yield found
    found.terminate()


def look(minutes: int = 0, tenant_id: UUID = HERE) -> AccessRecord:
    return AccessRecord(
        tenant_id=tenant_id,
        journey_id=JOURNEY,
        at=NOON + timedelta(minutes=minutes),
        actor_id=COACH,
        role="coach",
        act="read_profile",
        why="assigned_coach",
    )


async def kept(pool: "Pool", tenant_id: UUID = HERE) -> list[AccessRecord]:
    return (await AccessLog(pool).page(tenant_id, JOURNEY, None, 1000)).looks


async def test_a_look_is_given_back_as_it_was_noted(pool: "Pool") -> None:
    noted = look()
    kept_by = AccessLog(pool)
    kept_by.record(noted)

    page = await kept_by.page(HERE, JOURNEY, None, 10)

    assert page.looks == [noted]


async def test_looks_are_written_by_themselves_after_a_moment(pool: "Pool") -> None:
    noting = AccessLog(pool)
    async with access_log_task(noting, 0.01).run_in_background():
        noting.record(look())
        async with asyncio.timeout(10):
            while not await kept(pool):
                await asyncio.sleep(0.01)

    assert len(await kept(pool)) == 1


async def test_nothing_is_lost_at_the_end(pool: "Pool") -> None:
    noting = AccessLog(pool)
    async with access_log_task(noting, 3600).run_in_background():
        for minute in range(2500):
            noting.record(look(minute))

    assert len((await AccessLog(pool).page(HERE, JOURNEY, None, 3000)).looks) == 2500


async def test_organisations_are_kept_apart(pool: "Pool") -> None:  # ASVS 8.4.1
    noting = AccessLog(pool)
    noting.record(look())
    noting.record(look(tenant_id=ELSEWHERE))
    noting.record(look(tenant_id=ELSEWHERE))
    await noting.flush()

    assert (len(await kept(pool)), len(await kept(pool, ELSEWHERE))) == (1, 2)


async def test_pages_follow_each_other_the_latest_first(pool: "Pool") -> None:
    noting = AccessLog(pool)
    noted = [look(minute) for minute in range(5)]
    for one in noted:
        noting.record(one)

    first = await noting.page(HERE, JOURNEY, None, 3)
    second = await noting.page(HERE, JOURNEY, first.next, 3)

    assert [*first.looks, *second.looks] == noted[::-1]
    assert second.next is None


@pytest.mark.parametrize("cursor", ["", "x", "2026-06-01~", f"2026-06-01T12:00:00~{UUID(int=1)}"])
async def test_a_cursor_that_was_not_given_out_is_refused(pool: "Pool", cursor: str) -> None:
    with pytest.raises(UnknownAccessCursor):
        await AccessLog(pool).page(HERE, JOURNEY, cursor or "~", 10)


async def test_a_look_that_could_not_be_written_is_written_later(database: str, pool: "Pool") -> None:
    away = await open_pool(database, 1)
    away.terminate()
    noting = AccessLog(away)
    noting.record(look())
    with pytest.raises(StoreError):
        await noting.flush()

    noting._pool = pool
    await noting.flush()

    assert len(await kept(pool)) == 1


async def test_a_look_that_was_written_twice_counts_once(pool: "Pool") -> None:
    noted = look()
    for _ in range(2):
        noting = AccessLog(pool)
        noting.record(noted)
        await noting.flush()

    assert await kept(pool) == [noted]


# ASVS 16.5.3
async def test_when_looks_cannot_be_written_for_long_nobody_looks(
    pool: "Pool", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "MAX_PENDING", 2)
    noting = AccessLog(pool)
    noting.record(look())
    noting.record(look())

    with pytest.raises(Overloaded):
        noting.record(look())


@pytest.mark.parametrize("statement", ["update access_log set role = 'client'", "delete from access_log"])
async def test_a_request_changes_nothing_in_it(pool: "Pool", statement: str) -> None:  # ASVS 16.4.2
    with pytest.raises(StoreError):
        async with tenant_tx(pool, HERE) as connection:
            await connection.execute(statement)
