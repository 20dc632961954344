"""A journey of very many weeks: its pages show the latest, and cost what a constant number of looks at each week does."""

from datetime import timedelta

import pytest

from service.web.agenda.routes import MOST_OVERDUE
from service.web.coach_client.routes import LATEST_WEEKS
from tests.operations import counted_operations
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, NOON, day, discover, met, plan, start

pytestmark = pytest.mark.slow

WEEKS = 400
SO_FAR = 8
"""Weeks of the journey at noon of the sample."""
LINEAR = 2.5
OWN = (
    "week",
    "week/close",
    "profile",
    "agenda",
    "game",
    "history",
    "log",
    "more",
    "about-you",
    "data",
    "refusals",
    "people",
)
OF_COACH = ("", "/weeks", "/notes", "/offers", "/preparation")
ADDRESSES = (
    *(f"/journeys/{MARLOES}/{page}" for page in OWN),
    *(f"/clients/{MARLOES}{page}" for page in OF_COACH),
)


async def test_a_coach_sees_the_latest_weeks_first_and_all_when_asked() -> None:
    async with pages(NOON + timedelta(weeks=WEEKS)) as service:
        await service.tell([start()])

        latest = await service.get(f"/clients/{MARLOES}/weeks")
        whole = await service.get(f"/clients/{MARLOES}/weeks", weeks="all")

    assert [one.html.count('<li id="week-') for one in (latest, whole)] == [LATEST_WEEKS, WEEKS + SO_FAR]


async def test_an_agenda_shows_so_much_that_is_overdue_and_all_when_asked() -> None:
    many = [plan(f"talk {one}", "conversation", "nurse", day(6), contact=met("Bram")) for one in range(60)]
    async with pages(NOON + timedelta(weeks=4)) as service:
        await service.tell([start(), discover("nurse"), *many])

        some = await service.get(f"/journeys/{MARLOES}/agenda")
        whole = await service.get(f"/journeys/{MARLOES}/agenda", overdue="all")

    assert [one.html.count('<li id="planned-') for one in (some, whole)] == [MOST_OVERDUE, len(many)]
    assert ["Show all" in one.text for one in (some, whole)] == [True, False]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_page_grows_with_the_weeks_and_not_with_their_square(address: str) -> None:
    counts: list[int] = []
    for weeks in (WEEKS, 2 * WEEKS):
        async with pages(NOON + timedelta(weeks=weeks)) as service:
            await service.tell([start(), discover("nurse")])
            await service.get(address)
            await service.tell([discover("baker")])
            with counted_operations() as counted:
                assert (await service.get(address)).status == 200
            counts.append(counted.count)

    assert counts[1] < LINEAR * counts[0]
