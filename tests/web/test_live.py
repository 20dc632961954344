"""Hints of changes: who is told of what, when a stream ends, and that nothing is missed between two of them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from litestar import Litestar
from msgspec.structs import replace

from domain.journey.decide import UserCommand
from service.accounts.caller import LOCAL_CALLER, Caller
from service.application.journeys import Journeys
from service.event_store.memory import MemoryEventLog
from service.system_ids import LOCAL_TENANT
from service.web.live_updates import (
    BACKOFF_MILLISECONDS,
    MAX_STREAMS_PER_SESSION,
    ChangeSubscription,
    stream_change_hints,
)
from tests.api.test_people import client_with_journey, service, staff, tell
from tests.commands import execute
from tests.http.running_service import Browser, RunningService
from tests.web.running_pages import services_in_memory
from tests.web.sample import MARLOES, NOON, discover, start, uid

__all__ = ["service"]

OPENING = b"retry: 2000\n\n"


class World:
    """A log, and pages that listen to it."""

    def __init__(self) -> None:
        self.log = MemoryEventLog(lambda: NOON)
        self.journeys = Journeys(self.log, now=lambda: NOON, sealing=None)
        self.services = services_in_memory(self.log, self.journeys, lambda: NOON)
        self.change_feed = self.services.change_feed

    async def tell(
        self, command: UserCommand, journey_id: UUID = MARLOES, tenant_id: UUID = LOCAL_TENANT
    ) -> None:
        await execute(self.journeys, journey_id, command, command_id=uid(str(command)), tenant_id=tenant_id)

    def watch(self, journey_id: UUID | None = None, last_seen: int | None = None) -> ChangeSubscription:
        return ChangeSubscription(self.services, LOCAL_CALLER, None, journey_id, last_seen)

    @asynccontextmanager
    async def listening(
        self, watch: ChangeSubscription, **times: float
    ) -> AsyncIterator[AsyncGenerator[bytes]]:
        stream = stream_change_hints(watch, self.change_feed, **times)
        try:
            assert await anext(stream) == OPENING
            yield stream
        finally:
            await stream.aclose()


async def soon(stream: AsyncGenerator[bytes]) -> bytes:
    async with asyncio.timeout(5):
        return await anext(stream)


async def test_a_change_is_told_with_the_position_of_the_log_and_nothing_else() -> None:
    world = World()
    await world.tell(start())
    async with world.listening(world.watch()) as stream:
        begun = await soon(stream)
        await world.tell(discover("nurse"))

        hint = await soon(stream)

    assert begun == b"id: 1\n\n"
    assert hint == b"id: 3\ndata: changed\n\n"


async def test_a_stream_of_one_journey_says_nothing_of_another() -> None:
    world = World()
    await world.tell(start())
    async with world.listening(world.watch(MARLOES)) as stream:
        await soon(stream)
        await world.tell(start(called="Jonas"), uid("Jonas"))
        silent = await soon(stream)
        await world.tell(discover("nurse"))

        hint = await soon(stream)

    assert silent == b"id: 2\n\n"
    assert hint.endswith(b"data: changed\n\n")


async def test_another_organisation_is_not_heard() -> None:
    world = World()
    async with world.listening(world.watch()) as stream:
        await soon(stream)
        await world.tell(start(), tenant_id=uid("elsewhere"))

        assert await soon(stream) == b"id: 1\n\n"


async def test_what_happened_between_two_streams_is_told_by_the_second() -> None:
    world = World()
    await world.tell(start())
    async with world.listening(world.watch(last_seen=0)) as again, world.listening(world.watch()) as fresh:
        assert await soon(again) == b"id: 1\ndata: changed\n\n"
        assert await soon(fresh) == b"id: 1\n\n"


async def test_a_silent_stream_shows_that_it_is_there_and_ends_by_itself() -> None:
    world = World()

    async with world.listening(world.watch(), life=0.3, pulse=0.1) as stream:
        said = [one async for one in stream]

    assert said[0] == b"id: 0\n\n"
    assert set(said[1:]) == {b": here\n\n"}


async def test_the_log_is_read_only_while_somebody_listens() -> None:
    world = World()
    async with world.listening(world.watch()) as one, world.listening(world.watch()) as other:
        await soon(one)
        await soon(other)
        readers = [task for task in asyncio.all_tasks() if task.get_name() == "change feed"]
        assert len(readers) == 1

    await asyncio.sleep(0)
    assert [task for task in asyncio.all_tasks() if task.get_name() == "change feed"] == []


async def test_a_session_has_so_many_streams_and_the_next_one_is_asked_to_wait() -> None:
    world = World()
    caller = replace(LOCAL_CALLER, token_id=uid("session"))
    watch = ChangeSubscription(world.services, caller, None, None, None)
    streams = [stream_change_hints(watch, world.change_feed) for _ in range(MAX_STREAMS_PER_SESSION)]
    for stream in streams:
        await anext(stream)

    one_more = [one async for one in stream_change_hints(watch, world.change_feed)]
    for stream in streams:
        await stream.aclose()
    after = stream_change_hints(watch, world.change_feed)

    assert one_more == [b"retry: %d\n\n" % BACKOFF_MILLISECONDS]
    assert await anext(after) == OPENING
    await after.aclose()


async def test_all_streams_end_at_once_when_the_service_does() -> None:
    world = World()
    async with world.listening(world.watch()) as stream:
        await soon(stream)
        world.change_feed.close()

        async with asyncio.timeout(2):
            assert [one async for one in stream] == []


async def test_a_journey_that_is_not_theirs_to_see_has_no_stream(service: RunningService) -> None:
    _, journey_id = await client_with_journey(service)
    stranger, _ = await client_with_journey(service, "berit@example.org")

    answer = await stranger.get(f"/live/{journey_id}")
    without = await service.browser().get(f"/live/{journey_id}")

    assert answer.status_code == 404
    assert without.status_code == 303


async def test_a_stream_tells_a_client_of_her_own_journey_only(service: RunningService) -> None:
    client, journey_id = await client_with_journey(service)
    other, others = await client_with_journey(service, "berit@example.org")
    async with heard_by(service.app, client, None) as stream:
        await soon(stream)
        await tell(other, others, discovery_json("risk manager"))
        silent = await soon(stream)
        await tell(client, journey_id, discovery_json("nurse"))

        hint = await soon(stream)

    assert b"data" not in silent
    assert hint.endswith(b"data: changed\n\n")


@pytest.mark.parametrize("journey", [True, False])
async def test_a_stream_ends_when_the_session_does(service: RunningService, journey: bool) -> None:
    client, journey_id = await client_with_journey(service)
    other, others = await client_with_journey(service, "berit@example.org")
    async with heard_by(service.app, client, journey_id if journey else None) as stream:
        await soon(stream)
        await service.accounts.sign_out(await caller(service, client))
        await tell(other, others, discovery_json("risk manager"))

        assert [one async for one in stream] == []


@pytest.mark.slow
async def test_a_coach_hears_no_more_once_her_sight_is_withdrawn(service: RunningService) -> None:
    client, journey_id = await client_with_journey(service)
    coach = await staff(service, "coach@example.org", "coach")
    her = str((await caller(service, coach)).person_id)
    on = "2026-06-01"
    await tell(
        client,
        journey_id,
        {"type": "AssignCoach", "happened_on": on, "coach_id": her, "name": "Anna"},
        {
            "type": "GrantSight",
            "happened_on": on,
            "reader_id": her,
            "reader": "coach",
            "name": "Anna",
            "scope": "profile",
        },
    )
    async with heard_by(service.app, coach, journey_id) as stream, heard_by(service.app, coach, None) as desk:
        await soon(stream)
        await soon(desk)
        await tell(client, journey_id, discovery_json("nurse"))
        seen = [await soon(stream), await soon(desk)]
        await tell(client, journey_id, {"type": "WithdrawSight", "happened_on": on, "reader_id": her})

        ended = [one async for one in stream]
        silent = await soon(desk)

    assert all(one.endswith(b"data: changed\n\n") for one in seen)
    assert ended == []
    assert b"data" not in silent


def discovery_json(title: str) -> dict[str, str]:
    return {
        "type": "DiscoverRole",
        "happened_on": "2026-05-20",
        "role_id": str(uid(title)),
        "title": title,
        "distance": "far",
    }


async def caller(service: RunningService, browser: Browser) -> Caller:
    found = await service.accounts.authenticate(browser.http.cookies["__Host-soundings"])
    assert found
    return found


@asynccontextmanager
async def heard_by(
    app: Litestar, browser: Browser, journey_id: UUID | None
) -> AsyncIterator[AsyncGenerator[bytes]]:
    """What a browser hears that is signed in; over HTTP a test would have to wait for the end of the stream."""
    secret = browser.http.cookies.get("__Host-soundings")
    who = await app.state.services.accounts.accounts.authenticate(secret)
    stream = stream_change_hints(
        ChangeSubscription(app.state.services, who, secret, journey_id, None), app.state.services.change_feed
    )
    try:
        assert await anext(stream) == OPENING
        yield stream
    finally:
        await stream.aclose()
