"""After a form the page that follows knows what the form recorded, or says that it does not know it yet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID

import pytest

from service.event_store.log import EventLog, LoggedEvent
from service.event_store.memory import MemoryEventLog
from service.web import page_context
from tests.same_origin import SAME_ORIGIN
from tests.web.coached import coached
from tests.web.running_pages import Pages, PagesClock, pages
from tests.web.sample import MARLOES, NOON

AT = f"/journeys/{MARLOES}"
CATCHING_UP = "Saved. This page is catching up. It takes a few seconds."


class LaggingLog:
    """A log of which one process does not see the latest events yet."""

    def __init__(self, log: MemoryEventLog) -> None:
        self._log = log
        self.seen: int | None = None
        """How many events of a stream are seen; None for all."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    async def read_stream(self, stream: UUID, **more: Any) -> list[LoggedEvent]:
        events = await self._log.read_stream(stream, **more)
        return [one for one in events if self.seen is None or one.originator_version <= self.seen]


@asynccontextmanager
async def two_processes() -> AsyncIterator[tuple[Pages, Pages, LaggingLog]]:
    """Two processes over one log, and what the second one sees of it."""
    log = MemoryEventLog(PagesClock(NOON))
    lagging = LaggingLog(log)
    async with pages(log=log) as first, pages(log=cast("EventLog", lagging)) as second:
        await first.tell(coached())
        yield first, second, lagging


async def plan_for_the_week(first: Pages) -> str:
    """Records something in the first process; where it leads to."""
    answer = await first.http.post(
        f"{AT}/week/intention", data={"intention": "Two calls"}, headers=SAME_ORIGIN
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_a_page_waits_for_what_was_just_recorded() -> None:
    async with two_processes() as (first, second, lagging):
        before = lagging.seen = len(await first.entries())
        address = await plan_for_the_week(first)

        shown = asyncio.create_task(second.get(address))
        await asyncio.sleep(0.15)
        assert not shown.done()
        lagging.seen = None

        assert "Two calls" in (await shown).text
        assert f"at={before + 1}" in address


@pytest.mark.parametrize("page", ["week", "profile", "log", "game", "refusals"])
async def test_a_page_that_does_not_know_it_in_time_says_so_and_shows_nothing_older(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_context, "CATCH_UP_SECONDS", 0.05)
    async with two_processes() as (first, second, lagging):
        lagging.seen = len(await first.entries())
        address = (await plan_for_the_week(first)).replace("/week?", f"/{page}?")
        late = await second.get(address)
        lagging.seen = None
        known = await second.get(address)

    assert late.status == 202
    assert CATCHING_UP in late.text
    assert late.html.count("<h1") == 1
    assert '<h1 class="visually-hidden">Saved</h1>' in late.html
    assert "data-catching-up" in late.html
    assert known.status == 200
    assert CATCHING_UP not in known.text


async def test_a_page_of_the_coach_s_waits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_context, "CATCH_UP_SECONDS", 0.05)
    async with two_processes() as (first, second, lagging):
        lagging.seen = len(await first.entries())
        answer = await first.http.post(
            f"/clients/{MARLOES}/stance", data={"stance": "sales_manager"}, headers=SAME_ORIGIN
        )
        late = await second.get(answer.headers["location"])

    assert late.status == 202
    assert CATCHING_UP in late.text


async def test_an_address_that_asks_for_what_is_no_number_is_answered_as_ever() -> None:
    async with pages() as service:
        await service.tell(coached())

        assert (await service.get(f"{AT}/week", at="soon")).status == 200
