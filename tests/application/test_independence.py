"""One journey's views say nothing of another's: interleaved in one log or alone, every projection shows the same."""

import json
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.programme.events import ProgrammeOpened
from projections.catalogue import PROJECTIONS
from projections.fold import Projection
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.research.replay import Replay
from tests.histories import interleaved, sample_journey

every_projection = pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=list(PROJECTIONS))


def rows(projection: Projection[Any, Any], entries: list[RecordedEvent], on: date) -> dict[str, Any]:
    """What each journey shows on a day, by its id; where in the log it stands is no part of that."""
    replay = Replay(projection, DEFAULT_PARAMETERS)
    replay.feed(entries)
    shown = [json.loads(row) for row in replay.rows(on)]
    return {row["journey_id"]: _without_place(row["view"]) for row in shown}


def _without_place(view: Any) -> Any:
    return {key: told for key, told in view.items() if key != "position"} if isinstance(view, dict) else view


@pytest.mark.slow
@every_projection
@given(seed=st.integers(0, 10_000))
@settings(max_examples=4)
def test_a_journey_shows_the_same_alone_and_among_others(projection: Projection[Any, Any], seed: int) -> None:
    journeys = [sample_journey(seed + more, 120) for more in range(3)]
    log = [
        replace(entry, position=position)
        for position, entry in enumerate(interleaved(Random(seed), [one.entries() for one in journeys]), 1)
    ]
    today = max(one.today for one in journeys) + timedelta(days=3)

    among = rows(projection, log, today)
    alone = [
        rows(projection, [entry for entry in log if entry.journey_id == one.journey_id], today)
        for one in journeys
    ]

    assert len(among) == 3
    assert among == {key: view for one in alone for key, view in one.items()}


def test_what_the_log_holds_of_a_programme_is_no_journey() -> None:
    entries = sample_journey(1, 40).entries()
    opened = ProgrammeOpened(
        happened_on=entries[0].event.happened_on,
        name="Second career",
        tracks=("preventive",),
        languages=("nl",),
        time_zone="Europe/Amsterdam",
        game=True,
    )
    of_a_programme = replace(entries[0], journey_id=uuid4(), event=opened)
    replay = Replay(PROFILE, DEFAULT_PARAMETERS)

    replay.feed([of_a_programme, *entries])

    assert (replay.journeys, replay.events) == (1, len(entries))
    assert [json.loads(row)["journey_id"] for row in replay.rows()] == [str(entries[0].journey_id)]
