"""The game: rewards what is in the client's hands, never luck. Only the client's own steps earn anything."""

from datetime import date

from projections.fold import Projection
from projections.game.badges import badges
from projections.game.courage import courage
from projections.game.history import trail
from projections.game.levels import level
from projections.game.momentum import momentum
from projections.game.points import points
from projections.game.quests import quests
from projections.game.rules import RULES, Rules
from projections.game.state import INITIAL, State, evolve
from projections.game.switch import switch
from projections.game.view import Game
from projections.learning_model.parameters import DEFAULT, Parameters


def view(state: State, on: date, parameters: Parameters = DEFAULT, rules: Rules = RULES) -> Game:
    """The game at a date; what lies after that date does not exist."""
    earned = points(state, on, rules.pay)
    total = sum(one.points for one in earned)
    pace, so_far = momentum(state, on, rules.pace), trail(state, on)
    return Game(
        on=on,
        switch=switch(state, on),
        total=total,
        level=level(total, rules.levels),
        steps=tuple(sorted(earned, key=lambda one: one.on)),
        momentum=pace,
        courage=courage(state, on, rules.climb, parameters),
        quests=quests(so_far, rules, return_quest=pace.return_quest),
        badges=badges(so_far, rules),
    )


GAME: Projection[State, Game] = Projection(name="game", version=2, initial=INITIAL, evolve=evolve, view=view)
