"""One question, one number, in lives that nobody lived: whatever two views, pages or answers say of a client, they say alike."""

import pytest
from hypothesis import settings

from tests.research.cohorts import client
from tests.web.told_figures import left_out_of_stories, life_of, told_by_views, told_otherwise

THOROUGH = settings.get_current_profile_name() == "thorough"
LIVES = range(1, 201 if THOROUGH else 11)


@pytest.mark.parametrize("number", LIVES)
def test_a_question_has_one_number_and_every_step_that_moved_a_role_stands_in_its_story(number: int) -> None:
    life = life_of(client(number))

    assert told_otherwise(told_by_views(life)) == {}
    assert list(left_out_of_stories(life)) == []
