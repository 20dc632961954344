"""A coach with more clients than one would think: every one is on every list that says how many there are."""

from uuid import uuid4

import pytest

from service.authorization import authorized_desk
from service.read_models import caseload
from tests.api.test_people import START, choose, me, service, tell
from tests.web.running_pages import pages
from tests.web.test_deputies import Holiday, at_browser, holiday, person, shown
from tests.web.test_desk import client, quiet

__all__ = ["holiday", "service"]


async def _joined(holiday: Holiday, called: str, day: str) -> None:
    browser = await at_browser(holiday.service, await person(holiday.service, called, "client"))
    journey_id = uuid4()
    await tell(browser, journey_id, START | {"called": called, "happened_on": day})
    await choose(browser, journey_id, await me(holiday.coach), sight="everything")


async def test_a_coach_finds_every_client_whatever_the_bound_for_all_coaches_is(
    holiday: Holiday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caseload, "MOST_OF_ALL", 2)
    today = holiday.service.clock.now.date()
    for called in ("Bo", "Cy"):
        await _joined(holiday, called, str(today))
    await holiday.listed()

    desk = await shown(holiday.coach, "/desk")
    named = await shown(holiday.coach, "/desk?name=Marloes")
    cover = await shown(holiday.coach, "/desk/cover")
    listed = (await holiday.coach.get("/api/v1/journeys")).json()

    assert "of your 3 clients" in desk.text
    assert "Marloes" in named.text.partition("shown.")[2]
    assert all(one in cover.text for one in ("Marloes", "Bo", "Cy"))
    assert len(listed["journeys"]) == 3


async def test_without_accounts_the_desk_says_how_many_journeys_it_looks_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(authorized_desk, "MOST_OF_ALL", 2)
    async with pages() as service:
        await client(service, "Ans", *quiet())
        few = await service.get("/desk")
        await client(service, "Zoë", *quiet())
        many = await service.get("/desk")

    told = "Only the 2 journeys that started last are counted and shown here."
    assert (told in few.text, told in many.text) == (False, True)
