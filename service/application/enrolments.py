"""Ends the enrolments of journeys that have ended.

Safe to repeat and to run in several processes: an enrolment that has already ended produces no events.
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
        """The journeys whose enrolment could not be ended, with the exception's name;
        they are tried again.
        """
        self._programmes = programmes
        self._enrolled = enrolled

    async def close_ended(self, actor_id: UUID) -> int:
        """Ends all due enrolments in an actor's name; returns how many.

        A failure does not stop the others.
        """
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
        """Ends an enrolment on the day its journey ended, or on its own first day if that is later."""
        programme = await self._programmes.get(over.programme_id, tenant_id=over.tenant_id)
        enrolled = programme.enrolled.get(over.journey_id)
        if enrolled is None:
            # The read model of enrolments lags behind.
            return False
        # In the journey's time zone it may be a day later than in the programme's.
        day = min(over.ended_on, self._programmes.resolve_day(programme, None))
        command = EndEnrolment(
            happened_on=max(day, enrolled.happened_on), journey_id=over.journey_id, ending=over.ending
        )
        stream, batch = stream_id(over.tenant_id, over.programme_id), CommandBatch.of(uuid4(), (command,))
        executed = await self._programmes.commands.execute(stream, [batch], actor_id)
        return executed.results[batch.command_id].events > 0
