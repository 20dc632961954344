"""Loads journeys of an event log, with their projections."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from msgspec.structs import replace

from domain.errors import UnknownJourney
from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from projections.fold import Projection, fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from service.application.aggregates import (
    JOURNEY_AGGREGATE,
    StreamId,
    journey_not_found,
    stream_id,
    today_of,
)
from service.application.command_handler import CommandHandler
from service.application.fold_cache import FoldCache
from service.application.folded_journey import (
    NOT_FOLDED,
    CachedJourney,
    FoldedJourney,
    FoldedProjection,
    UnfoldedJourney,
    events_above,
)
from service.application.long_work import LONG, LongWork
from service.clock import Clock, utc_now
from service.event_store.event_sealer import EventSealer
from service.event_store.log import EventLog
from service.postgres.errors import StoreError
from service.system_ids import LOCAL_TENANT

S = TypeVar("S")
V = TypeVar("V")

log = logging.getLogger(__name__)

EVENTS_PER_JOURNEY = 1000
"""How many folded events are kept for each journey that is: those of its projections together."""

MoreProjections = Mapping[UUID, Sequence[Projection[Any, Any]]]
"""The projections that single journeys are loaded with beside those of all."""
NO_MORE: MoreProjections = MappingProxyType({})


class Journeys:
    """Loads journeys with their projections. `commands` executes commands on them."""

    def __init__(
        self, log: EventLog, *, now: Clock = utc_now, cached: int = 1000, sealing: EventSealer | None
    ) -> None:
        self.log = log
        self.long_work = LongWork()
        self.commands: CommandHandler[Journey] = CommandHandler(
            log, JOURNEY_AGGREGATE, now=now, cached=cached, sealing=sealing, long_work=self.long_work
        )
        self._now = now
        self._folds = FoldCache(cached * EVENTS_PER_JOURNEY)

    async def load(
        self,
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> FoldedJourney:
        """Loads a journey and projections in one read of the log. Raises `UnknownJourney`.

        With `events_after` also its events above that number.
        """
        read = await self.read(journey_id, *projections, events_after=events_after, tenant_id=tenant_id)
        return await self.fold(read, *projections)

    async def read(
        self,
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> UnfoldedJourney:
        """Reads what `load` gives, for `fold` to fold it with the same projections. Raises `UnknownJourney`."""
        place = stream_id(tenant_id, journey_id)
        cached = self._cached(place, projections)
        after = cached.version if events_after is None else min(cached.version, events_after)
        events = await self.commands.read_events(place, after, cached.known_events)
        if cached.is_outdated_by(events):
            cached = cached.without_outdated(events)
            events = await self.commands.read_events(place, 0, cached.known_events)
        unfolded = await self._evolve(place, cached, events)
        if events_after is None:
            return unfolded
        return replace(unfolded, requested=events_above(events, events_after))

    async def fold(
        self, read: UnfoldedJourney, *projections: Projection[Any, Any], passing: bool = False
    ) -> FoldedJourney:
        """Folds the projections with which a journey was read."""
        version, today = read.snapshot.version, self.today(read.journey)
        folded: dict[str, FoldedProjection] = {}
        for one in projections:
            # Somebody else may have folded it while this waited for its turn.
            latest = self._folds.get(one, read.stream)
            known = latest if latest.version == version else read.folds.get(one.name, NOT_FOLDED)
            if not known.is_ready(version, today):
                known = await self.long_work.run(
                    version, partial(_folded, one, known, read.events, version, today)
                )
                self._remember(one, read.stream, known, passing=passing)
            folded[one.name] = known
        return FoldedJourney(
            journey_id=read.stream.stream,
            journey=read.journey,
            version=version,
            today=today,
            projections=folded,
            events=read.requested,
        )

    async def load_many(
        self,
        journeys: Iterable[UUID],
        *projections: Projection[Any, Any],
        more: MoreProjections = NO_MORE,
        passing: bool = False,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> dict[UUID, FoldedJourney]:
        """Loads several journeys in one read of the log, with the views of today; those that do not exist are left out.

        For some of them, `more` has further projections. Left out are also those that cannot be read, folded or viewed, with a warning: they must not take the others along.
        What goes through a whole organisation is `passing`: nothing that others need soon makes room for it in the caches.
        """
        places = {one: stream_id(tenant_id, one) for one in journeys}
        wanted = {one: (*projections, *more.get(one, ())) for one in places}
        cached = {one: self._cached(place, wanted[one]) for one, place in places.items()}
        events = await self.commands.read_events_of_many(
            tenant_id, {one: known.version for one, known in cached.items()}
        )
        found: dict[UUID, FoldedJourney] = {}
        for one, place in places.items():
            await asyncio.sleep(0)  # Between two journeys others are answered.
            if one not in events:
                continue
            try:
                if cached[one].is_outdated_by(events[one]):
                    loaded = await self.load(one, *wanted[one], tenant_id=tenant_id)
                else:
                    unfolded = await self._evolve(place, cached[one], events[one], passing=passing)
                    loaded = await self.fold(unfolded, *wanted[one], passing=passing)
                for projection in wanted[one]:
                    loaded.view(projection)
            except UnknownJourney:
                continue
            except StoreError:
                raise
            except Exception as failure:
                log.warning("journey %s is left out: %s", one, type(failure).__name__)
                log.debug("journeys: the reason", exc_info=True)
                continue
            found[one] = loaded
        return found

    async def view(
        self,
        projection: Projection[S, V],
        journey_id: UUID,
        *,
        on: date | None = None,
        known_at: date | None = None,
        parameters: Parameters = DEFAULT_PARAMETERS,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> V:
        """A projection's view of a journey on a day (today by default),
        as known at the end of another day.
        """
        events_after = None if known_at is None else 0
        folded = await self.load(journey_id, projection, events_after=events_after, tenant_id=tenant_id)
        if known_at is not None:
            folded = await self.as_known_at(folded, known_at, projection)
        return folded.view(projection, on=folded.resolve_day(on, "on"), parameters=parameters)

    async def as_known_at(
        self, folded: FoldedJourney, day: date, *projections: Projection[Any, Any]
    ) -> FoldedJourney:
        """Like `FoldedJourney.as_known_at`, beside the event loop if it takes long."""
        return await self.long_work.run(folded.version, partial(folded.as_known_at, day, *projections))

    async def get(self, journey_id: UUID, *, tenant_id: UUID = LOCAL_TENANT) -> Journey:
        """The aggregate of a journey, for decisions. Raises `UnknownJourney`."""
        return (await self.load(journey_id, tenant_id=tenant_id)).journey

    async def get_many(
        self, journeys: Iterable[UUID], *, tenant_id: UUID = LOCAL_TENANT
    ) -> dict[UUID, Journey]:
        """The aggregates of several journeys in one read of the log; those that do not exist are left out."""
        found = await self.load_many(journeys, tenant_id=tenant_id)
        return {journey_id: one.journey for journey_id, one in found.items()}

    def utc_date(self) -> date:
        """The date in Greenwich now."""
        return self._now().astimezone(UTC).date()

    def today(self, journey: Journey) -> date:
        """Today in the time zone of a journey; the day of its latest entry if that lies ahead there."""
        return today_of(journey, self._now())

    async def client_names(
        self, journeys: Iterable[UUID], *, tenant_id: UUID = LOCAL_TENANT
    ) -> dict[UUID, str]:
        """The names of the clients, by journey."""
        found = await self.get_many(journeys, tenant_id=tenant_id)
        return {journey_id: journey.started.event.called for journey_id, journey in found.items()}

    async def recorded_events(
        self, journey_id: UUID, *, after: int = 0, tenant_id: UUID = LOCAL_TENANT
    ) -> Sequence[RecordedEvent]:
        """The events of a journey above a number, in order. Raises `UnknownJourney`."""
        return (await self.load(journey_id, events_after=after, tenant_id=tenant_id)).events

    def invalidate(self, tenant_id: UUID, journey_id: UUID) -> None:
        """Drops a journey from the cache, after one of its events was redacted."""
        key = stream_id(tenant_id, journey_id).key
        self.commands.invalidate(key)
        self._folds.forget(key)

    def _cached(self, place: StreamId, projections: Sequence[Projection[Any, Any]]) -> CachedJourney:
        return CachedJourney(
            snapshot=self.commands.cached(place),
            folds={one.name: self._folds.get(one, place) for one in projections},
        )

    async def _evolve(
        self,
        place: StreamId,
        cached: CachedJourney,
        events: Sequence[RecordedEvent],
        *,
        passing: bool = False,
    ) -> UnfoldedJourney:
        above = events_above(events, cached.snapshot.version)
        try:
            snapshot = await self.commands.evolve(place, cached.snapshot, above, passing=passing)
        except UnknownJourney:
            self._folds.forget(place.key)
            raise
        if snapshot.version == 0:
            raise journey_not_found()
        return UnfoldedJourney(stream=place, snapshot=snapshot, folds=cached.folds, events=events)

    def _remember(
        self, projection: Projection[Any, Any], place: StreamId, folded: FoldedProjection, *, passing: bool
    ) -> None:
        """Caches the latest version: a slow reader must not replace it by an older one.

        Nor may it bring back what was forgotten or redacted since it read: then the aggregate is another.
        """
        if folded.version == self.commands.cached(place).version:
            self._folds.keep(projection, place, folded, passing=passing)


def _folded(
    projection: Projection[Any, Any],
    known: FoldedProjection,
    events: Sequence[RecordedEvent],
    version: int,
    today: date,
) -> FoldedProjection:
    """A projection at a version; with today's view where that takes long."""
    if known.version < version:
        tail = events_above(events, known.version)
        state = fold_more(projection, known.state, tail) if known.version else fold(projection, tail)
        known = FoldedProjection(version=version, state=state)
    if version >= LONG:
        known.view(projection, today)
    return known
