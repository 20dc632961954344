"""The beliefs on many days are those of one day at a time, to the last digit."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.fold import fold
from projections.learning_model.belief_series import BeliefSeries
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters, read_parameters
from projections.learning_model.role_beliefs import role_beliefs
from projections.profile.projection import PROFILE
from tests.histories import SET_OUT, History, histories, sample_journey

OTHERS = read_parameters(
    b'{"appeal": {"half_life": 3, "weight": 0.3}, "odds": {"half_life": 2, "weak_share": 0, "signals": {"invited": [0, 0]}}}'
)
parameters = pytest.mark.parametrize("model", [DEFAULT_PARAMETERS, OTHERS], ids=["shipped", "others"])


@given(histories(corrections=True), st.integers(-10, 200))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_beliefs_on_any_day_are_the_same(history: History, ahead: int) -> None:
    state, on = fold(PROFILE, history.entries()), SET_OUT + timedelta(days=ahead)

    assert BeliefSeries(state, DEFAULT_PARAMETERS).on(on) == role_beliefs(state, on, DEFAULT_PARAMETERS)


@parameters
@pytest.mark.parametrize("seed", range(3))
def test_the_beliefs_of_a_long_journey_are_the_same_in_every_week(seed: int, model: Parameters) -> None:
    state = fold(PROFILE, sample_journey(seed, 500, corrections=seed == 1).entries())
    series = BeliefSeries(state, model)

    for weeks in range(-1, 40):
        on = SET_OUT + timedelta(weeks=weeks)
        believed = role_beliefs(state, on, model)
        assert series.on(on) == believed
        for role_id, belief in believed.items():
            assert series.role_on(role_id, on) == (belief.appeal, belief.odds)


def test_before_it_was_discovered_nothing_is_known_of_a_role_but_how_different_it_is() -> None:
    state = fold(PROFILE, sample_journey(1, 600).entries())
    series = BeliefSeries(state, DEFAULT_PARAMETERS)

    for role_id, role in state.roles.items():
        appeal, odds = series.role_on(role_id, role.discovered.happened_on - timedelta(days=1))
        prior = getattr(DEFAULT_PARAMETERS.odds.priors, role.discovered.distance)
        assert (appeal.mean, appeal.spread) == (50.0, 25.0)
        assert (odds.alpha, odds.beta) == prior
