"""A week on a phone, with scripts and without: planned, logged, closed, and begun again with what it taught."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.evidence import NameCriterion
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import WeekReviewed, monday_of
from service.localization.locales import LANGUAGES
from tests.web.chromium import phone, served
from tests.web.everybody import speak
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, discover, met, outcome, plan, seven_weeks, start, step, uid
from tests.web.visit import Look, new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
MONDAY = monday_of(TODAY)
WEEK = timedelta(weeks=1)
TO_FRIDAY, TO_MONDAY = timedelta(days=2), timedelta(days=5)
ROLES = [discover(title, MONDAY, starting_appeal=appeal) for title, appeal in (("baker", 7), ("nurse", 5))]
CRITERIA = [NameCriterion(happened_on=MONDAY, criterion_id=uid(one), wording=one) for one in ("pay", "calm")]
BEGUN: list[UserCommand] = [start(happened_on=MONDAY), *ROLES, *CRITERIA]


@asynccontextmanager
async def on_a_phone(browser: Browser, *, scripts: bool) -> AsyncIterator[tuple[Pages, Page]]:
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address, java_script_enabled=scripts) as context,
    ):
        yield service, await context.new_page()


async def heading(page: Page) -> str:
    return await page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_a_week_is_planned_logged_closed_and_begun_again(browser: Browser, scripts: bool) -> None:
    async with on_a_phone(browser, scripts=scripts) as (service, page):
        await service.tell(BEGUN)
        await page.goto(f"{AT}/week")
        seen = [await heading(page)]

        await page.get_by_role("link", name=re.compile("Plan this.*Conversation · Nurse")).click()
        await page.get_by_label("Who with?").fill("Karin")
        await page.get_by_role("button", name="Plan it").click()
        await expect(page.locator("#receipt")).to_contain_text("Planned.")
        seen.append(await heading(page))

        await page.get_by_role("link", name="How did it go?").first.click()
        await page.get_by_role("group", name="How much would you like this work?").get_by_label("10").check()
        await page.get_by_label("What is your conclusion?").fill("It is calmer than I thought")
        await page.get_by_label("What comes next?").fill("Ring her colleague")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.locator("#receipt")).to_contain_text("Saved.")
        await page.goto(f"{AT}/week")
        seen.append(await heading(page))

        await page.get_by_text("Say how much energy you have").click()
        await page.get_by_role("button", name="6", exact=True).click()
        await expect(page.locator("#receipt")).to_contain_text("It is not a step. It helps.")
        seen.append(await heading(page))

        service.clock.now += TO_FRIDAY
        await page.goto(f"{AT}/week")
        await page.get_by_role("link", name="Close the week").click()
        await page.get_by_label("What did this week teach you?").fill("Nursing suits me")
        await page.get_by_role("group", name="What comes first next week?").get_by_label("Nurse").check()
        await page.get_by_role("button", name="Close the week").click()
        await expect(page.locator("#receipt")).to_contain_text("On Monday your conclusion is the first thing")

        service.clock.now = NOON + TO_MONDAY
        await page.goto(f"{AT}/week")
        opening = await heading(page)
        first = await page.locator("#next ~ ul h3").first.inner_text()

        await page.get_by_role("button", name="Use the usual order").click()
        await expect(page.locator("#receipt")).to_contain_text("usual order")
        left = await heading(page)

    assert seen == [
        "A new week. Nothing is planned yet.",
        "One step planned, for today.",
        "Nurse is first now.",
        "Nurse is first now.",
    ]
    assert (opening, left) == ("“Nursing suits me”", "A new week. Nothing is planned yet.")
    assert first.endswith("Nurse")


TALKED = [
    plan("talk", "conversation", "nurse", TODAY, contact=met("Karin")),
    *outcome("talk", TODAY, appeal=10),
]
REFUSED = [
    *step("letter", "application", "nurse", MONDAY),
    RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen"),
]
CLOSED = ReviewWeek(happened_on=TODAY, monday=MONDAY, conclusion="Nursing suits me", first="hirer")
STATES: dict[str, list[UserCommand]] = {
    "new": BEGUN,
    "busy": [*BEGUN, *TALKED, plan("walk", "job_shadow", "nurse", TODAY, planned_for=TODAY + TO_FRIDAY)],
    "after a no": [*BEGUN, *TALKED, *REFUSED],
    "closed": [*BEGUN, *TALKED, CLOSED],
    "away": seven_weeks(),
}
PHONE = 390
LOOKS: tuple[Look, ...] = ((PHONE, "light"), (PHONE, "dark"), (320, "light"))


@pytest.mark.parametrize("state", STATES)
async def test_the_week_is_accessible_and_within_its_width_in_every_state(
    browser: Browser, state: str
) -> None:
    found: list[Any] = []
    async with pages() as service, served(service.app) as address:
        await service.tell(STATES[state])
        visit = await new_visit(browser, address, 390)
        await speak(visit.page.context, address, LANGUAGES[list(STATES).index(state) % len(LANGUAGES)])
        for path in (f"{AT}/week", f"{AT}/week/close"):
            await visit.open(path, state=state)
            await visit.unfold()
            for width, scheme in LOOKS:
                await visit.look(width, scheme)
                if width == PHONE:
                    found += [(path, *one) for one in await visit.violations()]
                if await visit.width() > width:
                    found.append((path, "wider than", width))
            found += [(path, one) for one in await visit.noise()]
            await visit.lengthen()
            for width, scheme in LOOKS:
                await visit.look(width, scheme)
                if await visit.width() > width:
                    found.append((path, "wider with long words than", width))
        await visit.page.context.close()

    assert found == []


BROKEN_WORDS = """() => [...document.querySelectorAll(".segments.eleven span, .then thead th")].filter(one => {
  const word = document.createRange()
  word.setStart(one.firstChild, one.firstChild.data.search(/\\S/))
  word.setEnd(one.firstChild, one.firstChild.data.trimEnd().search(/\\s|$/))
  return word.getClientRects().length > 1
}).map(one => one.textContent)"""
"""The figures of a scale and the heads of columns whose first word stands on more than one line."""


async def test_scales_stand_whole_on_a_small_phone_in_every_language(browser: Browser) -> None:
    found: list[str] = []
    async with on_a_phone(browser, scripts=False) as (service, page):
        service.clock.now += 3 * WEEK
        await service.tell([*BEGUN, discover("ambulansesykepleier i arbeidsmedisin", MONDAY)])
        await page.set_viewport_size({"width": 320, "height": 844})
        for language, form in product(LANGUAGES, ("week/close", "plan", "log")):
            await page.goto(f"{AT}/{form}")
            spoken: Any = {"name": "soundings-language", "value": language, "url": page.url}
            await page.context.add_cookies([spoken])
            await page.reload()
            found += [f"{language} {form}: {one}" for one in await page.evaluate(BROKEN_WORDS)]
            found += [f"{language} {form}"] * (
                await page.evaluate("document.documentElement.scrollWidth > 320")
            )

    assert found == []


@pytest.mark.parametrize("state", STATES)
async def test_a_page_of_the_week_has_one_main_act_and_what_is_touched_is_large_enough(
    browser: Browser, state: str
) -> None:
    async with pages() as service, served(service.app) as address:
        await service.tell(STATES[state])
        async with phone(browser, base_url=address) as context:
            page = await context.new_page()
            counts, small = [], []
            for path in (f"{AT}/week", f"{AT}/week/close"):
                await page.goto(path)
                counts.append(
                    await page.locator(
                        "main :is(button:not(.quiet, .link), .button:not(.quiet)):visible"
                    ).count()
                )
                small += await page.evaluate(
                    """[...document.querySelectorAll('main :is(button:not(.link), .button, summary)')]
                    .filter(one => one.offsetParent && one.getBoundingClientRect().height < 47)
                    .map(one => one.textContent.trim())"""
                )

    assert all(count <= 1 for count in counts)
    assert counts[0] == 1
    assert small == []


async def test_a_conclusion_that_is_written_without_a_network_is_sent_later(browser: Browser) -> None:
    async with on_a_phone(browser, scripts=True) as (service, page):
        await service.tell([*BEGUN, *TALKED])
        await page.goto(f"{AT}/week/close")
        await page.context.set_offline(True)
        await page.get_by_label("What did this week teach you?").fill("Nursing suits me")
        await page.get_by_role("button", name="Close the week").click()
        await expect(page.locator("output.outbox")).to_contain_text("when you are online")
        before = [one for one in await service.entries() if isinstance(one.event, WeekReviewed)]

        await page.context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("One entry was sent.")
        (after,) = [one.event for one in await service.entries() if isinstance(one.event, WeekReviewed)]

    assert before == []
    assert (after.monday, after.conclusion) == (MONDAY, "Nursing suits me")


async def test_without_a_network_the_last_page_says_of_when_it_is(browser: Browser) -> None:
    async with on_a_phone(browser, scripts=True) as (service, page):
        await service.tell(BEGUN)
        await page.goto(f"{AT}/week")
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        # What the worker keeps it has to have seen once.
        await page.goto(f"{AT}/week")
        note = page.get_by_text("You are offline. This page is as of 4 March 2026, 13:00.")
        await expect(note).to_be_hidden()

        await page.context.set_offline(True)
        await page.goto(f"{AT}/week")
        await expect(note).to_be_visible()

        await page.context.set_offline(False)
        await expect(note).to_be_hidden()
