"""The points of a step, line by line, with the level; and the quests and badges it completed. Nothing with the game off."""

from collections.abc import Iterator
from datetime import date
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import Experiment
from projections.game.completions import StepCompletions, step_completions
from projections.game.levels import GameLevel
from projections.game.points import StepPoints, plan_points
from projections.game.projection import GAME
from projections.game.rules import GAME_RULES
from service.application.folded_journey import FoldedJourney
from service.web.game.labels import PointsPart
from service.web.reveal.labels import PointsLine


class RevealedPoints(Struct, frozen=True, kw_only=True):
    """What a step earned and what for, and where that leads."""

    points: int
    lines: tuple[tuple[PointsLine, float], ...]
    """Those that are not 0."""
    rep: float
    """What is left of planning, going and learning, when the like of it came before in its week."""
    total: int
    level: GameLevel
    completed: StepCompletions


def build_points(folded: FoldedJourney, experiment_id: UUID, today: date) -> RevealedPoints | None:
    """The points of a step as they stand today; None while the game is off."""
    game = folded.view(GAME)
    one = next((step for step in game.steps if step.experiment_id == experiment_id), None)
    if one is None or not game.switch.on:
        return None
    step = folded.journey.experiments[experiment_id]
    return RevealedPoints(
        points=one.points,
        lines=tuple((line, points) for line, points in _lines(one, step) if points),
        rep=one.rep,
        total=game.total,
        level=game.level,
        completed=step_completions(folded.state(GAME), experiment_id, today),
    )


def _lines(one: StepPoints, step: Experiment) -> Iterator[tuple[PointsLine, float]]:
    parts: tuple[PointsPart, ...] = get_args(PointsPart)
    for part in parts:
        earned = float(getattr(one, part))
        if part == "plan":
            yield from plan_points(step.planned, GAME_RULES.points).items()
        elif part == "run" and step.stage != "run":
            yield "called_off", earned
        elif part == "learn" and step.concluded:
            yield part, earned - GAME_RULES.points.conclusion
            yield "conclusion", GAME_RULES.points.conclusion
        else:
            yield part, earned
