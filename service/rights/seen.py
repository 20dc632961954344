"""The journeys as one caller may see them: whoever has only this cannot look past the policy."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from domain.history import Entry
from domain.journey.decisions import Command
from domain.journey.state import Journey
from projections.fold import Projection
from service.accounts.caller import Caller
from service.journeys import Journeys
from service.reading import Reading
from service.rights.access_log import LookPage
from service.rights.acts import Act
from service.rights.cases import CaseSeen
from service.rights.policy import Level, Verdict
from service.rights.refusals import Forbidden
from service.rights.rights import Rights, without
from service.store.log import EventLog, Receipt

S = TypeVar("S")
V = TypeVar("V")

NOTHING_CLOSED = Verdict(allowed=False, why="seen_already", level="whole")


class JourneySeen:
    """One journey, and how much of it is seen."""

    def __init__(self, journeys: Journeys, tenant_id: UUID, journey_id: UUID, level: Level) -> None:
        self.level: Level = level
        self._journeys = journeys
        self._tenant_id = tenant_id
        self._journey_id = journey_id

    async def journey(self) -> Journey:
        """As decisions see it now."""
        return await self._journeys.journey(self._journey_id, tenant_id=self._tenant_id)

    async def entries(self, *, after: int = 0) -> list[Entry]:
        """Its history above a number, in order."""
        return await self._journeys.entries(self._journey_id, after=after, tenant_id=self._tenant_id)

    async def read(self, projection: Projection[S, V]) -> Reading[S]:
        """Folded up to now."""
        return await self._journeys.read(projection, self._journey_id, tenant_id=self._tenant_id)

    async def view(
        self, projection: Projection[S, V], *, on: date | None = None, known_at: date | None = None
    ) -> V:
        """What a projection shows of it on a day, as it was known at the end of a day."""
        return await self._journeys.view(
            projection, self._journey_id, on=on, known_at=known_at, tenant_id=self._tenant_id
        )


class JourneysSeen:
    """Every journey that a caller may see or tell something of; without rights, on one's own machine, all of them."""

    def __init__(self, caller: Caller, journeys: Journeys, rights: Rights | None) -> None:
        self._caller = caller
        self._journeys = journeys
        self._rights = rights

    @property
    def log(self) -> EventLog:
        """The log, to ask how far it is."""
        return self._journeys.log

    async def see(self, act: Act, journey_id: UUID) -> JourneySeen:
        """A journey to look at for this; the look is noted. Raises `UnknownJourney`, `Forbidden`."""
        rights = self._rights
        verdict = await rights.look(self._caller, act, journey_id) if rights else without(self._caller, act)
        return JourneySeen(self._journeys, self._caller.tenant_id, journey_id, verdict.level)

    def listed(self, seen: CaseSeen) -> JourneySeen:
        """A journey of the list, which was asked for as one of the caller's own."""
        return JourneySeen(self._journeys, self._caller.tenant_id, seen.case.journey_id, seen.level)

    async def obey(
        self, journey_id: UUID, command_id: UUID, commands: tuple[Command, ...], seal: bytes
    ) -> Receipt:
        """Record in this caller's name what they may tell. Raises `UnknownJourney`, `Forbidden`."""
        if self._rights:
            await self._rights.allow(self._caller, journey_id, commands)
        else:
            without(self._caller, "tell_own")
        return await self._journeys.obey(
            journey_id,
            command_id,
            commands,
            seal,
            actor_id=self._caller.person_id,
            tenant_id=self._caller.tenant_id,
        )

    async def looks(self, journey_id: UUID, cursor: str | None, limit: int) -> LookPage:
        """Who looked at a journey, the latest first; nobody is noted on one's own machine. Raises `UnknownLook`."""
        seen = await self.see("read_access_log", journey_id)
        await seen.journey()
        if self._rights is None:
            return LookPage([], None)
        return await self._rights.access_log.page(self._caller.tenant_id, journey_id, cursor, limit)

    async def break_glass(self, journey_id: UUID, reason: str) -> datetime:
        """Look without having been granted it, and say why. Until when. Raises `UnknownJourney`, `Forbidden`."""
        if self._rights is None:
            without(self._caller, "break_glass")
            await self._journeys.journey(journey_id, tenant_id=self._caller.tenant_id)
            raise Forbidden(NOTHING_CLOSED)
        return await self._rights.break_glass(self._caller, journey_id, reason)
