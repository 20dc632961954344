"""Live pages: a stream that only says that something changed. What changed is fetched as ever, with the ordinary rights.

A stream ends by itself within a minute, and the browser begins another one: none outlives its session by much, and the
service never waits for one to end.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct

from domain.errors import UnknownJourney
from service.accounts.caller import Caller
from service.authorization.change_hints import ChangeHints
from service.authorization.errors import Forbidden
from service.container import Services
from service.event_store.broadcast import wait_for_signal
from service.event_store.change_feed import NOT_READ, ChangeFeed
from service.http.dependencies import AnyRequest, get_authorizer, get_caller, get_services, require_accounts
from service.http.request_context import current_request
from service.postgres.errors import StoreError
from service.web.form_data import parse_number

STREAM_SECONDS = 60.0
"""Seconds a stream lasts."""
KEEP_ALIVE_SECONDS = 15.0
"""Seconds after which a comment shows that it is still there, and is still allowed."""
MIN_SECONDS_BETWEEN_HINTS = 1.0
"""Seconds between two hints: what happens at once is told once."""
RETRY_MILLISECONDS, BACKOFF_MILLISECONDS = 2_000, 60_000
"""Milliseconds after which the browser comes back; and when it has too many streams already."""
MAX_STREAMS_PER_SESSION = 8
"""Of one session at a time."""

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class ChangeSubscription(Struct, frozen=True):
    """Who listens, and to what."""

    services: Services
    caller: Caller
    secret: str | None
    """Of their session; none where nobody signs in."""
    journey_id: UUID | None
    """One journey, or all that they may see."""
    last_seen: int | None
    """The position the browser heard of last."""

    @staticmethod
    def from_request(request: AnyRequest, journey_id: UUID | None) -> "ChangeSubscription":
        """What a request asks to hear of."""
        return ChangeSubscription(
            get_services(request.app.state),
            get_caller(),
            current_request().session_secret,
            journey_id,
            parse_number(request.headers.get("last-event-id", ""), digits=15),
        )

    async def current_hints(self) -> ChangeHints | None:
        """What they may hear of at this moment; None when their session, or their sight of the journey, is over."""
        caller: Caller | None = self.caller
        if self.secret is not None:
            caller = await require_accounts(self.services).accounts.authenticate(self.secret)
        if caller is None:
            return None
        found = ChangeHints(caller, get_authorizer(self.services))
        if self.journey_id:
            try:
                await found.require_visible(self.journey_id)
            except (UnknownJourney, Forbidden):
                return None
        return found


@get("/live", name="live")
async def stream_all_changes(request: AnyRequest) -> Stream:
    """Hear of changes in all journeys that the caller may see."""
    return _stream(ChangeSubscription.from_request(request, None))


@get("/live/{journey_id:uuid}", name="live_journey")
async def stream_journey_changes(request: AnyRequest, journey_id: FromPath[UUID]) -> Stream:
    """Hear of changes in one journey."""
    watch = ChangeSubscription.from_request(request, journey_id)
    await ChangeHints(watch.caller, get_authorizer(watch.services)).require_visible(journey_id)
    return _stream(watch)


def _stream(watch: ChangeSubscription) -> Stream:
    return Stream(
        stream_change_hints(watch, watch.services.change_feed, STREAM_SECONDS),
        media_type="text/event-stream",
        headers=HEADERS,
    )


async def stream_change_hints(
    watch: ChangeSubscription,
    changes: ChangeFeed,
    life: float = STREAM_SECONDS,
    pulse: float = KEEP_ALIVE_SECONDS,
) -> AsyncGenerator[bytes]:
    """The stream: a hint at every change, a comment where there is none."""
    with _counted(watch.caller) as many:
        if many > MAX_STREAMS_PER_SESSION or changes.closed:
            yield b"retry: %d\n\n" % BACKOFF_MILLISECONDS
            return
        with changes.following():
            yield b"retry: %d\n\n" % RETRY_MILLISECONDS
            try:
                async for one in _until_the_end(watch, changes, life, pulse):
                    yield one
            except StoreError:
                return


async def _until_the_end(
    watch: ChangeSubscription, changes: ChangeFeed, life: float, pulse: float
) -> AsyncGenerator[bytes]:
    loop = asyncio.get_running_loop()
    ends, seen = loop.time() + life, NOT_READ
    while not changes.closed and (left := ends - loop.time()) > 0:
        ticket = changes.next_change()
        if changes.position == seen:
            heard = await wait_for_signal(ticket, min(pulse, left))
            if heard:
                continue
            if await watch.current_hints() is None:
                return
            yield b": here\n\n"
            continue
        before, seen = _from(watch, changes, seen), changes.position
        hints = await watch.current_hints()
        if hints is None:
            return
        if before is None or await _concerned(
            watch, hints, changes.changed_journeys(hints.caller.tenant_id, before)
        ):
            yield b"id: %d\ndata: changed\n\n" % seen
            await asyncio.sleep(MIN_SECONDS_BETWEEN_HINTS)
        else:
            yield b"id: %d\n\n" % seen


def _from(watch: ChangeSubscription, changes: ChangeFeed, seen: int) -> int | None:
    """The position after which changes are news to this browser; None when it may have missed some that nobody knows now."""
    if seen != NOT_READ:
        return seen
    last = changes.position if watch.last_seen is None else watch.last_seen
    return last if last >= changes.since else None


async def _concerned(watch: ChangeSubscription, hints: ChangeHints, changed: set[UUID]) -> bool:
    return watch.journey_id in changed if watch.journey_id else await hints.any_visible(changed)


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


HANDLERS = (stream_all_changes, stream_journey_changes)
