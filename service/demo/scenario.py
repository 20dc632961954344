"""Sets up the demo: the organisation, its people, and journeys recorded in the names of clients and coaches."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, get_args
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from domain.aggregate import CommandBatch
from domain.errors import UnknownJourney, UnknownProgramme
from domain.journey.commands.agreements import SetChallenge
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.quests import OfferQuest
from domain.journey.commands.sight import GrantSight
from domain.journey.decide import UserCommand
from domain.programme.commands import EnrolJourney, JoinAsCoach, OpenProgramme, ProgrammeCommand
from domain.vocabulary import Language, Track
from service.accounts.accounts import Accounts
from service.accounts.caller import AccountRole, Caller
from service.accounts.invitation_terms import REQUIRED_PURPOSES
from service.accounts.organisation_directory import all_organisations
from service.accounts.people import Person
from service.application.aggregates import stream_id
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.application.studies import Studies
from service.atlas.atlas import Atlas
from service.demo.people import (
    ADMIN,
    DEMO_STAFF,
    EMAIL_DOMAIN,
    ORGANISATION,
    PROGRAMME,
    RESEARCHER,
    SANNE,
    DemoRole,
    demo_client,
    demo_coach,
)
from service.demo.replies import leave_reply
from service.demo.studies import DemoStudies
from service.importing.history_files import ImportedHistory, ImportStep
from service.importing.role_linking import link_named_roles
from service.processes.programme_handover import ProgrammeHandover
from service.reply_links.store import ReplyLinks
from service.research.simulation.cohort import CohortPlan
from service.research.simulation.recording import CohortRecorder
from service.system_ids import LOCAL_ACTOR

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

COACH_COMMANDS = HoldCheckIn | SetChallenge | OfferQuest
"""What the coach records; everything else is the client's."""
AGREEING = 2
"""How many of the clients agreed to the study; the others are asked."""
OPERATOR_ROLES: frozenset[AccountRole] = frozenset({"admin"})


class DemoPerson(Struct, frozen=True, kw_only=True):
    """A person of the demo with an account."""

    part: DemoRole
    tenant_id: UUID
    person_id: UUID
    journeys: tuple[UUID, ...] = ()
    """Their own."""


class DemoScenario:
    """The demo in a database: created if missing, else found again."""

    def __init__(
        self,
        accounts: Accounts,
        journeys: Journeys,
        programmes: Programmes,
        workers: "WorkerPool",
        reply_links: ReplyLinks,
        *,
        atlas: Atlas,
        studies: Studies,
    ) -> None:
        self._studies = DemoStudies(studies, journeys)
        self._atlas = atlas
        self._reply_links = reply_links
        self._accounts = accounts
        self._journeys = journeys
        self._programmes = programmes
        self._workers = workers

    async def set_up(
        self,
        histories: Iterable[ImportedHistory],
        simulated: CohortPlan | None = None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> list[DemoPerson]:
        """Sets up everybody. Returns the clients with their journeys first, then the staff.

        `simulated` clients join those of the first coach; nobody signs in as one of them.
        """
        by, known = await self._organisation()
        staff = {one: await self._player(by, known, one) for one in DEMO_STAFF}
        by = replace(by, person_id=staff[ADMIN].person_id)
        clients = [
            await self._client(by, known, history, staff[demo_coach(history)]) for history in histories
        ]
        players = [*clients, *staff.values()]
        await self._programme(by, players)
        for one in clients:
            await self._reply(one)
        study_id = await self._studies.set_up(
            by.tenant_id, researcher_id=staff[RESEARCHER].person_id, admin_id=by.person_id
        )
        agreeing = {one.journeys[-1]: one.person_id for one in clients[:AGREEING] if one.journeys}
        await self._studies.agree(by.tenant_id, study_id, agreeing)
        if simulated:
            starts = await self._simulate(by, staff[SANNE], simulated, progress)
            most = await self._studies.most_of(by.tenant_id, starts)
            await self._studies.agree(by.tenant_id, study_id, most)
            leaving = await self._studies.set_up_extract(
                by.tenant_id, researcher_id=staff[RESEARCHER].person_id, admin_id=by.person_id
            )
            await self._studies.agree(by.tenant_id, leaving, most)
        return players

    async def _simulate(
        self, by: Caller, coach: DemoPerson, plan: CohortPlan, progress: Callable[[int], None]
    ) -> Iterable[UUID]:
        """Records simulated clients of a coach, and enrols them; returns their journeys."""
        writer = CohortRecorder(self._accounts, self._journeys, self._programmes)
        recorded = await writer.record_clients(
            by,
            coach.person_id,
            coach.part.name,
            plan=plan,
            numbers=range(1, plan.clients + 1),
            email_domain=EMAIL_DOMAIN,
            progress=progress,
        )
        programme_id = uuid5(by.tenant_id, PROGRAMME)
        await writer.enrol(by, programme_id, name=PROGRAMME, coaches={}, starts=recorded.starts)
        return recorded.starts

    async def _reply(self, client: DemoPerson) -> None:
        """Lets somebody have answered a link of the client."""
        for journey_id in client.journeys[-1:]:
            caller = Caller(
                tenant_id=client.tenant_id,
                person_id=client.person_id,
                roles=frozenset({"client"}),
                way="local",
            )
            journey = await self._journeys.get(journey_id, tenant_id=client.tenant_id)
            await leave_reply(self._reply_links, caller, journey_id, journey)

    async def _programme(self, by: Caller, players: Sequence[DemoPerson]) -> None:
        """Opens, once, a programme with the coaches, and enrols all journeys."""
        tenant_id, programme_id = by.tenant_id, uuid5(by.tenant_id, PROGRAMME)
        try:
            await self._programmes.get(programme_id, tenant_id=tenant_id)
        except UnknownProgramme:
            pass
        else:
            return
        clients = [one for one in players if one.journeys]
        if not clients:
            return
        own = [one.journeys[-1] for one in clients]
        journeys = await self._journeys.get_many(own, tenant_id=tenant_id)
        starts = {one: journey.started.event.happened_on for one, journey in journeys.items()}
        commands = _opening(starts, [one for one in players if one.part.role == "coach"])
        manager = next(one for one in players if one.part.role == "manager")
        stream, batch = (
            stream_id(tenant_id, programme_id),
            CommandBatch.of(uuid5(programme_id, "demo"), commands),
        )
        await self._programmes.commands.execute(stream, [batch], manager.person_id)
        handover = ProgrammeHandover(self._programmes, self._journeys)
        await handover.on_batch_executed(stream, batch, manager.person_id)

    async def _organisation(self) -> tuple[Caller, dict[str | None, Person]]:
        """The demo's organisation and its people.

        The name alone does not identify it: a real organisation may have the same.
        """
        for one in await all_organisations(self._workers):
            if one.name == ORGANISATION:
                by = _operator(one.tenant_id)
                people = {person.email: person for person in await self._accounts.list_people(by)}
                if ADMIN.email in people:
                    return by, people
        return _operator(await self._accounts.create_organisation(ORGANISATION)), {}

    async def _player(self, by: Caller, known: dict[str | None, Person], part: DemoRole) -> DemoPerson:
        person = known.get(part.email)
        if person is None or person.standing == "invited":
            invited = await self._accounts.invite(by, part.email, part.role, locale=part.locale)
            consents = REQUIRED_PURPOSES.get(part.role, ())
            person = await self._accounts.accept_invitation(
                invited.link_secret, name=part.name, consents=consents
            )
        return DemoPerson(part=part, tenant_id=by.tenant_id, person_id=person.person_id)

    async def _client(
        self, by: Caller, known: dict[str | None, Person], history: ImportedHistory, coach: DemoPerson
    ) -> DemoPerson:
        client = await self._player(by, known, demo_client(history))
        own = await self._accounts.journeys_of(replace(by, person_id=client.person_id))
        # In a later week the same case would be another journey, and a later version may tell it otherwise: who has one
        # keeps to it.
        if not own and await self._tell(history, client, coach):
            own = frozenset({history.journey_id})
        return replace(client, journeys=tuple(sorted(own)))

    async def _tell(self, history: ImportedHistory, client: DemoPerson, coach: DemoPerson) -> bool:
        """Records a journey in the names of its client and coach; False if it was erased here."""
        tenant_id = client.tenant_id
        stream, steps = stream_id(tenant_id, history.journey_id), _with_coach(history, coach)
        try:
            for actor_id, group in groupby(steps, lambda step: _teller(step.command, client, coach)):
                batches = [CommandBatch.of(one.command_id, (one.command,)) for one in group]
                await self._journeys.commands.execute(stream, batches, actor_id)
        except UnknownJourney:
            return False
        await link_named_roles(
            self._journeys,
            self._atlas,
            history.journey_id,
            tenant_id=tenant_id,
            actor_id=client.person_id,
        )
        await self._accounts.link_journey(tenant_id, history.journey_id, client.person_id)
        return True


def _opening(starts: Mapping[UUID, date], coaches: Iterable[DemoPerson]) -> tuple[ProgrammeCommand, ...]:
    """The programme's commands of its first day, and each enrolment on the first day of the journey."""
    first = min(starts.values())
    return (
        OpenProgramme(
            happened_on=first,
            name=PROGRAMME,
            tracks=get_args(Track),
            languages=get_args(Language),
            time_zone="Europe/Amsterdam",
        ),
        *(JoinAsCoach(happened_on=first, coach_id=one.person_id, name=one.part.name) for one in coaches),
        *(EnrolJourney(happened_on=on, journey_id=one) for one, on in starts.items()),
    )


def _operator(tenant_id: UUID) -> Caller:
    return Caller(tenant_id=tenant_id, person_id=LOCAL_ACTOR, roles=OPERATOR_ROLES, way="local")


def _teller(command: UserCommand, client: DemoPerson, coach: DemoPerson) -> UUID:
    return (coach if isinstance(command, COACH_COMMANDS) else client).person_id


def _with_coach(history: ImportedHistory, coach: DemoPerson) -> list[ImportStep]:
    """The steps of a journey whose client chooses a coach on the first day and grants full sight."""
    first, *others = history.steps
    on, name = first.command.happened_on, coach.part.name
    chosen: tuple[UserCommand, ...] = (
        AssignCoach(happened_on=on, coach_id=coach.person_id, name=name),
        GrantSight(happened_on=on, reader_id=coach.person_id, reader="coach", name=name, scope="everything"),
    )
    steps = [
        ImportStep(command_id=uuid5(history.journey_id, f"demo/{number}"), command=command, where="the demo")
        for number, command in enumerate(chosen)
    ]
    return [first, *steps, *others]
