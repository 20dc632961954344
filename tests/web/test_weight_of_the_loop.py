"""What a page of the loop weighs, compressed, in each of its states and for a long journey."""

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

import pytest

from domain.event import Event
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.refusals import PauseAfterRefusal
from domain.journey.commands.weeks import DeclareRest
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.weeks import monday_of
from tests.histories import sample_journey
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, outcome, plan, seven_weeks, uid

MOST = 60_000
"""Bytes on the way."""
TODAY = NOON.date()
PAGES = ("week", "week/close", "plan", "log", "agenda", "game", "profile")
LETTER = uid("another letter")
NO = [
    plan("another letter", "application", "practice nurse", TODAY),
    *outcome("another letter", TODAY),
    RecordAnswer(happened_on=TODAY, experiment_id=LETTER, answer="rejected_unseen"),
]
STATES: dict[str, Sequence[UserCommand]] = {
    "away": [],
    "after a no": NO,
    "gone on": [*NO, PauseAfterRefusal(happened_on=TODAY, experiment_id=LETTER, skipped=True)],
    "resting": [DeclareRest(happened_on=TODAY, monday=monday_of(TODAY))],
}


async def heavy(service: Pages, at: str, events: Sequence[Event]) -> dict[str, int]:
    """The pages of a journey that weigh too much, with those of its last ten steps."""
    steps = [f"steps/{one.experiment_id}/reveal" for one in events if isinstance(one, ExperimentRun)]
    found: dict[str, int] = {}
    for page in (*PAGES, *steps[-10:]):
        shown = await service.get(f"{at}/{page}")
        assert shown.status == 200, page
        found[page] = len(gzip.compress(shown.html.encode()))
    return {page: weight for page, weight in found.items() if weight > MOST}


@pytest.mark.parametrize("state", STATES)
async def test_no_page_of_the_loop_is_heavy_in_any_state(state: str) -> None:
    async with pages() as service:
        await service.tell([*seven_weeks(), *STATES[state]])
        events = [one.event for one in await service.entries()]

        assert await heavy(service, f"/journeys/{MARLOES}", events) == {}


async def test_no_page_of_the_loop_is_heavy_for_a_journey_of_500_events() -> None:
    history = sample_journey(0, 500)
    told: Any = history.commands
    async with pages(datetime.combine(history.today, time(18), tzinfo=UTC)) as service:
        await service.tell(told, history.journey_id)

        assert await heavy(service, f"/journeys/{history.journey_id}", history.events) == {}
