"""Loads programmes of an event log."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from domain.programme.aggregate import Programme
from domain.programme.events import JourneyEnrolled
from service.application.aggregates import PROGRAMME_AGGREGATE, programme_not_found, stream_id
from service.application.command_handler import CommandHandler
from service.application.folded_journey import resolve_day
from service.application.long_work import LongWork
from service.clock import Clock, today_in, utc_now
from service.event_store.event_sealer import EventSealer
from service.event_store.log import EventLog
from service.system_ids import LOCAL_TENANT

ENROLMENTS = msgspec.json.Decoder(JourneyEnrolled)


class Programmes:
    """Loads programmes. `commands` executes commands on them."""

    def __init__(
        self, log: EventLog, *, now: Clock = utc_now, cached: int = 100, sealing: EventSealer | None
    ) -> None:
        self.commands: CommandHandler[Programme] = CommandHandler(
            log, PROGRAMME_AGGREGATE, now=now, cached=cached, sealing=sealing, long_work=LongWork()
        )
        self._log = log
        self._now = now

    async def get(self, programme_id: UUID, *, tenant_id: UUID = LOCAL_TENANT) -> Programme:
        """A programme as it is now. Raises `UnknownProgramme`."""
        known = await self.commands.load(stream_id(tenant_id, programme_id))
        if known.version == 0:
            raise programme_not_found()
        return known.state

    async def programme_names(
        self, programmes: Iterable[UUID], *, tenant_id: UUID = LOCAL_TENANT
    ) -> dict[UUID, str]:
        """The names of programmes, by id, in one read."""
        known = await self.commands.load_many(tenant_id, programmes)
        return {programme_id: one.state.current_offer.name for programme_id, one in known.items()}

    async def enrolments(self, *, tenant_id: UUID) -> list[tuple[UUID, UUID]]:
        """Programme and journey of every enrolment that was ever recorded in an organisation, in that order."""
        rows = await self._log.read_enrolments(tenant_id=tenant_id)
        return [(row.originator_id, ENROLMENTS.decode(row.state).journey_id) for row in rows]

    def resolve_day(self, programme: Programme, on: date | None) -> date:
        """The requested day, or today; from the opening to today in the programme's time zone.

        Raises `InvalidValue`.
        """
        opened = programme.opening
        today = today_in(opened.time_zone, self._now())
        return resolve_day(on, "on", first=opened.happened_on, today=today)
