"""What a page weighs on its way to a phone: with everything it needs at first, and alone from then on."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

import httpx
import pytest
from playwright.async_api import Browser, Page

from tests.demo import Demo
from tests.same_origin import SAME_ORIGIN
from tests.web.everybody import EVERYBODY, at_a_browser, pages_of, without_script

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

FIRST, NEXT = 100 * 1024, 20 * 1024
"""Bytes on the way: of a page with its sheets and scripts, the font not counted; and of a page when those are kept."""
LATER = ("/worker.js", "/manifest.webmanifest")
"""What a browser asks for beside each page, again and again."""
FOREVER = "immutable"
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


class Scales:
    """What answers weigh on the wire, and whether a browser asks again for what it has."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.kept: dict[str, int] = {}

    async def weigh(self, address: str) -> tuple[int, httpx.Response]:
        async with self.http.stream("GET", address, headers=SAME_ORIGIN, follow_redirects=True) as answer:
            raw = b"".join([part async for part in answer.aiter_raw()])
            await answer.aclose()
        assert answer.status_code == 200, address
        packed = httpx.Response(200, headers=answer.headers, content=raw)
        return len(raw), packed

    async def page(self, address: str) -> tuple[int, int]:
        """A page's weight at first, and when what may be kept is."""
        alone, answer = await self.weigh(address)
        first = next_time = alone
        for asset in set(ASSET.findall(answer.text)):
            if asset.endswith(".woff2"):
                continue
            if asset not in self.kept:
                weight, found = await self.weigh(asset)
                self.kept[asset] = weight
                assert FOREVER in found.headers["cache-control"], asset
            first += self.kept[asset]
        for address_of_all in LATER:
            weight = (await self.weigh(address_of_all))[0]
            first += weight
            next_time += weight
        return first, next_time


@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_page_is_heavier_than_a_phone_bears(demo: Demo, who: str) -> None:
    addresses = await pages_of(demo, who)
    async with without_script(demo, who) as http:
        scales = Scales(http)
        weights = {address: await scales.page(address) for address in addresses}

    assert weights
    assert {one: first for one, (first, _) in weights.items() if first > FIRST} == {}
    assert {one: then for one, (_, then) in weights.items() if then > NEXT} == {}


class Elsewhere(BaseHTTPRequestHandler):
    """A page of somebody else's with a link to ours."""

    link: ClassVar[str] = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(f'<!doctype html><title>Elsewhere</title><a href="{self.link}">there</a>'.encode())

    def log_message(self, *_told: object) -> None:
        """Nobody needs to hear of it."""


@contextmanager
def elsewhere() -> Iterator[str]:
    """The address of another site: 127.0.0.1 is not localhost."""
    with socketserver.TCPServer(("127.0.0.1", 0), Elsewhere) as server:
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        serving.join()


async def how_it_came(page: Page, address: str) -> str | None:
    """How a page was packed that the address bar led to."""
    answer = await page.goto(address)
    assert answer
    return await answer.header_value("content-encoding")


async def how_it_came_from(page: Page, other: str, address: str) -> str | None:
    """How it was packed when a page of another site led to it."""
    Elsewhere.link = address
    await page.goto(other)
    async with page.expect_navigation() as visit:
        await page.get_by_role("link").click()
    answer = await visit.value
    assert answer.url == address
    return await answer.header_value("content-encoding")


@pytest.mark.browser
async def test_a_page_that_a_foreign_link_leads_to_is_never_packed_with_what_the_link_says(
    browser: Browser, demo: Demo
) -> None:
    async with at_a_browser(browser, demo, "client") as context:
        page = await context.new_page()
        await page.goto("/")
        log = page.url.replace("/week", "/log")
        await page.goto(log)
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        with elsewhere() as other:
            ours = await how_it_came(page, log)
            foreign = await how_it_came_from(page, other, f"{log}?role=guess")
            guess = await page.locator("#role").input_value()
            signed_in = await page.locator('input[name="form_token"]').count()

    assert ours == "gzip"
    assert foreign is None
    assert guess == "guess"
    assert signed_in > 0
