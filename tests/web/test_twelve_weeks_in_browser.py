"""Twelve weeks with Soundings, in a real browser, on the real service: a client on her phone, her coach at his desk."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.chromium import phone
from tests.web.served_with_accounts import Client, ServedOrganisation, served_with_accounts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
EMAIL = "marloes@example.org"
MOST = 12
"""Interactions that logging a conversation may take; to choose or to fill in a field is one."""


@pytest.fixture
async def place(database: str) -> AsyncIterator[ServedOrganisation]:
    async with served_with_accounts(database) as place:
        yield place


class Thumb:
    """Somebody's thumb on a form, and how often it was needed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    async def choose(self, question: str, answer: str) -> None:
        self.count += 1
        asked = self.page.get_by_role("group", name=question)
        await asked.get_by_label(answer, exact=True).check()

    async def fill(self, label: str, text: str) -> None:
        self.count += 1
        await self.page.get_by_label(label).fill(text)

    async def press(self, name: str) -> None:
        self.count += 1
        await self.page.get_by_role("button", name=name, exact=True).click()


async def plan_a_conversation(client: Client, role: str) -> None:
    """With a kind of work that is new, so that the form asks how far it is."""
    thumb = Thumb(client.page)
    await client.page.goto(f"{client.at}/plan")
    await thumb.choose("What will you do?", "Conversation")
    await thumb.fill("Which role is it about?", role)
    await thumb.choose("How different is this role from your previous work?", "Similar work")
    await thumb.press("Plan it")
    await expect(client.page.locator("#receipt")).to_contain_text("Planned")


async def log_a_conversation(client: Client, role: str, conclusion: str, *, appeal: int = 9) -> int:
    """What the first minutes after a conversation ask for; how many interactions it took."""
    await client.page.goto(f"{client.at}/log")
    thumb = Thumb(client.page)
    await thumb.choose("What was it?", "Conversation")
    await thumb.fill("Which role was it about?", role)
    await thumb.fill("Who did you speak to?", "Jan")
    await thumb.choose("Did it take place?", "It took place")
    await thumb.choose("How much would you like this work?", str(appeal))
    await thumb.choose("What did you hear about your chances?", "I have what they ask for")
    await thumb.choose("How much did you dread it beforehand?", "6")
    await thumb.choose("Looking back, how bad was it?", "2")
    await thumb.fill("What is your conclusion?", conclusion)
    await thumb.fill("What comes next?", "Ring his colleague")
    await thumb.press("Save")
    await expect(client.page.locator("#receipt")).to_contain_text("Saved. Conversation")
    return thumb.count


async def close_the_week(client: Client, conclusion: str) -> None:
    await client.page.goto(f"{client.at}/week/close")
    await client.page.get_by_label("What did this week teach you?").fill(conclusion)
    await client.page.get_by_role("button", name="Close the week").click()
    await expect(client.page.locator("#receipt")).to_contain_text("On Monday your conclusion")


async def a_week_later(client: Client, role_id: str, number: int) -> None:
    """A week goes by, with a conversation in it that was told over the API."""
    client.place.clock.on(days=7)
    experiment = {"experiment_id": str(uuid4())}
    await client.tell(
        {"type": "PlanExperiment", **experiment, "kind": "conversation", "role_id": role_id},
        {"type": "RunExperiment", **experiment},
        {
            "type": "ConcludeExperiment",
            **experiment,
            "conclusion": f"what week {number} taught",
            "learned": {"appeal": 10 - number % 7},
            "next_step": {"what": "ring", "due": str(client.place.clock.now.date())},
        },
    )


async def marked(page: Page, address: str) -> Page:
    """A page that is open and hears of changes; a reload of it would show."""
    async with page.expect_request(lambda asked: "/live" in asked.url):
        await page.goto(address)
    await page.evaluate("document.body.dataset.same = 'yes'")
    await page.wait_for_timeout(500)
    return page


async def is_the_same(page: Page) -> bool:
    return bool(await page.evaluate("document.body.dataset.same === 'yes'"))


async def figures(page: Page) -> list[str]:
    """The promises of the roles in play, as they stand on the profile."""
    return [(await one.inner_text()).strip() for one in await page.locator(".rolelist .promise b").all()]


def promises(view: Any) -> list[str]:
    """The same from the API."""
    roles = [one for one in view["roles"] if one["standing"] == "in_play"]
    return [f"{one['promise']:.0f}" for one in roles]


async def test_a_client_goes_through_twelve_weeks(place: ServedOrganisation, browser: Browser) -> None:
    coach_id = await place.coach("Ingrid")
    desk_wide = await browser.new_context(base_url=place.site, viewport={"width": 1280, "height": 900})
    async with phone(browser, base_url=place.site, has_touch=True) as hers:
        client = Client(await hers.new_page(), place, EMAIL)
        await client.accept("Marloes")
        await client.sign_in()
        await client.set_out("Marloes")
        await client.post("coach", {"coach_id": str(coach_id), "sight": "everything"})

        await plan_a_conversation(client, "Nurse")
        await place.let_in(desk_wide, coach_id)
        desk = await marked(await desk_wide.new_page(), "/desk")
        journey_id = client.at.rpartition("/")[2]
        profile = await marked(await desk_wide.new_page(), f"/clients/{journey_id}")
        before = await desk.locator("#desk").inner_text()
        interactions = await log_a_conversation(client, "Nurse", "It is calmer than I thought")
        await expect(desk.locator(f"#case-{journey_id}")).to_contain_text("today")
        await expect(profile.locator("main")).to_contain_text("Nurse")
        unreloaded = await is_the_same(desk), await is_the_same(profile)
        await close_the_week(client, "People like to tell")

        (role,) = (await client.get("profile"))["roles"]
        for number in range(2, 12):
            await a_week_later(client, role["role_id"], number)
        place.clock.on(days=7)
        await the_slider_tells_what_the_api_tells(client, 3)
        await a_refusal_is_borne_in_six_steps(client)
        await a_correction_shows(client)

    assert interactions <= MOST
    assert "none" in before
    assert unreloaded == (True, True)
    await desk_wide.close()


async def the_slider_tells_what_the_api_tells(client: Client, number: int) -> None:
    page = client.page
    await page.goto(f"{client.at}/profile")
    slider = page.get_by_role("slider", name="Week")
    latest = int(await slider.get_attribute("max") or 0)
    await slider.focus()
    for _ in range(latest - number):
        await page.keyboard.press("ArrowLeft")
    await page.get_by_text(f"Marloes, week {number}, as of").wait_for()
    sunday = re.search(r"/moves\?role=[^\"]*on=([\d-]+)", await page.content())
    assert sunday
    shown = await figures(page)

    assert latest == 12
    assert (
        shown
        == promises(await client.get(f"profile?on={sunday[1]}"))
        != promises(await client.get("profile"))
    )


async def a_refusal_is_borne_in_six_steps(client: Client) -> None:
    page, thumb = client.page, Thumb(client.page)
    experiment_id = str(uuid4())
    (role,) = (await client.get("profile"))["roles"]
    await client.tell(
        {
            "type": "PlanExperiment",
            "experiment_id": experiment_id,
            "kind": "interview",
            "role_id": role["role_id"],
        },
        {"type": "RunExperiment", "experiment_id": experiment_id},
    )
    await page.goto(f"{client.at}/refusals")
    await page.get_by_role("link", name="Add the reply").click()
    await thumb.choose("What did they reply?", "Rejected after an interview")
    await thumb.choose("Was it close?", "It was close")
    await thumb.press("Add the reply")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "You do not need to do anything with it today."
    )
    await thumb.press("Leave it for today")
    await page.goto(f"{client.at}/refusals/{experiment_id}")
    await page.get_by_text("I asked in another way").click()
    await thumb.press("I asked")
    await page.locator("#competence").fill("More practice with numbers")
    await thumb.press("Add what they said")
    await thumb.fill("One thing I will do differently next time", "Bring an example")
    await page.get_by_role("button", name="Save", exact=True).first.click()
    await thumb.press("Add to to-do list")
    await expect(page.locator(".six > li.done")).to_have_count(5)
    await page.goto(f"{client.at}/agenda")

    await expect(page.locator("main")).to_contain_text("Call and ask if there is anything new")


async def a_correction_shows(client: Client) -> None:
    page = client.page
    told = [one["event"] for one in (await client.get("events"))["events"]]
    wrong = next(one for one in told if one.get("conclusion") == "It is calmer than I thought")
    await page.goto(f"{client.at}/experiments/{wrong['experiment_id']}")
    entry = page.locator("li.entry").filter(has_text="It is calmer than I thought")
    await entry.get_by_role("link", name="Correct").first.click()
    await page.get_by_label("What is your conclusion?").fill("It is calmer in the morning")
    await page.get_by_role("button", name="Save the correction").click()
    await expect(page.locator("#receipt")).to_contain_text("Corrected.")
    await expect(page.locator("main")).to_contain_text("It is calmer in the morning")
    await page.goto(f"{client.at}/profile?week=1")
    await expect(page.locator("main")).to_contain_text("It is calmer in the morning")
    await expect(page.locator("main")).not_to_contain_text("It is calmer than I thought")


async def test_the_same_goes_without_scripts(place: ServedOrganisation, browser: Browser) -> None:
    async with phone(browser, base_url=place.site, java_script_enabled=False) as hers:
        client = Client(await hers.new_page(), place, EMAIL)
        page = client.page
        await client.accept("Marloes")
        await client.sign_in()
        await client.set_out("Marloes")
        await plan_a_conversation(client, "Nurse")
        interactions = await log_a_conversation(client, "Nurse", "It is calmer than I thought")
        await close_the_week(client, "People like to tell")
        (role,) = (await client.get("profile"))["roles"]
        await a_week_later(client, role["role_id"], 2)

        await page.goto(f"{client.at}/profile")
        today = await figures(page)
        await page.get_by_role("slider", name="Week").press("ArrowLeft")
        await page.get_by_role("button", name="Show this week").click()
        await page.get_by_text("Marloes, week 1, as of").wait_for()
        before = await figures(page)
        week_1 = promises(await client.get("profile?on=2026-06-07"))
        await page.get_by_role("link", name="Nurse").first.click()
        moved = await page.locator("main").inner_text()

        assert interactions <= MOST
        assert today == promises(await client.get("profile"))
    assert before == week_1 != today
    assert "Everything that moved it" in moved
