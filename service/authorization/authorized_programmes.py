"""The programmes as one caller may see and lead them: it goes by role, whichever programme it is."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.errors import InvalidOperation
from domain.programme.aggregate import Programme
from domain.programme.commands import EnrolJourney, ProgrammeCommand
from projections.alerts import ALERTS
from projections.fold import Projection
from projections.programmes import ProgrammeSummary
from service.accounts.caller import Caller
from service.application.folded_journey import FoldedJourney
from service.application.journeys import Journeys
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer
from service.authorization.errors import Forbidden
from service.authorization.policy import JourneyAttributes, authorize
from service.event_store.log import CommandResult
from service.programmes import Programmes
from service.read_models.programme_list import ProgrammeList

JOURNEYS_PER_READ = 200
"""Journeys that are read and held in memory at a time."""


class AuthorizedProgrammes:
    """The programmes of the caller's organisation."""

    def __init__(
        self, caller: Caller, programmes: Programmes, journeys: Journeys, rights: Authorizer | None = None
    ) -> None:
        self._caller = caller
        self._rights = rights
        self._programmes = programmes
        self._journeys = journeys

    @property
    def may_lead(self) -> bool:
        """Whether this caller may lead programmes, and so knows which journeys are part of them."""
        return authorize(
            self._caller, "manage_programme", JourneyAttributes(tenant_id=self._caller.tenant_id)
        ).allowed

    async def get(self, act: Action, programme_id: UUID) -> Programme:
        """A programme as it is now. Raises `Forbidden`, `UnknownProgramme`."""
        require_role_for(self._caller, act)
        return await self._programmes.get(programme_id, tenant_id=self._caller.tenant_id)

    def resolve_day(self, programme: Programme, on: date | None) -> date:
        """The day asked for, today when none is."""
        return self._programmes.resolve_day(programme, on)

    async def submit(
        self, programme_id: UUID, command_id: UUID, commands: tuple[ProgrammeCommand, ...], seal: bytes
    ) -> CommandResult:
        """Record in this caller's name. Raises `Forbidden`, `InvalidOperation`."""
        require_role_for(self._caller, "manage_programme")
        await self._may_be_used(commands)
        return await self._programmes.submit(
            programme_id,
            command_id,
            commands,
            seal,
            actor_id=self._caller.person_id,
            tenant_id=self._caller.tenant_id,
        )

    async def load_journeys(
        self, programme: Programme, *projections: Projection[Any, Any]
    ) -> AsyncIterator[FoldedJourney]:
        """Every journey that ever was part of it, for sums: nothing of one alone leaves this service. Raises `Forbidden`.

        Erased ones are left out: they count among the enrolled, and add nothing to the figures.
        """
        require_role_for(self._caller, "read_totals")
        usable = await self._usable(programme.since)
        for first in range(0, len(usable), JOURNEYS_PER_READ):
            some = usable[first : first + JOURNEYS_PER_READ]
            found = await self._journeys.load_many(some, *projections, tenant_id=self._caller.tenant_id)
            for folded in found.values():
                yield folded

    async def _usable(self, journeys: Iterable[UUID]) -> list[UUID]:
        """Without those whose use is restricted."""
        found = list(journeys)
        if self._rights is None:
            return found
        restricted = await self._rights.restrictions.restricted_among(self._caller.tenant_id, found)
        return [one for one in found if one not in restricted]

    async def _may_be_used(self, commands: Sequence[ProgrammeCommand]) -> None:
        """What is enrolled is handed something, and nothing is told in a restricted journey."""
        for place, command in enumerate(commands):
            if isinstance(command, EnrolJourney) and not await self._usable([command.journey_id]):
                refusal = InvalidOperation(
                    "The use of this journey is restricted.",
                    field="journey_id",
                    allowed="a journey that may be used",
                )
                refusal.command = place
                raise refusal


def count_silence(counted: Counter[UUID | None], folded: FoldedJourney) -> None:
    """Count a journey against its coach (None without one) if they have not spoken for long. `ALERTS` must have been loaded."""
    if any(one.to == "manager" for one in folded.view(ALERTS)):
        assigned = folded.journey.coaches.assigned
        counted[assigned.coach_id if assigned else None] += 1


class AuthorizedProgrammeList:
    """The list of the programmes of the caller's organisation."""

    def __init__(self, caller: Caller, programme_list: ProgrammeList) -> None:
        self._caller = caller
        self._programme_list = programme_list

    async def all(self) -> list[ProgrammeSummary]:
        """Every programme, the newest first. Raises `Forbidden`."""
        require_role_for(self._caller, "read_programmes")
        return await self._programme_list.all(tenant_id=self._caller.tenant_id)


def require_role_for(caller: Caller, act: Action) -> None:
    """Raise `Forbidden` when their role does not include this."""
    verdict = authorize(caller, act, JourneyAttributes(tenant_id=caller.tenant_id))
    if not verdict.allowed:
        raise Forbidden(verdict)
