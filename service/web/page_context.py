"""One visit to a page: who comes, when, and what they may see and tell."""

from datetime import date, datetime
from uuid import UUID

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from litestar.types import Scope

from domain.journey.aggregate import Journey
from domain.journey.decide import Command
from service.accounts.caller import Caller
from service.application.command_batch import fingerprint
from service.authorization.actions import Act
from service.authorization.authorized_journeys import JourneySeen, JourneysSeen
from service.authorization.authorizer import Rights
from service.authorization.cases import CasesSeen
from service.clock import Now, today_in
from service.event_store.log import Receipt
from service.http.dependencies import caller_of, cases_of, journeys_of, rights_of
from service.http.request_context import note_seen
from service.web.form_data import Answers
from service.web.journey_weeks import place_in_time
from service.web.layout import Frame, client_tabs, staff_tabs


class Visit:
    """Who visits, and the journeys as they may see them."""

    def __init__(
        self,
        caller: Caller,
        journeys: JourneysSeen,
        cases: CasesSeen,
        rights: Rights | None,
        moment: datetime,
    ) -> None:
        self.caller = caller
        self.journeys = journeys
        self.cases = cases
        self.rights = rights
        self.moment = moment

    async def see(self, act: Act, journey_id: UUID) -> JourneySeen:
        """A journey to look at for this. Raises `UnknownJourney`, `Forbidden`."""
        return await self.journeys.see(act, journey_id)

    async def tell(self, journey_id: UUID, answers: Answers, *commands: Command) -> Receipt:
        """Record what a form means, once. Raises `DomainError`, `Forbidden`, `CommandIdTaken`, `StoreError`."""
        return await self.journeys.obey(journey_id, answers.command_id, commands, fingerprint(commands))

    def today(self, journey: Journey) -> date:
        """The date where the client is."""
        return today_in(journey.started.fact.time_zone, self.moment)

    def client_frame(self, journey_id: UUID, journey: Journey, current: str) -> Frame:
        """Round a page of the client's own."""
        note_seen(len(journey.lines))
        started, plan = journey.started.fact, journey.course.plan
        end = plan.programme_end if plan else started.programme_end
        place = place_in_time(started.happened_on, end, self.today(journey))
        return Frame(tabs=client_tabs(journey_id), current=current, place=place)

    def staff_frame(self, current: str, place: str = "") -> Frame:
        """Round a page of a coach, a manager, a researcher or an administrator."""
        return Frame(tabs=staff_tabs(self.caller), current=current, place=place)


Visits = NamedDependency[SkipValidation[Visit]]


def visit_provider(now: Now) -> Provide:
    """Gives handlers their visit."""

    def visit(state: State, scope: Scope) -> Visit:
        return Visit(
            caller_of(scope), journeys_of(state, scope), cases_of(state, scope), rights_of(state), now()
        )

    return Provide(visit, sync_to_thread=False)
