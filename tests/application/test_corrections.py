"""Corrections at work: live, as of a date, replayed and in the list of journeys, over either log."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from msgspec.structs import replace

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.evidence import LearningInput, OddsSignalInput
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from projections.caseload.projection import CASELOAD
from projections.caseload.state import CaseloadEntry
from projections.catalogue import PROJECTIONS
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.application.journeys import Journeys
from service.event_store.log import EventLog
from service.event_store.memory import MemoryEventLog
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_worker_pool
from service.read_models.caseload import Caseload
from service.read_models.projector import Projector
from service.research.replay import ReplayRow, encode_row, replay_chunks
from service.system_ids import LOCAL_TENANT
from tests.application.commands import DAY, begun, discover, start, submit
from tests.commands import execute

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINE, YOURS, STEP = uuid4(), uuid4(), uuid4()
LATER = DAY + timedelta(days=3)
RUN = RunExperiment(happened_on=LATER, experiment_id=STEP, hours=2)
PLAN = PlanExperiment(happened_on=DAY, experiment_id=STEP, kind="conversation", role_id=MINE)


@pytest.fixture
async def postgres_log(database: str) -> AsyncIterator[PostgresEventLog]:
    async with PostgresEventLog.connect(database, poll=0.2) as log:
        yield log


@pytest.fixture(params=["memory", "postgres"])
def log(request: pytest.FixtureRequest) -> EventLog:
    if request.param == "memory":
        return MemoryEventLog()
    found: EventLog = request.getfixturevalue("postgres_log")
    return found


async def lived(journeys: Journeys) -> UUID:
    """Start 1, roles 2 and 3, plan 4, run 5, rating 6, signal 7, conclusion 8, answer 9, its signal 10."""
    return await begun(
        journeys,
        discover(MINE),
        discover(YOURS, title="carpenter"),
        PLAN,
        RUN,
        ConcludeExperiment(
            happened_on=LATER,
            experiment_id=STEP,
            conclusion="yes",
            learned=LearningInput(appeal=8, odds=(OddsSignalInput(signal="referral"),)),
        ),
        RecordAnswer(happened_on=LATER, experiment_id=STEP, answer="invited"),
    )


def correct(number: int, restated: Any) -> CorrectEntry:
    return CorrectEntry(happened_on=LATER, number=number, restated=restated)


ABOUT_YOURS = correct(4, replace(PLAN, role_id=YOURS))


async def views(journeys: Journeys, journey_id: UUID) -> dict[str, bytes]:
    return {
        name: msgspec.json.encode(await journeys.view(projection, journey_id), enc_hook=str)
        for name, projection in PROJECTIONS.items()
    }


async def test_a_reader_who_looked_before_sees_what_one_sees_who_comes_anew(log: EventLog) -> None:
    warm = Journeys(log, sealing=None)
    journey_id = await lived(warm)
    before = await views(warm, journey_id)
    await submit(warm, journey_id, ABOUT_YOURS, discover())

    after = await views(warm, journey_id)

    assert after == await views(Journeys(log, sealing=None), journey_id)
    assert after["profile"] != before["profile"]


async def test_another_process_decides_on_the_corrected_journey(log: EventLog) -> None:
    here, there = Journeys(log, sealing=None), Journeys(log, sealing=None)
    journey_id = await lived(here)
    await there.view(PROFILE, journey_id)
    await submit(here, journey_id, RetractEntry(happened_on=LATER, number=4))

    receipt = await submit(there, journey_id, PLAN)

    assert receipt.events == 1


@pytest.mark.parametrize("name", PROJECTIONS)
async def test_a_replayed_export_is_what_is_seen_live(name: str) -> None:
    log, projection = MemoryEventLog(), PROJECTIONS[name]
    journeys = Journeys(log, sealing=None)
    journey_id, other_id = await lived(journeys), await begun(journeys, discover())
    await submit(journeys, journey_id, ABOUT_YOURS, RetractEntry(happened_on=LATER, number=9), discover())

    replay = await replay_chunks(
        lambda upto: log.read_json_lines(upto=upto), projection, DEFAULT_PARAMETERS, "the log"
    )
    rows = list(replay.rows(LATER))

    expected = [
        ReplayRow(
            journey_id=one,
            on=LATER,
            view=projection.view(
                fold(projection, await journeys.recorded_events(one)), LATER, DEFAULT_PARAMETERS
            ),
        )
        for one in sorted([journey_id, other_id])
    ]
    assert rows == [encode_row(row) for row in expected]
    assert (replay.journeys, replay.position) == (2, await log.head())


async def test_the_list_follows_corrections(database: str) -> None:
    async with PostgresEventLog.connect(database, poll=0.2) as log:
        pool = await open_worker_pool(database, 2)
        try:
            journeys, projector = Journeys(log, sealing=None), Projector(log, pool, first_pause=0.05)
            async with projector.run_in_background():
                journey_id = await lived(journeys)
                await projector.wait_for(await log.head(), 10)
                await submit(journeys, journey_id, RetractEntry(happened_on=LATER, number=4), discover())
                await submit(journeys, journey_id, correct(1, replace(start(), called="Anneke")))
                assert await projector.wait_for(await log.head(), 10), projector.failure
                [case] = (await Caseload(pool).page(None, 10, tenant_id=LOCAL_TENANT)).cases
                entries = await journeys.recorded_events(journey_id)
        finally:
            pool.terminate()

    folded = fold(CASELOAD, entries)
    assert isinstance(folded, CaseloadEntry)
    assert case == replace(folded, version=len(entries), position=entries[-1].position)
    assert (case.called, case.steps, case.roles_known) == ("Anneke", 0, 3)


class TestTwoTimes:
    async def test_the_correction_holds_on_any_day_and_the_original_as_it_was_known(self) -> None:
        moment = NOON
        journeys = Journeys(MemoryEventLog(lambda: moment), now=lambda: moment, sealing=None)
        journey_id = await lived(journeys)
        known = msgspec.json.encode(await journeys.view(PROFILE, journey_id, on=LATER), enc_hook=str)
        moment = NOON + timedelta(days=2)
        await submit(journeys, journey_id, ABOUT_YOURS)

        as_known = await journeys.view(PROFILE, journey_id, on=LATER, known_at=NOON.date())
        now = await journeys.view(PROFILE, journey_id, on=LATER)
        appeal = {role.role_id: role.appeal for role in now.roles}

        assert msgspec.json.encode(as_known, enc_hook=str) == known
        assert msgspec.json.encode(now, enc_hook=str) != known
        assert appeal[MINE] < appeal[YOURS]

    async def test_the_history_shows_everything(self) -> None:
        journeys = Journeys(MemoryEventLog(), sealing=None)
        journey_id = await lived(journeys)
        await submit(journeys, journey_id, RetractEntry(happened_on=LATER, number=4))

        kinds = [type(entry.event).__name__ for entry in await journeys.recorded_events(journey_id)]

        assert (len(kinds), kinds[3], kinds[-1]) == (11, "ExperimentPlanned", "EntryRetracted")


async def test_only_who_told_an_entry_may_take_it_back(log: EventLog) -> None:
    journeys = Journeys(log, sealing=None)
    journey_id = await lived(journeys)
    commands = (RetractEntry(happened_on=LATER, number=4),)

    with pytest.raises(InvalidOperation):
        await execute(journeys, journey_id, *commands, actor_id=uuid4())


async def test_a_start_is_not_corrected_to_a_time_zone_nobody_knows() -> None:
    journeys = Journeys(MemoryEventLog(), sealing=None)
    journey_id = await lived(journeys)

    with pytest.raises(InvalidValue):
        await submit(journeys, journey_id, correct(1, start("Europe/Atlantis")))
