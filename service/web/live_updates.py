"""Live pages: a stream that only says that something changed. What changed is fetched as ever, with the ordinary rights.

A stream ends by itself within a minute, and the browser begins another one: none outlives its session by much, and the
service never waits for one to end.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from domain.errors import UnknownJourney
from service.accounts.caller import Caller
from service.authorization.change_hints import Hints
from service.authorization.errors import Forbidden
from service.event_store.broadcast import rung
from service.event_store.change_feed import UNREAD, Tidings
from service.event_store.log import StoreError
from service.http.dependencies import caller_of, rights_of

Asked = Request[Any, Any, Any]

LIFE = 60.0
"""Seconds a stream lasts."""
PULSE = 15.0
"""Seconds after which a comment shows that it is still there, and is still allowed."""
CALM = 1.0
"""Seconds between two hints: what happens at once is told once."""
AGAIN, LATER = 2_000, 60_000
"""Milliseconds after which the browser comes back; and when it has too many streams already."""
MOST_STREAMS = 8
"""Of one session at a time."""

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Watch(Struct, frozen=True):
    """Who listens, and to what."""

    state: State
    caller: Caller
    secret: str | None
    """Of their session; none where nobody signs in."""
    journey_id: UUID | None
    """One journey, or all that they may see."""
    last_seen: int | None
    """The position the browser heard of last."""

    @staticmethod
    def of(request: Asked, journey_id: UUID | None) -> "Watch":
        """What a request asks to hear of."""
        heard = request.headers.get("last-event-id", "")
        return Watch(
            request.app.state,
            caller_of(request.scope),
            cast("dict[str, Any]", request.scope).get("secret"),
            journey_id,
            int(heard) if heard.isascii() and heard.isdecimal() and len(heard) < 16 else None,
        )

    async def hints(self) -> Hints | None:
        """What they may hear of at this moment; None when their session, or their sight of the journey, is over."""
        caller: Caller | None = self.caller
        if self.secret is not None:
            caller = await self.state.accounts.caller(self.secret)
        if caller is None:
            return None
        found = Hints(caller, rights_of(self.state))
        if self.journey_id:
            try:
                await found.allow(self.journey_id)
            except (UnknownJourney, Forbidden):
                return None
        return found


@get("/live", name="live")
async def live(request: Asked) -> Stream:
    """Hear of changes in all journeys that the caller may see."""
    return _stream(Watch.of(request, None))


@get("/live/{journey_id:uuid}", name="live_journey")
async def live_journey(request: Asked, journey_id: FromPath[UUID]) -> Stream:
    """Hear of changes in one journey."""
    watch = Watch.of(request, journey_id)
    await Hints(watch.caller, rights_of(watch.state)).allow(journey_id)
    return _stream(watch)


def _stream(watch: Watch) -> Stream:
    return Stream(told(watch, tidings_of(watch.state), LIFE), media_type="text/event-stream", headers=HEADERS)


def tidings_of(state: State) -> Tidings:
    """What all streams of this process listen to."""
    found: Tidings | None = state.get("tidings")
    if found is None:
        found = state.tidings = Tidings(state.journeys.log, state.get("projector"))
    return found


def let_go(state: State) -> None:
    """End all streams of this process at once: the service is about to end."""
    tidings: Tidings | None = state.get("tidings")
    if tidings:
        tidings.close()


async def told(
    watch: Watch, tidings: Tidings, life: float = LIFE, pulse: float = PULSE
) -> AsyncGenerator[bytes]:
    """The stream: a hint at every change, a comment where there is none."""
    with _counted(watch.caller) as many:
        if many > MOST_STREAMS or tidings.closed:
            yield b"retry: %d\n\n" % LATER
            return
        with tidings.listened_to():
            yield b"retry: %d\n\n" % AGAIN
            try:
                async for one in _until_the_end(watch, tidings, life, pulse):
                    yield one
            except StoreError:
                return


async def _until_the_end(watch: Watch, tidings: Tidings, life: float, pulse: float) -> AsyncGenerator[bytes]:
    loop = asyncio.get_running_loop()
    ends, seen = loop.time() + life, UNREAD
    while not tidings.closed and (left := ends - loop.time()) > 0:
        ticket = tidings.ticket()
        if tidings.position == seen:
            heard = await rung(ticket, min(pulse, left))
            if heard:
                continue
            if await watch.hints() is None:
                return
            yield b": here\n\n"
            continue
        before, seen = _from(watch, tidings, seen), tidings.position
        hints = await watch.hints()
        if hints is None:
            return
        if before is None or await _concerned(watch, hints, tidings.changed(hints.caller.tenant_id, before)):
            yield b"id: %d\ndata: changed\n\n" % seen
            await asyncio.sleep(CALM)
        else:
            yield b"id: %d\n\n" % seen


def _from(watch: Watch, tidings: Tidings, seen: int) -> int | None:
    """The position after which changes are news to this browser; None when it may have missed some that nobody knows now."""
    if seen != UNREAD:
        return seen
    last = tidings.position if watch.last_seen is None else watch.last_seen
    return last if last >= tidings.since else None


async def _concerned(watch: Watch, hints: Hints, changed: set[UUID]) -> bool:
    return watch.journey_id in changed if watch.journey_id else await hints.concern(changed)


_open: Counter[UUID] = Counter()
"""How many streams each session has."""


@contextmanager
def _counted(caller: Caller) -> Generator[int]:
    """One more stream of a session, until the block ends; how many there are with it."""
    session = caller.token_id or caller.person_id
    _open[session] += 1
    try:
        yield _open[session]
    finally:
        _open[session] -= 1
        if not _open[session]:
            del _open[session]


HANDLERS = (live, live_journey)
