"""`make pictures`: the demo, every page of everybody in it at 390 and 1280 px, and of those the few that the README shows."""

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from tests.cli.test_demo import Demo, running_demo
from tests.web.chromium import launched
from tests.web.everybody import EVERYBODY, at_a_browser, pages_of, speak
from tests.web.walk import kind_of

HOME = Path(__file__).parents[2]
ALL = HOME / "build" / "pictures"
SHOWN = HOME / "docs" / "pictures"
HEIGHTS = {390: 844, 1280: 900}
SHARPNESS = {390: 2, 1280: 1.5}

README = {
    ("client", 390, "/journeys/{id}/week"): "week.png",
    ("client", 390, "/journeys/{id}/log"): "log.png",
    ("client", 390, "/journeys/{id}/profile"): "profile.png",
    ("coach", 1280, "/desk"): "desk.png",
    ("coach", 1280, "/clients/{id}"): "client.png",
    ("coach", 1280, "/clients/{id}/preparation"): "preparation.png",
}
"""Which pages the README shows, and under which names: what fits on one screen of them."""


async def pictures() -> None:
    """Take them all, one person after the other."""
    ALL.mkdir(parents=True, exist_ok=True)
    with running_demo() as demo:
        async with async_playwright() as playwright, launched(playwright) as browser:
            for who in EVERYBODY:
                found = await pages_of(demo, who)
                for width in HEIGHTS:
                    await _of(browser, demo, who, width, found)
                print(f"{who}: {len(found)} pages")  # noqa: T201 - a command


async def _of(browser: Browser, demo: Demo, who: str, width: int, addresses: list[str]) -> None:
    looks: dict[str, Any] = {
        "viewport": {"width": width, "height": HEIGHTS[width]},
        "device_scale_factor": SHARPNESS[width],
        "reduced_motion": "reduce",
        "locale": "en-GB",
        "service_workers": "block",
    }
    async with at_a_browser(browser, demo, who, **looks) as context:
        await speak(context, demo.site, "en")
        page = await context.new_page()
        for address in addresses:
            await page.goto(address)
            await page.evaluate("document.fonts.ready.then(() => null)")
            await _taken(page, who, width, address)


async def _taken(page: Page, who: str, width: int, address: str) -> None:
    kind = kind_of(address)
    if shown := README.get((who, width, kind)):
        await page.screenshot(path=SHOWN / shown)
    # As tall as the page, so that the tabs stand where its end is.
    tall = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": width, "height": tall})
    await page.screenshot(path=ALL / f"{who}-{_named(kind)}-{width}.png")
    await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def _named(kind: str) -> str:
    """A file's name for a kind of page."""
    return (
        re.sub(r"[^a-z0-9]+", "-", kind.replace("{id}", "one").replace("{n}", "one").lower()).strip("-")
        or "home"
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(pictures()))
