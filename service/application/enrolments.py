"""Ends the enrolments of journeys that have ended.

It may be repeated, or done by several processes at once: the programme decides, and an enrolment that has ended already produces
no events.
"""

import logging
from uuid import UUID, uuid4

from domain.aggregate import CommandBatch
from domain.programme.commands import EndEnrolment
from service.application.aggregates import stream_id
from service.application.programmes import Programmes
from service.read_models.enrolments import EndedEnrolment, EnrolmentList

log = logging.getLogger(__name__)


class EnrolmentCloser:
    """Ends the enrolments of journeys that have ended."""

    def __init__(self, programmes: Programmes, enrolled: EnrolmentList) -> None:
        self.troubled: dict[UUID, str] = {}
        """The journeys whose enrolment could not be ended, with the name of the exception; they are tried again."""
        self._programmes = programmes
        self._enrolled = enrolled

    async def close_ended(self, actor_id: UUID) -> int:
        """Ends what is over, in an actor's name, and returns how many; one that fails holds up no other."""
        failed: dict[UUID, str] = {}
        ended = 0
        for one in await self._enrolled.ended():
            try:
                ended += await self._end(one, actor_id)
            except Exception as failure:
                failed[one.journey_id] = type(failure).__name__
                log.warning("enrolment of journey %s: %s", one.journey_id, type(failure).__name__)
                log.debug("enrolments: the reason", exc_info=True)
        self.troubled = failed
        return ended

    async def _end(self, over: EndedEnrolment, actor_id: UUID) -> bool:
        """End one on the day its journey ended; on its own first day, should that be later."""
        programme = await self._programmes.get(over.programme_id, tenant_id=over.tenant_id)
        enrolled = programme.enrolled.get(over.journey_id)
        if enrolled is None:
            # The list of enrolments is a little behind.
            return False
        # It may be tomorrow already where the journey is.
        day = min(over.ended_on, self._programmes.resolve_day(programme, None))
        command = EndEnrolment(
            happened_on=max(day, enrolled.happened_on), journey_id=over.journey_id, ending=over.ending
        )
        stream, batch = stream_id(over.tenant_id, over.programme_id), CommandBatch.of(uuid4(), (command,))
        executed = await self._programmes.commands.execute(stream, [batch], actor_id)
        return executed.results[batch.command_id].events > 0
