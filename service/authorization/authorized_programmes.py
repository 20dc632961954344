"""Programmes as one caller may see and lead them: by role, whichever programme it is."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.errors import InvalidOperation, UnknownJourney
from domain.programme.aggregate import Programme
from domain.programme.commands import EnrolJourney
from projections.alerts.projection import ALERTS
from projections.fold import Projection
from projections.programmes import ProgrammeSummary
from projections.totals.totals import shown_groups
from service.accounts.caller import Caller
from service.application.aggregates import StreamId, stream_id
from service.application.folded_journey import FoldedJourney
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer
from service.authorization.errors import Forbidden
from service.authorization.policy import JourneyAttributes, authorize
from service.event_store.log import CommandResult
from service.read_models.programme_list import ProgrammeList

JOURNEYS_PER_READ = 200
"""Journeys that are loaded and held in memory at a time."""

OnBatchExecuted = Callable[[StreamId, CommandBatch, UUID], Awaitable[None]]
"""A callback that runs after an actor's batch was executed on a programme."""


class AuthorizedProgrammes:
    """The programmes of the caller's organisation."""

    def __init__(
        self,
        caller: Caller,
        programmes: Programmes,
        journeys: Journeys,
        rights: Authorizer | None = None,
        *,
        on_executed: OnBatchExecuted,
    ) -> None:
        self._caller = caller
        self._on_executed = on_executed
        self._rights = rights
        self._programmes = programmes
        self._journeys = journeys

    @property
    def may_lead(self) -> bool:
        """Whether the caller may lead programmes, and so may know which journeys are part of them."""
        return authorize(
            self._caller, "manage_programme", JourneyAttributes(tenant_id=self._caller.tenant_id)
        ).allowed

    async def get(self, action: Action, programme_id: UUID) -> Programme:
        """A programme as it is now. Raises `Forbidden`, `UnknownProgramme`."""
        require_role_for(self._caller, action)
        return await self._programmes.get(programme_id, tenant_id=self._caller.tenant_id)

    def resolve_day(self, programme: Programme, on: date | None) -> date:
        """The requested day, or today in the programme's time zone."""
        return self._programmes.resolve_day(programme, on)

    async def submit(self, programme_id: UUID, batch: CommandBatch) -> CommandResult:
        """Executes a batch in the caller's name. Raises `Forbidden` and what `CommandHandler.execute` raises."""
        require_role_for(self._caller, "manage_programme")
        await self._require_enrollable(batch.commands)
        stream, actor_id = stream_id(self._caller.tenant_id, programme_id), self._caller.person_id
        executed = await self._programmes.commands.execute(stream, [batch], actor_id)
        await self._on_executed(stream, batch, actor_id)
        return executed.results[batch.command_id]

    async def recorded_result(self, programme_id: UUID, batch: CommandBatch) -> CommandResult | None:
        """The result of a batch of the caller's that was recorded before.

        Raises `CommandIdTaken`, `Forbidden`.
        """
        require_role_for(self._caller, "read_programmes")
        stream = stream_id(self._caller.tenant_id, programme_id)
        found = await self._programmes.commands.recorded_results(stream, [batch], self._caller.person_id)
        return found.get(batch.command_id)

    async def load_journeys(
        self, programme: Programme, *projections: Projection[Any, Any]
    ) -> AsyncIterator[FoldedJourney]:
        """Every journey that was ever enrolled, for totals only:
        a single one must not be shown. Raises `Forbidden`.

        Erased journeys are left out: they count as enrolled, and add nothing to the totals.
        """
        require_role_for(self._caller, "read_totals")
        usable = await self._usable(programme.since)
        for first in range(0, len(usable), JOURNEYS_PER_READ):
            some = usable[first : first + JOURNEYS_PER_READ]
            found = await self._journeys.load_many(some, *projections, tenant_id=self._caller.tenant_id)
            for folded in found.values():
                yield folded

    async def _usable(self, journeys: Iterable[UUID]) -> list[UUID]:
        """The journeys that are not restricted."""
        found = list(journeys)
        if self._rights is None:
            return found
        restricted = await self._rights.restrictions.restricted_among(self._caller.tenant_id, found)
        return [one for one in found if one not in restricted]

    async def _require_enrollable(self, commands: Sequence[Command]) -> None:
        """Raises unless each journey to enrol exists and is not restricted;
        otherwise it could not record its programme.
        """
        for place, command in enumerate(commands):
            if isinstance(command, EnrolJourney):
                try:
                    await self._require_usable(command.journey_id)
                except InvalidOperation as error:
                    error.command = place
                    raise

    async def _require_usable(self, journey_id: UUID) -> None:
        # Whether a journey is restricted is between its client and whoever looks after people.
        known = bool(await self._usable([journey_id]))
        try:
            await self._journeys.get(journey_id, tenant_id=self._caller.tenant_id)
        except UnknownJourney:
            known = False
        if not known:
            raise InvalidOperation(
                "There is no such journey.",
                field="journey_id",
                allowed="the id of a journey that has started",
            )


def count_silence(counted: Counter[UUID | None], folded: FoldedJourney) -> None:
    """Counts a journey for its coach (None without one) if they have not spoken for long.

    `ALERTS` must be loaded.
    """
    if any(one.to == "manager" for one in folded.view(ALERTS)):
        assigned = folded.journey.coaches.assigned
        counted[assigned.coach_id if assigned else None] += 1


def shown_silences(counted: Mapping[UUID | None, int]) -> Mapping[UUID | None, int]:
    """The coaches with as many silent journeys as may be shown, those with the most first."""
    return dict(sorted(shown_groups(counted).items(), key=lambda one: (-one[1], str(one[0]))))


class AuthorizedProgrammeList:
    """The list of the programmes of the caller's organisation."""

    def __init__(self, caller: Caller, programme_list: ProgrammeList) -> None:
        self._caller = caller
        self._programme_list = programme_list

    async def all(self) -> list[ProgrammeSummary]:
        """All programmes, the newest first. Raises `Forbidden`."""
        require_role_for(self._caller, "read_programmes")
        return await self._programme_list.all(tenant_id=self._caller.tenant_id)


def require_role_for(caller: Caller, action: Action) -> None:
    """Raises `Forbidden` unless the caller's roles include this action."""
    decision = authorize(caller, action, JourneyAttributes(tenant_id=caller.tenant_id))
    if not decision.allowed:
        raise Forbidden(decision)
