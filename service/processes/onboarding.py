"""Records in a client's journey, once it has started, what her invitation brought: consents, a coach, a programme.

The id of each batch follows from those of the onboarding and the journey, so that it may be repeated, or executed by several
processes at once. What could not be recorded stays pending and is tried again.
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
from service.application.aggregates import stream_id
from service.application.batch_results import CommandIdTaken
from service.application.implied_commands import implied_commands
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.clock import today_in
from service.postgres.errors import StoreError
from service.processes.programme_handover import ProgrammeHandover

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

log = logging.getLogger(__name__)


class OnboardingProcess:
    """Executes what invitations brought on the journeys of those who accepted them."""

    def __init__(self, accounts: Accounts, journeys: Journeys, programmes: Programmes) -> None:
        self._accounts = accounts
        self._journeys = journeys
        self._programmes = programmes
        self._handover = ProgrammeHandover(programmes, journeys)

    async def on_journey_started(self, caller: Caller, journey_id: UUID) -> None:
        """A journey of the caller has started."""
        await self._onboard(caller.tenant_id, caller.person_id, journey_id, starting=True)

    async def on_person_joined(self, person: Person) -> None:
        """Somebody has accepted an invitation, and may have a journey already."""
        try:
            journeys = await self._accounts.journeys_of_person(person.tenant_id, person.person_id)
        except StoreError as failure:
            log.warning("an onboarding waits: %s", type(failure).__name__)
            return
        for journey_id in journeys:
            await self._onboard(person.tenant_id, person.person_id, journey_id, starting=False)

    async def process_pending(self, pool: "WorkerPool") -> None:
        """Executes what could not be executed before, in all organisations."""
        for tenant_id, person_id, journey_id in await all_pending_onboardings(pool):
            await self._onboard(tenant_id, person_id, journey_id, starting=True)

    async def _onboard(self, tenant_id: UUID, person_id: UUID, journey_id: UUID, *, starting: bool) -> None:
        try:
            for pending in await self._accounts.pending_onboardings(tenant_id, person_id, journey_id):
                await self._onboard_one(pending, journey_id, starting=starting)
                await self._accounts.complete_onboarding(pending)
        except UnknownJourney:
            # It was linked to her, and has not started.
            return
        except Exception as failure:
            log.warning("an onboarding of journey %s waits: %s", journey_id, type(failure).__name__)
            log.debug("onboarding: the reason", exc_info=True)

    async def _onboard_one(self, pending: PendingOnboarding, journey_id: UUID, *, starting: bool) -> None:
        journey = await self._journeys.get(journey_id, tenant_id=pending.tenant_id)
        day = _day(journey, pending)
        await self._execute(pending, journey_id, "consents", _consents(pending, journey_id, day))
        # A coach whom she chose when she started stays.
        if pending.coach_id and not (starting and journey.coaches.assigned):
            await self._assign(pending, journey_id, pending.coach_id, day)
        if pending.programme_id:
            await self._enrol(pending, journey_id, pending.programme_id)

    async def _assign(self, pending: PendingOnboarding, journey_id: UUID, coach_id: UUID, day: date) -> None:
        try:
            coach = await self._accounts.get_coach(pending.tenant_id, coach_id)
        except UnknownCoach:
            log.info("journey %s has no coach: the one of the invitation takes no clients", journey_id)
            return
        assigned = AssignCoach(happened_on=day, coach_id=coach.coach_id, name=coach.name)
        await self._execute(pending, journey_id, "coach", [assigned])

    async def _execute(
        self, pending: PendingOnboarding, journey_id: UUID, what: str, commands: Sequence[UserCommand]
    ) -> None:
        """In the client's name: she agreed to it by accepting."""
        if not commands:
            return
        stream = stream_id(pending.tenant_id, journey_id)
        batch = CommandBatch.of(uuid5(pending.arrival_id, f"{journey_id} {what}"), commands)
        implied = implied_commands(self._journeys, stream)
        try:
            await self._journeys.commands.execute(stream, [batch], pending.person_id, implied)
        except CommandIdTaken:
            log.info("journey %s was told of its %s before", journey_id, what)
        except UnknownJourney:
            raise
        except DomainError as error:
            log.warning(
                "journey %s did not take the %s of an invitation: %s", journey_id, what, type(error).__name__
            )

    async def _enrol(self, pending: PendingOnboarding, journey_id: UUID, programme_id: UUID) -> None:
        """In the name of who invited her."""
        try:
            programme = await self._programmes.get(programme_id, tenant_id=pending.tenant_id)
            coach_id = pending.coach_id if pending.coach_id in programme.coaches else None
            enrolled = EnrolJourney(
                happened_on=self._programmes.resolve_day(programme, None),
                journey_id=journey_id,
                coach_id=coach_id,
            )
            stream = stream_id(pending.tenant_id, programme_id)
            batch = CommandBatch.of(uuid5(pending.arrival_id, f"{journey_id} programme"), (enrolled,))
            await self._programmes.commands.execute(stream, [batch], pending.invited_by)
            await self._handover.on_batch_executed(stream, batch, pending.invited_by)
        except CommandIdTaken:
            log.info("journey %s was enrolled before", journey_id)
        except DomainError as error:
            log.warning("journey %s was not enrolled: %s", journey_id, type(error).__name__)


def _day(journey: Journey, pending: PendingOnboarding) -> date:
    """The day she agreed; the first day of a journey that started later."""
    agreed_on = today_in(journey.time_zone, pending.arrived_at)
    return max(journey.started.event.happened_on, agreed_on)


def _consents(pending: PendingOnboarding, journey_id: UUID, day: date) -> list[UserCommand]:
    return [
        GiveConsent(
            happened_on=day,
            consent_id=uuid5(pending.arrival_id, f"{journey_id} {purpose}"),
            purpose=purpose,
            wording=pending.wording,
        )
        for purpose in pending.consents
    ]
