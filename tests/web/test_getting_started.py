"""Beginning: the idea on one page, and the form that starts a journey."""

import re
from uuid import UUID

import pytest

from domain.journey.events.start import JourneyStarted
from service.clock import DEFAULT_TIME_ZONES
from service.web.getting_started.time_zones import time_zone_choices
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, NOON, discover, plan, start, uid

FORM = {"called": "Kari", "track": "preventive", "weekly_goal": "3", "time_zone": "Europe/Oslo"}


async def test_the_idea_stands_on_one_page_with_the_first_step() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"/journeys/{MARLOES}/start")

    assert "A rough picture is enough to start." in shown.text
    assert "Welcome, Marloes." in shown.text
    assert "One conversation within seven days" in shown.text
    assert (
        "Payer They see totals for many people. They see whether you make progress only if you share it."
        in shown.text
    )


async def test_who_took_a_step_is_led_to_the_week() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), plan("talk", "conversation", "nurse", NOON.date())])

        shown = await service.get(f"/journeys/{MARLOES}/start")

    assert "Your next step" in shown.text
    assert "Welcome" not in shown.text


async def test_a_journey_begins_and_leads_to_its_first_week() -> None:
    async with pages() as service:
        form = await service.get("/start")

        shown = await service.send("/start", **FORM, command_id=form.field("command_id"))
        again = await service.send("/start", **FORM, command_id=form.field("command_id"))

        journey_id = UUID(re.findall(r"/journeys/([0-9a-f-]{36})/week", shown.path)[0])
        told = [one.event for one in await service.entries(journey_id)]
    assert "Start your journey." in form.text
    assert "Start small: one conversation" in shown.text
    assert shown.path == again.path
    assert told == [
        JourneyStarted(
            happened_on=NOON.date(),
            called="Kari",
            track="preventive",
            locale="en",
            time_zone="Europe/Oslo",
            weekly_goal=3,
        )
    ]


async def test_a_journey_speaks_the_language_it_was_begun_in() -> None:
    async with pages() as service:
        service.http.headers["accept-language"] = "nn, en;q=0.5"
        form = await service.get("/start")

        shown = await service.send("/start", **FORM)

        journey_id = UUID(re.findall(r"/journeys/([0-9a-f-]{36})/week", shown.path)[0])
        told = (await service.entries(journey_id))[0].event
    assert '<option value="Europe/Oslo" selected>' in form.html
    assert isinstance(told, JourneyStarted)
    assert told.locale == "nb"


async def test_everything_that_is_missing_is_said_at_once() -> None:
    async with pages() as service:
        shown = await service.send("/start", called=" ", time_zone="Mars/North", programme_end="2026-01-01")

    assert shown.status == 422
    assert "There are 4 problems" in shown.text
    assert [link for link in re.findall(r'href="#(\w+)"', shown.html) if link != "main"] == [
        "called",
        "track",
        "time_zone",
        "programme_end",
    ]


async def test_a_stranger_finds_no_page() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"/journeys/{uid('stranger')}/start")

    assert shown.status == 404


@pytest.mark.parametrize("zone", DEFAULT_TIME_ZONES.values())
def test_the_usual_zones_are_offered_and_those_of_europe_come_first(zone: str) -> None:
    offered = [name for name, _ in time_zone_choices()]

    assert zone in offered
    assert offered[0].startswith("Europe/")
    assert "America/New_York" in offered
