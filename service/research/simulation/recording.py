"""Records a simulation in a database: people with accounts, their journeys in the names of client and coach, a programme."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, get_args
from uuid import UUID, uuid5

from msgspec import Struct

from domain.aggregate import CommandBatch
from domain.errors import UnknownJourney, UnknownProgramme
from domain.programme.aggregate import Programme
from domain.programme.commands import EnrolJourney, JoinAsCoach, OpenProgramme, ProgrammeCommand
from domain.vocabulary import Language, Track
from service.accounts.accounts import Accounts
from service.accounts.caller import AccountRole, Caller
from service.accounts.invitation_terms import REQUIRED_PURPOSES
from service.accounts.organisation_directory import all_organisations
from service.accounts.people import Person
from service.application.aggregates import stream_id
from service.application.batch_results import CommandIdTaken
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.event_store.replay import reduced_gc
from service.read_models.caseload import Caseload
from service.research.simulation.cohort import CohortPlan
from service.research.simulation.diary import SimulatedPeople
from service.research.simulation.history import (
    CLIENTS_PER_COACH,
    SimulatedHistory,
    client_name,
    simulate_history,
    simulated_people,
)
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

AT_ONCE = 6
"""Clients that are recorded at the same time: while one waits for the database, others are computed."""
EMAIL_DOMAIN = "simulated.example"
"""A name that is kept free for examples: no letter sent there reaches anybody."""
ORGANISATION = "Simulated clients"
PROGRAMME = "Simulated programme"


class OthersFound(ValueError):
    """Raised where journeys of others are: simulated people would stand among them."""


class OtherPlanFound(ValueError):
    """Raised where clients of the same seed were simulated over other weeks: they would not be one cohort."""


class RecordedSimulation(Struct, frozen=True, kw_only=True):
    """What was recorded in a database."""

    organisation: str
    tenant_id: UUID
    clients: int
    new: int
    """Journeys that were not there before."""
    events: int
    coaches: tuple[str, ...]
    """The addresses of the coaches, whose accounts have no password."""


class RecordedClients(Struct, frozen=True, kw_only=True):
    """The clients of a coach."""

    new: list[SimulatedHistory]
    """The histories that were not there before."""
    starts: Mapping[UUID, date]
    """The first day of each journey, whether it is new or was there."""


class CohortRecorder:
    """Records simulated clients in an organisation. What was recorded before stays as it is."""

    def __init__(self, accounts: Accounts, journeys: Journeys, programmes: Programmes) -> None:
        self._accounts = accounts
        self._journeys = journeys
        self._programmes = programmes

    async def require_no_others(self, caseload: Caseload, workers: "WorkerPool") -> None:
        """Raises `OthersFound` if there are journeys outside the organisations of simulations."""
        others = {LOCAL_TENANT: "without accounts"} | {
            one.tenant_id: f"of {one.name}"
            for one in await all_organisations(workers)
            if not one.name.startswith(ORGANISATION)
        }
        for tenant_id, whose in others.items():
            if (await caseload.page(None, 1, tenant_id=tenant_id)).cases:
                raise OthersFound(
                    f"there are journeys {whose} in this database; with --beside-others "
                    "simulated clients are recorded in an organisation beside them"
                )

    async def record_organisation(
        self, plan: CohortPlan, workers: "WorkerPool", progress: Callable[[int], None] = lambda _: None
    ) -> RecordedSimulation:
        """Records a whole cohort in an organisation of its own, with a coach for every sixty clients.

        Raises `OtherPlanFound`.
        """
        name, of_seed = organisation_name(plan), organisation_name(CohortPlan(seed=plan.seed, clients=1))
        organisations = {one.name: one.tenant_id for one in await all_organisations(workers)}
        for one in organisations:
            if one != name and (one == of_seed or one.startswith(f"{of_seed}, ")):
                raise OtherPlanFound(
                    f"“{one}” is in this database, with other weeks, another last day or noise: "
                    "use another --seed, or repeat with the same --weeks, --until and --noise"
                )
        tenant_id = organisations.get(name) or await self._accounts.create_organisation(name)
        by = Caller(
            tenant_id=tenant_id, person_id=LOCAL_ACTOR, roles=frozenset[AccountRole]({"admin"}), way="local"
        )
        programme_id = uuid5(tenant_id, PROGRAMME)
        coaches, new, events = list[str](), 0, 0
        for first in range(1, plan.clients + 1, CLIENTS_PER_COACH):
            email = f"coach-{len(coaches) + 1}@{EMAIL_DOMAIN}"
            coaches.append(email)
            called = simulated_people(plan.seed, first).coach_name
            known = {one.email: one for one in await self._accounts.list_people(by)}
            coach = await self.person(by, known, email=email, role="coach", called=called, language="nl")
            numbers = range(first, min(first + CLIENTS_PER_COACH, plan.clients + 1))
            recorded = await self.record_clients(
                by,
                coach.person_id,
                called,
                plan=plan,
                numbers=numbers,
                email_domain=EMAIL_DOMAIN,
                progress=progress,
            )
            await self.enrol(
                by,
                programme_id,
                name=PROGRAMME,
                coaches={coach.person_id: called},
                starts=recorded.starts,
            )
            new += len(recorded.new)
            events += sum(len(one.entries) for one in recorded.new)
        return RecordedSimulation(
            organisation=name,
            tenant_id=tenant_id,
            clients=plan.clients,
            new=new,
            events=events,
            coaches=tuple(coaches),
        )

    async def record_clients(
        self,
        by: Caller,
        coach_id: UUID,
        coach_name: str,
        *,
        plan: CohortPlan,
        numbers: Iterable[int],
        email_domain: str,
        progress: Callable[[int], None] = lambda _: None,
    ) -> RecordedClients:
        """Records clients by number for a coach; those that are there already stay as they are."""
        known = {one.email: one for one in await self._accounts.list_people(by)}
        new: list[SimulatedHistory] = []
        before: list[UUID] = []
        turns = asyncio.Semaphore(AT_ONCE)

        async def record(number: int) -> None:
            async with turns:
                called, language = client_name(plan.seed, number)
                email = f"client-{number}@{email_domain}"
                person = await self.person(
                    by, known, email=email, role="client", called=called, language=language
                )
                people = SimulatedPeople(client_id=person.person_id, coach_id=coach_id, coach_name=coach_name)
                journeys = await self._accounts.journeys_of_person(by.tenant_id, person.person_id)
                before.extend(journeys)
                if not journeys:
                    with reduced_gc():
                        history = simulate_history(
                            plan.seed,
                            number,
                            weeks=plan.weeks,
                            until=plan.until,
                            staggered=plan.staggered,
                            noise=plan.noise,
                            people=people,
                        )
                    if await self._record(by.tenant_id, history):
                        new.append(history)
                    else:
                        before.append(history.journey_id)
                progress(1)

        async with asyncio.TaskGroup() as group:
            for number in numbers:
                group.create_task(record(number))
        found = await self._journeys.get_many(before, tenant_id=by.tenant_id)
        starts = {key: one.started.event.happened_on for key, one in found.items()}
        starts |= {one.journey_id: one.entries[0].event.happened_on for one in new}
        return RecordedClients(new=sorted(new, key=lambda one: one.number), starts=starts)

    async def person(
        self,
        by: Caller,
        known: Mapping[str | None, Person],
        *,
        email: str,
        role: AccountRole,
        called: str,
        language: Language,
    ) -> Person:
        """Somebody with an account: found by the address, or invited and there."""
        person = known.get(email)
        if person is None or person.standing == "invited":
            invited = await self._accounts.invite(by, email, role, locale=language)
            person = await self._accounts.accept_invitation(
                invited.link_secret, name=called, consents=REQUIRED_PURPOSES.get(role, ())
            )
        return person

    async def _record(self, tenant_id: UUID, history: SimulatedHistory) -> bool:
        """Records a journey in the names of those who told it; False if it was erased here, or stays as it was begun.

        It was begun with other weeks or another last day if recording was interrupted then.
        """
        stream = stream_id(tenant_id, history.journey_id)
        try:
            for actor_id, commands in groupby(history.commands, lambda one: one.actor_id):
                batches = [CommandBatch.of(one.command_id, (one.command,)) for one in commands]
                await self._journeys.commands.execute(stream, batches, actor_id)
            whole = True
        except UnknownJourney:
            return False
        except CommandIdTaken:
            whole = False
        await self._accounts.link_journey(tenant_id, history.journey_id, history.people.client_id)
        return whole

    async def enrol(
        self,
        by: Caller,
        programme_id: UUID,
        *,
        name: str,
        coaches: Mapping[UUID, str],
        starts: Mapping[UUID, date],
    ) -> None:
        """Enrols journeys from the day they started in a programme, which is opened if need be; those that are in it stay."""
        programme: Programme | None = None
        with suppress(UnknownProgramme):
            programme = await self._programmes.get(programme_id, tenant_id=by.tenant_id)
            starts = {key: on for key, on in starts.items() if key not in programme.since}
        if not starts:
            return
        day = min(starts.values())
        opened_on = programme.opening.happened_on if programme else day
        commands: list[ProgrammeCommand] = []
        if programme is None:
            commands.append(
                OpenProgramme(
                    happened_on=day,
                    name=name,
                    tracks=get_args(Track),
                    languages=get_args(Language),
                    time_zone="Europe/Amsterdam",
                )
            )
        commands += [
            JoinAsCoach(happened_on=max(day, opened_on), coach_id=key, name=called)
            for key, called in coaches.items()
        ]
        commands += [
            EnrolJourney(happened_on=max(on, opened_on), journey_id=key) for key, on in starts.items()
        ]
        batch = CommandBatch.of(uuid5(programme_id, "".join(map(str, sorted(starts)))), commands)
        stream = stream_id(by.tenant_id, programme_id)
        await self._programmes.commands.execute(stream, [batch], by.person_id)


def organisation_name(plan: CohortPlan) -> str:
    """The organisation in which the clients of a simulation are: it says the plan, where that is not the usual one."""
    usual = CohortPlan(seed=plan.seed, clients=plan.clients)
    weeks = f", {plan.weeks} weeks" if plan.weeks != usual.weeks else ""
    until = f", until {plan.until}" if plan.until != usual.until else ""
    noise = f", noise {plan.noise:g}" if plan.noise != usual.noise else ""
    return f"{ORGANISATION}, seed {plan.seed}{weeks}{until}{noise}"
