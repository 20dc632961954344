"""The game: rewards what is in the client's hands, never luck. Only the client's own steps earn anything."""

from datetime import date

from projections.fold import Projection
from projections.game.courage import courage
from projections.game.levels import level
from projections.game.momentum import momentum
from projections.game.points import points
from projections.game.rules import RULES, Rules
from projections.game.state import INITIAL, State, evolve
from projections.game.view import Game
from projections.parameters import DEFAULT, Parameters


def view(state: State, on: date, parameters: Parameters = DEFAULT, rules: Rules = RULES) -> Game:
    """The game at a date; what lies after that date does not exist."""
    earned = points(state, on, rules.pay)
    total = sum(one.points for one in earned)
    return Game(
        on=on,
        total=total,
        level=level(total, rules.levels),
        steps=tuple(sorted(earned, key=lambda one: one.on)),
        momentum=momentum(state, on, rules.pace),
        courage=courage(state, on, rules.climb, parameters),
    )


GAME: Projection[State, Game] = Projection(name="game", version=1, initial=INITIAL, evolve=evolve, view=view)
