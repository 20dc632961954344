"""What one process recorded is on the first page that another one shows after it, however late that one hears of changes."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from service.event_store.change_feed import ChangeFeed
from service.jobs.cache_invalidation import CacheInvalidator
from service.settings import Settings
from tests.api.client import Client, speaking_to
from tests.api.conftest import NOON
from tests.apps import running_app
from tests.same_origin import SAME_ORIGIN
from tests.web.running_pages import seen

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

RUNS = 200
RUNS_OF_A_JOURNEY = 20
LATEST = 5.0
"""Seconds by which a process hears of changes late, at most."""

Written = tuple[str, dict[str, str], str]
"""A form: the end of its address, its fields, and what the page that follows must say of it."""


def late(chance: random.Random, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, begun up to `LATEST` seconds later."""

    async def later(*given: Any, **named: Any) -> Any:
        await asyncio.sleep(chance.uniform(0, LATEST))
        return await work(*given, **named)

    return later


@pytest.fixture
async def two_processes(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """Two applications over one database, whose change feeds and cache invalidation run late."""
    chance = random.Random(6)
    monkeypatch.setattr(ChangeFeed, "_follow", late(chance, ChangeFeed._follow))
    monkeypatch.setattr(CacheInvalidator, "run_once", late(chance, CacheInvalidator.run_once))
    settings = Settings(database_url=database, migrate=False, clock=False)
    async with (
        running_app(settings, now=lambda: NOON) as one,
        running_app(settings, now=lambda: NOON) as other,
        speaking_to(one) as first,
        speaking_to(other) as second,
    ):
        yield first, second


def logged(number: int, _steps: list[UUID]) -> Written:
    fields = {
        "kind": "conversation",
        "role": "nurse",
        "role_distance": "near",
        "who": f"Karin {number}",
        "note": f"what Karin said the {number}th time",
        "appeal": str(number % 11),
        "conclusion": "Calm",
        "next_step": "Ring Ida",
    }
    return "log", fields, f"Saved. Conversation with Karin {number}, today."


def planned(number: int, _steps: list[UUID]) -> Written:
    return "plan", {"kind": "conversation", "who": f"Ida {number}"}, f"Ida {number}"


def meant(number: int, _steps: list[UUID]) -> Written:
    return "week/intention", {"intention": f"The aim, number {number}"}, f"The aim, number {number}"


def added(number: int, steps: list[UUID]) -> Written:
    fields = {"strength": f"asks on, number {number}", "witness": "self"}
    return f"experiments/{steps[-1]}/learned", fields, f"asks on, number {number}"


def foreseen(number: int, steps: list[UUID]) -> Written:
    fields = {"what": f"Ring number {number}", "due": "2026-07-01"}
    return f"experiments/{steps[-1]}/follow-up", fields, f"Ring number {number}"


ACTS = (logged, planned, added, foreseen, meant)


async def test_the_first_page_of_another_process_knows_every_act(
    two_processes: tuple[httpx.AsyncClient, httpx.AsyncClient],
) -> None:
    first, second = two_processes
    behind: list[str] = []
    catching_up = 0
    for _ in range(RUNS // RUNS_OF_A_JOURNEY):
        client, steps = Client(first), list[UUID]()
        await client.start()
        for number in range(RUNS_OF_A_JOURNEY):
            address, fields, expected = ACTS[number % len(ACTS)](number, steps)
            shown = await sent(first, second, f"/journeys/{client.journey_id}/{address}", fields)
            first, second = second, first
            if address == "log":
                steps.append(UUID(shown.url.path.split("/")[-2]))
            text = seen(shown.text)
            catching_up += "This page is catching up." in text
            if expected not in text and "This page is catching up." not in text:
                behind.append(f"{shown.url} lacks {expected}")

    assert behind == []
    assert catching_up == 0, "one database has one truth: no page has to wait"


async def sent(
    one: httpx.AsyncClient, other: httpx.AsyncClient, address: str, fields: dict[str, str]
) -> httpx.Response:
    """The page that a form leads to: one process takes the form, the other one shows the page."""
    answer = await one.post(address, data=fields | {"command_id": str(uuid4())}, headers=SAME_ORIGIN)
    assert answer.status_code == 303, answer.text
    return await other.get(answer.headers["location"])
