"""A figure that changed says what it is compared with: the same day without the step, or two dates."""

import re
from pathlib import Path

import httpx
import pytest

from tests.web.demo_service import demo
from tests.web.running_pages import seen
from tests.web.walk import Look, walked

pytestmark = pytest.mark.slow

CHANGE = re.compile(r"(?<!Dread )\bwas (\d|[a-z]+, \d)|\d%? → \d|potential \d+, without it \d")
LEGENDS = (
    "without this step with it",
    "without this reply with it",
    "Without this step, and with it.",
    "without this step, and with it, as of today",
    "Two dates compared",
    "Potential on that day, without the entry and with it.",
    "what it would be without what was learned from the step in that week.",
)
"""What the figures of a block are compared with."""
PERIOD = 'class="period"'
"""Where a page says the two dates that all of it is about."""


def looking(browser: httpx.AsyncClient, found: dict[str, str]) -> Look:
    async def look(address: str) -> tuple[int, str]:
        answer = await browser.get(address, follow_redirects=True)
        found[address] = answer.text
        return answer.status_code, answer.text

    return look


async def test_every_figure_of_before_has_a_legend(database: str, tmp_path: Path) -> None:
    unexplained: list[str] = []
    async with demo(database, tmp_path) as stage:
        for guest in stage.guests:
            found: dict[str, str] = {}
            async with stage.as_(guest) as browser:
                await walked(looking(browser, found), "/")
            for address, html in found.items():
                text = seen(html)
                explained = PERIOD in html or any(one in text for one in LEGENDS)
                if (change := CHANGE.search(text)) and not explained:
                    unexplained.append(
                        f"{guest.role} {address}: {text[max(0, change.start() - 120) : change.end() + 60]}"
                    )

    assert unexplained == []
