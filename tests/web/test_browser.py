"""The pages in a real browser: complete, quiet, within their width and accessible."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal, cast

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright

from domain.journey.commands.roles import ParkRole
from domain.journey.decide import UserCommand
from tests.web.house import pages
from tests.web.sample import MONDAY, day, discover, seven_weeks, start, step, uid

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
FAULTY = """async () => {
    const found = await axe.run({ resultTypes: ['violations'] });
    return found.violations.map(one => [one.id, one.nodes.map(node => node.html)]);
}"""
"""The rules that a page breaks, and where; what it keeps to would be much to hand over."""
PARK = ParkRole(happened_on=day(1, 1), role_id=uid("teacher"), reason="not it")
JOURNEYS: dict[str, list[UserCommand]] = {
    "full": seven_weeks(),
    "started": [start()],
    "before": [start(), discover("teacher"), discover("practice nurse")],
    "one": [start(), discover("teacher"), *step("talk", "conversation", "teacher", MONDAY)],
    "aside": [start(), discover("teacher"), PARK],
}
PAGES = [
    "/",
    "/nowhere",
    "{full}/profile",
    "{full}/profile?week=1",
    "{started}/profile",
    "{before}/profile",
    "{one}/profile",
    "{aside}/profile",
    f"{{full}}/profile/roles/{uid('risk manager')}",
    f"{{full}}/profile/roles/{uid('teacher')}",
    f"{{full}}/profile/moves?role={uid('risk manager')}",
    f"{{full}}/profile/gaps/{uid('certificate')}",
    "{full}/profile/new-role",
    "{full}/profile/new-criterion",
]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


def chromium() -> str:
    """Where the machine's Chromium is; a test on CI fails without one."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("CI") == "true":
        pytest.fail("CI needs a Chromium, such as Debian's package `chromium`")
    pytest.skip("no Chromium on this machine; Debian's package is `chromium`")


@pytest.fixture(scope="module")
def addresses() -> dict[str, str]:
    return {name: f"/journeys/{uid(name)}" for name in JOURNEYS}


@pytest.fixture(scope="module")
async def site(addresses: dict[str, str]) -> AsyncIterator[str]:
    """The pages on a port of their own."""
    async with pages() as house:
        for name, commands in JOURNEYS.items():
            await house.tell(commands, uid(name))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(cast("Any", house.app), log_config=None))
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.should_exit = True
            await serving


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    program = chromium()
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        await browser.close()


class Visit:
    """A page that was opened, and what it said and asked for on the way."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    async def open(self, address: str) -> None:
        await self.page.goto(self.site + address)

    async def width(self) -> int:
        return cast("int", await self.page.evaluate("document.documentElement.scrollWidth"))

    async def violations(self) -> list[tuple[str, Any]]:
        """What axe-core finds; it is evaluated, not added, so that the page's policy is not in its way."""
        await self.page.evaluate(AXE)
        found = await self.page.evaluate(FAULTY)
        return [(rule, nodes) for rule, nodes in found]


async def visit(browser: Browser, site: str, width: int, scheme: Literal["light", "dark"]) -> Visit:
    page = await browser.new_page(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    return Visit(page, site)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [390, 1280])
async def test_a_page_is_quiet_within_its_width_and_accessible(
    browser: Browser, site: str, addresses: dict[str, str], width: int, scheme: Any, address: str
) -> None:
    seen = await visit(browser, site, width, scheme)
    await seen.open(address.format(**addresses))
    complaints = [one for one in seen.complaints if "404 (Not Found)" not in one]

    assert complaints == []
    assert [url for url in seen.asked if not url.startswith(site)] == []
    assert await seen.width() == width
    assert await seen.violations() == []
    await seen.page.close()


async def test_what_unfolds_stays_within_the_width_and_accessible(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await visit(browser, site, 390, "light")
    await seen.open(f"{addresses['full']}/profile")
    for summary in await seen.page.locator("summary").all():
        await summary.click()
    await seen.page.get_by_text("without this step it would be 50").wait_for()

    assert await seen.page.get_by_role("table").is_visible()
    assert await seen.width() == 390
    assert await seen.violations() == []
    await seen.page.close()


async def test_the_forms_of_a_role_unfold_within_the_width_and_accessible(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await visit(browser, site, 390, "light")
    await seen.open(f"{addresses['full']}/profile/roles/{uid('risk manager')}")
    for summary in await seen.page.locator("summary").all():
        await summary.click()

    assert await seen.width() == 390
    assert await seen.violations() == []
    await seen.page.close()


async def test_a_page_bears_twice_its_size(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    """200 % zoom on a phone's width is 195 px across; on a laptop's it is 640 px."""
    for width in (320, 640):
        seen = await visit(browser, site, width, "light")
        await seen.open(f"{addresses['full']}/profile")

        assert await seen.width() == width
        await seen.page.close()


async def test_the_slider_shows_each_week_without_leaving_the_page(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await visit(browser, site, 390, "light")
    await seen.open(f"{addresses['full']}/profile")
    slider = seen.page.get_by_role("slider", name="Week")
    await slider.focus()
    for _ in range(5):
        await seen.page.keyboard.press("ArrowLeft")
    await seen.page.get_by_text("Marloes, week 3, as of").wait_for()

    pictured = await seen.page.locator(".chart .axis [aria-current]").inner_text()
    assert pictured.split() == ["Week", "3", "3"]
    assert await seen.page.locator("h1").count() == 1
    assert await seen.page.evaluate("document.activeElement.id") == "week"
    assert seen.page.url.endswith("/profile?week=3")
    assert len([url for url in seen.asked if url.endswith("/profile")]) == 1
    assert seen.complaints == []
    await seen.page.close()


async def test_the_keyboard_skips_to_the_content_and_walks_through_the_weeks(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await visit(browser, site, 1280, "light")
    await seen.open(f"{addresses['full']}/profile")
    await seen.page.keyboard.press("Tab")
    focused = await seen.page.evaluate("document.activeElement.textContent")
    await seen.page.keyboard.press("Enter")
    await seen.page.keyboard.press("Tab")
    await seen.page.keyboard.press("Enter")
    await seen.page.wait_for_url("**?week=*")

    assert focused == "Skip to the content"
    assert await seen.page.title() == "Marloes, week 7 · Soundings"
    await seen.page.close()


async def test_the_font_is_our_own(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    seen = await visit(browser, site, 1280, "light")
    await seen.open(f"{addresses['full']}/profile")
    await seen.page.evaluate("document.fonts.ready")

    assert await seen.page.evaluate("document.fonts.check('17px \"Schibsted Grotesk\"')")
    assert any(url.endswith(".woff2") for url in seen.asked)
    await seen.page.close()
