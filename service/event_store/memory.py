"""The event log in memory, for tests and trials; it behaves like the one in PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent

from service.event_store.append_batch import already_recorded_error, check_request, results_of_append
from service.event_store.broadcast import Broadcast, wait_for_signal
from service.event_store.errors import InvalidAppend, VersionConflict, WrongTenant
from service.event_store.log import ENROLMENT_TOPIC, AppendRequest, CommandResult, EventsToAppend, LoggedEvent

PAGE_SIZE = 1000


def now() -> datetime:
    return datetime.now(UTC)


class MemoryEventLog:
    """An event log in memory.

    `append` does not await between checking and recording, which makes it atomic.
    """

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        self._events: list[LoggedEvent] = []
        self._streams: dict[UUID, list[LoggedEvent]] = {}
        self._result_by_command: dict[tuple[UUID, UUID, UUID], CommandResult] = {}
        self._appended = Broadcast()

    async def append(self, request: AppendRequest) -> tuple[CommandResult, ...]:
        check_request(request)
        self._check(request)
        results = results_of_append(request, list(self._record(request)))
        for result in results:
            self._result_by_command[request.tenant_id, request.actor_id, result.command_id] = result
        self._appended.signal()
        return results

    def _check(self, request: AppendRequest) -> None:
        ids = [decided.command_id for decided in request.decided]
        if found := self._results(request.tenant_id, request.actor_id, ids):
            raise already_recorded_error(request, found)
        known = self._streams.get(request.stream, [])
        if known and known[-1].tenant_id != request.tenant_id:
            raise WrongTenant(f"the stream {request.stream} belongs to another tenant")
        if len(known) != request.expected:
            raise VersionConflict(f"the stream {request.stream} is no longer at version {request.expected}")
        if not all(is_storable(event) for d in request.decided for event in d.events):
            raise InvalidAppend("a state is one line of UTF-8 JSON, an object")

    def _record(self, request: AppendRequest) -> Iterator[int]:
        instant = self._clock()
        for decided in request.decided:
            for event in decided.events:
                self._log(_logged_event(event, len(self._events) + 1, instant, request, decided))
            yield len(self._events)

    def _log(self, event: LoggedEvent) -> None:
        self._events.append(event)
        self._streams.setdefault(event.originator_id, []).append(event)

    async def command_results(
        self, tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
    ) -> dict[UUID, CommandResult]:
        return self._results(tenant_id, actor_id, command_ids)

    def _results(
        self, tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
    ) -> dict[UUID, CommandResult]:
        keys = ((tenant_id, actor_id, command_id) for command_id in command_ids)
        return {key[-1]: self._result_by_command[key] for key in keys if key in self._result_by_command}

    async def read_stream(
        self, stream: UUID, *, after: int = 0, known: int = 0, tenant_id: UUID
    ) -> list[LoggedEvent]:
        return [
            event if event.originator_version > known else replace(event, state=b"")
            for event in self._streams.get(stream, [])[after:]
            if event.tenant_id == tenant_id
        ]

    async def read_streams(self, after: Mapping[UUID, int], *, tenant_id: UUID) -> list[LoggedEvent]:
        return [
            event
            for stream, version in after.items()
            for event in await self.read_stream(stream, after=version, tenant_id=tenant_id)
        ]

    async def read_enrolments(self, *, tenant_id: UUID) -> list[LoggedEvent]:
        return [
            event for event in self._events if event.tenant_id == tenant_id and event.topic == ENROLMENT_TOPIC
        ]

    async def read_all(self, *, after: int = 0, limit: int = PAGE_SIZE) -> list[LoggedEvent]:
        return self._events[after : after + limit]

    async def head(self) -> int:
        return len(self._events)

    async def read_json_lines(self, *, after: int = 0, upto: int | None = None) -> AsyncIterator[bytes]:
        snapshot = self._events[after:upto]
        for start in range(0, len(snapshot), PAGE_SIZE):
            yield b"".join(map(encode_line, snapshot[start : start + PAGE_SIZE]))

    async def read_streams_as_lines(
        self, streams: Sequence[UUID], *, upto: int, tenant_id: UUID
    ) -> AsyncIterator[bytes]:
        for stream in streams:
            found = await self.read_stream(stream, tenant_id=tenant_id)
            if lines := b"".join(encode_line(one) for one in found if one.id <= upto):
                yield lines

    async def subscribe(self, *, after: int) -> AsyncIterator[list[LoggedEvent]]:
        while True:
            signal = self._appended.next_signal()
            if events := await self.read_all(after=after):
                after = events[-1].id
                yield events
            else:
                await signal.wait()

    async def wait_for(self, position: int, within: float) -> bool:
        deadline = asyncio.get_running_loop().time() + within
        while len(self._events) < position:
            left = deadline - asyncio.get_running_loop().time()
            if not await wait_for_signal(self._appended.next_signal(), left):
                return False
        return True


def _logged_event(
    event: StoredEvent, position: int, instant: datetime, request: AppendRequest, decided: EventsToAppend
) -> LoggedEvent:
    return LoggedEvent(
        originator_id=request.stream,
        originator_version=event.originator_version,
        topic=event.topic,
        state=event.state,
        id=position,
        recorded_at=instant,
        tenant_id=request.tenant_id,
        actor_id=request.actor_id,
        command_id=decided.command_id,
        correlation_id=decided.correlation_id,
        causation_id=decided.causation_id,
    )


def is_storable(event: StoredEvent) -> bool:
    """Whether PostgreSQL would accept it: a state is a
    JSON object on one line of UTF-8; a topic has no NUL.
    """
    if (
        not event.state.startswith(b"{")
        or b"\n" in event.state
        or b"\r" in event.state
        or "\0" in event.topic
    ):
        return False
    try:
        msgspec.json.decode(event.state)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def encode_line(event: LoggedEvent) -> bytes:
    """One JSON line of the log, byte for byte as the database writes it."""
    return (
        f'{{"position":{event.id},"journey_id":"{event.originator_id}","number":{event.originator_version}'
        f',"recorded_at":"{_format_time(event.recorded_at)}","actor_id":{_quote(event.actor_id)},"command_id":{_quote(event.command_id)}'
        f',"event":{event.state.decode()}}}\n'
    ).encode()


def _format_time(instant: datetime) -> str:
    whole, _, fraction = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}+00:00" if fraction else f"{whole}+00:00"


def _quote(identity: UUID | None) -> str:
    return "null" if identity is None else f'"{identity}"'
