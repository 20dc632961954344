"""Stories of what went well, goals, and private writing of which only "done" is shared."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, LongText, SentenceText, Title
from domain.decision_rules import create_once, require_not_before, require_not_past, unknown_reference
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.vocabulary import ReflectionTheme


class RecordStory(Command, frozen=True, kw_only=True, tag="RecordStory"):
    """Record an experience, and which of your strengths show in it."""

    story_id: UUID
    title: Title
    story: LongText
    strength_ids: Annotated[tuple[UUID, ...], Meta(max_length=20)] = ()


class SetGoal(Command, frozen=True, kw_only=True, tag="SetGoal"):
    """Set a goal, perhaps with a date."""

    goal_id: UUID
    wording: SentenceText
    due: date | None = None


class ReachGoal(Command, frozen=True, kw_only=True, tag="ReachGoal"):
    """Mark a goal as reached."""

    goal_id: UUID


class FinishReflection(Command, frozen=True, kw_only=True, tag="FinishReflection"):
    """Record that you wrote in private. The text itself is not sent."""

    reflection_id: UUID
    theme: ReflectionTheme


def handle_record_story(journey: Journey, command: RecordStory) -> list[JourneyEvent]:
    """Records a story under a new id, with strengths that were observed."""
    observed = journey.evidence.strengths
    for i, strength_id in enumerate(command.strength_ids):
        if strength_id not in observed:
            raise unknown_reference("strength", field=f"strength_ids/{i}")
    event = StoryRecorded(
        happened_on=command.happened_on,
        story_id=command.story_id,
        title=command.title,
        story=command.story,
        strength_ids=tuple(dict.fromkeys(command.strength_ids)),
    )
    return create_once(journey.stories.recorded.get(command.story_id), event, "story", field="story_id")


def handle_set_goal(journey: Journey, command: SetGoal) -> list[JourneyEvent]:
    """Sets a goal under a new id; a due date must not lie before it."""
    require_not_past(command.due, command.happened_on)
    event = GoalSet(
        happened_on=command.happened_on, goal_id=command.goal_id, wording=command.wording, due=command.due
    )
    return create_once(journey.stories.goals.get(command.goal_id), event, "goal", field="goal_id")


def handle_reach_goal(journey: Journey, command: ReachGoal) -> list[JourneyEvent]:
    """Marks a goal as reached, not before it was set. Returns no event if it is reached."""
    goal = journey.stories.goals.get(command.goal_id)
    if goal is None:
        raise unknown_reference("goal", field="goal_id")
    if command.goal_id in journey.stories.reached:
        return []
    require_not_before(command.happened_on, goal.happened_on, "The goal was set on %(day)s.")
    return [GoalReached(happened_on=command.happened_on, goal_id=command.goal_id)]


def handle_finish_reflection(journey: Journey, command: FinishReflection) -> list[JourneyEvent]:
    """Records that a reflection was written, and nothing of its text."""
    event = ReflectionDone(
        happened_on=command.happened_on, reflection_id=command.reflection_id, theme=command.theme
    )
    known = journey.stories.reflections.get(command.reflection_id)
    return create_once(known, event, "reflection", field="reflection_id")


HANDLERS: CommandHandlers = {
    RecordStory: handle_record_story,
    SetGoal: handle_set_goal,
    ReachGoal: handle_reach_goal,
    FinishReflection: handle_finish_reflection,
}
