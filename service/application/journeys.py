"""A client's journey as the service meets it: wishes are decided and recorded, and the past is read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from domain.allowed_dates import on_or_after
from domain.errors import InvalidValue, UnknownJourney
from domain.history import RecordedEvent, contains_correction
from domain.journey.aggregate import Journey
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.decide import UserCommand
from domain.journey.events.erasure import JourneyErased
from projections.fold import Projection, fold, fold_more, recorded_before
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from service.application.aggregates import JOURNEY_AGGREGATE
from service.application.command_batch import CommandBatch
from service.application.command_handler import CommandHandler, LoadedAggregate
from service.application.folded_journey import FoldedJourney
from service.clock import Clock, end_of_day, today_in, utc_now
from service.event_store.errors import WrongTenant
from service.event_store.event_sealer import EventSealer
from service.event_store.log import CommandResult, EventLog
from service.event_store.stream_id import StreamId, stream_id
from service.recent import LRUCache
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT

S = TypeVar("S")
V = TypeVar("V")


class Journeys:
    """The journeys in one event log: obey, and read."""

    def __init__(
        self, log: EventLog, *, now: Clock = utc_now, cached: int = 1000, sealing: EventSealer | None = None
    ) -> None:
        self.log = log
        self._now = now
        self._recorder = CommandHandler(log, JOURNEY_AGGREGATE, now=now, cached=cached, sealing=sealing)
        self._folded: LRUCache[tuple[str, int, bytes], tuple[int, Any]] = LRUCache(cached)

    async def submit(
        self,
        journey_id: UUID,
        command_id: UUID,
        commands: tuple[UserCommand | ClockCommand, ...],
        fingerprint: bytes,
        *,
        actor_id: UUID = LOCAL_ACTOR,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> CommandResult:
        """Record what the commands mean, all of it or nothing; a repeat is answered like the first."""
        order = CommandBatch(command_id, fingerprint, commands)
        receipts, _ = await self._obey(stream_id(tenant_id, journey_id), [order], actor_id)
        return receipts[command_id]

    async def submit_all(
        self,
        journey_id: UUID,
        orders: Sequence[tuple[UUID, bytes, UserCommand]],
        *,
        actor_id: UUID = LOCAL_ACTOR,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> int:
        """Record several commands, each under its own id, in one go; those recorded before are left out. How many were new."""
        whole = [CommandBatch(command_id, seal, (command,)) for command_id, seal, command in orders]
        _, before = await self._obey(stream_id(tenant_id, journey_id), whole, actor_id)
        return len(whole) - before

    async def _obey(
        self, place: StreamId, orders: Sequence[CommandBatch], actor_id: UUID
    ) -> tuple[dict[UUID, CommandResult], int]:
        try:
            return await self._recorder.execute(place, orders, actor_id)
        except WrongTenant:
            raise UnknownJourney("There is no such journey.") from None

    async def get(self, journey_id: UUID, *, tenant_id: UUID = LOCAL_TENANT) -> Journey:
        """A journey as decisions see it now."""
        return await self._started(stream_id(tenant_id, journey_id))

    async def get_many(
        self, journeys: Iterable[UUID], *, tenant_id: UUID = LOCAL_TENANT
    ) -> dict[UUID, Journey]:
        """Those of the journeys that there are, read at once."""
        known = await self._recorder.load_many(tenant_id, journeys)
        return {journey_id: one.state for journey_id, one in known.items()}

    async def client_names(
        self, journeys: Iterable[UUID], *, tenant_id: UUID = LOCAL_TENANT
    ) -> dict[UUID, str]:
        """What each of these clients is called."""
        found = await self.get_many(journeys, tenant_id=tenant_id)
        return {journey_id: journey.started.event.called for journey_id, journey in found.items()}

    def invalidate(self, tenant_id: UUID, journey_id: UUID) -> None:
        """Let go of what is in memory of a journey: something in its history was overwritten."""
        key = stream_id(tenant_id, journey_id).key
        self._recorder.invalidate(key)
        self._folded.forget(lambda folded: folded[2] == key)

    async def recorded_events(
        self, journey_id: UUID, *, after: int = 0, tenant_id: UUID = LOCAL_TENANT
    ) -> list[RecordedEvent]:
        """A journey's history above a number, in order."""
        place = stream_id(tenant_id, journey_id)
        entries = await self._recorder.read_events(place, after)
        if not entries or isinstance(entries[-1].event, JourneyErased):
            await self._started(place)
        return entries

    async def fold(
        self,
        projection: Projection[S, V],
        journey_id: UUID,
        *,
        known_at: date | None = None,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> FoldedJourney[S]:
        """A journey folded up to now, or to what was known at the end of a day."""
        place = stream_id(tenant_id, journey_id)
        seen = await self._look(place)
        start = seen.known.state.started.event
        state = (
            await self._folded_lately(projection, place, seen)
            if known_at is None
            else await self._folded_as_known(projection, place, known_at, start.time_zone)
        )
        today = today_in(start.time_zone, self._now())
        return FoldedJourney(state=state, started_on=start.happened_on, today=today)

    async def fold_many(
        self, projection: Projection[S, V], journeys: Iterable[UUID], *, tenant_id: UUID = LOCAL_TENANT
    ) -> dict[UUID, FoldedJourney[S]]:
        """Several journeys folded up to now, read at once; those that are not there are left out."""
        known = await self.get_many(journeys, tenant_id=tenant_id)
        places = {one: stream_id(tenant_id, one) for one in known}
        kept = {one: self._kept(projection, place) for one, place in places.items()}
        after = {one: version for one, (version, _) in kept.items()}
        news = await self._recorder.read_events_of_many(tenant_id, after)
        found: dict[UUID, FoldedJourney[S]] = {}
        for one, journey in known.items():
            state = await self._gone_on(projection, places[one], kept[one], news[one])
            start = journey.started.event
            today = today_in(start.time_zone, self._now())
            found[one] = FoldedJourney(state=state, started_on=start.happened_on, today=today)
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
        """What a projection shows of a journey on a day (today, when none is named), as it was known at the end of a day."""
        reading = await self.fold(projection, journey_id, known_at=known_at, tenant_id=tenant_id)
        return projection.view(reading.state, reading.resolve_day(on, "on"), parameters)

    async def _started(self, place: StreamId) -> Journey:
        return (await self._look(place)).known.state

    async def _look(self, place: StreamId) -> LoadedAggregate[Journey]:
        try:
            seen = await self._recorder.load_with_events(place)
        except UnknownJourney:
            self._folded.forget(lambda key: key[2] == place.key)
            raise
        if seen.known.version == 0:
            raise UnknownJourney("There is no such journey.")
        return seen

    async def _folded_lately(
        self, projection: Projection[S, V], place: StreamId, seen: LoadedAggregate[Journey]
    ) -> S:
        kept = self._kept(projection, place)
        entries = (
            seen.entries if kept[0] == seen.after else await self._recorder.read_events(place, after=kept[0])
        )
        return await self._gone_on(projection, place, kept, entries)

    def _kept(self, projection: Projection[S, V], place: StreamId) -> tuple[int, S]:
        """How far a journey was folded before, and what that gave."""
        kept: tuple[int, S] | None = self._folded.get((projection.name, projection.version, place.key))
        return kept or (0, projection.initial)

    async def _gone_on(
        self, projection: Projection[S, V], place: StreamId, kept: tuple[int, S], entries: list[RecordedEvent]
    ) -> S:
        version, state = kept
        if not entries:
            return state
        if version and contains_correction(entries):
            entries, version = await self._recorder.read_events(place, 0), 0
        state = fold_more(projection, state, entries) if version else fold(projection, entries)
        self._folded.put((projection.name, projection.version, place.key), (entries[-1].number, state))
        return state

    async def _folded_as_known(
        self, projection: Projection[S, V], place: StreamId, day: date, zone: str
    ) -> S:
        entries = await self._recorder.read_events(place, 0)
        if known := recorded_before(entries, end_of_day(day, zone)):
            return fold(projection, known)
        first = today_in(zone, entries[0].recorded_at)
        raise InvalidValue(
            "Nothing of this journey was recorded by then.", field="known_at", allowed=on_or_after(first)
        )
