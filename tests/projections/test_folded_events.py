"""What a fold passes over at once is nothing that it has a case for."""

import ast
import inspect
from collections.abc import Callable
from typing import Any, get_args

import pytest

from domain.journey.events.counted_answers import CountingEvent
from projections.game import state as game_state
from projections.game.events import GameEvent
from projections.learning_model import state as learning_state
from projections.profile import state as profile_state


def cases(evolve: Callable[..., Any]) -> set[str]:
    """The classes that a fold has cases for."""
    tree = ast.parse(inspect.getsource(evolve))
    return {
        node.cls.id
        for node in ast.walk(tree)
        if isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name)
    }


@pytest.mark.parametrize(
    ("evolve", "folded", "others"),
    [
        (profile_state.evolve, profile_state.OWN_EVENTS, ()),
        (
            learning_state.evolve,
            learning_state.FOLDED_EVENTS,
            (*learning_state.CHOOSING, *get_args(CountingEvent)),
        ),
        (
            game_state.evolve,
            game_state.FOLDED_EVENTS,
            (*get_args(GameEvent), *get_args(CountingEvent)),
        ),
    ],
)
def test_every_case_of_a_fold_is_reached(
    evolve: Callable[..., Any], folded: frozenset[type], others: tuple[type, ...]
) -> None:
    expected = cases(evolve) | {one.__name__ for one in others}
    assert {one.__name__ for one in folded} == expected
