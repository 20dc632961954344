"""Choosing a coach: a client for her own journey, an administrator for several."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from domain.aggregate import CommandBatch
from domain.errors import UnknownJourney
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.sight import GrantSight
from domain.journey.decide import UserCommand
from domain.vocabulary import SightScope
from service.accounts.accounts import Accounts
from service.accounts.coaches import Coach
from service.application.aggregates import stream_id
from service.application.implied_commands import implied_commands
from service.application.journeys import Journeys

if TYPE_CHECKING:
    from service.accounts.caller import Caller


async def coach_choice_commands(
    accounts: Accounts, tenant_id: UUID, coach_id: UUID, sight: SightScope | None, on: date
) -> tuple[UserCommand, ...]:
    """The commands of a client who chooses a coach and grants sight (None: no sight). Raises `UnknownCoach`."""
    coach = await accounts.get_coach(tenant_id, coach_id)
    assigned = AssignCoach(happened_on=on, coach_id=coach.coach_id, name=coach.name)
    if sight is None:
        return (assigned,)
    granted = GrantSight(
        happened_on=on, reader_id=coach.coach_id, reader="coach", name=coach.name, scope=sight
    )
    return assigned, granted


class CoachAssigner:
    """Assigns journeys to another coach in an administrator's name.

    The caller has been authorized already.
    """

    def __init__(self, caller: "Caller", journeys: Journeys) -> None:
        self._caller = caller
        self._journeys = journeys

    async def assign_to_client(self, accounts: Accounts, person_id: UUID, coach_id: UUID) -> list[UUID]:
        """Assigns the coach to a client's running journeys, or to her next one if she has none.

        Returns the ids of the journeys that were assigned.
        """
        tenant_id = self._caller.tenant_id
        await accounts.get_person(tenant_id, person_id)
        coach = await accounts.get_coach(tenant_id, coach_id)
        journeys = await accounts.journeys_of_person(tenant_id, person_id)
        if not journeys:
            await accounts.set_onboarding_coach(self._caller, person_id, coach_id)
        return await self._assign_to(sorted(journeys), coach)

    async def _assign_to(self, journeys: Sequence[UUID], coach: Coach) -> list[UUID]:
        """Assigns the coach to those journeys that have started and not ended; returns these."""
        assigned: list[UUID] = []
        for journey_id in journeys:
            with suppress(UnknownJourney):
                journey = await self._journeys.get(journey_id, tenant_id=self._caller.tenant_id)
                if journey.endings.recorded is None:
                    await self._assign(journey_id, coach, self._journeys.today(journey))
                    assigned.append(journey_id)
        return assigned

    async def _assign(self, journey_id: UUID, coach: Coach, today: date) -> None:
        stream = stream_id(self._caller.tenant_id, journey_id)
        command = AssignCoach(happened_on=today, coach_id=coach.coach_id, name=coach.name)
        await self._journeys.commands.execute(
            stream,
            [CommandBatch.of(uuid4(), (command,))],
            self._caller.person_id,
            complete=implied_commands(self._journeys, stream),
        )
