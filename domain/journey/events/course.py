"""The course of a journey: its track, the phase in the foreground, the plan it follows, its time zone, and whether it is a game."""

from datetime import date
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, StructuralBool
from domain.vocabulary import Phase, Track


class TrackSet(Event, frozen=True, kw_only=True, tag="TrackSet"):
    """The journey moved to another track, with the words and the good endings of that track."""

    label = translatable("the track of the journey")

    track: Annotated[Track, C1]


class PhaseEmphasised(Event, frozen=True, kw_only=True, tag="PhaseEmphasised"):
    """A phase was put in the foreground. It changes the emphasis only: every step stays possible."""

    label = translatable("the current phase")

    phase: Annotated[Phase, C1]


class PlanAdjusted(Event, frozen=True, kw_only=True, tag="PlanAdjusted"):
    """The plan was changed: steps a week, the end of the programme, the language, whether trust is asked about."""

    label = translatable("how the plan was adjusted")

    weekly_goal: Annotated[int | None, C1] = None
    programme_end: Annotated[date | None, C1] = None
    locale: Annotated[str | None, C1] = None
    ask_trust: Annotated[bool | None, C1] = None
    """Whether the client is asked every fourth week how much they trust the coaching; None is yes."""


class TimeZoneChanged(Event, frozen=True, kw_only=True, tag="TimeZoneChanged"):
    """The time zone of the journey changed: from then on its days begin there."""

    label = translatable("which time zone the journey is in")

    time_zone: Annotated[str, C1]


class GameSwitched(Event, frozen=True, kw_only=True, tag="GameSwitched"):
    """The game was switched on or off. Points are kept."""

    label = translatable("whether the game is on")

    on: StructuralBool


class CourseSlice(Struct, frozen=True):
    """What was last set: track, phase, plan, time zone, game."""

    track: TrackSet | None = None
    phase: PhaseEmphasised | None = None
    plan: PlanAdjusted | None = None
    time_zone: TimeZoneChanged | None = None
    game: GameSwitched | None = None


CourseSettingEvent = TrackSet | PhaseEmphasised | PlanAdjusted | TimeZoneChanged | GameSwitched


def evolve(course: CourseSlice, event: CourseSettingEvent) -> CourseSlice:
    """Replaces the track, phase, plan, time zone or game setting."""
    match event:
        case TrackSet():
            return replace(course, track=event)
        case PhaseEmphasised():
            return replace(course, phase=event)
        case PlanAdjusted():
            return replace(course, plan=event)
        case TimeZoneChanged():
            return replace(course, time_zone=event)
        case GameSwitched():
            return replace(course, game=event)


EVOLVERS = slice_evolvers("course", evolve)
