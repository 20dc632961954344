"""Everybody of the demo, and every page that links lead each of them to."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

import httpx
from playwright.async_api import Browser, BrowserContext

from tests.demo import Demo
from tests.web.walk import walked

STRANGER = "stranger"
EVERYBODY: Mapping[str, str] = MappingProxyType(
    {
        STRANGER: "",
        "client": "Marloes",
        "coach": "Sanne Visser",
        "manager": "Hanna Lindgren",
        "researcher": "Pieter Bakker",
        "admin": "Astrid Dahl",
    }
)
"""Who they are in the demo; nobody signed in has no name there."""

OPEN_TO_ALL = ("/sign-in", "/demo", "/invitation", "/enter")
"""Where strangers arrive: no link leads from one to the other."""


@asynccontextmanager
async def without_script(demo: Demo, who: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without scripts in which somebody has signed in, or nobody."""
    if who == STRANGER:
        async with httpx.AsyncClient(base_url=demo.site) as http:
            yield http
    else:
        async with demo.as_(EVERYBODY[who]) as http:
            yield http


async def pages_of(demo: Demo, who: str) -> list[str]:
    """One address of each kind of page that somebody can reach."""
    if who not in demo.addresses:
        demo.addresses[who] = await _walk(demo, who)
    return demo.addresses[who]


async def _walk(demo: Demo, who: str) -> list[str]:
    async with without_script(demo, who) as http:

        async def look(address: str) -> tuple[int, str]:
            answer = await http.get(address, follow_redirects=True)
            return answer.status_code, answer.text

        found = await walked(look, *(OPEN_TO_ALL if who == STRANGER else ("/",)))
    if own := found.get("/journeys/{id}/data"):
        # Linked from there only once there were many looks.
        found.setdefault("/journeys/{id}/data/looks", f"{own}/looks")
    return sorted(found.values())


@asynccontextmanager
async def at_a_browser(
    browser: Browser, demo: Demo, who: str, **chosen: Any
) -> AsyncIterator[BrowserContext]:
    """A real browser in which somebody has signed in."""
    context = await browser.new_context(base_url=demo.site, **chosen)
    async with without_script(demo, who) as http:
        await context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": demo.site} for one in http.cookies.jar]
        )
    yield context
    await context.close()


async def speak(context: BrowserContext, site: str, language: str) -> None:
    """Choose a language, as its button does."""
    await context.add_cookies([{"name": "soundings-language", "value": language, "url": site}])
