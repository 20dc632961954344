"""What a programme hands to the journeys that it enrols: whether there is a game, a coach, and its quests."""

import logging
from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid5

from domain.aggregate import CommandBatch
from domain.journey.aggregate import Journey
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.quests import OfferQuest
from domain.journey.decide import UserCommand
from domain.programme.aggregate import Programme
from domain.programme.commands import EnrolJourney
from service.application.aggregates import StreamId, stream_id
from service.application.batch_results import CommandIdTaken
from service.application.journeys import Journeys
from service.application.programmes import Programmes

log = logging.getLogger(__name__)


class ProgrammeHandover:
    """Tells journeys what comes with their enrolment.

    The id of what it tells follows from that of the enrolment's batch, so that it may be repeated.
    """

    def __init__(self, programmes: Programmes, journeys: Journeys) -> None:
        self._programmes = programmes
        self._journeys = journeys

    async def on_batch_executed(self, stream: StreamId, batch: CommandBatch, actor_id: UUID) -> None:
        """A batch was executed on a programme: hands over to the journeys that it enrolled."""
        enrolments = [one for one in batch.commands if isinstance(one, EnrolJourney)]
        if not enrolments:
            return
        programme = await self._programmes.get(stream.stream, tenant_id=stream.tenant_id)
        for enrolment in enrolments:
            # A repeat may come when its part has ended: then there is nothing to hand over.
            if enrolment.journey_id in programme.enrolled:
                journey_stream = stream_id(stream.tenant_id, enrolment.journey_id)
                await self._hand_over(programme, enrolment, journey_stream, batch.command_id, actor_id)

    async def _hand_over(
        self,
        programme: Programme,
        enrolment: EnrolJourney,
        stream: StreamId,
        command_id: UUID,
        actor_id: UUID,
    ) -> None:
        journey = await self._journeys.get(stream.stream, tenant_id=stream.tenant_id)
        commands = tuple(_handover_commands(programme, journey, enrolment, self._journeys.today(journey)))
        if not commands:
            return
        batch = CommandBatch.of(uuid5(command_id, str(enrolment.journey_id)), commands)
        try:
            await self._journeys.commands.execute(stream, [batch], actor_id)
        except CommandIdTaken:
            log.info("journey %s was handed its programme before", enrolment.journey_id)


def _handover_commands(
    programme: Programme, journey: Journey, enrolment: EnrolJourney, today: date
) -> Iterator[UserCommand]:
    """What the programme offers and the journey does not have yet."""
    if not programme.current_offer.game and journey.course.game is None:
        yield SwitchGame(happened_on=today, on=False)
    # The coach may have left since.
    coach = programme.coaches.get(enrolment.coach_id) if enrolment.coach_id else None
    if coach and journey.coaches.assigned is None:
        yield AssignCoach(happened_on=today, coach_id=coach.coach_id, name=coach.name)
    for quest in programme.quests.quests if programme.quests else ():
        if quest not in journey.quests:
            yield OfferQuest(happened_on=today, quest=quest)
