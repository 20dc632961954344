"""A client's journey as the service meets it: wishes are decided and recorded, and the past is read."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from msgspec import Struct

from domain.errors import DomainError, InvalidValue, UnknownJourney
from domain.events import Event
from domain.history import Entry
from domain.journey.decisions import Command
from domain.journey.state import evolve
from projections.fold import Projection, as_known, fold
from projections.parameters import DEFAULT, Parameters
from service.clock import Now, end_of, today_in, utc_now
from service.orders import BLANK, CommandIdTaken, Known, Order, decided
from service.reading import Reading
from service.recent import Recent
from service.store.log import (
    LOCAL_ACTOR,
    LOCAL_TENANT,
    AlreadyRecorded,
    Append,
    Conflict,
    Decided,
    EventLog,
    Receipt,
    UnknownOutcome,
    WrongTenant,
)
from service.store.mapper import JourneyMapper

Outcome = tuple[Order, list[Event]]

S = TypeVar("S")
V = TypeVar("V")

TRIES = 6
"""How often an order is decided before another process's writes on the same journey win."""


class Place(Struct, frozen=True):
    """Where a journey lives."""

    tenant_id: UUID
    journey_id: UUID
    key: bytes
    """Both in one, because a UUID is hashed in Python, again and again."""


def place_of(tenant_id: UUID, journey_id: UUID) -> Place:
    return Place(tenant_id, journey_id, tenant_id.bytes + journey_id.bytes)


class Journeys:
    """The journeys in one event log: obey, and read."""

    def __init__(self, log: EventLog, *, now: Now = utc_now, cached: int = 1000) -> None:
        self.log = log
        self._now = now
        self._mapper = JourneyMapper()
        self._known: Recent[bytes, Known] = Recent(cached)
        self._folded: Recent[tuple[str, int, bytes], tuple[int, Any]] = Recent(cached)
        self._turns: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    async def obey(
        self,
        journey_id: UUID,
        command_id: UUID,
        commands: tuple[Command, ...],
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
        """Decide on the journey as it was last seen and append; after a setback look again. How many had been recorded before."""
        async with self._turns.setdefault(place.key, asyncio.Lock()):
            known, done = self._known.get(place.key) or BLANK, dict[UUID, Receipt]()
            for attempt in range(1, TRIES + 1):
                try:
                    return done | await self._record(place, known, orders, done, actor_id), len(done)
                except WrongTenant:
                    raise UnknownJourney("There is no such journey.") from None
                except (DomainError, Conflict, AlreadyRecorded, UnknownOutcome) as setback:
                    before, done = done, await self._recorded(place, orders, actor_id)
                    if len(done) == len(orders):
                        return done, len(done)
                    latest = await self._caught_up(place, known)
                    settled = latest.version == known.version and len(done) == len(before)
                    if attempt == TRIES or (isinstance(setback, DomainError) and settled):
                        raise
                    known = latest
        raise AssertionError("the last try returns or raises")

    async def _record(
        self, place: Place, known: Known, orders: Sequence[Order], done: dict[UUID, Receipt], actor_id: UUID
    ) -> dict[UUID, Receipt]:
        after, outcomes = decided(known, orders, done, self._now())
        request = Append(
            stream=place.journey_id,
            expected=known.version,
            decided=tuple(self._stored(place.journey_id, known.version, outcomes)),
            tenant_id=place.tenant_id,
            actor_id=actor_id,
        )
        receipts = await self.log.append(request)
        self._remember(place, after)
        return {receipt.command_id: receipt for receipt in receipts}

    def _stored(self, journey_id: UUID, version: int, outcomes: Sequence[Outcome]) -> Iterator[Decided]:
        for order, events in outcomes:
            rows = [self._mapper.stored(journey_id, n, event) for n, event in enumerate(events, version + 1)]
            version += len(events)
            yield Decided(command_id=order.command_id, fingerprint=order.fingerprint, events=tuple(rows))

    async def _recorded(self, place: Place, orders: Sequence[Order], actor_id: UUID) -> dict[UUID, Receipt]:
        """The receipts of those orders that were recorded before; refused when one was for something else."""
        ids = [order.command_id for order in orders]
        receipts = await self.log.receipts(place.tenant_id, actor_id, ids)
        for order in orders:
            receipt = receipts.get(order.command_id)
            if receipt and (receipt.fingerprint, receipt.stream) != (order.fingerprint, place.journey_id):
                raise CommandIdTaken(order.command_id)
        return receipts

    async def _caught_up(self, place: Place, known: Known) -> Known:
        entries = await self._entries(place, known.version)
        if not entries:
            return known
        journey = known.journey
        for entry in entries:
            journey = evolve(journey, entry.event)
        latest = Known(version=entries[-1].number, journey=journey)
        self._remember(place, latest)
        return latest

    def _remember(self, place: Place, known: Known) -> None:
        """Keep the latest: a reader who was slow must not bring an older one back."""
        kept = self._known.get(place.key)
        if kept is None or kept.version < known.version:
            self._known.put(place.key, known)

    async def _entries(self, place: Place, after: int) -> list[Entry]:
        events = await self.log.stream(place.journey_id, after=after, tenant_id=place.tenant_id)
        return [self._mapper.to_domain_event(event) for event in events]

    async def entries(
        self, journey_id: UUID, *, after: int = 0, tenant_id: UUID = LOCAL_TENANT
    ) -> list[Entry]:
        """A journey's history above a number, in order."""
        place = place_of(tenant_id, journey_id)
        entries = await self._entries(place, after)
        if not entries:
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
        start = (await self._started(place)).journey.started.fact
        state = (
            await self._folded_lately(projection, place)
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

    async def _started(self, place: Place) -> Known:
        known = await self._caught_up(place, self._known.get(place.key) or BLANK)
        if known.version == 0:
            raise UnknownJourney("There is no such journey.")
        return known

    async def _folded_lately(self, projection: Projection[S, V], place: Place) -> S:
        key = (projection.name, projection.version, place.key)
        kept: tuple[int, S] | None = self._folded.get(key)
        version, state = kept or (0, projection.initial)
        if entries := await self._entries(place, version):
            state = fold(projection, entries, state)
            self._folded.put(key, (entries[-1].number, state))
        return state

    async def _folded_as_known(self, projection: Projection[S, V], place: Place, day: date, zone: str) -> S:
        entries = await self._entries(place, 0)
        if known := as_known(entries, end_of(day, zone)):
            return fold(projection, known)
        first = today_in(zone, entries[0].recorded_at)
        raise InvalidValue(
            "Nothing of this journey was recorded by then.", field="known_at", allowed=f"{first} or later"
        )
