"""The picture of how a client evolved ends, week by week, at the figures that the profile and the difference print."""

from datetime import timedelta

import pytest

from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.web.coach_client.evolution import Evolution, build_evolution
from service.web.coach_client.period import ComparedPeriod
from tests.projections.test_one_question_one_number import Seen, histories, printed, some_histories

pytestmark = pytest.mark.slow


def evolution(one: Seen) -> Evolution:
    """The picture on the last day."""
    period = ComparedPeriod(since=one.before, until=one.on, label="")
    built = build_evolution(one.learning, (), (), today=one.on, period=period, most=None)
    assert built is not None
    return built


@some_histories
def test_it_ends_at_the_figures_of_the_profile_and_of_the_difference(first: int) -> None:
    for one in histories(first):
        picture = evolution(one)
        roles = {role.role_id: (printed(role.promise), printed(role.appeal)) for role in one.profile.roles}
        weights = {two.wording: two.weight for two in one.profile.criteria}

        for row in picture.roles:
            assert row.role_id is not None
            assert (printed(row.now), printed(row.second_now)) == roles[row.role_id], one.number
        for row in picture.criteria:
            assert row.now == pytest.approx(weights[row.name]), one.number
        dread = picture.dread.now if picture.dread else None
        assert dread == pytest.approx(one.difference.dread.after), one.number


@some_histories
def test_each_sunday_it_shows_what_the_profile_of_that_sunday_says(first: int) -> None:
    for one in histories(first):
        place = len(one.weeks.weeks) // 2
        on = min(one.on, one.weeks.weeks[place].monday + timedelta(days=6))
        profile = PROFILE.view(one.states["profile"], on, DEFAULT_PARAMETERS)
        said = {role.role_id: printed(role.promise) for role in profile.roles if role.standing == "in_play"}
        drawn = {
            row.role_id: printed(value)
            for row in evolution(one).roles
            if row.role_id and (value := row.values[place]) is not None
        }

        assert drawn.items() <= said.items(), one.number
