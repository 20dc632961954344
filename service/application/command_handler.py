"""Executes command batches on an aggregate: load, decide, append; on a version conflict,
load and decide again.

This is the only loop of that kind, and with erasure (`service/personal_data/erasure`) the only place that writes to
the event log.
"""

import asyncio
import logging
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from cachetools import LRUCache
from eventsourcing.persistence import MapperDeserialisationError
from structlog.contextvars import bind_contextvars, get_contextvars

from domain.aggregate import Aggregate, CommandBatch, Snapshot, decide_batches
from domain.errors import DomainError
from domain.event import AuthoredEvent
from domain.event_catalogue import AnyEvent
from domain.history import RecordedEvent, contains_forgetting
from service.application.aggregates import StreamId, stream_id
from service.application.batch_results import BatchCompletion, BatchResults, CommandIdTaken
from service.application.long_work import LongWork
from service.clock import Clock
from service.encryption.vault import KeyDestroyed, KeyUnavailable
from service.event_store.errors import (
    AlreadyRecorded,
    KeysExchanged,
    StreamErased,
    UnknownOutcome,
    VersionConflict,
    WrongTenant,
)
from service.event_store.event_sealer import EventSealer
from service.event_store.log import AppendRequest, CommandResult, EventLog, EventsToAppend
from service.event_store.mapper import EventMapper
from service.postgres.errors import StoreUnavailable

S = TypeVar("S")

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
"""How often batches are decided before `VersionConflict` is raised."""

DecidedBatch = tuple[CommandBatch, list[AnyEvent]]


class CommandHandler(Generic[S]):
    """Executes command batches on one kind of aggregate, and caches aggregates.

    `sealing` is None only where personal texts are stored in plaintext.
    """

    def __init__(
        self,
        log: EventLog,
        aggregate: Aggregate[S, Any, AnyEvent],
        *,
        now: Clock,
        cached: int,
        sealing: EventSealer | None,
        long_work: LongWork,
    ) -> None:
        self._log = log
        self._aggregate = aggregate
        self._now = now
        self._sealing = sealing
        self._mapper = EventMapper(sealing=sealing)
        self._blank = Snapshot(version=0, state=aggregate.initial)
        self._known: LRUCache[bytes, Snapshot[S]] = LRUCache(cached)
        self._long_work = long_work
        self._invalidations = 0
        self._turns: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    async def execute(
        self,
        stream: StreamId,
        batches: Sequence[CommandBatch],
        actor_id: UUID,
        complete: BatchCompletion[S] | None = None,
    ) -> BatchResults:
        """Records those batches that are new, all or none;
        a batch that was recorded before gets its first result.

        Raises `DomainError`, `CommandIdTaken` and the errors of the event store.
        """
        if "request_id" in (of_request := get_contextvars()):
            ids = [str(one.command_id) for one in batches]
            bind_contextvars(command_ids=[*of_request.get("command_ids", ()), *ids])
        async with self._turns.setdefault(stream.key, asyncio.Lock()):
            snapshot, done = self.cached(stream), dict[UUID, CommandResult]()
            for attempt in range(1, MAX_ATTEMPTS + 1):
                try:
                    whole = [await complete(snapshot.state, one) for one in batches] if complete else batches
                    recorded = await self._record(stream, snapshot, whole, done, actor_id)
                    return BatchResults(done | recorded, len(recorded))
                except WrongTenant:
                    raise self._aggregate.not_found() from None
                except (DomainError, VersionConflict, AlreadyRecorded, UnknownOutcome) as setback:
                    if isinstance(setback, KeysExchanged) and self._sealing:
                        self._sealing.drop_cached_keys()
                    before, done = done, await self.recorded_results(stream, batches, actor_id)
                    if len(done) == len(batches):
                        return BatchResults(done, 0)
                    latest = await self.evolve(stream, *await self._load_since(stream, snapshot))
                    settled = latest.version == snapshot.version and len(done) == len(before)
                    if attempt == MAX_ATTEMPTS or (isinstance(setback, DomainError) and settled):
                        raise
                    snapshot = latest
        raise AssertionError("the last try returns or raises")

    async def load(self, stream: StreamId) -> Snapshot[S]:
        """The aggregate as it is now; at version 0 if it does not exist."""
        return await self.evolve(stream, *await self._load_since(stream, self.cached(stream)))

    async def load_many(self, tenant_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Snapshot[S]]:
        """Several aggregates in one read; those that do not exist, or are of another kind, are left out."""
        streams = {one: stream_id(tenant_id, one) for one in ids}
        before = {one: self.cached(stream) for one, stream in streams.items()}
        news = await self.read_events_of_many(
            tenant_id, {one: known.version for one, known in before.items()}
        )
        found: dict[UUID, Snapshot[S]] = {}
        for one, stream in streams.items():
            if one not in news:
                continue
            with suppress(DomainError):
                forgotten = contains_forgetting(news[one])
                latest = (
                    await self.load(stream)
                    if forgotten
                    else await self.evolve(stream, before[one], news[one])
                )
                if latest.version:
                    found[one] = latest
        return found

    def cached(self, stream: StreamId) -> Snapshot[S]:
        """The cached aggregate; at version 0 if there is none."""
        return self._known.get(stream.key) or self._blank

    def invalidate(self, key: bytes) -> None:
        """Drops a stream from the cache, so that it is read again."""
        self._invalidations += 1
        self._known.pop(key, None)

    async def read_events(
        self, stream: StreamId, after: int, known: Sequence[AuthoredEvent[Any]] = ()
    ) -> list[RecordedEvent]:
        """The events of a stream above a number, in order. Those that are known, from the first on, are not decoded again."""
        rows = await self._log.read_stream(
            stream.stream, after=after, known=len(known), tenant_id=stream.tenant_id
        )
        return await self._mapper.open_rows(rows, known) if rows else []

    async def read_events_of_many(
        self, tenant_id: UUID, after: Mapping[UUID, int]
    ) -> dict[UUID, list[RecordedEvent]]:
        """The events of several streams in one read, each above a number of its own.

        A stream with an event that cannot be read is left out, with a warning.
        """
        rows = await self._log.read_streams(after, tenant_id=tenant_id)
        found: dict[UUID, list[RecordedEvent]] = {one: [] for one in after}
        try:
            for entry in await self._mapper.open_rows(rows):
                found[entry.journey_id].append(entry)
        except MapperDeserialisationError:
            for one in after:
                try:
                    found[one] = await self._mapper.open_rows(
                        [row for row in rows if row.originator_id == one]
                    )
                except MapperDeserialisationError as fault:
                    log.warning("journey %s is left out: %s", one, type(fault).__name__)
                    del found[one]
        return found

    async def evolve(
        self,
        stream: StreamId,
        snapshot: Snapshot[S],
        entries: Sequence[RecordedEvent],
        *,
        passing: bool = False,
    ) -> Snapshot[S]:
        """The aggregate after the events above its version; it is cached for the next load, while `passing` only if there is room.

        Raises what the aggregate raises for events of another kind, and for the event that erases it.
        """
        if not entries:
            return snapshot
        latest, before = entries[-1].number, self._invalidations

        def evolved() -> S:
            events = [AuthoredEvent(entry.event, entry.actor_id) for entry in entries]
            return self._aggregate.evolve(snapshot.state, events)

        try:
            state = await self._long_work.run(latest, evolved)
        except DomainError:
            # An erased aggregate must not stay in memory either.
            self.invalidate(stream.key)
            raise
        after = Snapshot(version=latest, state=state)
        has_room = len(self._known) < self._known.maxsize or stream.key in self._known
        if before == self._invalidations and (has_room or not passing):
            self._remember(stream, after)
        return after

    async def _load_since(
        self, stream: StreamId, snapshot: Snapshot[S]
    ) -> tuple[Snapshot[S], list[RecordedEvent]]:
        """A snapshot and the events above it; from the first event if a contact was forgotten since."""
        entries = await self.read_events(stream, snapshot.version)
        if snapshot.version and contains_forgetting(entries):
            return self._blank, await self.read_events(stream, 0)
        return snapshot, entries

    def _remember(self, stream: StreamId, snapshot: Snapshot[S]) -> None:
        """Caches the latest version: a slow reader must not replace it by an older one."""
        if self.cached(stream).version < snapshot.version:
            self._known[stream.key] = snapshot

    async def _record(
        self,
        stream: StreamId,
        snapshot: Snapshot[S],
        batches: Sequence[CommandBatch],
        done: Container[UUID],
        actor_id: UUID,
    ) -> dict[UUID, CommandResult]:
        now = self._now()
        after, decided = await self._long_work.run(
            snapshot.version,
            lambda: decide_batches(self._aggregate, snapshot, batches, done, now=now, by=actor_id),
        )
        request = AppendRequest(
            stream=stream.stream,
            expected=snapshot.version,
            decided=await self._seal_and_encode(stream, snapshot.version, decided),
            tenant_id=stream.tenant_id,
            actor_id=actor_id,
        )
        results = await self._log.append(request)
        self._remember(stream, after)
        return {result.command_id: result for result in results}

    async def _seal_and_encode(
        self, stream: StreamId, version: int, decided: Sequence[DecidedBatch]
    ) -> tuple[EventsToAppend, ...]:
        if self._sealing is None:
            return tuple(self._rows(stream, version, decided))
        try:
            events = [event for _, some in decided for event in some]
            await self._sealing.load_keys_to_seal(stream.tenant_id, stream.stream, events)
            return tuple(self._rows(stream, version, decided))
        except KeyDestroyed as loss:
            raise StreamErased(
                f"nothing more is recorded of whom was forgotten: {loss}",
                whole_journey=loss.subject == stream.stream,
            ) from loss
        except KeyUnavailable as failure:
            raise StoreUnavailable(f"what is personal cannot be sealed now: {failure}") from failure

    def _rows(
        self, stream: StreamId, version: int, decided: Sequence[DecidedBatch]
    ) -> Iterator[EventsToAppend]:
        for batch, events in decided:
            rows = [
                self._mapper.to_row(stream.stream, number, event, stream.tenant_id)
                for number, event in enumerate(events, version + 1)
            ]
            version += len(events)
            yield EventsToAppend(
                command_id=batch.command_id,
                fingerprint=self._keyed(batch.fingerprint),
                events=tuple(rows),
            )

    def _keyed(self, fingerprint: bytes) -> bytes:
        """The fingerprint to store: a keyed one with sealing, so that texts cannot be guessed from it."""
        return self._sealing.keyed_fingerprint(fingerprint) if self._sealing else fingerprint

    async def recorded_results(
        self, stream: StreamId, batches: Sequence[CommandBatch], actor_id: UUID
    ) -> dict[UUID, CommandResult]:
        """The results of those batches that were recorded before. Raises `CommandIdTaken`."""
        ids = [batch.command_id for batch in batches]
        results = await self._log.command_results(stream.tenant_id, actor_id, ids)
        for batch in batches:
            result = results.get(batch.command_id)
            plain = (batch.fingerprint, *batch.former_fingerprints)
            # It may have been stored before sealing was turned on.
            fingerprints = (*plain, *map(self._keyed, plain))
            if result and (result.stream != stream.stream or result.fingerprint not in fingerprints):
                raise CommandIdTaken(batch.command_id)
        return results
