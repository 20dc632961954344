"""What is folded stays in memory while it fits: a desk is not folded anew because others have worked."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from projections.agenda.projection import AGENDA
from projections.fold import Projection
from projections.game.projection import GAME
from projections.profile.projection import PROFILE
from service.application.aggregates import stream_id
from service.application.fold_cache import EVENTS_OF_EMPTY, FoldCache
from service.application.folded_journey import FoldedProjection
from service.application.journeys import Journeys
from service.event_store.log import LoggedEvent
from service.event_store.memory import MemoryEventLog
from service.system_ids import LOCAL_TENANT
from tests.application.commands import begun, discover

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ON_DESK: tuple[Projection[Any, Any], ...] = (PROFILE, AGENDA)


class NotingLog(MemoryEventLog):
    """Notes above which numbers several journeys were read."""

    def __init__(self) -> None:
        super().__init__(lambda: NOON)
        self.reads: list[list[int]] = []

    async def read_streams(self, after: Mapping[UUID, int], **more: Any) -> list[LoggedEvent]:
        self.reads.append(list(after.values()))
        return await super().read_streams(after, **more)


async def _desk(log: NotingLog, clients: int) -> tuple[Journeys, list[UUID]]:
    """Journeys of two events, in caches that hold as many, loaded as for a desk."""
    writer = Journeys(log, now=lambda: NOON, sealing=None)
    ids = [await begun(writer, discover()) for _ in range(clients)]
    journeys = Journeys(log, now=lambda: NOON, cached=clients, sealing=None)
    await journeys.load_many(ids, *ON_DESK)
    log.reads.clear()
    return journeys, ids


async def test_a_desk_of_as_many_journeys_as_are_kept_is_folded_once() -> None:
    log = NotingLog()
    journeys, ids = await _desk(log, 12)

    await journeys.load_many(ids, *ON_DESK)

    assert log.reads == [[2] * 12]


async def test_a_desk_stays_folded_while_a_page_goes_through_all_other_journeys() -> None:
    log = NotingLog()
    others = [await begun(Journeys(log, now=lambda: NOON, sealing=None), discover()) for _ in range(30)]
    journeys, ids = await _desk(log, 12)

    found = await journeys.load_many([*others, *ids], GAME, passing=True)
    log.reads.clear()
    await journeys.load_many(ids, *ON_DESK)

    assert set(found) == {*others, *ids}
    assert log.reads == [[2] * 12]


@pytest.mark.parametrize("passing", [False, True])
def test_what_is_kept_is_measured_by_events(*, passing: bool) -> None:
    cache, place = FoldCache(300), [stream_id(LOCAL_TENANT, uuid4()) for _ in range(4)]
    for number, events in enumerate((100, 100, 100, 1000)):
        folded = FoldedProjection(version=events, state=number)
        cache.keep(PROFILE, place[number], folded, passing=passing)

    kept = [cache.get(PROFILE, one).state for one in place]

    assert 2 * (100 + EVENTS_OF_EMPTY) <= 300 < 3 * (100 + EVENTS_OF_EMPTY)
    assert kept == ([0, 1, None, None] if passing else [None, 1, 2, None])
