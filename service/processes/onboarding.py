"""Arrivals: what somebody agreed to by an invitation, and whom she was promised, is told in her journey once there is one.

Each telling has an id made of the arrival's and the journey's: it may be repeated, or done by several processes at once. What
could not be told stays, and is tried again.
"""

import logging
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from domain.aggregate import CommandBatch
from domain.errors import DomainError, UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.consents import GiveConsent
from domain.journey.decide import UserCommand
from domain.programme.commands import EnrolJourney
from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import UnknownCoach
from service.accounts.organisation_directory import all_pending_onboardings
from service.accounts.pending_onboarding import PendingOnboarding
from service.accounts.people import Person
from service.application.command_handler import CommandIdTaken
from service.application.implied_commands import implied_commands
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.clock import today_in
from service.event_store.log import stream_id
from service.postgres.errors import StoreError
from service.processes.programme_handover import ProgrammeHandover

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

log = logging.getLogger(__name__)


class OnboardingProcess:
    """Tells journeys what invitations brought."""

    def __init__(self, accounts: Accounts, journeys: Journeys, programmes: Programmes) -> None:
        self._accounts = accounts
        self._journeys = journeys
        self._programmes = programmes
        self._handover = ProgrammeHandover(programmes, journeys)

    async def on_journey_started(self, caller: Caller, journey_id: UUID) -> None:
        """A journey of the caller's has begun."""
        await self._tell(caller.tenant_id, caller.person_id, journey_id, anew=True)

    async def on_person_joined(self, person: Person) -> None:
        """Somebody has come in, who may have a journey already."""
        try:
            journeys = await self._accounts.journeys_of_person(person.tenant_id, person.person_id)
        except StoreError as failure:
            log.warning("an arrival waits: %s", type(failure).__name__)
            return
        for journey_id in journeys:
            await self._tell(person.tenant_id, person.person_id, journey_id, anew=False)

    async def process_pending(self, pool: "WorkerPool") -> None:
        """Tell what could not be told before, in all organisations."""
        for tenant_id, person_id, journey_id in await all_pending_onboardings(pool):
            await self._tell(tenant_id, person_id, journey_id, anew=True)

    async def _tell(self, tenant_id: UUID, person_id: UUID, journey_id: UUID, *, anew: bool) -> None:
        try:
            for arrival in await self._accounts.pending_onboardings(tenant_id, person_id, journey_id):
                await self._tell_one(arrival, journey_id, anew=anew)
                await self._accounts.complete_onboarding(arrival)
        except UnknownJourney:
            # It was made hers, and has not begun.
            return
        except StoreError as failure:
            log.warning("an arrival in journey %s waits: %s", journey_id, type(failure).__name__)

    async def _tell_one(self, arrival: PendingOnboarding, journey_id: UUID, *, anew: bool) -> None:
        journey = await self._journeys.get(journey_id, tenant_id=arrival.tenant_id)
        day = _day(journey, arrival)
        await self._execute(arrival, journey_id, "consents", _consents(arrival, journey_id, day))
        # A coach she chose herself when she set out is the one.
        if arrival.coach_id and not (anew and journey.coaches.assigned):
            await self._assign(arrival, journey_id, arrival.coach_id, day)
        if arrival.programme_id:
            await self._enrol(arrival, journey_id, arrival.programme_id)

    async def _assign(self, arrival: PendingOnboarding, journey_id: UUID, coach_id: UUID, day: date) -> None:
        try:
            coach = await self._accounts.get_coach(arrival.tenant_id, coach_id)
        except UnknownCoach:
            log.info("journey %s has no coach: the one of the invitation takes no clients", journey_id)
            return
        assigned = AssignCoach(happened_on=day, coach_id=coach.coach_id, name=coach.name)
        await self._execute(arrival, journey_id, "coach", [assigned])

    async def _execute(
        self, arrival: PendingOnboarding, journey_id: UUID, what: str, commands: Sequence[UserCommand]
    ) -> None:
        """In her own name: she agreed to it by coming."""
        if not commands:
            return
        stream = stream_id(arrival.tenant_id, journey_id)
        batch = CommandBatch.of(uuid5(arrival.arrival_id, f"{journey_id} {what}"), commands)
        implied = implied_commands(self._journeys, stream)
        try:
            await self._journeys.commands.execute(stream, [batch], arrival.person_id, implied)
        except CommandIdTaken:
            log.info("journey %s was told of its %s before", journey_id, what)
        except UnknownJourney:
            raise
        except DomainError as refusal:
            log.warning(
                "journey %s refused the %s of an invitation: %s", journey_id, what, type(refusal).__name__
            )

    async def _enrol(self, arrival: PendingOnboarding, journey_id: UUID, programme_id: UUID) -> None:
        """In the name of who asked her in."""
        try:
            programme = await self._programmes.get(programme_id, tenant_id=arrival.tenant_id)
            coach_id = arrival.coach_id if arrival.coach_id in programme.coaches else None
            enrolled = EnrolJourney(
                happened_on=self._programmes.resolve_day(programme, None),
                journey_id=journey_id,
                coach_id=coach_id,
            )
            stream = stream_id(arrival.tenant_id, programme_id)
            batch = CommandBatch.of(uuid5(arrival.arrival_id, f"{journey_id} programme"), (enrolled,))
            await self._programmes.commands.execute(stream, [batch], arrival.invited_by)
            await self._handover.on_batch_executed(stream, batch, arrival.invited_by)
        except CommandIdTaken:
            log.info("journey %s was enrolled before", journey_id)
        except DomainError as refusal:
            log.warning("journey %s was not enrolled: %s", journey_id, type(refusal).__name__)


def _day(journey: Journey, arrival: PendingOnboarding) -> date:
    """The day she agreed; the first of a journey that began later."""
    start = journey.started.event
    return max(start.happened_on, today_in(start.time_zone, arrival.arrived_at))


def _consents(arrival: PendingOnboarding, journey_id: UUID, day: date) -> list[UserCommand]:
    return [
        GiveConsent(
            happened_on=day,
            consent_id=uuid5(arrival.arrival_id, f"{journey_id} {purpose}"),
            purpose=purpose,
            wording=arrival.wording,
        )
        for purpose in arrival.consents
    ]
