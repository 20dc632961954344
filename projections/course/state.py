"""What the course keeps of a journey: dated facts, in the order they were told."""

from datetime import date
from typing import TypeGuard, TypeVar, get_args

from msgspec import Struct

from domain.event import Event
from domain.history import RecordedEvent
from domain.journey.events.course import GameSwitched, PhaseEmphasised, PlanAdjusted, TrackSet
from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from domain.journey.events.experiments import (
    ExperimentAttempt,
)
from domain.journey.events.start import JourneyStarted

CourseEvent = (
    JourneyStarted
    | TrackSet
    | PhaseEmphasised
    | PlanAdjusted
    | GameSwitched
    | EndingRecorded
    | AfterCarePlanned
    | ExperimentAttempt
)

_KINDS = frozenset[type](get_args(CourseEvent))

F = TypeVar("F", bound=Event)


class CourseState(Struct, frozen=True):
    """What was told, in order."""

    told: tuple[CourseEvent, ...] = ()

    def events_of(self, kind: type[F]) -> list[F]:
        """The facts of one kind."""
        return [fact for fact in self.told if type(fact) is kind]

    def step_days(self) -> list[date]:
        """The days of the steps."""
        return [fact.happened_on for fact in self.told if isinstance(fact, ExperimentAttempt)]


INITIAL = CourseState()


def evolve(state: CourseState, entry: RecordedEvent) -> CourseState:
    """Keep what the course needs of one more entry."""
    event = entry.event
    return CourseState((*state.told, event)) if _kept(event) else state


def _kept(event: object) -> TypeGuard[CourseEvent]:
    return type(event) in _KINDS


def as_of(state: CourseState, on: date) -> CourseState:
    """The journey as if nothing after a date had been told: by day, and of one day in the order of telling."""
    told = (fact for fact in state.told if fact.happened_on <= on)
    return CourseState(tuple(sorted(told, key=lambda fact: fact.happened_on)))
