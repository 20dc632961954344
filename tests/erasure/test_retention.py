"""What was kept long enough is listed for thirty days, then erased; never what is under way or restricted."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.start import StartJourney
from domain.journey.commands.weeks import TurnWeek
from domain.journey.decide import UserCommand
from domain.programme.commands import EndEnrolment, EnrolJourney, OpenProgramme, ProgrammeCommand
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.jobs.retention import RetentionJob
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.journey_eraser import ErasureStep, JourneyEraser
from service.personal_data.retention.periods import retention_periods, save_retention_period
from service.personal_data.retention.schedule import add_months, scheduled_erasures
from service.system_ids import CLOCK_ACTOR
from tests.commands import execute
from tests.erasure.world import TENANT, caught_up, open_erasure_context

STARTED, ENDED = date(2024, 1, 8), date(2024, 6, 14)
ADMIN = UUID(int=0xAD)
RESTRICT = """
insert into restrictions (tenant_id, restriction_id, journey_id, placed_by, actor_id, ground, since)
values ($1, $2, $3, 'client', $2, 'wish', now())
"""


class Clock:
    """A time that is set by hand. The database's own is the real one, so this goes on from there."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def at(database: str, tmp_path: Path, clock: Clock) -> AsyncIterator[ErasureContext]:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", now=clock) as context:
        yield context


async def told(
    at: ErasureContext, journey_id: UUID, *commands: UserCommand | ClockCommand, by: UUID = ADMIN
) -> None:
    journeys = Journeys(at.log, now=at.now, sealing=None)
    await execute(journeys, journey_id, *commands, actor_id=by, tenant_id=TENANT)


async def a_journey(at: ErasureContext, *, ended: bool = True) -> UUID:
    journey_id = uuid4()
    start = StartJourney(
        happened_on=STARTED, called="Kari", track="preventive", locale="nb", time_zone="Europe/Oslo"
    )
    await told(at, journey_id, start)
    if ended:
        await told(at, journey_id, RecordEnding(happened_on=ENDED, ending="rest"))
    await caught_up(at)
    return journey_id


async def in_a_programme(at: ErasureContext, journey_id: UUID, *, ended: bool = True) -> UUID:
    programme_id = uuid4()
    programmes = Programmes(at.log, now=at.now, sealing=None)
    commands: list[ProgrammeCommand] = [
        OpenProgramme(
            happened_on=STARTED,
            name="Second career",
            tracks=("preventive",),
            languages=("nb",),
            time_zone="Europe/Oslo",
        ),
        EnrolJourney(happened_on=STARTED, journey_id=journey_id),
    ]
    if ended:
        commands.append(EndEnrolment(happened_on=ENDED, journey_id=journey_id))
    for command in commands:
        await execute(programmes, programme_id, command, tenant_id=TENANT)
    await caught_up(at)
    return programme_id


async def keep(at: ErasureContext, months: int | None, programme_id: UUID | None = None) -> None:
    await save_retention_period(at.pool, TENANT, programme_id, months, by=ADMIN, at=at.now())


async def lives(at: ErasureContext, journey_id: UUID) -> bool:
    rows = await at.log.read_stream(journey_id, tenant_id=TENANT)
    return [row.topic for row in rows] != ["JourneyErased"]


async def test_a_journey_is_listed_for_thirty_days_and_then_erased(at: ErasureContext, clock: Clock) -> None:
    # ASVS 14.2.4
    journey_id = await a_journey(at)
    await keep(at, 2)
    too_early = await scheduled_erasures(at)
    clock.on(40)
    first = await RetentionJob(at).run_once()
    (line,) = await scheduled_erasures(at)
    clock.on(29)
    second = await RetentionJob(at).run_once()
    still = await lives(at, journey_id)
    clock.on(1)
    third = await RetentionJob(at).run_once()

    assert too_early == []
    assert (line.journey_id, line.ended_on, line.state) == (journey_id, ENDED, "listed")
    assert (first.kept, second.kept, still) == ((), (), True)
    assert [one.journey_id for one in third.kept] == [journey_id]
    assert (await lives(at, journey_id), await scheduled_erasures(at)) == (False, [])


async def test_a_period_that_is_shortened_erases_nothing_before_thirty_days(
    at: ErasureContext, clock: Clock
) -> None:
    journey_id = await a_journey(at)
    clock.on(365)
    await keep(at, 1)
    await RetentionJob(at).run_once()
    clock.on(29)
    done = await RetentionJob(at).run_once()

    assert (done.kept, await lives(at, journey_id)) == ((), True)


async def test_where_nobody_said_how_long_nothing_is_erased(at: ErasureContext, clock: Clock) -> None:
    await a_journey(at)
    clock.on(5000)

    assert await scheduled_erasures(at) == []


async def test_a_journey_that_has_not_ended_is_never_erased(at: ErasureContext, clock: Clock) -> None:
    journey_id = await a_journey(at, ended=False)
    await keep(at, 1)
    clock.on(5000)
    for _ in range(2):
        clock.on(40)
        assert (await RetentionJob(at).run_once()).kept == ()

    assert await lives(at, journey_id)


async def test_a_journey_that_goes_on_after_its_ending_is_kept(at: ErasureContext, clock: Clock) -> None:
    journey_id = await a_journey(at)
    await keep(at, 2)
    clock.on(40)
    await RetentionJob(at).run_once()
    clock.on(25)
    # The clock's own words are no sign of life, hers are. What is recorded now bears the database's own time.
    await told(
        at, journey_id, TurnWeek(happened_on=date(2024, 6, 17), monday=date(2024, 6, 17)), by=CLOCK_ACTOR
    )
    before = await scheduled_erasures(at)
    clock.now = datetime.now(UTC)
    await told(at, journey_id, RateEnergy(happened_on=ENDED, rating=6))

    assert len(before) == 1
    assert await scheduled_erasures(at) == []


async def test_a_restricted_journey_is_kept(at: ErasureContext, clock: Clock) -> None:
    journey_id = await a_journey(at)
    await keep(at, 1)
    clock.on(60)
    await RetentionJob(at).run_once()
    connection = await asyncpg.connect(at.dsn)
    await connection.execute(RESTRICT, TENANT, uuid4(), journey_id)
    clock.on(60)
    meanwhile = await RetentionJob(at).run_once()
    await connection.execute("update restrictions set lifted_at = now()")
    await connection.close()
    afterwards = await RetentionJob(at).run_once()
    (line,) = await scheduled_erasures(at)

    assert (meanwhile.kept, afterwards.kept) == ((), ())
    assert line.noted_at == clock.now
    assert await lives(at, journey_id)


async def test_a_programme_has_a_period_of_its_own_and_the_longest_counts(
    at: ErasureContext, clock: Clock
) -> None:
    journey_id, alone = await a_journey(at), await a_journey(at)
    short, long = await in_a_programme(at, journey_id), await in_a_programme(at, journey_id)
    await keep(at, 1)
    await keep(at, 2, short)
    await keep(at, 12, long)
    clock.on(60)
    first = await scheduled_erasures(at)
    clock.on(305)
    second = await scheduled_erasures(at)
    await keep(at, None, long)
    await keep(at, None)
    third = await scheduled_erasures(at)

    assert [one.journey_id for one in first] == [alone]
    assert {one.journey_id for one in second} == {alone, journey_id}
    # Of one of its programmes nobody says how long any more.
    assert third == []


async def test_who_is_part_of_a_programme_now_is_under_way(at: ErasureContext, clock: Clock) -> None:
    journey_id = await a_journey(at)
    await in_a_programme(at, journey_id, ended=False)
    await keep(at, 1)
    clock.on(365)

    assert await scheduled_erasures(at) == []


async def test_what_should_have_been_erased_is_told_as_late(at: ErasureContext, clock: Clock) -> None:
    await a_journey(at)
    await keep(at, 1)
    clock.on(60)
    await RetentionJob(at).run_once()
    states = []
    for days in (1, 30, 3):
        clock.on(days)
        (line,) = await scheduled_erasures(at)
        states.append(line.state)

    assert states == ["listed", "due", "late"]


async def test_periods_are_set_changed_and_taken_away(at: ErasureContext) -> None:
    programme_id = uuid4()
    await keep(at, 24)
    await keep(at, 12, programme_id)
    await keep(at, 36)
    found = await retention_periods(at.pool, TENANT)
    await keep(at, None, programme_id)

    assert [(one.programme_id, one.months) for one in found] == [(None, 36), (programme_id, 12)]
    assert [(one.programme_id, one.months) for one in await retention_periods(at.pool, TENANT)] == [
        (None, 36)
    ]


async def test_an_organisation_sees_and_sets_its_own_only(at: ErasureContext, clock: Clock) -> None:
    await a_journey(at)
    await keep(at, 1)
    clock.on(60)
    other = uuid4()

    assert len(await scheduled_erasures(at, TENANT)) == 1
    assert await scheduled_erasures(at, other) == []
    assert await retention_periods(at.pool, other) == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 6, 14), 24, date(2026, 6, 14)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
    ],
)
def test_months_go_by_the_calendar(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


async def test_what_was_begun_and_killed_is_finished_by_the_next_round(at: ErasureContext) -> None:
    journey_id = await a_journey(at)

    def reached(step: ErasureStep) -> None:
        if step == "rows":
            raise KeyError

    with pytest.raises(KeyError):
        await JourneyEraser(at, reached=reached).erase(journey_id)
    duties = RetentionJob(at)
    await duties.run_once()

    assert (at.ledger.open_intents(), duties.troubled) == ({}, {})
