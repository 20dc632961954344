"""The series of promises says the same as the profile of each day."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.promise_series import promise_series
from projections.profile.projection import PROFILE
from tests.histories import History, histories


@settings(max_examples=40)
@given(histories(), st.integers(1, 8))
def test_every_day_has_the_roles_in_play_with_the_promises_of_the_profile(lived: History, weeks: int) -> None:
    state = fold(PROFILE, lived.entries())
    first = lived.entries()[0].event.happened_on
    days = [first + timedelta(weeks=number, days=number % 3) for number in range(weeks)]

    for on_day in promise_series(state, days):
        shown = PROFILE.view(state, on_day.on, DEFAULT_PARAMETERS).roles
        in_play = {role.role_id: role.promise for role in shown if role.standing == "in_play"}

        assert {role.role_id: role.promise for role in on_day.roles} == pytest.approx(in_play)
        assert [role.promise for role in on_day.roles] == sorted(
            (role.promise for role in on_day.roles), reverse=True
        )


def test_no_days_have_no_promises() -> None:
    assert promise_series(PROFILE.initial, []) == ()
