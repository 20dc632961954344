"""Another coach: who may choose one, and how the former one loses sight of the journey at once."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from domain.errors import UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.decide import UserCommand
from domain.journey.events.sight import SightGranted
from domain.vocabulary import SightScope
from service.accounts.coaches import Coach
from service.application.command_batch import fingerprint_commands
from service.application.journeys import Journeys
from service.clock import Clock, today_in

if TYPE_CHECKING:
    from service.accounts.caller import Caller


def coach_choice_commands(coach: Coach, sight: SightScope | None, on: date) -> tuple[UserCommand, ...]:
    """What a client tells who chooses a coach, and says how much they see."""
    assigned = AssignCoach(happened_on=on, coach_id=coach.coach_id, name=coach.name)
    if sight is None:
        return (assigned,)
    seen = GrantSight(happened_on=on, reader_id=coach.coach_id, reader="coach", name=coach.name, scope=sight)
    return assigned, seen


async def with_sight_withdrawals(
    journeys: Journeys, tenant_id: UUID, journey_id: UUID, commands: Sequence[UserCommand]
) -> tuple[UserCommand, ...]:
    """The commands, and with a change of coach the end of what the former one was let see."""
    changes = [one for one in commands if isinstance(one, AssignCoach)]
    if changes:
        with suppress(UnknownJourney):
            journey = await journeys.get(journey_id, tenant_id=tenant_id)
            kept = {one.reader_id for one in commands if isinstance(one, GrantSight | WithdrawSight)}
            return (*commands, *_farewells(journey, changes[-1], kept))
    return tuple(commands)


def _farewells(journey: Journey, change: AssignCoach, kept: set[UUID]) -> list[UserCommand]:
    former = journey.coaches.assigned
    if former is None or former.coach_id in {change.coach_id, *kept}:
        return []
    granted = journey.sight.get(former.coach_id)
    if not isinstance(granted, SightGranted) or granted.reader != "coach":
        return []
    day = max(change.happened_on, granted.happened_on)
    return [WithdrawSight(happened_on=day, reader_id=former.coach_id)]


class CoachAssigner:
    """Gives journeys another coach in an administrator's name; who may is asked before."""

    def __init__(self, caller: "Caller", journeys: Journeys, *, now: Clock) -> None:
        self._caller = caller
        self._journeys = journeys
        self._now = now

    async def assign(self, journeys: Sequence[UUID], coach: Coach) -> list[UUID]:
        """Tell those that have begun and not ended. Which ones."""
        told: list[UUID] = []
        for journey_id in journeys:
            with suppress(UnknownJourney):
                journey = await self._journeys.get(journey_id, tenant_id=self._caller.tenant_id)
                if journey.endings.recorded is None:
                    await self._tell(journey, journey_id, coach)
                    told.append(journey_id)
        return told

    async def _tell(self, journey: Journey, journey_id: UUID, coach: Coach) -> None:
        today = today_in(journey.started.event.time_zone, self._now())
        assigned = AssignCoach(happened_on=today, coach_id=coach.coach_id, name=coach.name)
        commands = await with_sight_withdrawals(
            self._journeys, self._caller.tenant_id, journey_id, (assigned,)
        )
        await self._journeys.submit(
            journey_id,
            uuid4(),
            commands,
            fingerprint_commands(commands),
            actor_id=self._caller.person_id,
            tenant_id=self._caller.tenant_id,
        )
