"""A programme as the service meets it: wishes are decided and recorded, and what it hands to a journey is handed over."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID, uuid5

from domain.errors import InvalidOperation, UnknownJourney, UnknownProgramme
from domain.journey.aggregate import Journey
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.quests import OfferQuest
from domain.journey.decide import UserCommand
from domain.programme.aggregate import Programme
from domain.programme.commands import EnrolJourney, ProgrammeCommand
from service.application.aggregates import PROGRAMME_AGGREGATE
from service.application.command_batch import CommandBatch, CommandIdTaken, fingerprint_commands
from service.application.command_handler import CommandHandler
from service.application.folded_journey import resolve_day
from service.application.journeys import Journeys
from service.clock import Clock, today_in, utc_now
from service.event_store.errors import WrongTenant
from service.event_store.event_sealer import EventSealer
from service.event_store.log import CommandResult, EventLog
from service.event_store.stream_id import stream_id
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT

log = logging.getLogger(__name__)


class Programmes:
    """The programmes in one event log: obey, and read."""

    def __init__(
        self,
        log: EventLog,
        journeys: Journeys,
        *,
        now: Clock = utc_now,
        cached: int = 100,
        sealing: EventSealer | None = None,
    ) -> None:
        self._now = now
        self._journeys = journeys
        self._recorder = CommandHandler(log, PROGRAMME_AGGREGATE, now=now, cached=cached, sealing=sealing)

    async def submit(
        self,
        programme_id: UUID,
        command_id: UUID,
        commands: tuple[ProgrammeCommand, ...],
        seal: bytes,
        *,
        actor_id: UUID = LOCAL_ACTOR,
        tenant_id: UUID = LOCAL_TENANT,
    ) -> CommandResult:
        """Record what the commands mean, all of it or nothing; a repeat is answered like the first.

        A journey must exist to be enrolled; what the programme hands it is told in the journey right after.
        """
        enrolments = [(place, one) for place, one in enumerate(commands) if isinstance(one, EnrolJourney)]
        for place, enrolment in enrolments:
            await self._exists(enrolment, place, tenant_id)
        order = CommandBatch(command_id, seal, commands)
        try:
            receipts, _ = await self._recorder.execute(stream_id(tenant_id, programme_id), [order], actor_id)
        except WrongTenant:
            raise UnknownProgramme("There is no such programme.") from None
        programme = await self.get(programme_id, tenant_id=tenant_id)
        for _, enrolment in enrolments:
            # A repeat may come when its part has ended: then there is nothing to hand over.
            if enrolment.journey_id not in programme.enrolled:
                continue
            await self._hand_over(programme, enrolment, command_id, actor_id, tenant_id)
        return receipts[command_id]

    async def get(self, programme_id: UUID, *, tenant_id: UUID = LOCAL_TENANT) -> Programme:
        """A programme as it is now."""
        known = await self._recorder.load(stream_id(tenant_id, programme_id))
        if known.version == 0:
            raise UnknownProgramme("There is no such programme.")
        return known.state

    async def programme_names(
        self, programmes: Iterable[UUID], *, tenant_id: UUID = LOCAL_TENANT
    ) -> dict[UUID, str]:
        """What each of the programmes is called, read at once."""
        known = await self._recorder.load_many(tenant_id, programmes)
        return {programme_id: one.state.current_offer.name for programme_id, one in known.items()}

    def resolve_day(self, programme: Programme, on: date | None) -> date:
        """The day asked for, today when none is: from the opening to today in the programme's time zone."""
        opened = programme.opening
        today = today_in(opened.time_zone, self._now())
        return resolve_day(on, "on", first=opened.happened_on, today=today)

    async def _exists(self, enrolment: EnrolJourney, place: int, tenant_id: UUID) -> None:
        try:
            await self._journeys.get(enrolment.journey_id, tenant_id=tenant_id)
        except UnknownJourney:
            refusal = InvalidOperation(
                "There is no such journey.",
                field="journey_id",
                allowed="the id of a journey that has started",
            )
            refusal.command = place
            raise refusal from None

    async def _hand_over(
        self,
        programme: Programme,
        enrolment: EnrolJourney,
        command_id: UUID,
        actor_id: UUID,
        tenant_id: UUID,
    ) -> None:
        """Tell the journey what comes with its enrolment; what was handed over before is left alone."""
        journey = await self._journeys.get(enrolment.journey_id, tenant_id=tenant_id)
        today = today_in(journey.started.event.time_zone, self._now())
        commands = tuple(_handed(programme, journey, enrolment, today))
        if not commands:
            return
        try:
            await self._journeys.submit(
                enrolment.journey_id,
                uuid5(command_id, str(enrolment.journey_id)),
                commands,
                fingerprint_commands(commands),
                actor_id=actor_id,
                tenant_id=tenant_id,
            )
        except CommandIdTaken:
            log.info("journey %s was handed its programme before", enrolment.journey_id)


def _handed(
    programme: Programme, journey: Journey, enrolment: EnrolJourney, today: date
) -> Iterator[UserCommand]:
    if not programme.current_offer.game and journey.course.game is None:
        yield SwitchGame(happened_on=today, on=False)
    # The coach may have left since.
    coach = programme.coaches.get(enrolment.coach_id) if enrolment.coach_id else None
    if coach and journey.coaches.assigned is None:
        yield AssignCoach(happened_on=today, coach_id=coach.coach_id, name=coach.name)
    for quest in programme.quests.quests if programme.quests else ():
        if quest not in journey.quests:
            yield OfferQuest(happened_on=today, quest=quest)
