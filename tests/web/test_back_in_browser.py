"""The browser's way back to a form that was saved: saved again as it was, it counts once and leads to the same page."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from domain.journey.commands.agreements import SetChallenge
from domain.journey.events.agreements import ChallengeAnswered
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.quests import QuestTaken
from domain.journey.events.weeks import WeekReviewed
from tests.web.chromium import phone, served
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, discover, start, uid

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
Act = Callable[[Page], Awaitable[None]]
SAVED = re.compile(r"/steps/[0-9a-f-]+/reveal")


async def log(page: Page) -> None:
    await page.get_by_label("Conversation", exact=True).check()
    await page.get_by_label("Which role was it about?").fill("nurse")
    await page.get_by_label("What is your conclusion?").fill("It is calm")
    await page.get_by_label("What comes next?").fill("Call again")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page).to_have_url(SAVED)


async def steps(service: Pages) -> int:
    found: list[Any] = [entry.event for entry in await service.entries()]
    return len([one for one in found if isinstance(one, ExperimentPlanned)])


async def test_a_log_that_is_saved_again_from_its_page_counts_once(browser: Browser) -> None:
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address) as context,
    ):
        await service.tell([start(), discover("nurse")])
        page = await context.new_page()
        await page.goto(f"{AT}/log")
        await log(page)
        first = page.url

        await page.go_back()
        await log(page)

        assert page.url.split("?")[0] == first.split("?")[0]
        assert await steps(service) == 1


async def plan_talk(page: Page) -> None:
    await page.goto(f"{AT}/plan")
    await page.get_by_label("Conversation", exact=True).check()
    await page.get_by_label("Which role is it about?").fill("nurse")
    await page.get_by_role("button", name="Plan it").click()


async def accept_challenge(page: Page) -> None:
    await page.goto(f"{AT}/week")
    await page.get_by_role("button", name="Accept").click()


async def take_quest(page: Page) -> None:
    await page.goto(f"{AT}/week")
    await page.get_by_role("button", name="Accept").first.click()


async def close_week(page: Page) -> None:
    await page.goto(f"{AT}/week/close")
    await page.get_by_label("What did this week teach you?").fill("Ask more")
    await page.get_by_role("button", name="Close the week").click()


def challenge(what: str) -> SetChallenge:
    return SetChallenge(happened_on=TODAY, challenge_id=uid(what), what=what, due=TODAY)


CHALLENGE = challenge("ring two strangers")


@pytest.mark.parametrize(
    ("act", "before", "again", "kind"),
    [
        (plan_talk, [], "Plan it", ExperimentPlanned),
        (accept_challenge, [CHALLENGE], "Accept", ChallengeAnswered),
        (take_quest, [], "Accept", QuestTaken),
        (close_week, [], "Close the week", WeekReviewed),
    ],
)
async def test_what_is_sent_again_by_the_way_back_counts_once(
    browser: Browser, act: Act, before: list[Any], again: str, kind: type
) -> None:
    """The page may be the one that was left, fetched anew, or one where there is nothing to send any more."""
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address) as context,
    ):
        await service.tell([start(happened_on=TODAY), discover("nurse", TODAY), *before])
        page = await context.new_page()
        await act(page)
        await expect(page.locator("#receipt")).to_be_visible()

        await page.go_back()
        button = page.get_by_role("button", name=again)
        if await button.count():
            await button.first.click()
            await page.wait_for_load_state()

        made = [one.event for one in await service.entries() if isinstance(one.event, kind)]
    assert len(made) == 1


async def test_another_form_of_the_same_address_is_another_act(browser: Browser) -> None:
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address) as context,
    ):
        await service.tell([start(), CHALLENGE, challenge("write to one")])
        page = await context.new_page()
        await page.goto(f"{AT}/about-you")
        await page.get_by_role("button", name="Accept").first.click()
        await expect(page.locator("#receipt")).to_be_visible()

        await page.go_back()
        await page.reload()
        await page.get_by_role("button", name="Accept").first.click()
        await expect(page.locator("#receipt")).to_be_visible()

        answered = [one.event for one in await service.entries() if isinstance(one.event, ChallengeAnswered)]
    assert len({one.challenge_id for one in answered}) == 2


async def test_the_same_form_on_another_day_is_another_act(browser: Browser) -> None:
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address) as context,
    ):
        await service.tell([start(happened_on=TODAY), discover("nurse", TODAY)])
        page = await context.new_page()
        await page.clock.install()
        await page.goto(f"{AT}/week")
        for _ in range(2):
            await page.get_by_text("Say how much energy you have").click()
            await page.get_by_role("button", name="5", exact=True).click()
            await expect(page.locator("#receipt")).to_be_visible()
            await page.go_back()
            service.clock.now += timedelta(days=1)
            await page.clock.fast_forward("24:00:00")
            await page.reload()

        rated = [one.event for one in await service.entries() if isinstance(one.event, EnergyRated)]
    assert len(rated) == 2
