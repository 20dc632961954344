"""The clock in the service: each journey once a day of its own zone, catching up, never twice, whoever fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.events.alerts import AlertClosed, AlertOpened
from domain.journey.events.answers import SilenceElapsed
from domain.journey.events.weeks import WeekTurned
from projections.alerts.projection import ALERTS
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from service.application.journeys import Journeys
from service.clock import today_in
from service.event_store.postgres import PostgresEventLog
from service.jobs.periodic_task import PeriodicTask
from service.postgres.connections import open_worker_pool
from service.processes.scheduler import Scheduler
from service.read_models.daily_checks import DailyChecks, DueJourney
from service.read_models.projector import Projector
from service.system_ids import CLOCK_ACTOR, LOCAL_TENANT
from tests.application.commands import DAY, discover, start, submit

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


class Service:
    """A process of the service with a clock that is set by hand."""

    def __init__(self, log: PostgresEventLog, pool: "WorkerPool") -> None:
        self.now = datetime(2026, 1, 12, 12, tzinfo=UTC)
        self.log = log
        self.journeys = Journeys(log, now=lambda: self.now, sealing=None)
        self.projector = Projector(log, pool, first_pause=0.05)
        self.scheduler = Scheduler(self.journeys, DailyChecks(pool), now=lambda: self.now)

    async def round(self) -> int:
        """One round of the scheduler, when the list has caught up."""
        assert await self.projector.wait_for(await self.log.head(), 10)
        return await self.scheduler.run_once()

    async def told(self, journey_id: UUID, *kinds: type) -> list[object]:
        """What the clock told of these kinds."""
        entries = await self.journeys.recorded_events(journey_id)
        clock = [one.event for one in entries if one.actor_id == CLOCK_ACTOR]
        return [event for event in clock if isinstance(event, kinds)]

    async def application(self, zone: str = "Europe/Oslo") -> UUID:
        """A journey with an application on the first day."""
        journey_id, role_id, step_id = uuid4(), uuid4(), uuid4()
        await submit(
            self.journeys,
            journey_id,
            start(zone),
            discover(role_id),
            PlanExperiment(happened_on=DAY, experiment_id=step_id, kind="application", role_id=role_id),
            RunExperiment(happened_on=DAY, experiment_id=step_id),
        )
        return journey_id


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


async def test_a_journey_is_looked_at_once_a_day(service: Service) -> None:
    await service.application()

    assert [await service.round() for _ in range(3)] == [1, 0, 0]

    service.now += timedelta(days=1)
    assert [await service.round() for _ in range(2)] == [1, 0]


async def test_a_day_turns_by_the_clock_of_the_journey(service: Service) -> None:
    service.now = datetime(2026, 1, 12, 10, tzinfo=UTC)
    await service.application("Pacific/Auckland")
    await service.application("Europe/Oslo")
    await service.round()
    service.now += timedelta(hours=2)

    assert today_in("Pacific/Auckland", service.now) == date(2026, 1, 13)
    assert await service.round() == 1


async def test_after_a_stop_each_missed_day_is_told_on_its_own_day(service: Service) -> None:
    journey_id = await service.application()
    service.now += timedelta(days=31)
    await service.round()

    weeks = [DAY + timedelta(weeks=n) for n in (1, 2, 3, 4)]
    assert [WeekTurned(happened_on=one, monday=one) for one in weeks] == await service.told(
        journey_id, WeekTurned
    )
    (silence,) = await service.told(journey_id, SilenceElapsed)
    assert isinstance(silence, SilenceElapsed)
    assert silence.happened_on == DAY + timedelta(days=28)


async def test_a_daily_look_and_a_late_one_keep_the_same_openings(service: Service) -> None:
    daily, late = await service.application(), await service.application("Europe/Amsterdam")
    for _ in range(40):
        service.now += timedelta(days=1)
        today = today_in("Europe/Oslo", service.now)
        await service.scheduler.advance_journey(
            DueJourney(LOCAL_TENANT, daily, today - timedelta(days=1)), today
        )
    await service.scheduler.advance_journey(
        DueJourney(LOCAL_TENANT, late, DAY), today_in("Europe/Amsterdam", service.now)
    )

    kept = await service.told(daily, AlertOpened, AlertClosed)
    assert kept
    assert kept == await service.told(late, AlertOpened, AlertClosed)


async def test_what_is_kept_open_is_what_holds(service: Service) -> None:
    journey_id = await service.application()
    service.now += timedelta(days=20)
    await service.round()

    journey = await service.journeys.get(journey_id)
    state = (await service.journeys.load(journey_id, ALERTS)).state(ALERTS)
    holding = {
        one.rule: one.since for one in ALERTS.view(state, DAY + timedelta(days=20), DEFAULT_PARAMETERS)
    }
    assert holding == {rule: one.since for rule, one in journey.alerts.open.items()}
    assert "silence" in holding


async def test_two_processes_tell_nothing_twice(database: str) -> None:
    async with process(database) as one, process(database) as other:
        journey_id = await one.application()
        one.now = other.now = one.now + timedelta(days=31)
        await other.projector.wait_for(await one.log.head(), 10)
        await asyncio.gather(one.round(), other.round())

        told = await one.told(journey_id, WeekTurned, SilenceElapsed, AlertOpened)
        assert len(told) == len(set(map(repr, told)))


async def test_a_process_that_died_between_telling_and_remembering_tells_nothing_twice(
    service: Service, database: str
) -> None:
    journey_id = await service.application()
    service.now += timedelta(days=31)
    await service.round()
    told = await service.told(journey_id, object)
    connection = await asyncpg.connect(database)
    await connection.execute("delete from looks")
    await connection.close()

    assert await service.round() == 1
    assert told == await service.told(journey_id, object)


async def test_a_journey_that_raises_holds_up_no_other_and_is_tried_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    sick, well = await service.application(), await service.application()
    look = service.scheduler.advance_journey

    async def failing(one: DueJourney, today: date) -> None:
        if one.journey_id == sick:
            raise ZeroDivisionError
        await look(one, today)

    monkeypatch.setattr(service.scheduler, "advance_journey", failing)
    service.now += timedelta(days=7)
    looked = await service.round()

    assert (looked, service.scheduler.troubled) == (1, {sick: "ZeroDivisionError"})
    assert await service.told(well, WeekTurned)

    monkeypatch.setattr(service.scheduler, "advance_journey", look)
    assert (await service.round(), service.scheduler.troubled) == (1, {})
    assert await service.told(sick, WeekTurned)


async def test_the_scheduler_goes_round_by_itself(service: Service) -> None:
    journey_id = await service.application()
    service.now += timedelta(days=7)
    async with PeriodicTask("scheduler", service.scheduler.run_once, 0.05).run_in_background():
        for _ in range(200):
            if await service.told(journey_id, WeekTurned):
                break
            await asyncio.sleep(0.05)

    assert await service.told(journey_id, WeekTurned)


async def test_a_journey_of_decades_ago_is_looked_at_in_a_year_of_days(service: Service) -> None:
    journey_id = uuid4()
    await submit(service.journeys, journey_id, start(day=date(1976, 1, 12)))
    today = today_in("Europe/Oslo", service.now)
    await service.scheduler.advance_journey(DueJourney(LOCAL_TENANT, journey_id, None), today)

    opened = [one for one in await service.told(journey_id, AlertOpened) if isinstance(one, AlertOpened)]
    assert {one.rule for one in opened} >= {"silence"}
    assert min(one.happened_on for one in opened) == today - timedelta(days=400)
