"""Programmes as one caller may see and lead them: by role, whichever programme it is."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.errors import InvalidOperation, UnknownJourney
from domain.programme.aggregate import Programme
from domain.programme.commands import EnrolJourney
from projections.alerts.projection import ALERTS
from projections.programmes import ProgrammeSummary
from projections.totals.contribution import JourneyContribution
from projections.totals.disclosure import JourneyGroup, form_groups, whole_groups
from projections.totals.projection import JOURNEY_CONTRIBUTION
from projections.totals.totals import Totals, compute_totals
from projections.totals.workload import SESSION_DAYS, ClientOfCoach, CoachWorkload, compute_workload
from service.accounts.caller import Caller
from service.application.aggregates import StreamId, stream_id
from service.application.desk_alerts import answered_alerts
from service.application.folded_journey import FoldedJourney
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.application.shown_alerts import shown_alerts
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer
from service.authorization.desk_entries import DeskJourney
from service.authorization.errors import Forbidden
from service.authorization.policy import JourneyAttributes, authorize
from service.event_store.log import CommandResult
from service.read_models.programme_list import ProgrammeList

GROUPS_PER_READ = 40
"""Groups whose journeys are loaded and held in memory at a time."""

OnBatchExecuted = Callable[[StreamId, CommandBatch, UUID], Awaitable[None]]
"""A callback that runs after an actor's batch was executed on a programme."""


class ProgrammeFigures(Struct, frozen=True, kw_only=True):
    """All that is told of the journeys of a programme to somebody who may not see them."""

    totals: Totals
    workload: tuple[CoachWorkload, ...]
    """What each coach has to do now, the most clients first."""

    @property
    def silences(self) -> Mapping[UUID | None, int]:
        """With how many clients each coach has not spoken for long, the most first; None for those without a coach.

        They are the numbers of the workload: what is hidden there is hidden here.
        """
        found = {one.coach_id: one.without_session for one in self.workload if one.without_session}
        return dict(sorted(found.items(), key=lambda one: (-one[1], str(one[0]))))


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
        await self._on_executed(stream, await self._without_restricted(batch), actor_id)
        return executed.results[batch.command_id]

    async def recorded_result(self, programme_id: UUID, batch: CommandBatch) -> CommandResult | None:
        """The result of a batch of the caller's that was recorded before.

        Raises `CommandIdTaken`, `Forbidden`.
        """
        require_role_for(self._caller, "read_programmes")
        stream = stream_id(self._caller.tenant_id, programme_id)
        found = await self._programmes.commands.recorded_results(stream, [batch], self._caller.person_id)
        return found.get(batch.command_id)

    async def figures(self, programme: Programme, on: date) -> ProgrammeFigures:
        """A programme in figures on a day, and its silent coaches now. Raises `Forbidden`.

        Journeys count in whole groups only (see `disclosure`): a group of which one was not enrolled or had not started
        by then, is restricted, was erased or cannot be read is left out. For the workload also one that goes on with
        several coaches, or of which one ended: what a coach has to do is told of the same fixed groups.
        """
        require_role_for(self._caller, "read_totals")
        groups = form_groups(await self._programmes.enrolments(tenant_id=self._caller.tenant_id))
        groups = whole_groups(groups, {one for one, since in programme.since.items() if since <= on})
        groups = whole_groups(groups, set(await self._usable(one for group in groups for one in group)))
        contributions: list[JourneyContribution] = []
        clients: list[ClientOfCoach] = []
        async for group in self._load_groups(groups):
            some = [one.view(JOURNEY_CONTRIBUTION, on=on) for one in group]
            if all(one.started for one in some):
                contributions += some
            if all(one.journey_id in programme.enrolled for one in group):
                clients += _clients_of_one_coach(group)
        return ProgrammeFigures(
            totals=compute_totals(contributions),
            workload=compute_workload(clients),
        )

    async def _load_groups(self, groups: Sequence[JourneyGroup]) -> AsyncIterator[list[FoldedJourney]]:
        """The journeys of each group of which all can be read."""
        for first in range(0, len(groups), GROUPS_PER_READ):
            some = groups[first : first + GROUPS_PER_READ]
            journeys = [one for group in some for one in group]
            found = await self._journeys.load_many(
                journeys, JOURNEY_CONTRIBUTION, ALERTS, passing=True, tenant_id=self._caller.tenant_id
            )
            for group in whole_groups(some, found):
                yield [found[one] for one in group]

    async def _usable(self, journeys: Iterable[UUID]) -> list[UUID]:
        """The journeys that are not restricted."""
        found = list(journeys)
        if self._rights is None:
            return found
        restricted = await self._rights.restrictions.restricted_among(self._caller.tenant_id, found)
        return [one for one in found if one not in restricted]

    async def _require_enrollable(self, commands: Sequence[Command]) -> None:
        """Raises unless each journey to enrol exists, and is not restricted or was enrolled somewhere before.

        Whoever leads programmes knows of those: an answer that is another than before would tell of the restriction.
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
        known = bool(await self._usable([journey_id])) or await self._was_enrolled(journey_id)
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

    async def _was_enrolled(self, journey_id: UUID) -> bool:
        enrolments = await self._programmes.enrolments(tenant_id=self._caller.tenant_id)
        return any(one == journey_id for _, one in enrolments)

    async def _without_restricted(self, batch: CommandBatch) -> CommandBatch:
        """The batch without enrolments of restricted journeys, in which nothing is recorded."""
        enrolled = {one.journey_id for one in batch.commands if isinstance(one, EnrolJourney)}
        restricted = enrolled - set(await self._usable(enrolled)) if enrolled else set[UUID]()
        return replace(
            batch,
            commands=tuple(
                one
                for one in batch.commands
                if not (isinstance(one, EnrolJourney) and one.journey_id in restricted)
            ),
        )


def _clients_of_one_coach(group: Sequence[FoldedJourney]) -> list[ClientOfCoach]:
    """The journeys of a group if all go on with one coach, or all without any; none of them otherwise."""
    if any(one.journey.endings.recorded for one in group) or len({_coach_of(one) for one in group}) > 1:
        return []
    return [_client_of_coach(one) for one in group]


def _client_of_coach(folded: FoldedJourney) -> ClientOfCoach:
    journey, today = folded.journey, folded.today
    days = [(today - one.happened_on).days for one in journey.check_ins.values()]
    shown = shown_alerts(folded)
    alerts = answered_alerts(shown, journey.alerts, today, ended=journey.endings.recorded is not None)
    return ClientOfCoach(
        coach_id=_coach_of(folded),
        without_session=any(one.to == "manager" for one in shown),
        needs_someone=any(one.needs_attention(today) for one in alerts),
        sessions=sum(one < SESSION_DAYS for one in days),
    )


def _coach_of(folded: FoldedJourney) -> UUID | None:
    assigned = folded.journey.coaches.assigned
    return assigned.coach_id if assigned else None


class AuthorizedProgrammeList:
    """The list of the programmes of the caller's organisation."""

    def __init__(self, caller: Caller, programme_list: ProgrammeList) -> None:
        self._caller = caller
        self._programme_list = programme_list

    async def all(self) -> list[ProgrammeSummary]:
        """All programmes, the newest first. Raises `Forbidden`."""
        require_role_for(self._caller, "read_programmes")
        return await self._programme_list.all(tenant_id=self._caller.tenant_id)

    async def of_own_clients(self, clients: Sequence[DeskJourney]) -> dict[UUID, list[str]]:
        """The names of the programmes that the caller's own clients are part of. Raises `Forbidden`.

        Of others only who may lead programmes knows that; whoever is on the caller's desk has the caller as a coach.
        """
        require_role_for(self._caller, "read_programmes")
        ids = [one.case.journey_id for one in clients]
        return await self._programme_list.names_by_journey(ids, tenant_id=self._caller.tenant_id)


def require_role_for(caller: Caller, action: Action) -> None:
    """Raises `Forbidden` unless the caller's roles include this action."""
    decision = authorize(caller, action, JourneyAttributes(tenant_id=caller.tenant_id))
    if not decision.allowed:
        raise Forbidden(decision)
