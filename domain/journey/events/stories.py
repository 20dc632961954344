"""Stories of what went well, goals, and private writing of which only "done" is shared."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralId
from domain.vocabulary import ReflectionTheme


class StoryRecorded(Event, frozen=True, kw_only=True, tag="StoryRecorded"):
    """The client recorded an experience, and the strengths that show in it."""

    label = translatable("a story")
    creates = ("story",)

    story_id: StructuralId
    title: PersonalText
    story: PersonalText
    strength_ids: Annotated[tuple[UUID, ...], C1] = ()


class GoalSet(Event, frozen=True, kw_only=True, tag="GoalSet"):
    """The client set a goal: something to learn or do."""

    label = translatable("a goal")
    creates = ("goal",)

    goal_id: StructuralId
    wording: PersonalText
    due: Annotated[date | None, C1] = None


class GoalReached(Event, frozen=True, kw_only=True, tag="GoalReached"):
    """The client reached a goal."""

    label = translatable("that a goal was reached")
    part_of = ("goal",)

    goal_id: StructuralId


class ReflectionDone(Event, frozen=True, kw_only=True, tag="ReflectionDone"):
    """The client wrote in private. The text is not recorded."""

    label = translatable("that a reflection was done")
    creates = ("reflection",)

    reflection_id: StructuralId
    theme: Annotated[ReflectionTheme, C1]


class StoriesSlice(Struct, frozen=True):
    """Stories, goals and reflections by id, and the ids of the reached goals."""

    recorded: dict[UUID, StoryRecorded] = {}
    goals: dict[UUID, GoalSet] = {}
    reached: frozenset[UUID] = frozenset()
    reflections: dict[UUID, ReflectionDone] = {}


StoryEvent = StoryRecorded | GoalSet | GoalReached | ReflectionDone


def evolve(stories: StoriesSlice, event: StoryEvent) -> StoriesSlice:
    """Adds a story, goal or reflection, or marks a goal as reached."""
    match event:
        case StoryRecorded():
            return replace(stories, recorded=with_entry(stories.recorded, event.story_id, event))
        case GoalSet():
            return replace(stories, goals=with_entry(stories.goals, event.goal_id, event))
        case GoalReached():
            return replace(stories, reached=with_member(stories.reached, event.goal_id))
        case ReflectionDone():
            return replace(stories, reflections=with_entry(stories.reflections, event.reflection_id, event))


EVOLVERS = slice_evolvers("stories", evolve)
