"""Stories with the strengths in them, goals set and reached, and private writing of which only "done" is told."""

from typing import Any, get_args

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.decide import UserCommand
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.vocabulary import ReflectionTheme
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import HUMOUR, ON, PATIENCE, STRANGER, STRONG, as_sent, later_than
from tests.domain.scenario import given

RESCUE, DEGREE, EVENING = uid("the rescue"), uid("degree"), uid("evening")
OWN_ID = "a new id"


def story(**fields: Any) -> RecordStory:
    plain = {"happened_on": ON, "story_id": RESCUE, "title": "the rescue", "story": "We had two days."}
    return RecordStory(**{**plain, **fields})


def recorded(**fields: Any) -> StoryRecorded:
    plain = {"happened_on": ON, "story_id": RESCUE, "title": "the rescue", "story": "We had two days."}
    return StoryRecorded(**{**plain, **fields})


def goal(**fields: Any) -> SetGoal:
    return SetGoal(**{"happened_on": ON, "goal_id": DEGREE, "wording": "ask three people", **fields})


def goal_set(**fields: Any) -> GoalSet:
    return GoalSet(**{"happened_on": ON, "goal_id": DEGREE, "wording": "ask three people", **fields})


def reach(**fields: Any) -> ReachGoal:
    return ReachGoal(**{"happened_on": day(8), "goal_id": DEGREE, **fields})


def reflect(**fields: Any) -> FinishReflection:
    return FinishReflection(**{"happened_on": ON, "reflection_id": EVENING, "theme": "notice", **fields})


def test_a_story_is_told() -> None:
    given(start()).when(story()).then(recorded())


def test_a_story_shows_strengths() -> None:
    given(*STRONG).when(story(strength_ids=(PATIENCE,))).then(recorded(strength_ids=(PATIENCE,)))


def test_a_strength_named_twice_in_a_story_shows_once() -> None:
    given(*STRONG).when(story(strength_ids=(PATIENCE, PATIENCE))).then(recorded(strength_ids=(PATIENCE,)))


def test_a_story_shows_strengths_that_somebody_saw() -> None:
    given(*STRONG).when(story(strength_ids=(PATIENCE, HUMOUR))).then_refused(
        InvalidOperation, field="strength_ids/1", allowed="the id of a strength"
    )


@pytest.mark.parametrize("command", [story(), goal(), reflect()], ids=lambda one: type(one).__name__)
def test_the_same_again_is_already_so(command: UserCommand) -> None:
    given(start(), command).when(command).then_nothing()


@pytest.mark.parametrize(
    ("earlier", "other", "field"),
    [
        (story(), story(story="We had three days."), "story_id"),
        (goal(), goal(due=day(30)), "goal_id"),
        (reflect(), reflect(theme="success"), "reflection_id"),
    ],
    ids=["story", "goal", "reflection"],
)
def test_something_else_needs_an_id_of_its_own(earlier: UserCommand, other: UserCommand, field: str) -> None:
    given(start(), earlier).when(other).then_refused(InvalidOperation, field=field, allowed=OWN_ID)


def test_an_empty_story_is_none() -> None:
    with pytest.raises(msgspec.ValidationError, match="story"):
        as_sent(story(story=""))


def test_a_goal_is_set() -> None:
    given(start()).when(goal()).then(goal_set())


@pytest.mark.parametrize("due", [ON, day(30)])
def test_a_goal_may_have_a_day(due: object) -> None:
    given(start()).when(goal(due=due)).then(goal_set(due=due))


def test_the_day_of_a_goal_has_not_passed() -> None:
    given(start()).when(goal(due=day(3))).then_refused(InvalidValue, field="due", allowed=later_than(ON))


def test_a_goal_is_reached() -> None:
    given(start(), goal()).when(reach()).then(GoalReached(happened_on=day(8), goal_id=DEGREE))


def test_a_goal_may_be_reached_after_its_day() -> None:
    given(start(), goal(due=day(5))).when(reach()).then(GoalReached(happened_on=day(8), goal_id=DEGREE))


@pytest.mark.parametrize("on", [day(6), day(8), day(9)])
def test_a_goal_is_reached_once(on: object) -> None:
    given(start(), goal(), reach()).when(reach(happened_on=on)).then_nothing()


def test_a_goal_is_not_reached_before_it_was_set() -> None:
    given(start(), goal()).when(reach(happened_on=day(3))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(ON)
    )


def test_a_goal_nobody_set_is_not_reached() -> None:
    given(start(), goal()).when(reach(goal_id=STRANGER)).then_refused(
        InvalidOperation, field="goal_id", allowed="the id of a goal"
    )


@pytest.mark.parametrize("theme", get_args(ReflectionTheme))
def test_of_private_writing_only_done_is_told(theme: ReflectionTheme) -> None:
    given(start()).when(reflect(theme=theme)).then(
        ReflectionDone(happened_on=ON, reflection_id=EVENING, theme=theme)
    )


def test_private_writing_cannot_be_sent() -> None:
    sent = b'{"type":"FinishReflection","happened_on":"2026-01-18","reflection_id":"%s","theme":"notice","text":"sad"}'

    with pytest.raises(msgspec.ValidationError, match="text"):
        msgspec.json.decode(sent % str(EVENING).encode(), type=UserCommand)
