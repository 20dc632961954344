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
from msgspec.structs import replace
from playwright.async_api import Browser, Page, async_playwright

from tests.web.conftest import Shelf, application
from tests.web.sample import (
    before_the_first_step,
    day,
    just_started,
    marloes,
    nothing_in_play,
    one_role,
    uid,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
JOURNEYS = {
    "full": marloes,
    "started": just_started,
    "before": before_the_first_step,
    "one": one_role,
    "aside": nothing_in_play,
}
PAGES = ["/", "/nowhere", "{full}", f"{{full}}?on={day(1, 6)}", "{started}", "{before}", "{one}", "{aside}"]
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
    shelf = Shelf()
    for name, journey in JOURNEYS.items():
        shelf.put([replace(entry, journey_id=uid(name)) for entry in journey()])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(application(shelf), log_config=None))
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
        found = await self.page.evaluate("axe.run()")
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


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
    await seen.open(addresses["full"])
    for summary in await seen.page.locator("summary").all():
        await summary.click()

    assert await seen.page.get_by_role("table").is_visible()
    assert await seen.width() == 390
    assert await seen.violations() == []
    await seen.page.close()


async def test_a_page_bears_twice_its_size(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    """200 % zoom on a phone's width is 195 px across; on a laptop's it is 640 px."""
    for width in (320, 640):
        seen = await visit(browser, site, width, "light")
        await seen.open(addresses["full"])

        assert await seen.width() == width
        await seen.page.close()


async def test_the_keyboard_skips_to_the_content_and_walks_through_the_weeks(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    seen = await visit(browser, site, 1280, "light")
    await seen.open(addresses["full"])
    await seen.page.keyboard.press("Tab")
    focused = await seen.page.evaluate("document.activeElement.textContent")
    await seen.page.keyboard.press("Enter")
    await seen.page.keyboard.press("Tab")
    await seen.page.keyboard.press("Enter")
    await seen.page.wait_for_url("**?on=*")

    assert focused == "Skip to the content"
    assert await seen.page.title() == "Marloes, week 6 · Soundings"
    await seen.page.close()


async def test_the_font_is_our_own(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    seen = await visit(browser, site, 1280, "light")
    await seen.open(addresses["full"])
    await seen.page.evaluate("document.fonts.ready")

    assert await seen.page.evaluate("document.fonts.check('17px \"Schibsted Grotesk\"')")
    assert any(url.endswith(".woff2") for url in seen.asked)
    await seen.page.close()
