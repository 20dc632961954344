"""A browser, with scripts and without."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.web.chromium import launched
from tests.web.running_pages import pages

# Ample for a machine with much else to do; what is as expected is so at once.
expect.set_options(timeout=20_000)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """A browser without scripts, at the pages with nothing told yet."""
    async with pages() as service:
        yield service.http


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The machine's Chromium, started once in each process of the tests; every test opens windows of its own."""
    async with async_playwright() as playwright, launched(playwright) as browser:
        yield browser
