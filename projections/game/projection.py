"""The projection of the game."""

from datetime import date

from domain.journey.events.weeks import monday_of
from projections.fold import Projection
from projections.game.badges import badge_views
from projections.game.comebacks import comebacks
from projections.game.courage import courage_view
from projections.game.history import GameHistory, game_history
from projections.game.levels import level_for_points
from projections.game.momentum import has_arrived, momentum_on, momentum_word
from projections.game.points import StepPoints, step_points
from projections.game.quest_choices import accepted_quest, quest_choices
from projections.game.quests import quest_views
from projections.game.reserve import reserve_weeks_left
from projections.game.rules import GAME_RULES, GameRules
from projections.game.state import INITIAL, GameState, evolve
from projections.game.switch import game_switch
from projections.game.view import Game
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters


def view(
    state: GameState, on: date, parameters: Parameters = DEFAULT_PARAMETERS, rules: GameRules = GAME_RULES
) -> Game:
    """The game at a date. Events after that date are ignored."""
    momentum, history = momentum_on(state, on, rules.momentum), game_history(state, on)
    steps = _steps(state, history, on, rules)
    total = sum(one.points for one in steps)
    quests = quest_views(history, rules, return_quest=momentum.return_quest)
    came_back = any(one.coming_back and one.on >= monday_of(on) for one in steps)
    return Game(
        on=on,
        switch=game_switch(state, on),
        total=total,
        level=level_for_points(total, rules.levels),
        steps=tuple(sorted(steps, key=lambda one: one.on)),
        momentum=momentum,
        momentum_word=momentum_word(
            momentum, on, spared=came_back or momentum.return_quest or has_arrived(state, on)
        ),
        reserve_weeks_left=reserve_weeks_left(state, on, rules.reserve),
        courage=courage_view(state, on, rules.ladder, parameters),
        quests=quests,
        accepted_quest=accepted_quest(quests, on),
        quest_choices=quest_choices(history, quests, on, rules),
        badges=badge_views(history, rules),
    )


def points_of_steps(state: GameState, on: date, rules: GameRules = GAME_RULES) -> tuple[StepPoints, ...]:
    """The points of every step up to a date, as the game shows them: for who needs nothing else of it."""
    return _steps(state, game_history(state, on), on, rules)


def _steps(state: GameState, history: GameHistory, on: date, rules: GameRules) -> tuple[StepPoints, ...]:
    returned = {step.planned.experiment_id for step in comebacks(history, rules.momentum.return_after)}
    return step_points(state, on, rules.points, returned)


GAME: Projection[GameState, Game] = Projection(
    name="game", version=9, initial=INITIAL, evolve=evolve, view=view
)
