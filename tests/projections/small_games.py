"""Small journeys as the game sees them, told in short words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.history import RecordedEvent
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.vocabulary import Quest
from projections.fold import fold
from projections.game.badges import Badge, BadgeView
from projections.game.points import StepPoints
from projections.game.projection import GAME
from projections.game.quests import QuestView
from projections.game.view import Game
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    MONDAY,
    day,
    plan,
    run,
    uid,
)
from tests.domain.scenario import decide_commands

LONG_AFTER = date(2036, 1, 1)


def entries(events: list[AnyJourneyEvent]) -> list[RecordedEvent]:
    return [
        RecordedEvent(
            position=number,
            journey_id=uid("journey"),
            number=number,
            recorded_at=datetime(2036, 1, 1, tzinfo=UTC),
            event=event,
        )
        for number, event in enumerate(events, 1)
    ]


def view_of(events: list[AnyJourneyEvent], on: date = LONG_AFTER) -> Game:
    return GAME.view(fold(GAME, entries(events)), on, DEFAULT_PARAMETERS)


def game(*told: UserCommand, on: date = LONG_AFTER) -> Game:
    return view_of(decide_commands(told), on)


def the_step(*told: UserCommand, on: date = LONG_AFTER) -> StepPoints:
    """The one step that was told."""
    (only,) = game(*told, on=on).steps
    return only


def quest(name: Quest, *told: UserCommand, on: date = LONG_AFTER) -> QuestView:
    (only,) = (one for one in game(*told, on=on).quests if one.quest == name)
    return only


def badge(name: Badge, *told: UserCommand, on: date = LONG_AFTER) -> BadgeView:
    (only,) = (one for one in game(*told, on=on).badges if one.badge == name)
    return only


def done(name: Quest, *told: UserCommand, on: date = LONG_AFTER) -> tuple[int, int, date | None]:
    """How far a quest is along, of how much, and the day it was done."""
    shown = quest(name, *told, on=on)
    return shown.done, shown.needed, shown.done_on


def earned(name: Badge, *told: UserCommand, on: date = LONG_AFTER) -> tuple[int, int, date | None]:
    """How far a badge is along, of how much, and the day it was earned."""
    shown = badge(name, *told, on=on)
    return shown.done, shown.needed, shown.earned_on


def step_of(name: str, on: date, **planned: Any) -> tuple[UserCommand, UserCommand]:
    return (
        plan(experiment_id=uid(name), happened_on=day(0), **planned),
        run(experiment_id=uid(name), happened_on=on),
    )


def in_turn(*names: str, on: date = MONDAY + timedelta(days=7), **planned: Any) -> list[UserCommand]:
    """Steps of one day, logged in this order."""
    return [command for name in names for command in step_of(name, on, **planned)]
