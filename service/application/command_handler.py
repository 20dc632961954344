"""The one loop that turns orders into recorded events: look, decide, append, and after a setback look again."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Generic, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from domain.errors import DomainError
from domain.history import RecordedEvent, contains_forgetting
from service.application.command_batch import (
    Aggregate,
    CommandBatch,
    CommandIdTaken,
    DecidedBatch,
    Snapshot,
    decide_batches,
)
from service.clock import Clock
from service.encryption.vault import KeyDestroyed, KeyUnavailable
from service.event_store.errors import AlreadyRecorded, StreamErased, UnknownOutcome, VersionConflict
from service.event_store.event_sealer import EventSealer
from service.event_store.log import AppendRequest, CommandResult, EventLog, EventsToAppend
from service.event_store.mapper import EventMapper
from service.event_store.stream_id import StreamId, stream_id
from service.postgres.errors import StoreUnavailable
from service.recent import LRUCache

S = TypeVar("S")


MAX_ATTEMPTS = 6
"""How often an order is decided before another process's writes on the same stream win."""


class CommandHandler(Generic[S]):
    """Records what is wished of one kind of aggregate, and knows each as it was last seen."""

    def __init__(
        self,
        log: EventLog,
        aggregate: Aggregate[S],
        *,
        now: Clock,
        cached: int,
        sealing: EventSealer | None = None,
    ) -> None:
        self._log = log
        self._aggregate = aggregate
        self._now = now
        self._sealing = sealing
        self._mapper = EventMapper(sealing=sealing)
        self._blank = Snapshot(version=0, state=aggregate.initial)
        self._known: LRUCache[bytes, Snapshot[S]] = LRUCache(cached)
        self._turns: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    async def execute(
        self, place: StreamId, orders: Sequence[CommandBatch], actor_id: UUID
    ) -> tuple[dict[UUID, CommandResult], int]:
        """The receipts of these orders, and how many had been recorded before. All that are new are recorded, or none."""
        async with self._turns.setdefault(place.key, asyncio.Lock()):
            known, done = self.cached(place), dict[UUID, CommandResult]()
            for attempt in range(1, MAX_ATTEMPTS + 1):
                try:
                    return done | await self._record(place, known, orders, done, actor_id), len(done)
                except (DomainError, VersionConflict, AlreadyRecorded, UnknownOutcome) as setback:
                    before, done = done, await self._recorded(place, orders, actor_id)
                    if len(done) == len(orders):
                        return done, len(done)
                    latest = await self._caught_up(place, known)
                    settled = latest.version == known.version and len(done) == len(before)
                    if attempt == MAX_ATTEMPTS or (isinstance(setback, DomainError) and settled):
                        raise
                    known = latest
        raise AssertionError("the last try returns or raises")

    async def load(self, place: StreamId) -> Snapshot[S]:
        """The aggregate as it is now; at version 0 when nothing is known of it."""
        return await self._caught_up(place, self.cached(place))

    async def load_many(self, tenant_id: UUID, streams: Iterable[UUID]) -> dict[UUID, Snapshot[S]]:
        """Several aggregates in one read; those that do not exist, or are of another kind, are left out."""
        places = {stream: stream_id(tenant_id, stream) for stream in streams}
        before = {one: self.cached(place) for one, place in places.items()}
        after = {one: known.version for one, known in before.items()}
        news = await self.read_events_of_many(tenant_id, after)
        found: dict[UUID, Snapshot[S]] = {}
        for one, place in places.items():
            with suppress(DomainError):
                known = await self._with(place, before[one], news[one])
                if known.version:
                    found[one] = known
        return found

    async def _with(self, place: StreamId, known: Snapshot[S], news: list[RecordedEvent]) -> Snapshot[S]:
        return await self.load(place) if contains_forgetting(news) else self.evolve(place, known, news)

    def cached(self, place: StreamId) -> Snapshot[S]:
        """The aggregate as it was last seen in this process; at version 0 when it was not."""
        return self._known.get(place.key) or self._blank

    def invalidate(self, key: bytes) -> None:
        """Let go of what is known of a place, or of a whole organisation: it is read anew."""
        self._known.forget(lambda known: known.startswith(key))

    async def read_events(self, place: StreamId, after: int) -> list[RecordedEvent]:
        """Its history above a number, in order."""
        events = await self._log.read_stream(place.stream, after=after, tenant_id=place.tenant_id)
        return await self._mapper.open_rows(events)

    async def read_events_of_many(
        self, tenant_id: UUID, after: Mapping[UUID, int]
    ) -> dict[UUID, list[RecordedEvent]]:
        """The histories of several at once, each above a number of its own."""
        found: dict[UUID, list[RecordedEvent]] = {one: [] for one in after}
        for entry in await self._mapper.open_rows(await self._log.read_streams(after, tenant_id=tenant_id)):
            found[entry.journey_id].append(entry)
        return found

    async def _record(
        self,
        place: StreamId,
        known: Snapshot[S],
        orders: Sequence[CommandBatch],
        done: dict[UUID, CommandResult],
        actor_id: UUID,
    ) -> dict[UUID, CommandResult]:
        after, outcomes = decide_batches(self._aggregate, known, orders, done, now=self._now(), by=actor_id)
        request = AppendRequest(
            stream=place.stream,
            expected=known.version,
            decided=await self._stored(place, known.version, outcomes),
            tenant_id=place.tenant_id,
            actor_id=actor_id,
        )
        receipts = await self._log.append(request)
        self._remember(place, after)
        return {receipt.command_id: receipt for receipt in receipts}

    async def _stored(
        self, place: StreamId, version: int, outcomes: Sequence[DecidedBatch]
    ) -> tuple[EventsToAppend, ...]:
        if self._sealing is None:
            return tuple(self._rows(place, version, outcomes))
        try:
            events = [event for _, some in outcomes for event in some]
            await self._sealing.load_keys_to_seal(place.tenant_id, place.stream, events)
            return tuple(self._rows(place, version, outcomes))
        except KeyDestroyed as loss:
            raise StreamErased(
                f"nothing more is recorded of whom was forgotten: {loss}",
                whole_journey=loss.subject == place.stream,
            ) from loss
        except KeyUnavailable as failure:
            raise StoreUnavailable(f"what is personal cannot be sealed now: {failure}") from failure

    def _rows(
        self, place: StreamId, version: int, outcomes: Sequence[DecidedBatch]
    ) -> Iterator[EventsToAppend]:
        for order, events in outcomes:
            rows = [
                self._mapper.to_row(place.stream, number, event, place.tenant_id)
                for number, event in enumerate(events, version + 1)
            ]
            version += len(events)
            yield EventsToAppend(
                command_id=order.command_id, fingerprint=self._fingerprint(order), events=tuple(rows)
            )

    def _fingerprint(self, order: CommandBatch) -> bytes:
        """What tells the order from another under its id; where texts are sealed, it must not give them away."""
        return self._sealing.keyed_fingerprint(order.fingerprint) if self._sealing else order.fingerprint

    async def _recorded(
        self, place: StreamId, orders: Sequence[CommandBatch], actor_id: UUID
    ) -> dict[UUID, CommandResult]:
        """The receipts of those orders that were recorded before; refused when one was for something else."""
        ids = [order.command_id for order in orders]
        receipts = await self._log.command_results(place.tenant_id, actor_id, ids)
        for order in orders:
            receipt = receipts.get(order.command_id)
            if receipt and not self._answers(receipt, order, place):
                raise CommandIdTaken(order.command_id)
        return receipts

    def _answers(self, receipt: CommandResult, order: CommandBatch, place: StreamId) -> bool:
        # As it was before there was sealing, too.
        fingerprints = (order.fingerprint, self._fingerprint(order))
        return receipt.stream == place.stream and receipt.fingerprint in fingerprints

    async def _caught_up(self, place: StreamId, known: Snapshot[S]) -> Snapshot[S]:
        return self.evolve(place, *await self._since(place, known))

    async def _since(self, place: StreamId, known: Snapshot[S]) -> tuple[Snapshot[S], list[RecordedEvent]]:
        """What was known before and what came since; all of it anew once somebody in it was forgotten."""
        entries = await self.read_events(place, known.version)
        if known.version and contains_forgetting(entries):
            return self._blank, await self.read_events(place, 0)
        return known, entries

    def evolve(self, place: StreamId, known: Snapshot[S], entries: Sequence[RecordedEvent]) -> Snapshot[S]:
        """The aggregate after the events above its version, kept for the next load.

        Raises what the aggregate raises for events of another kind, and for the event that says it was erased.
        """
        if not entries:
            return known
        told = [(entry.event, entry.actor_id) for entry in entries]
        try:
            state = self._aggregate.after(known.state, told)
        except DomainError:
            # It was erased: nothing of it may stay in memory either.
            self._known.forget(lambda key: key == place.key)
            raise
        latest = Snapshot(version=entries[-1].number, state=state)
        self._remember(place, latest)
        return latest

    def _remember(self, place: StreamId, known: Snapshot[S]) -> None:
        """Keep the latest: a reader who was slow must not bring an older one back."""
        kept = self._known.get(place.key)
        if kept is None or kept.version < known.version:
            self._known.put(place.key, known)
