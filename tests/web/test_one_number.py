"""One question, one number, in lives that nobody lived: whatever two views, pages or answers say of a client, they say alike."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import settings

from domain.aggregate import CommandBatch
from domain.journey.events.weeks import monday_of
from projections.difference.view import Difference
from projections.learning_model.evidence_sums import BelievedFigures
from projections.profile.projection import PROFILE
from service.application.aggregates import stream_id
from service.research.simulation.history import LAST_DAY, SimulatedHistory
from service.system_ids import LOCAL_TENANT
from tests.research.cohorts import client
from tests.web.figures_on_pages import as_of, page_of, reader
from tests.web.running_pages import Pages, pages
from tests.web.told_figures import (
    STEPS,
    Life,
    Told,
    left_out_of_stories,
    life_of,
    of_role,
    told_by_views,
    told_of_difference,
    told_otherwise,
)

THOROUGH = settings.get_current_profile_name() == "thorough"
LIVES = range(1, 201 if THOROUGH else 11)
LIVES_ON_PAGES = range(1, 201 if THOROUGH else 5)
NOON = datetime.combine(LAST_DAY, time(12), UTC)
OWN_PAGES = frozenset({"map", "profile page", "role page", "week's end page", "reveal page"})
COACHS_PAGES = frozenset({"coach's map", "coach's role page", "Changes", "Weeks"})
ANSWERS = frozenset({"API profile", "API role_stories", "API difference"})
READ_OF = {1: OWN_PAGES | COACHS_PAGES | ANSWERS, 2: ANSWERS | {"session sheet"}}
"""Where figures must have been read of a client: not every page has some of each."""


@pytest.mark.parametrize("number", LIVES)
def test_a_question_has_one_number_and_every_step_that_moved_a_role_stands_in_its_story(number: int) -> None:
    life = life_of(client(number))

    assert told_otherwise(told_by_views(life)) == {}
    assert list(left_out_of_stories(life)) == []


@pytest.mark.parametrize("number", LIVES_ON_PAGES)
async def test_pages_and_answers_print_the_same_numbers(number: int) -> None:
    history = client(number)
    life = life_of(history)
    told = list(told_by_views(life))
    async with pages(NOON, answers=True) as service:
        await tell_history(service, history)
        told += [one async for one in told_by_pages(service, history, life)]
        told += [one async for one in told_by_answers(service, history, life)]

    assert told_otherwise(told) == {}
    assert {one.where for one in told} >= READ_OF.get(number, frozenset())


async def tell_history(service: Pages, history: SimulatedHistory) -> None:
    """Has the commands of a simulated client carried out, in the names of those who gave them."""
    for actor_id, commands in groupby(history.commands, lambda one: one.actor_id):
        batches = [CommandBatch.of(one.command_id, (one.command,)) for one in commands]
        await service.journeys.commands.execute(
            stream_id(LOCAL_TENANT, history.journey_id), batches, actor_id
        )
    await service.keep(history.journey_id)


async def told_by_pages(service: Pages, history: SimulatedHistory, life: Life) -> AsyncIterator[Told]:
    """What the pages of a client print, and those of the coach about them."""
    titles = {one.role_id: one.title for one in life.view(PROFILE).roles}
    own, coachs = f"/journeys/{history.journey_id}", f"/clients/{history.journey_id}"
    monday = monday_of(life.today)

    async def look(address: str, **query: str) -> Any:
        shown = await service.get(address, **query)
        assert shown.status == 200, address
        return page_of(shown.html)

    def read(where: str, on: date | None = None) -> Any:
        return reader(where, titles, life.started_on, on or life.today)

    page = await look(f"{own}/profile")
    for one in read("profile page", as_of(page)).profile(page):
        yield one
    for where, at in (("map", own), ("coach's map", coachs)):
        page = await look(f"{at}/map")
        for one in read(where, as_of(page)).map(page):
            yield one
    for role_id in titles:
        for where, at in (("role page", f"{own}/profile/roles"), ("coach's role page", f"{coachs}/roles")):
            page = await look(f"{at}/{role_id}")
            for one in read(where, as_of(page)).story(page, role_id):
                yield one
    dates = {"since": str(life.earlier), "until": str(life.today)}
    for one in read("Changes").evolution(await look(coachs, **dates)):
        yield one
    for where, at in (("Weeks", "weeks"), ("session sheet", "preparation")):
        for one in read(where).sentences(await look(f"{coachs}/{at}")):
            yield one
    for closed in (monday, monday - timedelta(weeks=1)):
        if closed >= monday_of(life.started_on):
            page = await look(f"{own}/week/close", monday=str(closed))
            for one in read("week's end page").closing(page, closed):
                yield one
    for step_id in list(life.learning.steps)[-STEPS:]:
        for one in read("reveal page").reveal(await look(f"{own}/steps/{step_id}/reveal"), step_id):
            yield one


async def told_by_answers(service: Pages, history: SimulatedHistory, life: Life) -> AsyncIterator[Told]:
    """What the API answers about a client."""

    async def asked(view: str, **query: str) -> bytes:
        answer = await service.http.get(f"/api/v1/journeys/{history.journey_id}/{view}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.content

    def believed(where: str, role_id: str, figures: Any, on: str) -> Iterator[Told]:
        found = msgspec.convert(figures, BelievedFigures)
        yield from of_role(where, UUID(role_id), found, date.fromisoformat(on))

    profile = msgspec.json.decode(await asked("profile"))
    for role in profile["roles"]:
        for one in believed("API profile", role["role_id"], role, profile["on"]):
            yield one
    for story in msgspec.json.decode(await asked("role_stories"))["roles"]:
        places = [(story["figures"], story["on"])]
        places += [(one["figures"], one["on"]) for one in story["weeks"] if one["figures"]]
        places += [(one["now"], one["on"]) for one in story["entries"]]
        for figures, on in places:
            for one in believed("API role_stories", story["role_id"], figures, on):
                yield one
    compared = msgspec.json.decode(await asked("difference", since=str(life.earlier), until=str(life.today)))
    difference = msgspec.convert(compared["difference"], type=Difference)
    for one in told_of_difference(difference, "API difference"):
        yield one
