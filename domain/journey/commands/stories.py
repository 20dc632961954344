"""Stories of what went well, goals, and private writing of which only "done" is shared."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, LongText, SentenceText, Title
from domain.decision_rules import create_once, require_not_before, require_not_past, unknown_reference
from domain.event import Event
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.vocabulary import ReflectionTheme

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class RecordStory(Command, frozen=True, kw_only=True, tag="RecordStory"):
    """Tell an experience, and which of your strengths show in it."""

    story_id: UUID
    title: Title
    story: LongText
    strength_ids: Annotated[tuple[UUID, ...], Meta(max_length=20)] = ()


class SetGoal(Command, frozen=True, kw_only=True, tag="SetGoal"):
    """Set a goal, perhaps with a day."""

    goal_id: UUID
    wording: SentenceText
    due: date | None = None


class ReachGoal(Command, frozen=True, kw_only=True, tag="ReachGoal"):
    """Say that a goal is reached."""

    goal_id: UUID


class FinishReflection(Command, frozen=True, kw_only=True, tag="FinishReflection"):
    """Say that you wrote in private; nothing of it is sent."""

    reflection_id: UUID
    theme: ReflectionTheme


def handle_record_story(journey: "Journey", wish: RecordStory) -> list[Event]:
    """Tell a story once, about strengths that were seen."""
    seen = journey.evidence.strengths
    for i, strength_id in enumerate(wish.strength_ids):
        if strength_id not in seen:
            raise unknown_reference("strength", field=f"strength_ids/{i}")
    fact = StoryRecorded(
        happened_on=wish.happened_on,
        story_id=wish.story_id,
        title=wish.title,
        story=wish.story,
        strength_ids=tuple(dict.fromkeys(wish.strength_ids)),
    )
    return create_once(journey.stories.recorded.get(wish.story_id), fact, "story", field="story_id")


def handle_set_goal(journey: "Journey", wish: SetGoal) -> list[Event]:
    """Set a goal once; another goal has another id."""
    require_not_past(wish.due, wish.happened_on)
    fact = GoalSet(happened_on=wish.happened_on, goal_id=wish.goal_id, wording=wish.wording, due=wish.due)
    return create_once(journey.stories.goals.get(wish.goal_id), fact, "goal", field="goal_id")


def handle_reach_goal(journey: "Journey", wish: ReachGoal) -> list[Event]:
    """Reach a goal once, not before it was set."""
    goal = journey.stories.goals.get(wish.goal_id)
    if goal is None:
        raise unknown_reference("goal", field="goal_id")
    if wish.goal_id in journey.stories.reached:
        return []
    require_not_before(wish.happened_on, goal.happened_on, "The goal was set on %(day)s.")
    return [GoalReached(happened_on=wish.happened_on, goal_id=wish.goal_id)]


def handle_finish_reflection(journey: "Journey", wish: FinishReflection) -> list[Event]:
    """Note that a reflection is done, and nothing else."""
    fact = ReflectionDone(happened_on=wish.happened_on, reflection_id=wish.reflection_id, theme=wish.theme)
    known = journey.stories.reflections.get(wish.reflection_id)
    return create_once(known, fact, "reflection", field="reflection_id")
