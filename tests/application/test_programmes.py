"""Programmes in the service: submit once, handed over to journeys, kept in a list, and left when a journey ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain.aggregate import CommandBatch
from domain.errors import InvalidOperation, UnknownJourney, UnknownProgramme
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.quests import DeclineQuest, OfferQuest
from domain.journey.decide import UserCommand
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.course import GameSwitched
from domain.journey.events.quests import QuestOffered
from domain.programme.commands import (
    AdjustProgramme,
    ChooseQuests,
    EndEnrolment,
    EnrolJourney,
    JoinAsCoach,
    LeaveAsCoach,
    OpenProgramme,
    ProgrammeCommand,
)
from projections.programmes import ProgrammeSummary
from service.accounts.caller import LOCAL_CALLER
from service.application.aggregates import StreamId
from service.application.batch_results import BatchResults, CommandIdTaken
from service.application.enrolments import EnrolmentCloser
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.authorization.authorized_programmes import AuthorizedProgrammes
from service.event_store.log import CommandResult
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_worker_pool
from service.processes.programme_handover import ProgrammeHandover
from service.processes.scheduler import Scheduler
from service.read_models.daily_checks import DailyChecks
from service.read_models.enrolments import EnrolmentList
from service.read_models.programme_list import ProgrammeList
from service.read_models.projector import Projector
from service.system_ids import CLOCK_ACTOR, LOCAL_TENANT
from tests.application.commands import DAY, discover, start, submit
from tests.rebuilding import rebuild

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

INGRID, SVEN = uuid4(), uuid4()
LATER = DAY + timedelta(days=7)


class Service:
    """A process of the service with a clock that is set by hand."""

    def __init__(self, log: PostgresEventLog, pool: "WorkerPool") -> None:
        self.now = datetime(2026, 2, 2, 12, tzinfo=UTC)
        self.log = log
        self.pool = pool
        self.journeys = Journeys(log, now=lambda: self.now, sealing=None)
        self.programmes = Programmes(log, now=lambda: self.now, sealing=None)
        self.manager = AuthorizedProgrammes(
            LOCAL_CALLER,
            self.programmes,
            self.journeys,
            on_executed=ProgrammeHandover(self.programmes, self.journeys).on_batch_executed,
        )
        self.projector = Projector(log, pool, first_pause=0.05)
        self.enrolments = EnrolmentCloser(self.programmes, EnrolmentList(pool))
        self.scheduler = Scheduler(self.journeys, DailyChecks(pool), self.enrolments, now=lambda: self.now)

    async def submit(
        self, programme_id: UUID, *commands: ProgrammeCommand, command_id: UUID | None = None
    ) -> CommandResult:
        batch = CommandBatch.of(command_id or uuid4(), commands)
        return await self.manager.submit(programme_id, batch)

    async def opened(self, *commands: ProgrammeCommand, **told: Any) -> UUID:
        """A programme with a coach, and what else is told of it."""
        programme_id = uuid4()
        joins = JoinAsCoach(happened_on=DAY, coach_id=INGRID, name="Ingrid")
        await self.submit(programme_id, opening(**told), joins, *commands)
        return programme_id

    async def started(self, *commands: UserCommand, zone: str = "Europe/Oslo") -> UUID:
        journey_id = uuid4()
        await submit(self.journeys, journey_id, start(zone), *commands)
        return journey_id

    async def handed(self, journey_id: UUID) -> list[object]:
        """What a journey was handed: everything after its start that a programme can hand over."""
        kinds = (GameSwitched, CoachAssigned, QuestOffered)
        return [
            one.event
            for one in await self.journeys.recorded_events(journey_id)
            if isinstance(one.event, kinds)
        ]

    async def caught_up(self) -> None:
        assert await self.projector.wait_for(await self.log.head(), 10), self.projector.failure

    async def listed(self) -> list[ProgrammeSummary]:
        await self.caught_up()
        return await ProgrammeList(self.pool).all(tenant_id=LOCAL_TENANT)

    async def enrolled(self) -> set[tuple[UUID, UUID]]:
        """Who is part of what, as the projector keeps it."""
        await self.caught_up()
        rows = await self.pool.fetch("select programme_id, journey_id from enrolments")
        return {(row["programme_id"], row["journey_id"]) for row in rows}

    async def round(self) -> None:
        """One round of the clock, and the lists after it."""
        await self.caught_up()
        await self.scheduler.run_once()
        await self.caught_up()


def opening(**told: Any) -> OpenProgramme:
    plain: dict[str, Any] = {
        "happened_on": DAY,
        "name": "Second career",
        "tracks": ("preventive",),
        "languages": ("nl",),
        "time_zone": "Europe/Oslo",
    }
    return OpenProgramme(**(plain | told))


def enrol(journey_id: UUID, coach_id: UUID | None = INGRID, on: date = LATER) -> EnrolJourney:
    return EnrolJourney(happened_on=on, journey_id=journey_id, coach_id=coach_id)


def chosen(*quests: Any) -> ChooseQuests:
    return ChooseQuests(happened_on=DAY, quests=quests)


@asynccontextmanager
async def process(database: str) -> AsyncIterator[Service]:
    async with PostgresEventLog.connect(database, poll=0.2) as log:
        pool = await open_worker_pool(database, 2)
        try:
            service = Service(log, pool)
            async with service.projector.run_in_background():
                yield service
        finally:
            pool.terminate()


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    async with process(database) as service:
        yield service


async def test_a_repeat_is_answered_like_the_first(service: Service) -> None:
    programme_id, command_id = uuid4(), uuid4()

    first = await service.submit(programme_id, opening(), command_id=command_id)
    again = await service.submit(programme_id, opening(), command_id=command_id)

    assert first == again
    assert (first.stream, first.version, first.events) == (programme_id, 1, 1)


async def test_what_is_already_so_is_recorded_as_nothing(service: Service) -> None:
    programme_id = await service.opened()

    assert (await service.submit(programme_id, opening())).events == 0


async def test_a_command_id_stands_for_one_thing_only(service: Service) -> None:
    programme_id, command_id = uuid4(), uuid4()
    await service.submit(programme_id, opening(), command_id=command_id)

    with pytest.raises(CommandIdTaken):
        await service.submit(programme_id, opening(name="Another"), command_id=command_id)


async def test_of_commands_together_all_are_recorded_or_none(service: Service) -> None:
    programme_id = await service.opened()
    joins = JoinAsCoach(happened_on=DAY, coach_id=SVEN, name="Sven")
    impossible = EndEnrolment(happened_on=DAY, journey_id=uuid4())

    with pytest.raises(InvalidOperation) as refusal:
        await service.submit(programme_id, joins, impossible)

    assert refusal.value.command == 1
    assert set((await service.programmes.get(programme_id)).coaches) == {INGRID}


async def test_an_unknown_time_zone_is_refused(service: Service) -> None:
    with pytest.raises(Exception, match="time zone") as refusal:
        await service.submit(uuid4(), opening(time_zone="Mars/Olympus"))

    assert getattr(refusal.value, "field", "") == "time_zone"


async def test_an_enrolment_hands_over_the_game_the_coach_and_the_quests(service: Service) -> None:
    programme_id = await service.opened(chosen("first_light", "ask_the_odds"), game=False)
    journey_id = await service.started()

    await service.submit(programme_id, enrol(journey_id))

    today = date(2026, 2, 2)
    expected = [
        GameSwitched(happened_on=today, on=False),
        CoachAssigned(happened_on=today, coach_id=INGRID, name="Ingrid"),
        QuestOffered(happened_on=today, quest="first_light"),
        QuestOffered(happened_on=today, quest="ask_the_odds"),
    ]
    assert expected == await service.handed(journey_id)


async def test_a_programme_that_offers_nothing_hands_nothing_over(service: Service) -> None:
    journey_id = await service.started()

    await service.submit(await service.opened(), enrol(journey_id, None))

    assert await service.handed(journey_id) == []


async def test_what_a_journey_chose_for_itself_is_left_alone(service: Service) -> None:
    programme_id = await service.opened(chosen("first_light", "ask_the_odds"), game=False)
    own = (
        SwitchGame(happened_on=DAY, on=False),
        SwitchGame(happened_on=DAY, on=True),
        AssignCoach(happened_on=DAY, coach_id=SVEN, name="Sven"),
        OfferQuest(happened_on=DAY, quest="first_light"),
        DeclineQuest(happened_on=DAY, quest="first_light"),
    )
    journey_id = await service.started(*own)
    before = await service.handed(journey_id)

    await service.submit(programme_id, enrol(journey_id))

    today = date(2026, 2, 2)
    assert [*before, QuestOffered(happened_on=today, quest="ask_the_odds")] == await service.handed(
        journey_id
    )


async def test_a_repeated_enrolment_hands_nothing_over_twice(service: Service) -> None:
    programme_id = await service.opened(chosen("first_light"), game=False)
    journey_id, command_id = await service.started(), uuid4()
    first = await service.submit(programme_id, enrol(journey_id), command_id=command_id)
    handed = await service.handed(journey_id)
    await submit(service.journeys, journey_id, SwitchGame(happened_on=date(2026, 2, 2), on=True))

    again = await service.submit(programme_id, enrol(journey_id), command_id=command_id)
    other = await service.submit(programme_id, enrol(journey_id))

    assert (first, other.events) == (again, 0)
    assert [*handed, GameSwitched(happened_on=date(2026, 2, 2), on=True)] == await service.handed(journey_id)


async def test_a_repeat_after_a_change_of_the_offer_hands_nothing_more_over(service: Service) -> None:
    programme_id = await service.opened(chosen("first_light"))
    journey_id, command_id = await service.started(), uuid4()
    await service.submit(programme_id, enrol(journey_id), command_id=command_id)
    handed = await service.handed(journey_id)
    await service.submit(programme_id, ChooseQuests(happened_on=LATER, quests=("first_light", "gap_closer")))

    await service.submit(programme_id, enrol(journey_id), command_id=command_id)

    assert handed == await service.handed(journey_id)


async def test_a_repeat_hands_over_what_the_first_could_not(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme_id = await service.opened(chosen("first_light"))
    journey_id, command_id = await service.started(), uuid4()

    async def cut_off(*_told: object, **_more: object) -> CommandResult:
        raise ConnectionResetError

    with monkeypatch.context() as broken:
        broken.setattr(service.journeys.commands, "execute", cut_off)
        with pytest.raises(ConnectionResetError):
            await service.submit(programme_id, enrol(journey_id), command_id=command_id)
    before = await service.handed(journey_id)
    await service.submit(programme_id, LeaveAsCoach(happened_on=LATER, coach_id=INGRID))

    await service.submit(programme_id, enrol(journey_id), command_id=command_id)

    assert (before, await service.handed(journey_id)) == (
        [],
        [QuestOffered(happened_on=date(2026, 2, 2), quest="first_light")],
    )


async def test_a_repeat_after_the_enrolment_ended_hands_nothing_over(service: Service) -> None:
    programme_id = await service.opened()
    journey_id, command_id = await service.started(), uuid4()
    await service.submit(programme_id, enrol(journey_id, None), command_id=command_id)
    await service.submit(programme_id, EndEnrolment(happened_on=LATER, journey_id=journey_id))
    await service.submit(programme_id, AdjustProgramme(happened_on=LATER, game=False))

    await service.submit(programme_id, enrol(journey_id, None), command_id=command_id)

    assert await service.handed(journey_id) == []


async def test_an_unknown_journey_cannot_be_enrolled(service: Service) -> None:
    programme_id = await service.opened()
    joins = JoinAsCoach(happened_on=DAY, coach_id=SVEN, name="Sven")

    with pytest.raises(InvalidOperation) as refusal:
        await service.submit(programme_id, joins, enrol(uuid4()))

    assert (refusal.value.field, refusal.value.command) == ("journey_id", 1)
    assert set((await service.programmes.get(programme_id)).coaches) == {INGRID}


async def test_a_programme_is_no_journey_and_a_journey_is_no_programme(service: Service) -> None:
    programme_id, journey_id = await service.opened(), await service.started()

    with pytest.raises(UnknownJourney):
        await service.journeys.get(programme_id)
    with pytest.raises(UnknownJourney):
        await submit(service.journeys, programme_id, discover())
    with pytest.raises(UnknownJourney):
        await submit(service.journeys, programme_id, start())
    with pytest.raises(UnknownProgramme):
        await service.programmes.get(journey_id)
    with pytest.raises(UnknownProgramme):
        await service.submit(journey_id, opening())
    with pytest.raises(InvalidOperation):
        await service.submit(programme_id, enrol(programme_id))


async def test_a_programme_nobody_opened_is_unknown(service: Service) -> None:
    with pytest.raises(UnknownProgramme):
        await service.programmes.get(uuid4())
    with pytest.raises(UnknownProgramme):
        await service.submit(uuid4(), JoinAsCoach(happened_on=DAY, coach_id=SVEN, name="Sven"))


async def test_the_list_of_programmes_says_what_each_is_like_the_newest_first(service: Service) -> None:
    old, other = await service.opened(), await service.opened()
    ids = [await service.started() for _ in range(3)]
    await service.submit(old, *(enrol(one) for one in ids))
    await service.submit(old, EndEnrolment(happened_on=LATER, journey_id=ids[0], ending="rest"))
    await service.submit(
        old,
        AdjustProgramme(happened_on=LATER, name="Third career", tracks=("curative",)),
        LeaveAsCoach(happened_on=LATER, coach_id=INGRID),
    )
    newest = uuid4()
    await service.submit(newest, opening(happened_on=LATER, name="Newest", game=False))

    lines = {one.programme_id: one for one in await service.listed()}

    expected = ProgrammeSummary(
        programme_id=old,
        name="Third career",
        tracks=("curative",),
        languages=("nl",),
        game=True,
        opened_on=DAY,
        coaches=0,
        enrolled=2,
        ended=1,
    )
    assert expected == lines[old]
    assert (next(iter(lines)), lines[newest].game, lines[other].coaches) == (newest, False, 1)


async def test_the_programmes_of_journeys_are_read_by_name_and_of_no_other_organisation(
    service: Service,
) -> None:
    spring, other = await service.opened(name="Spring"), await service.opened(name="Outplacement")
    both, one, none = [await service.started() for _ in range(3)]
    await service.submit(spring, enrol(both), enrol(one))
    await service.submit(other, enrol(both))
    await service.caught_up()
    known = ProgrammeList(service.pool)

    found = await known.names_by_journey([both, one, none], tenant_id=LOCAL_TENANT)

    assert found == {both: ["Outplacement", "Spring"], one: ["Spring"]}
    assert await known.names_by_journey([both, one], tenant_id=uuid4()) == {}
    assert await known.names_by_journey([], tenant_id=LOCAL_TENANT) == {}


async def test_lists_made_anew_are_the_lists_that_were_kept(service: Service, database: str) -> None:
    programme_id = await service.opened()
    ids = [await service.started() for _ in range(2)]
    await service.submit(programme_id, *(enrol(one) for one in ids))
    await service.submit(programme_id, EndEnrolment(happened_on=LATER, journey_id=ids[0]))
    kept, enrolled = await service.listed(), await service.enrolled()
    await execute(database, "update programmes set line = jsonb_set(line, '{enrolled}', '77')")
    await execute(database, "update enrolments set journey_id = gen_random_uuid()")

    await rebuild(database, service.log, service.pool)

    assert (kept, enrolled) == (await service.listed(), await service.enrolled())
    assert enrolled == {(programme_id, ids[1])}


async def execute(database: str, statement: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def test_a_journey_that_left_and_came_back_is_part_of_it(service: Service) -> None:
    programme_id, journey_id = await service.opened(), await service.started()
    leaves = EndEnrolment(happened_on=LATER, journey_id=journey_id)
    await service.submit(programme_id, enrol(journey_id), leaves, enrol(journey_id))

    assert await service.enrolled() == {(programme_id, journey_id)}

    await service.submit(programme_id, leaves)
    assert await service.enrolled() == set()


# A journey that ends.


ENDED_ON = date(2026, 1, 30)
ENDING = RecordEnding(happened_on=ENDED_ON, ending="new_work")


async def test_an_enrolment_ends_with_its_journey_on_the_same_day_told_by_the_clock(service: Service) -> None:
    programmes = [await service.opened(), await service.opened()]
    journey_id, other = await service.started(), await service.started()
    for programme_id in programmes:
        await service.submit(programme_id, enrol(journey_id), enrol(other))
    await submit(service.journeys, journey_id, ENDING)
    await service.round()

    for programme_id in programmes:
        known = await service.programmes.get(programme_id)
        (ended,) = known.ended.values()
        assert (set(known.enrolled), ended.journey_id) == ({other}, journey_id)
        assert (ended.happened_on, ended.ending) == (ENDED_ON, "new_work")
    assert await service.enrolled() == {(one, other) for one in programmes}
    by = await service.pool.fetch(
        "select distinct actor_id from stored_events where topic like 'EnrolmentEnded%'"
    )
    assert [row["actor_id"] for row in by] == [CLOCK_ACTOR]


async def test_an_enrolment_that_ended_is_ended_once(service: Service) -> None:
    programme_id, journey_id = await service.opened(), await service.started()
    await service.submit(programme_id, enrol(journey_id))
    await submit(service.journeys, journey_id, ENDING)
    await service.caught_up()

    ended = [await service.enrolments.close_ended(CLOCK_ACTOR) for _ in range(2)]
    await service.caught_up()
    ended.append(await service.enrolments.close_ended(CLOCK_ACTOR))

    assert ended == [1, 0, 0]


async def test_who_was_enrolled_after_the_journey_had_ended_leaves_on_that_day(service: Service) -> None:
    programme_id, journey_id = await service.opened(), await service.started(ENDING)
    on = ENDED_ON + timedelta(days=2)
    await service.submit(programme_id, enrol(journey_id, on=on))

    await service.round()

    (ended,) = (await service.programmes.get(programme_id)).ended.values()
    assert ended.happened_on == on


async def test_an_ending_of_tomorrow_elsewhere_is_told_today(service: Service) -> None:
    programme_id, journey_id = await service.opened(), await service.started(zone="Pacific/Auckland")
    await service.submit(programme_id, enrol(journey_id))
    ends = RecordEnding(happened_on=date(2026, 2, 3), ending="new_work")
    await submit(service.journeys, journey_id, ends)

    await service.round()

    (ended,) = (await service.programmes.get(programme_id)).ended.values()
    assert ended.happened_on == date(2026, 2, 2)


async def test_an_enrolment_that_cannot_be_ended_holds_up_no_other_and_is_tried_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    sick, well = await service.opened(), await service.opened()
    ids = [await service.started(ENDING) for _ in range(2)]
    await service.submit(sick, enrol(ids[0]))
    await service.submit(well, enrol(ids[1]))
    execute_commands = service.programmes.commands.execute

    async def failing(stream: StreamId, *rest: Any) -> BatchResults:
        if stream.stream == sick:
            raise ZeroDivisionError
        return await execute_commands(stream, *rest)

    with monkeypatch.context() as broken:
        broken.setattr(service.programmes.commands, "execute", failing)
        await service.round()
    left, troubled = await service.enrolled(), service.enrolments.troubled
    await service.round()

    assert (left, troubled) == ({(sick, ids[0])}, {ids[0]: "ZeroDivisionError"})
    assert (await service.enrolled(), service.enrolments.troubled) == (set(), {})


async def test_two_processes_end_an_enrolment_once(database: str) -> None:
    async with process(database) as one, process(database) as other:
        programme_id, journey_id = await one.opened(), await one.started(ENDING)
        await one.submit(programme_id, enrol(journey_id, on=ENDED_ON))
        await one.caught_up()

        ended = [await service.enrolments.close_ended(CLOCK_ACTOR) for service in (one, other)]

        assert sum(ended) == 1
        assert await one.enrolled() == set()
