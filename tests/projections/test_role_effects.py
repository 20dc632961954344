"""What moved a role: the same as the learning model says of each experiment."""

import pytest
from hypothesis import given, settings

from projections.fold import fold
from projections.learning_model.attribution import experiment_move
from projections.learning_model.role_effects import effects_on_role
from projections.profile.projection import PROFILE
from tests.histories import History, histories


@settings(max_examples=30)
@given(histories())
def test_a_role_is_moved_by_the_experiments_that_move_it_and_as_much(lived: History) -> None:
    entries = lived.entries()
    state = fold(PROFILE, entries)
    on = max(entry.event.happened_on for entry in entries)
    moves = {key: experiment_move(state, key, on).roles for key in state.steps}
    known = [key for key, role in state.roles.items() if role.discovered.happened_on <= on]

    for role_id in known:
        expected = {
            key: (one.appeal_before, one.reach_before, one.promise_before)
            for key, roles in moves.items()
            for one in roles
            if one.role_id == role_id
        }
        found = {
            one.experiment_id: (one.without.appeal, one.without.reach, one.without.promise)
            if one.without
            else (None, None, None)
            for one in effects_on_role(state, role_id, on)
        }

        assert found.keys() == expected.keys()
        for key, numbers in found.items():
            assert numbers == pytest.approx(expected[key])


@settings(max_examples=20)
@given(histories())
def test_what_moved_most_comes_first_and_what_brought_the_role_before_it(lived: History) -> None:
    entries = lived.entries()
    state = fold(PROFILE, entries)
    on = max(entry.event.happened_on for entry in entries)

    for role_id in state.roles:
        sizes = [one.size if one.without else float("inf") for one in effects_on_role(state, role_id, on)]

        assert sizes == sorted(sizes, reverse=True)
