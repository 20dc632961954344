"""A few requests of one person are answered at once, some more wait, and the others are refused; nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from service.http import request_turns
from tests.http.running_service import Browser, RunningService, open_service
from tests.same_origin import SAME_ORIGIN

JOURNEY = f"/api/v1/journeys/{uuid4()}"


@pytest.fixture
async def service(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningService]:
    """One request is answered at once, and one waits."""
    monkeypatch.setattr(request_turns, "AT_ONCE", 1)
    monkeypatch.setattr(request_turns, "MOST_WAITING", 1)
    async with open_service(database) as running:
        yield running


async def signed_in(service: RunningService, email: str) -> Browser:
    await service.person(email)
    browser = service.browser()
    assert (await browser.sign_in(email)).status_code == 200
    return browser


def unfinished(browser: Browser, end: asyncio.Event) -> asyncio.Task[httpx.Response]:
    """A request whose body ends when it is told to."""

    async def body() -> AsyncIterator[bytes]:
        yield b"{"
        await end.wait()

    headers = SAME_ORIGIN | {"x-form-token": browser.form_token, "content-type": "application/json"}
    return asyncio.create_task(browser.http.post(f"{JOURNEY}/commands", content=body(), headers=headers))


async def test_beyond_what_waits_one_is_told_to_come_back(service: RunningService) -> None:
    anna, other, end = await signed_in(service, "anna@example.org"), None, asyncio.Event()
    other = await signed_in(service, "britt@example.org")
    under_way = [unfinished(anna, end) for _ in range(2)]
    await asyncio.sleep(0.2)

    page, data = await anna.get("/start"), await anna.get(f"{JOURNEY}/weeks")

    assert [one.status_code for one in (page, data)] == [429, 429]
    assert "Too many pages at once" in page.text
    assert data.json()["type"] == "/problems/too-many-at-once"
    assert {one.headers["retry-after"] for one in (page, data)} == {str(request_turns.RETRY_SECONDS)}
    assert (await other.get("/start")).status_code == 200
    assert not any(one.done() for one in under_way)

    end.set()

    assert {one.status_code for one in await asyncio.gather(*under_way)} == {400}
    assert (await anna.get("/start")).status_code == 200


async def test_who_listens_for_changes_takes_no_turn(service: RunningService) -> None:
    anna, end = await signed_in(service, "anna@example.org"), asyncio.Event()
    under_way = [unfinished(anna, end) for _ in range(2)]
    await asyncio.sleep(0.2)

    answer = await anna.http.get(f"/live/{uuid4()}")
    end.set()
    await asyncio.gather(*under_way)

    assert answer.status_code == 404
