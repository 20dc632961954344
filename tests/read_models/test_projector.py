"""The list of journeys, kept from the log by the projector."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from projections.caseload.projection import CASELOAD
from projections.caseload.state import CaseloadEntry
from projections.fold import fold
from service.application.journeys import Journeys
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import SESSION_SETTINGS, open_worker_pool, tenant_tx
from service.read_models.caseload import (
    SELECT_DESK,
    Caseload,
    UnknownCaseloadCursor,
    decode_caseload_entry,
)
from service.read_models.parked import parked_streams
from service.read_models.projector import Projector
from service.read_models.rebuild import Rebuilder
from service.read_models.versions import PROJECTION_NAME, LiveReadModels, live_read_models
from service.system_ids import LOCAL_TENANT
from tests.application.commands import DAY, begun, discover, park, start, submit
from tests.rebuilding import rebuild

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

SOON = 10.0


class Service:
    """A process of the service: its log, its journeys, its projector."""

    def __init__(self, log: PostgresEventLog, pool: "WorkerPool") -> None:
        self.log = log
        self.pool = pool
        self.journeys = Journeys(log, sealing=None)
        self.projector = Projector(log, pool, first_pause=0.05)

    async def listed(self) -> list[CaseloadEntry]:
        """The whole list, when it has caught up."""
        assert await self.projector.wait_for(await self.log.head(), SOON), self.projector.failure
        return (await Caseload(self.pool).page(None, 1000, tenant_id=LOCAL_TENANT)).cases

    async def parked(self) -> dict[UUID, tuple[int, str]]:
        """The streams that stand still, each with the event at which it does, and why."""
        return {one.stream_id: (one.version, one.fault) for one in await parked_streams(self.pool)}

    async def folded(self, *journey_ids: UUID) -> list[CaseloadEntry]:
        """What the list should say."""
        found = [
            fold(CASELOAD, await self.journeys.recorded_events(journey_id)) for journey_id in journey_ids
        ]
        return sorted((case for case in found if case), key=lambda case: case.journey_id)


@asynccontextmanager
async def process(database: str) -> AsyncIterator[Service]:
    async with PostgresEventLog.connect(database, poll=0.2) as log:
        pool = await open_worker_pool(database, 2)
        try:
            yield Service(log, pool)
        finally:
            pool.terminate()


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    async with process(database) as service, service.projector.run_in_background():
        yield service


def by_id(cases: list[CaseloadEntry]) -> list[CaseloadEntry]:
    return sorted(cases, key=lambda case: case.journey_id)


async def execute(database: str, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()


async def test_the_list_says_how_far_each_journey_is(service: Service) -> None:
    role_id, step_id = uuid4(), uuid4()
    later = DAY + timedelta(days=9)
    journey_id = await begun(
        service.journeys,
        discover(role_id),
        discover(),
        park(role_id),
        PlanExperiment(happened_on=DAY, experiment_id=step_id, kind="conversation"),
        RunExperiment(happened_on=later, experiment_id=step_id),
    )

    [case] = await service.listed()

    assert (case.journey_id, case.called, case.steps, case.last_step_on) == (journey_id, "Ans", 1, later)
    assert (case.roles_known, case.roles_in_play, case.version, case.position) == (2, 1, 6, 6)


@pytest.mark.slow
async def test_each_event_counts_once_whoever_stops_and_starts(database: str) -> None:
    ids: list[UUID] = []
    for _ in range(3):
        async with process(database) as service, service.projector.run_in_background():
            ids += [await begun(service.journeys, discover()) for _ in range(5)]
            if len(ids) == 10:
                await service.listed()
            for journey_id in ids:
                await submit(service.journeys, journey_id, discover())

    async with process(database) as service, service.projector.run_in_background():
        listed = await service.listed()
        expected = await service.folded(*ids)

    assert by_id(listed) == expected
    assert sorted(case.roles_known for case in listed) == [2] * 5 + [3] * 5 + [4] * 5


async def test_two_processes_share_the_work_without_counting_twice(database: str) -> None:
    async with process(database) as here, process(database) as there:
        async with here.projector.run_in_background(), there.projector.run_in_background():
            journey_id = await begun(here.journeys)
            for _ in range(30):
                await submit(here.journeys, journey_id, discover())
                await asyncio.sleep(0.01)
            listed = await here.listed()

        assert await there.projector.wait_for(await there.log.head(), 0) or there.projector.failure is None
        assert [case.roles_known for case in listed] == [30]


async def test_a_list_made_anew_is_the_list_that_was_kept(service: Service, database: str) -> None:
    roles = [uuid4() for _ in range(3)]
    for role_id in roles:
        await begun(service.journeys, discover(role_id), park(role_id))
    kept = await service.listed()
    await execute(database, "update journeys set line = jsonb_set(line, '{roles_known}', '77')")

    await rebuild(database, service.log, service.pool)

    assert await service.listed() == kept


async def test_an_event_nobody_can_read_holds_up_no_journey_but_its_own(
    service: Service, database: str
) -> None:
    before = await begun(service.journeys)
    await service.listed()
    await execute(
        database,
        "insert into stored_events (originator_id, originator_version, topic, state) values ($1, 2, 'Nonsense', '{}')",
        before,
    )
    after = await begun(service.journeys)

    listed = await service.listed()

    assert {case.journey_id for case in listed} == {before, after}
    assert service.projector.failure is None
    assert await service.parked() == {before: (2, "UnknownTopic")}


async def test_a_line_is_built_anew_from_the_next_event_after_one_that_could_not_be_read(
    service: Service, database: str
) -> None:
    journey_id = await begun(service.journeys)
    unread = (
        "insert into stored_events (originator_id, originator_version, topic, state) values ($1, 2, $2, $3)"
    )
    await service.listed()
    await execute(database, unread, journey_id, "Nonsense", b"{}")
    await service.listed()
    # As newer code reads it.
    energy = b'{"type":"EnergyRated","happened_on":"2026-01-12","rating":7}'
    known = "update stored_events set topic = 'EnergyRated', state = $2 where originator_id = $1 and topic = 'Nonsense'"
    await execute(database, known, journey_id, energy)

    await submit(service.journeys, journey_id, discover())

    assert await service.listed() == await service.folded(journey_id)
    assert [case.energy for case in await service.listed()] == [7]
    assert await service.parked() == {}


async def test_a_line_stands_still_at_an_event_that_cannot_be_read_though_others_come_with_it(
    service: Service, database: str
) -> None:
    journey_id = await begun(service.journeys)
    at_once = """
    insert into stored_events (originator_id, originator_version, topic, state)
    values ($1, 2, 'EnergyRated', $2), ($1, 3, 'Nonsense', '{}'), ($1, 4, 'EnergyRated', $3)
    """
    first, later = (
        b'{"type":"EnergyRated","happened_on":"2026-01-12","rating":%d}' % rating for rating in (7, 3)
    )
    await execute(database, at_once, journey_id, first, later)

    assert [(case.version, case.energy) for case in await service.listed()] == [(2, 7)]
    assert await service.parked() == {journey_id: (3, "UnknownTopic")}


@pytest.mark.slow
async def test_a_projector_held_by_a_lock_says_so_until_it_goes_on(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SESSION_SETTINGS, "lock_timeout", "150ms")
    monkeypatch.setattr("service.read_models.projector.STUCK_SECONDS", 0.05)
    async with process(database) as service, service.projector.run_in_background():
        await begun(service.journeys)
        await service.listed()
        holder = await asyncpg.connect(database)
        async with holder.transaction():
            await holder.execute("lock table journeys")
            await begun(service.journeys)
            told = []
            for _ in range(100):
                told.append(service.projector.stuck_reason)
                await asyncio.sleep(0.01)
        await holder.close()
        listed = await service.listed()

        troubled = told[next(at for at, one in enumerate(told) if one) :]
        assert len(troubled) > 50
        assert all(troubled)
        assert {(one or "").split()[0] for one in troubled} == {"nothing", "Overloaded"}
        assert (len(listed), service.projector.stuck_reason) == (2, None)


async def test_the_list_goes_on_after_the_database_dropped_every_connection(
    service: Service, database: str
) -> None:
    await begun(service.journeys)
    await service.listed()
    others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"

    await execute(database, others)
    await begun(service.journeys)

    assert len(await service.listed()) == 2
    assert service.projector.failure is None


async def test_a_new_version_of_the_fold_is_made_beside_the_old_one_and_swapped(database: str) -> None:
    async with process(database) as service, service.projector.run_in_background():
        first, second = [await begun(service.journeys, discover()) for _ in range(2)]
        await service.listed()
    await execute(database, "update journeys set line = jsonb_set(line, '{roles_known}', '77')")
    rename = "update notification_tracking set application_name = $2 where application_name = $1"
    await execute(database, rename, PROJECTION_NAME, "caseload.0")

    async with process(database) as service, service.projector.run_in_background():
        await submit(service.journeys, first, discover())
        before = {case.journey_id: case.roles_known for case in await service.listed()}
        assert await Rebuilder(database, service.log, service.pool).run_once()
        await submit(service.journeys, second, discover(), discover())
        after = await service.listed()
        live = await live_read_models(service.pool)

        # Until the swap what is touched is made anew, and what is not stays as it was.
        assert before == {first: 2, second: 77}
        assert by_id(after) == await service.folded(first, second)
        assert live == LiveReadModels(PROJECTION_NAME, await service.log.head())


async def test_read_models_of_newer_code_are_left_alone(database: str) -> None:
    async with process(database) as service, service.projector.run_in_background():
        await begun(service.journeys)
        kept = await service.listed()
    rename = "update notification_tracking set application_name = $2 where application_name = $1"
    await execute(database, rename, PROJECTION_NAME, "caseload.999.1")

    async with process(database) as service, service.projector.run_in_background():
        await begun(service.journeys)
        assert not await service.projector.wait_for(await service.log.head(), 1)

        assert service.projector.failure == "NewerReadModels after position 0"
        assert not await Rebuilder(database, service.log, service.pool).run_once()
        assert (await Caseload(service.pool).page(None, 9, tenant_id=LOCAL_TENANT)).cases == kept


async def test_the_list_is_read_page_by_page_the_newest_start_first(service: Service) -> None:
    days = [DAY + timedelta(days=n // 2) for n in range(7)]
    for day in days:
        await submit(service.journeys, uuid4(), start(day=day))
    whole, case_list = await service.listed(), Caseload(service.pool)

    pages = [await case_list.page(None, 3, tenant_id=LOCAL_TENANT)]
    while pages[-1].next:
        pages.append(await case_list.page(pages[-1].next, 3, tenant_id=LOCAL_TENANT))

    assert [case.started_on for case in whole] == sorted(days, reverse=True)
    assert [case for page in pages for case in page.cases] == whole
    assert [len(page.cases) for page in pages] == [3, 3, 1]


async def test_a_cursor_that_was_never_given_is_refused(service: Service) -> None:
    with pytest.raises(UnknownCaseloadCursor):
        await Caseload(service.pool).page("2026-01-12", 3, tenant_id=LOCAL_TENANT)


async def test_no_ended_journey_pushes_another_off_a_desk(service: Service) -> None:
    going_on, ended = uuid4(), uuid4()
    await submit(service.journeys, going_on, start())
    later = replace(start(), happened_on=DAY + timedelta(days=1))
    await submit(service.journeys, ended, later, RecordEnding(happened_on=later.happened_on, ending="rest"))
    await service.listed()

    async with tenant_tx(service.pool, LOCAL_TENANT) as connection:
        found = [
            await connection.fetch(SELECT_DESK, LOCAL_TENANT, None, shown, most, DAY)
            for shown, most in ((True, 1), (True, 2), (False, 2))
        ]

    ids = [[decode_caseload_entry(row["line"]).journey_id for row in rows] for rows in found]
    assert ids == [[going_on], [going_on, ended], [going_on]]
