"""`make pictures`: the demo, every page of everybody in it at 390 and 1280 px, and of those the few that the README shows.

    python -m tests.web.pictures [--language nl] [--dark]

In another language, or in the dark, they lie in a folder of their own, and the README keeps what it has.
"""

import asyncio
import re
from pathlib import Path
from typing import Any, Literal

import click
from msgspec import Struct
from playwright.async_api import Browser, Page, async_playwright

from domain.vocabulary import Language
from service.localization.locales import LANGUAGES
from tests.demo import Demo, running_demo
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
    ("coach", 1280, "/clients/{id}"): "client.png",
    ("coach", 1280, "/clients/{id}/preparation"): "preparation.png",
}
"""Which pages the README shows, and under which names: what fits on one screen of them. The desk is that of another demo."""

DESK = "desk.png"
CLIENTS = 60
"""So many has the coach whose desk the README shows: most of them are simulated."""
DESK_SHARPNESS = 1.15
"""So much that it can be read, and the file stays small."""


class Look(Struct, frozen=True, kw_only=True):
    """How the pages are to look."""

    language: Language
    scheme: Literal["light", "dark"]

    @property
    def is_usual(self) -> bool:
        return self == USUAL

    @property
    def folder(self) -> Path:
        """Where its pictures lie."""
        return ALL if self.is_usual else ALL / f"{self.language}-{self.scheme}"


USUAL = Look(language="en", scheme="light")


@click.command(help=__doc__)
@click.option("--language", type=click.Choice(LANGUAGES), default=USUAL.language, show_default=True)
@click.option("--dark", is_flag=True)
def main(language: Language, *, dark: bool) -> None:
    asyncio.run(pictures(Look(language=language, scheme="dark" if dark else "light")))


async def pictures(look: Look) -> None:
    """Take them all, one person after the other."""
    look.folder.mkdir(parents=True, exist_ok=True)
    with running_demo() as demo:
        async with async_playwright() as playwright, launched(playwright) as browser:
            for who in EVERYBODY:
                found = await pages_of(demo, who)
                for width in HEIGHTS:
                    await _of(browser, demo, who, width, found, look)
                print(f"{who}: {len(found)} pages")  # noqa: T201 - a command
    if look.is_usual:
        with running_demo("--clients", str(CLIENTS)) as demo:
            await desk_of_many(demo)


async def desk_of_many(demo: Demo) -> None:
    """Takes the picture of the desk of a coach with many clients."""
    looks: dict[str, Any] = {
        **_looks(USUAL, 1280),
        "device_scale_factor": DESK_SHARPNESS,
    }
    async with (
        async_playwright() as playwright,
        launched(playwright) as browser,
        at_a_browser(browser, demo, "coach", **looks) as context,
    ):
        await speak(context, demo.site, USUAL.language)
        page = await context.new_page()
        await page.goto("/desk")
        await page.evaluate("document.fonts.ready.then(() => null)")
        await page.screenshot(path=SHOWN / DESK)


async def _of(browser: Browser, demo: Demo, who: str, width: int, addresses: list[str], look: Look) -> None:
    async with at_a_browser(browser, demo, who, **_looks(look, width)) as context:
        await speak(context, demo.site, look.language)
        page = await context.new_page()
        for address in addresses:
            await page.goto(address)
            await page.evaluate("document.fonts.ready.then(() => null)")
            await _taken(page, who, width, address, look)


def _looks(look: Look, width: int) -> dict[str, Any]:
    """How a browser shows the pages."""
    return {
        "viewport": {"width": width, "height": HEIGHTS[width]},
        "device_scale_factor": SHARPNESS[width],
        "reduced_motion": "reduce",
        "locale": "en-GB",
        "color_scheme": look.scheme,
        "service_workers": "block",
    }


async def _taken(page: Page, who: str, width: int, address: str, look: Look) -> None:
    kind = kind_of(address)
    if look.is_usual and (shown := README.get((who, width, kind))):
        await page.screenshot(path=SHOWN / shown)
    # As tall as the page, so that the tabs stand where its end is.
    tall = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": width, "height": tall})
    await page.screenshot(path=look.folder / f"{who}-{_named(kind)}-{width}.png")
    await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def _named(kind: str) -> str:
    """A file's name for a kind of page."""
    return (
        re.sub(r"[^a-z0-9]+", "-", kind.replace("{id}", "one").replace("{n}", "one").lower()).strip("-")
        or "home"
    )


if __name__ == "__main__":
    main()
