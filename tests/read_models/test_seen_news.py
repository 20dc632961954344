"""What a coach has seen: the same of the table and of its stand-in; never less than before, and undone exactly."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from service.postgres.connections import open_pool, open_worker_pool
from service.read_models.caseload import delete_caseload_entries
from service.read_models.former_coaches import delete_looks_of_former_coaches
from service.read_models.seen_news import SeenNews, SeenUpTo
from tests.cast import INGRID, NORTHERN_LIGHT, SVEN
from tests.web.seen_in_memory import SeenInMemory

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
DAY, NEXT_DAY = NOON.replace(hour=0), NOON.replace(day=2, hour=0)
ELIN, DAAN, OVE = JOURNEYS = [uuid4() for _ in range(3)]
TENANT, HERS, HIS = NORTHERN_LIGHT, INGRID.person_id, SVEN.person_id
INSERT_JOURNEY = """
insert into journeys (tenant_id, journey_id, started_on, time_zone, line) values ($1, $2, '2026-01-12', 'Europe/Oslo', '{}')
"""
SET_COACHES = "update journeys set coach_id = $2, deputies = $3 where journey_id = $1"
MARKED, AGAIN = uuid4(), uuid4()


@pytest.fixture(params=["table", "memory"])
async def seen_news(request: pytest.FixtureRequest, database: str) -> AsyncIterator[Any]:
    """What is seen of three journeys on the list, of which nothing was."""
    if request.param == "memory":
        yield SeenInMemory()
        return
    owner, pool = await asyncpg.connect(database), await open_pool(database, 2)
    await owner.executemany(INSERT_JOURNEY, [(TENANT, one) for one in JOURNEYS])
    yield SeenNews(pool)
    await owner.close()
    pool.terminate()


async def seen(news: Any, coach: Any = HERS) -> dict[Any, SeenUpTo]:
    found: dict[Any, SeenUpTo] = await news.seen_by(TENANT, coach, JOURNEYS)
    return found


async def test_what_was_never_opened_was_not_seen(seen_news: Any) -> None:
    assert await seen(seen_news) == {}


async def test_a_page_shows_a_journey_up_to_an_entry_to_its_coach_alone(seen_news: Any) -> None:
    await seen_news.note(TENANT, HERS, ELIN, 12, NOON, day_began=DAY)

    assert await seen(seen_news) == {ELIN: SeenUpTo(12, NOON)}
    assert await seen(seen_news, HIS) == {}
    assert await seen_news.seen_by(uuid4(), HERS, JOURNEYS) == {}


async def test_an_older_page_takes_nothing_back(seen_news: Any) -> None:
    await seen_news.note(TENANT, HERS, ELIN, 12, LATER, day_began=DAY)
    await seen_news.note(TENANT, HERS, ELIN, 9, NOON, day_began=DAY)

    assert await seen(seen_news) == {ELIN: SeenUpTo(12, LATER)}


async def test_a_look_says_what_had_been_seen_before_its_day(seen_news: Any) -> None:
    tomorrow = NOON + timedelta(days=1)
    looks = [(12, NOON, DAY), (14, LATER, DAY), (15, tomorrow, NEXT_DAY), (16, tomorrow, NEXT_DAY)]
    before = [
        await seen_news.note(TENANT, HERS, ELIN, number, at, day_began=day) for number, at, day in looks
    ]
    await seen_news.mark(TENANT, HERS, {ELIN: 18}, tomorrow, MARKED)
    marked = await seen_news.note(TENANT, HERS, ELIN, 18, tomorrow, day_began=NEXT_DAY)
    await seen_news.mark(TENANT, HERS, {ELIN: 20}, tomorrow, AGAIN)
    await seen_news.undo(TENANT, HERS, AGAIN)
    undone = await seen_news.note(TENANT, HERS, ELIN, 20, tomorrow, day_began=NEXT_DAY)

    assert (before, marked, undone) == ([0, 0, 14, 14], 18, 18)


async def test_what_was_marked_as_seen_is_undone_to_what_it_was(seen_news: Any) -> None:
    await seen_news.note(TENANT, HERS, ELIN, 12, NOON, day_began=DAY)
    before = await seen(seen_news)

    await seen_news.mark(TENANT, HERS, {ELIN: 20, DAAN: 3}, LATER, MARKED)
    assert await seen(seen_news) == {ELIN: SeenUpTo(20, LATER), DAAN: SeenUpTo(3, LATER)}

    await seen_news.undo(TENANT, HIS, MARKED)
    assert (await seen(seen_news))[ELIN].number == 20
    marked = [
        await seen_news.is_marked(TENANT, *one) for one in ((HERS, MARKED), (HIS, MARKED), (HERS, AGAIN))
    ]
    assert marked == [True, False, False]
    await seen_news.undo(TENANT, HERS, MARKED)
    await seen_news.undo(TENANT, HERS, MARKED)
    assert await seen(seen_news) == before


async def test_marking_twice_is_undone_as_one(seen_news: Any) -> None:
    await seen_news.note(TENANT, HERS, ELIN, 12, NOON, day_began=DAY)
    before = await seen(seen_news)

    for _ in range(2):
        await seen_news.mark(TENANT, HERS, {ELIN: 20}, LATER, MARKED)
    await seen_news.undo(TENANT, HERS, MARKED)

    assert await seen(seen_news) == before


async def test_undoing_the_last_marking_leaves_the_one_before(seen_news: Any) -> None:
    await seen_news.mark(TENANT, HERS, {ELIN: 12}, NOON, MARKED)
    await seen_news.mark(TENANT, HERS, {ELIN: 20}, LATER, AGAIN)

    await seen_news.undo(TENANT, HERS, AGAIN)

    assert await seen(seen_news) == {ELIN: SeenUpTo(12, NOON)}


async def test_a_page_that_was_opened_since_stays_seen(seen_news: Any) -> None:
    await seen_news.mark(TENANT, HERS, {ELIN: 12, DAAN: 3}, NOON, MARKED)
    await seen_news.note(TENANT, HERS, ELIN, 14, LATER, day_began=DAY)

    await seen_news.undo(TENANT, HERS, MARKED)

    assert await seen(seen_news) == {ELIN: SeenUpTo(14, LATER)}


async def test_a_marking_never_takes_back_what_was_seen(seen_news: Any) -> None:
    await seen_news.note(TENANT, HERS, ELIN, 12, NOON, day_began=DAY)

    await seen_news.mark(TENANT, HERS, {ELIN: 9}, LATER, MARKED)

    assert await seen(seen_news) == {ELIN: SeenUpTo(12, LATER)}


async def test_of_a_journey_that_was_erased_nothing_is_kept_and_a_rebuild_of_the_lists_leaves_it_alone(
    database: str,
) -> None:
    owner, pool = await asyncpg.connect(database), await open_pool(database, 2)
    workers = await open_worker_pool(database, 1)
    try:
        await owner.execute(INSERT_JOURNEY, TENANT, ELIN)
        news = SeenNews(pool)
        await news.note(TENANT, HERS, ELIN, 12, NOON, day_began=DAY)
        await news.note(TENANT, HERS, DAAN, 12, NOON, day_began=DAY)
        await news.mark(TENANT, HERS, {OVE: 12}, NOON, MARKED)
        async with workers.acquire() as connection:
            await delete_caseload_entries(connection, [(TENANT, ELIN)])

        assert await seen(news) == {ELIN: SeenUpTo(12, NOON)}
    finally:
        await owner.close()
        pool.terminate()
        workers.terminate()


async def test_what_a_former_coach_saw_is_not_kept(database: str) -> None:
    owner, pool = await asyncpg.connect(database), await open_pool(database, 2)
    workers = await open_worker_pool(database, 1)
    former, deputy = uuid4(), uuid4()
    try:
        for journey_id, coach in ((ELIN, HERS), (DAAN, None)):
            await owner.execute(INSERT_JOURNEY, TENANT, journey_id)
            await owner.execute(SET_COACHES, journey_id, coach, [deputy] if coach else None)
        news = SeenNews(pool)
        for one in (HERS, former, deputy):
            await news.note(TENANT, one, ELIN, 12, NOON, day_began=NOON)
        await news.note(TENANT, HERS, DAAN, 12, NOON, day_began=NOON)

        await delete_looks_of_former_coaches(workers)

        assert [set(await seen(news, one)) for one in (HERS, former, deputy)] == [{ELIN}, set(), {ELIN}]
    finally:
        await owner.close()
        pool.terminate()
        workers.terminate()
