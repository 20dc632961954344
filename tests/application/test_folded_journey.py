"""A journey with its projections out of one read: all of it stands at one version, whatever was cached before."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import InvalidValue, UnknownJourney
from domain.journey.commands.corrections import RetractEntry
from projections.agenda.projection import AGENDA
from projections.fold import fold
from projections.profile.projection import PROFILE
from projections.timeline.projection import TIMELINE
from service.application.journeys import Journeys
from service.event_store.log import LoggedEvent
from service.event_store.memory import MemoryEventLog
from service.system_ids import LOCAL_TENANT
from tests.application.commands import DAY, begun, discover, park, submit
from tests.commands import execute_each
from tests.histories import sample_journey

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROJECTIONS = (PROFILE, TIMELINE, AGENDA)


class CountingLog(MemoryEventLog):
    """Notes above which numbers it was read."""

    def __init__(self) -> None:
        super().__init__(lambda: NOON)
        self.reads: list[list[int]] = []
        self.states = 0
        self._within = False

    async def read_stream(self, stream: UUID, **more: Any) -> list[LoggedEvent]:
        if not self._within:
            self.reads.append([more["after"]])
        rows = await super().read_stream(stream, **more)
        self.states += sum(row.state != b"" for row in rows)
        return rows

    async def read_streams(self, after: Mapping[UUID, int], **more: Any) -> list[LoggedEvent]:
        self.reads.append(list(after.values()))
        self._within = True
        try:
            return await super().read_streams(after, **more)
        finally:
            self._within = False


@pytest.fixture
def log() -> CountingLog:
    return CountingLog()


@pytest.fixture
def journeys(log: CountingLog) -> Journeys:
    return Journeys(log, now=lambda: NOON, sealing=None)


async def test_all_projections_come_from_one_read_above_the_oldest_of_them(
    log: CountingLog, journeys: Journeys
) -> None:
    journey_id = await begun(journeys, discover(), discover(title="nurse"))
    await journeys.load(journey_id, PROFILE)
    await submit(journeys, journey_id, discover(title="clerk"))
    await journeys.load(journey_id, TIMELINE)
    log.reads.clear()

    folded = await journeys.load(journey_id, PROFILE, TIMELINE)

    assert log.reads == [[3]]
    assert folded.version == 4
    events = await journeys.recorded_events(journey_id)
    assert folded.state(PROFILE) == fold(PROFILE, events)
    assert folded.state(TIMELINE) == fold(TIMELINE, events)


async def test_what_was_loaded_before_is_read_above_its_version_only(
    log: CountingLog, journeys: Journeys
) -> None:
    journey_id = await begun(journeys, discover())
    await journeys.load(journey_id, *PROJECTIONS)
    log.reads.clear()

    folded = await journeys.load(journey_id, *PROJECTIONS, events_after=1)

    assert log.reads == [[1]]
    assert [one.number for one in folded.events] == [2]


@pytest.mark.parametrize("corrections", [False, True])
async def test_what_the_aggregate_holds_is_neither_read_nor_opened_again(
    log: CountingLog, journeys: Journeys, *, corrections: bool
) -> None:
    history = sample_journey(4, 300, corrections=corrections, set_out=date(2024, 1, 1))
    await execute_each(journeys, history.journey_id, *history.commands)
    log.states = 0

    folded = await journeys.load(history.journey_id, *PROJECTIONS, events_after=0)

    assert log.states == 0
    anew = await Journeys(log, now=lambda: NOON, sealing=None).load(
        history.journey_id, *PROJECTIONS, events_after=0
    )
    assert log.states == folded.version
    assert folded.events == anew.events
    assert folded.projections.keys() == anew.projections.keys()
    assert all(folded.projections[name].state == one.state for name, one in anew.projections.items())
    held = [authored.event for authored in folded.journey.authored_events]
    assert all(one.event is event for one, event in zip(folded.events, held, strict=True))


async def test_a_correction_folds_everything_anew(journeys: Journeys) -> None:
    role_id = uuid4()
    journey_id = await begun(journeys, discover(role_id), park(role_id))
    await journeys.load(journey_id, PROFILE)
    await submit(journeys, journey_id, RetractEntry(happened_on=DAY, number=3))

    folded = await journeys.load(journey_id, *PROJECTIONS)

    assert folded.version == 4
    assert folded.state(PROFILE) == fold(PROFILE, await journeys.recorded_events(journey_id))
    assert folded.view(PROFILE).roles[0].standing == "in_play"


@pytest.mark.parametrize("later", ["dropped", "further"])
async def test_who_folds_late_keeps_nothing_of_what_is_over(
    log: CountingLog, journeys: Journeys, later: str
) -> None:
    journey_id = await begun(journeys, discover())
    read = await journeys.read(journey_id, PROFILE)
    if later == "dropped":
        journeys.invalidate(LOCAL_TENANT, journey_id)
    else:
        await submit(journeys, journey_id, discover(title="nurse"))
    late = await journeys.fold(read, PROFILE)
    log.reads.clear()

    folded = await journeys.load(journey_id, PROFILE)

    assert late.version == 2
    assert log.reads == [[0]]
    assert folded.version == (2 if later == "dropped" else 3)


async def test_several_journeys_come_from_one_read(log: CountingLog, journeys: Journeys) -> None:
    ids = [await begun(journeys, discover()) for _ in range(3)]
    await journeys.load(ids[0], PROFILE)
    log.reads.clear()

    found = await journeys.load_many([*ids, uuid4()], PROFILE)

    assert log.reads == [[2, 0, 0, 0]]
    assert list(found) == ids
    assert {one.version for one in found.values()} == {2}


async def test_a_projection_that_was_not_loaded_is_not_shown(journeys: Journeys) -> None:
    folded = await journeys.load(await begun(journeys), PROFILE)

    with pytest.raises(KeyError):
        folded.view(AGENDA)


async def test_a_view_of_another_day_is_another_view(journeys: Journeys) -> None:
    folded = await journeys.load(await begun(journeys, discover()), PROFILE)

    days = [folded.view(PROFILE, on=on).on for on in (DAY, DAY + timedelta(days=1), DAY)]

    assert days == [DAY, DAY + timedelta(days=1), DAY]
    assert folded.view(PROFILE, on=DAY) is folded.view(PROFILE, on=DAY)


async def test_a_day_before_the_first_event_was_recorded_is_refused(journeys: Journeys) -> None:
    folded = await journeys.load(await begun(journeys), PROFILE, events_after=0)

    with pytest.raises(InvalidValue):
        folded.as_known_at(DAY, PROFILE)
    assert folded.as_known_at(NOON.date(), PROFILE).state(PROFILE) == folded.state(PROFILE)


async def test_no_journey_is_no_journey(journeys: Journeys) -> None:
    with pytest.raises(UnknownJourney):
        await journeys.load(uuid4(), PROFILE)
