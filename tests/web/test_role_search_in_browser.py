"""Choosing a role of the atlas while one is typed: by the keyboard, by touch, without a network, and without scripts."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from domain.journey.events.roles import RoleDiscovered, RoleLinked
from tests.web.chromium import phone, served
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, discover, start
from tests.web.visit import Visit, new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AT = f"/journeys/{MARLOES}"
NEW_ROLE = f"{AT}/profile/new-role"
ADDED = re.compile(r"/profile\?told=role")


@asynccontextmanager
async def typing(
    browser: Browser, path: str = NEW_ROLE, *, scripts: bool = True
) -> AsyncGenerator[tuple[Pages, Page]]:
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address, java_script_enabled=scripts) as context,
    ):
        await service.tell([start(), discover("nurse")])
        page = await context.new_page()
        await page.goto(path)
        yield service, page


def field(page: Page) -> Locator:
    return page.locator("#role")


def options_of(page: Page) -> Locator:
    return page.locator("#role-found").get_by_role("option")


async def test_the_keyboard_chooses_among_what_was_found(browser: Browser) -> None:
    async with typing(browser) as (service, page):
        role = page.get_by_role("combobox", name="What is this role called?")
        await role.press_sequentially("er")
        options = options_of(page)
        await expect(options).to_have_count(3)
        await expect(role).to_have_attribute("aria-expanded", "true")
        await expect(page.get_by_role("status")).to_have_text(
            "Found: 3. Choose with the arrow keys, or keep your own words."
        )

        await role.press("ArrowDown")
        await role.press("ArrowDown")
        await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        active = await role.get_attribute("aria-activedescendant")
        assert active == await options.nth(1).get_attribute("id")
        # Past the last one stands what was typed.
        for _ in range(2):
            await role.press("ArrowDown")
        await expect(page.locator('[aria-selected="true"]')).to_have_count(0)
        assert await role.get_attribute("aria-activedescendant") is None
        await role.press("ArrowUp")
        await role.press("Enter")

        await expect(page.get_by_role("listbox")).to_be_hidden()
        await expect(role).to_have_value("baker")
        await expect(role).to_be_focused()
        await page.locator('[name="role_distance"][value="far"]').check()
        await role.press("Enter")
        await expect(page).to_have_url(ADDED)

        events = [entry.event for entry in await service.entries()]
        (linked,) = [one for one in events if isinstance(one, RoleLinked)]
        (discovered,) = [one for one in events if isinstance(one, RoleDiscovered) and one.title == "baker"]
        assert (linked.occupation_id, linked.role_id) == ("baker", discovered.role_id)


async def test_typing_on_lets_go_of_the_choice_and_escape_of_the_list(browser: Browser) -> None:
    async with typing(browser) as (_, page):
        role, kept = field(page), page.locator('[name="role_link"]')
        await role.press_sequentially("mid")
        await options_of(page).first.click()
        await expect(role).to_have_value("midwife")
        await expect(kept).to_have_value("2222.midwife")

        await role.press_sequentially("r")
        await expect(kept).to_have_value("")
        await role.press("Backspace")
        await expect(options_of(page)).to_have_count(1)
        await role.press("Escape")
        await expect(page.get_by_role("listbox")).to_be_hidden()
        await expect(role).to_have_value("midwife")
        await expect(kept).to_have_value("")
        await role.press("ArrowDown")
        await expect(options_of(page)).to_have_count(1)
        await page.locator("h1").click()
        await expect(page.get_by_role("listbox")).to_be_hidden()


async def test_what_is_on_the_list_stands_first_and_says_so(browser: Browser) -> None:
    async with typing(browser, f"{AT}/plan") as (_, page):
        await field(page).press_sequentially("nu")
        options = options_of(page)

        await expect(options).to_have_count(1)
        await expect(options).to_contain_text("On your list")
        await field(page).fill("i")
        await expect(options).to_have_count(0)


async def test_nothing_is_said_of_the_atlas_where_it_was_asked_too_often(browser: Browser) -> None:
    async with typing(browser, f"{AT}/plan") as (_, page):
        asked: list[str] = []

        async def refuse(route: Route) -> None:
            asked.append(route.request.url)
            await route.fulfill(status=429, headers={"retry-after": "1"}, body="Too many")

        await page.route("**/roles/search?*", refuse)
        await field(page).press_sequentially("nu")
        await expect(options_of(page)).to_have_count(1)
        await field(page).press_sequentially("x")
        await expect(options_of(page)).to_have_count(0)

        assert len(asked) >= 1
        await expect(page.locator(".role-search").first.get_by_role("status")).to_have_text("")


async def test_an_older_answer_never_comes_after_a_newer_one(browser: Browser) -> None:
    async with typing(browser) as (_, page):
        late: list[Route] = []

        async def hold(route: Route) -> None:
            late.append(route)

        await page.route("**/roles/search?q=ba", hold)
        await field(page).press_sequentially("ba")
        await page.wait_for_timeout(400)
        assert len(late) == 1
        await field(page).fill("mid")
        await expect(options_of(page)).to_have_text(["Midwife 2222"])
        await late[0].abort()
        await expect(options_of(page)).to_have_text(["Midwife 2222"])


async def test_without_a_network_own_words_are_typed_as_ever(browser: Browser) -> None:
    async with typing(browser) as (_, page):
        await page.context.set_offline(True)
        await field(page).press_sequentially("baker")
        await page.wait_for_timeout(400)

        await expect(page.get_by_role("listbox")).to_be_hidden()
        await expect(field(page)).to_have_value("baker")


async def test_without_scripts_it_is_a_plain_field_and_a_button_looks_for_roles(browser: Browser) -> None:
    async with typing(browser, scripts=False) as (service, page):
        await field(page).fill("midwife")
        assert await field(page).get_attribute("role") is None
        await page.get_by_role("button", name="Look for roles").click()
        await page.get_by_role("radio", name="Midwife").check()
        await page.locator('[name="role_distance"][value="near"]').check()
        await page.get_by_role("button", name="Add to my list").click()
        await expect(page).to_have_url(ADDED)

        linked = [entry.event for entry in await service.entries() if isinstance(entry.event, RoleLinked)]
        assert [one.occupation_id for one in linked] == ["midwife"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
async def test_the_open_list_is_accessible_and_within_the_screen(
    browser: Browser, width: int, scheme: str
) -> None:
    async with pages() as service, served(service.app) as address:
        await service.tell([start(), discover("nurse")])
        seen: Visit = await new_visit(browser, address, width, "dark" if scheme == "dark" else "light")
        try:
            for path in (NEW_ROLE, f"{AT}/plan", f"{AT}/log"):
                await seen.open(path, state="typing")
                await field(seen.page).press_sequentially("er")
                await expect(options_of(seen.page).first).to_be_visible()
                await field(seen.page).press("ArrowDown")

                assert await seen.violations() == []
                assert await seen.width() <= width
                assert await seen.noise() == []
        finally:
            await seen.page.context.close()
