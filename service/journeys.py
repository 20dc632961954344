"""A client's journey as the service meets it: wishes are decided and recorded, and the past is read."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from domain.errors import InvalidValue, UnknownJourney
from domain.events import JourneyErased
from domain.history import Entry, corrects
from domain.journey.commands import ClockCommand
from domain.journey.decisions import Command
from domain.journey.state import Journey
from projections.fold import Projection, as_known, fold, go_on
from projections.parameters import DEFAULT, Parameters
from service.aggregates import JOURNEY
from service.clock import Now, end_of, today_in, utc_now
from service.orders import Order
from service.reading import Reading
from service.recent import Recent
from service.recorder import Look, Place, Recorder, place_of
from service.store.log import LOCAL_ACTOR, LOCAL_TENANT, EventLog, Receipt, WrongTenant
from service.store.sealing import Sealing

S = TypeVar("S")
V = TypeVar("V")


class Journeys:
    """The journeys in one event log: obey, and read."""

    def __init__(
        self, log: EventLog, *, now: Now = utc_now, cached: int = 1000, sealing: Sealing | None = None
    ) -> None:
        self.log = log
        self._now = now
        self._recorder = Recorder(log, JOURNEY, now=now, cached=cached, sealing=sealing)
        self._folded: Recent[tuple[str, int, bytes], tuple[int, Any]] = Recent(cached)

    async def obey(
        self,
        journey_id: UUID,
        command_id: UUID,
        commands: tuple[Command | ClockCommand, ...],
        fingerprint: bytes,
        *,
        actor_id: UUID = LOCAL_ACTOR,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> Receipt:
        """Record what the commands mean, all of it or nothing; a repeat is answered like the first."""
        order = Order(command_id, fingerprint, commands)
        receipts, _ = await self._obey(place_of(tenant_id, journey_id), [order], actor_id)
        return receipts[command_id]

    async def obey_all(
        self,
        journey_id: UUID,
        orders: Sequence[tuple[UUID, bytes, Command]],
        *,
        actor_id: UUID = LOCAL_ACTOR,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> int:
        """Record several commands, each under its own id, in one go; those recorded before are left out. How many were new."""
        whole = [Order(command_id, seal, (command,)) for command_id, seal, command in orders]
        _, before = await self._obey(place_of(tenant_id, journey_id), whole, actor_id)
        return len(whole) - before

    async def _obey(
        self, place: Place, orders: Sequence[Order], actor_id: UUID
    ) -> tuple[dict[UUID, Receipt], int]:
        try:
            return await self._recorder.obey(place, orders, actor_id)
        except WrongTenant:
            raise UnknownJourney("There is no such journey.") from None

    async def journey(self, journey_id: UUID, *, tenant_id: UUID = LOCAL_TENANT) -> Journey:
        """A journey as decisions see it now."""
        return await self._started(place_of(tenant_id, journey_id))

    async def entries(
        self, journey_id: UUID, *, after: int = 0, tenant_id: UUID = LOCAL_TENANT
    ) -> list[Entry]:
        """A journey's history above a number, in order."""
        place = place_of(tenant_id, journey_id)
        entries = await self._recorder.entries(place, after)
        if not entries or isinstance(entries[-1].event, JourneyErased):
            await self._started(place)
        return entries

    async def read(
        self,
        projection: Projection[S, V],
        journey_id: UUID,
        *,
        known_at: date | None = None,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> Reading[S]:
        """A journey folded up to now, or to what was known at the end of a day."""
        place = place_of(tenant_id, journey_id)
        seen = await self._look(place)
        start = seen.known.state.started.fact
        state = (
            await self._folded_lately(projection, place, seen)
            if known_at is None
            else await self._folded_as_known(projection, place, known_at, start.time_zone)
        )
        today = today_in(start.time_zone, self._now())
        return Reading(state=state, started_on=start.happened_on, today=today)

    async def view(
        self,
        projection: Projection[S, V],
        journey_id: UUID,
        *,
        on: date | None = None,
        known_at: date | None = None,
        parameters: Parameters = DEFAULT,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> V:
        """What a projection shows of a journey on a day (today, when none is named), as it was known at the end of a day."""
        reading = await self.read(projection, journey_id, known_at=known_at, tenant_id=tenant_id)
        return projection.view(reading.state, reading.day(on, "on"), parameters)

    async def _started(self, place: Place) -> Journey:
        return (await self._look(place)).known.state

    async def _look(self, place: Place) -> Look[Journey]:
        try:
            seen = await self._recorder.look(place)
        except UnknownJourney:
            self._folded.forget(lambda key: key[2] == place.key)
            raise
        if seen.known.version == 0:
            raise UnknownJourney("There is no such journey.")
        return seen

    async def _folded_lately(self, projection: Projection[S, V], place: Place, seen: Look[Journey]) -> S:
        key = (projection.name, projection.version, place.key)
        kept: tuple[int, S] | None = self._folded.get(key)
        version, state = kept or (0, projection.initial)
        entries = seen.entries if version == seen.after else await self._recorder.entries(place, version)
        if entries:
            if version and corrects(entries):
                entries = await self._recorder.entries(place, 0)
                version = 0
            state = go_on(projection, state, entries) if version else fold(projection, entries)
            self._folded.put(key, (entries[-1].number, state))
        return state

    async def _folded_as_known(self, projection: Projection[S, V], place: Place, day: date, zone: str) -> S:
        entries = await self._recorder.entries(place, 0)
        if known := as_known(entries, end_of(day, zone)):
            return fold(projection, known)
        first = today_in(zone, entries[0].recorded_at)
        raise InvalidValue(
            "Nothing of this journey was recorded by then.", field="known_at", allowed=f"{first} or later"
        )
