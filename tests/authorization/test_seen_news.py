"""Whose look makes news old: that of the assigned coach alone, on a page that was opened, and only for them."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from service.postgres.connections import tenant_tx
from tests.authorization.matrix import Who
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.story import PEOPLE, Told, told
from tests.cast import NORTHERN_LIGHT
from tests.commands import command_json
from tests.databases import Databases

DEPUTIES = [who for who in PEOPLE if who.startswith("deputy")]
"""Who stands in looks for themselves: nothing is older for the coach."""
World = tuple[ServiceWithPeople, Told]
COACHES: tuple[Who, ...] = ("coach_everything", "coach_profile", "coach_progress")
BREAKING = {"reason": "A question about the exam cannot wait until the coach is back."}


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[World]:
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running, ended=False)


async def looked(at_home: ServiceWithPeople) -> set[tuple[UUID, UUID]]:
    """Who has seen what is new of which journey."""
    async with tenant_tx(at_home.app.state.services.pool, NORTHERN_LIGHT) as connection:
        rows = await connection.fetch("select person_id, journey_id from seen_news")
    return {(row["person_id"], row["journey_id"]) for row in rows}


async def news(at_home: ServiceWithPeople, who: Who, **query: Any) -> list[list[dict[str, Any]]]:
    answer = await at_home.ask(PEOPLE[who], "/api/v1/desk", **query)
    assert answer.status_code == 200, answer.text
    return [one["news"] for one in answer.json()["rows"]]


async def test_only_the_coach_of_a_client_makes_news_old_by_looking(world: World) -> None:
    at_home, journeys = world
    for journey_id in journeys.journeys.values():
        reviewed = command_json("ReviewWeek", "2026-05-30", monday="2026-05-25", conclusion="worth it")
        assert (await at_home.tell(PEOPLE["client"], journey_id, reviewed)).status_code == 201
    await at_home.shown()
    breaking: tuple[Who, ...] = ("admin", "other_coach")
    for who in breaking:
        glass = f"/api/v1/journeys/{journeys.journey_for(who)}/break-glass"
        await at_home.ask(PEOPLE[who], glass, BREAKING)
    opened = {
        who: await at_home.ask(PEOPLE[who], f"/clients/{journeys.journey_for(who)}")
        for who in PEOPLE
        if who not in COACHES and who not in DEPUTIES
    }

    assert 200 in {one.status_code for one in opened.values()}, "somebody else looked"
    assert await looked(at_home) == set()
    for who in DEPUTIES:
        await at_home.ask(PEOPLE[who], f"/clients/{journeys.journey_for(who)}")
    of_deputies = await looked(at_home)
    assert {person_id for person_id, _ in of_deputies} <= {PEOPLE[who].person_id for who in DEPUTIES}
    for who in COACHES:
        before = await news(at_home, who)
        await at_home.ask(PEOPLE[who], f"/api/v1/journeys/{journeys.journeys[who]}/weeks")
        unchanged = await news(at_home, who)
        shown = await at_home.ask(PEOPLE[who], f"/clients/{journeys.journeys[who]}")
        assert shown.status_code == 200, shown.text
        assert ["week_reviewed" in {one["kind"] for one in of} for of in before] == [True], who
        assert (unchanged, await news(at_home, who)) == (before, [[]])
        assert await news(at_home, who, news_since="7") == before
    by_coaches = {(PEOPLE[who].person_id, journeys.journeys[who]) for who in COACHES}
    assert await looked(at_home) - of_deputies == by_coaches


@pytest.mark.parametrize("since", ["6", "yesterday", "-7"])
async def test_other_days_are_refused(world: World, since: str) -> None:
    answer = await world[0].ask(PEOPLE["coach_everything"], "/api/v1/desk", news_since=since)

    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
