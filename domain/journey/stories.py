"""Stories of what went well, goals, and private writing of which only "done" is shared."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from domain.decision_rules import ahead, not_before, once, unknown
from domain.journey.forms import Fact, Sentence, Text, Title, Wish
from domain.sensitivity import C1, Id, Words
from domain.vocabulary import ReflectionTheme

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class StoryRecorded(Fact, frozen=True, kw_only=True, tag="StoryRecorded"):
    """An experience told, and the strengths that show in it."""

    story_id: Id
    title: Words
    story: Words
    strength_ids: Annotated[tuple[UUID, ...], C1] = ()


class GoalSet(Fact, frozen=True, kw_only=True, tag="GoalSet"):
    """Something the client wants to have learned or done."""

    goal_id: Id
    wording: Words
    due: Annotated[date | None, C1] = None


class GoalReached(Fact, frozen=True, kw_only=True, tag="GoalReached"):
    """The client says it is reached."""

    goal_id: Id


class ReflectionDone(Fact, frozen=True, kw_only=True, tag="ReflectionDone"):
    """The client wrote in private. What was written is nowhere here."""

    reflection_id: Id
    theme: Annotated[ReflectionTheme, C1]


class Stories(Struct, frozen=True):
    """What later decisions need: what was told under which id."""

    recorded: dict[UUID, StoryRecorded] = {}
    goals: dict[UUID, GoalSet] = {}
    reached: frozenset[UUID] = frozenset()
    reflections: dict[UUID, ReflectionDone] = {}


def evolve(stories: Stories, fact: StoryRecorded | GoalSet | GoalReached | ReflectionDone) -> Stories:
    """Remember each."""
    match fact:
        case StoryRecorded():
            return replace(stories, recorded={**stories.recorded, fact.story_id: fact})
        case GoalSet():
            return replace(stories, goals={**stories.goals, fact.goal_id: fact})
        case GoalReached():
            return replace(stories, reached=stories.reached | {fact.goal_id})
        case ReflectionDone():
            return replace(stories, reflections={**stories.reflections, fact.reflection_id: fact})


class RecordStory(Wish, frozen=True, kw_only=True, tag="RecordStory"):
    """Tell an experience, and which of your strengths show in it."""

    story_id: UUID
    title: Title
    story: Text
    strength_ids: Annotated[tuple[UUID, ...], Meta(max_length=20)] = ()


class SetGoal(Wish, frozen=True, kw_only=True, tag="SetGoal"):
    """Set a goal, perhaps with a day."""

    goal_id: UUID
    wording: Sentence
    due: date | None = None


class ReachGoal(Wish, frozen=True, kw_only=True, tag="ReachGoal"):
    """Say that a goal is reached."""

    goal_id: UUID


class FinishReflection(Wish, frozen=True, kw_only=True, tag="FinishReflection"):
    """Say that you wrote in private; nothing of it is sent."""

    reflection_id: UUID
    theme: ReflectionTheme


def record(journey: "Journey", wish: RecordStory) -> list[Fact]:
    """Tell a story once, about strengths that were seen."""
    seen = journey.evidence.strengths
    for i, strength_id in enumerate(wish.strength_ids):
        if strength_id not in seen:
            raise unknown("strength", field=f"strength_ids/{i}")
    fact = StoryRecorded(
        happened_on=wish.happened_on,
        story_id=wish.story_id,
        title=wish.title,
        story=wish.story,
        strength_ids=tuple(dict.fromkeys(wish.strength_ids)),
    )
    return once(journey.stories.recorded.get(wish.story_id), fact, "story", field="story_id")


def set_goal(journey: "Journey", wish: SetGoal) -> list[Fact]:
    """Set a goal once; another goal has another id."""
    ahead(wish.due, wish.happened_on)
    fact = GoalSet(happened_on=wish.happened_on, goal_id=wish.goal_id, wording=wish.wording, due=wish.due)
    return once(journey.stories.goals.get(wish.goal_id), fact, "goal", field="goal_id")


def reach(journey: "Journey", wish: ReachGoal) -> list[Fact]:
    """Reach a goal once, not before it was set."""
    goal = journey.stories.goals.get(wish.goal_id)
    if goal is None:
        raise unknown("goal", field="goal_id")
    if wish.goal_id in journey.stories.reached:
        return []
    not_before(wish.happened_on, goal.happened_on, "The goal was set on %(day)s.")
    return [GoalReached(happened_on=wish.happened_on, goal_id=wish.goal_id)]


def reflect(journey: "Journey", wish: FinishReflection) -> list[Fact]:
    """Note that a reflection is done, and nothing else."""
    fact = ReflectionDone(happened_on=wish.happened_on, reflection_id=wish.reflection_id, theme=wish.theme)
    known = journey.stories.reflections.get(wish.reflection_id)
    return once(known, fact, "reflection", field="reflection_id")
