"""Every number of the game: points of a step, borders of levels, and the start of the ladder."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct

from domain.vocabulary import WEEKS_PER_RESERVE, ExperimentKind
from projections.learning_model.ladder import LADDER_RULES, LadderRules

_RUN: Mapping[ExperimentKind, int] = MappingProxyType(
    {
        "desk_research": 4,
        "follow_up": 5,
        "reflection": 5,
        "application": 10,
        "conversation": 15,
        "interview": 15,
        "job_shadow": 20,
        "trial": 40,
    }
)


class PointRules(Struct, frozen=True, kw_only=True):
    """Points of a step, part by part."""

    hypothesis: int = 4
    forecast: int = 3
    plan: int = 3
    run: Mapping[ExperimentKind, int] = _RUN
    long_shadow: int = 30
    long_shadow_hours: float = 6.0
    called_off: Decimal = Decimal("0.6")
    """What is left of `run` when the other side cancelled or refused."""
    learning: int = 5
    learnings_most: int = 20
    conclusion: int = 5
    surprise: int = 5
    surprise_from: int = 3
    courage_above: int = 4
    courage_per_point: int = 2
    courage_most: int = 12
    courage_most_a_week: int = 24
    ask: int = 10
    coming_back: int = 5
    """Less than two of the smallest steps that were not taken: missing weeks never pays."""
    repeats: tuple[Decimal, ...] = (Decimal(1), Decimal("0.7"), Decimal("0.5"), Decimal("0.3"))
    """For the first, second, third step of one kind and role in a week; the last for every one after."""


class MomentumRules(Struct, frozen=True, kw_only=True):
    """Momentum starts at `start` and halves in `half_life` missed weeks."""

    start: float = 0.5
    half_life: float = 3.0
    return_after: int = 2
    """Missed weeks after which the ten-minute return quest is offered, and coming back pays."""


class ReserveRules(Struct, frozen=True, kw_only=True):
    """Reserve weeks: one for so many weeks of the programme."""

    weeks_each: int = WEEKS_PER_RESERVE


class QuestTargets(Struct, frozen=True, kw_only=True):
    """The numbers that quests and badges ask for."""

    first_step_within_days: int = 7
    dream_roles: int = 2
    unknown_roles: int = 3
    odds_roles: int = 2
    odds_weeks: int = 2
    walk_hours: float = 6.0
    talks_outside: int = 2
    tradeoffs: int = 5
    talks_with_one_question: int = 10
    new_roles: int = 5
    witnesses: int = 2
    forecasts: int = 8
    brier_below: float = 0.20
    dread_from: int = 7
    declined_away_days: int = 28
    """Days in which a declined quest is not among those to choose from."""


class GameRules(Struct, frozen=True, kw_only=True):
    """All rules of the game, version 1."""

    points: PointRules = PointRules()
    levels: tuple[int, ...] = (0, 60, 180, 360, 600, 900, 1260, 1680)
    momentum: MomentumRules = MomentumRules()
    reserve: ReserveRules = ReserveRules()
    ladder: LadderRules = LADDER_RULES
    targets: QuestTargets = QuestTargets()


GAME_RULES = GameRules()
