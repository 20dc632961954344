"""What a step completed: quests that the client had accepted, and badges; what is complete with it and not without it."""

from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.vocabulary import Quest
from projections.game.badges import Badge, badge_views
from projections.game.events import GameEvent
from projections.game.history import game_history
from projections.game.quests import quest_views
from projections.game.rules import GAME_RULES, GameRules
from projections.game.state import GameState


class StepCompletions(Struct, frozen=True, kw_only=True):
    """The quests and badges that a step completed."""

    quests: tuple[Quest, ...]
    badges: tuple[Badge, ...]


def step_completions(
    state: GameState, experiment_id: UUID, on: date, rules: GameRules = GAME_RULES
) -> StepCompletions:
    """What is complete on a day because of one step. Only quests that were accepted are named."""
    whole, bare = game_history(state, on), game_history(_without_step(state, experiment_id), on)
    before_quests = {one.quest for one in quest_views(bare, rules, return_quest=False) if one.done_on}
    before_badges = {one.badge for one in badge_views(bare, rules) if one.earned_on}
    return StepCompletions(
        quests=tuple(
            one.quest
            for one in quest_views(whole, rules, return_quest=False)
            if one.done_on and one.stage == "taken" and one.quest not in before_quests
        ),
        badges=tuple(
            one.badge for one in badge_views(whole, rules) if one.earned_on and one.badge not in before_badges
        ),
    )


def _without_step(state: GameState, experiment_id: UUID) -> GameState:
    return replace(
        state,
        plans={key: one for key, one in state.plans.items() if key != experiment_id},
        steps=tuple(one for one in state.steps if one.experiment_id != experiment_id),
        events=tuple(one for one in state.events if not _is_of(one, experiment_id)),
    )


def _is_of(event: GameEvent, experiment_id: UUID) -> bool:
    source = getattr(event, "source", None)
    return experiment_id in (getattr(event, "experiment_id", None), getattr(source, "id", None))
