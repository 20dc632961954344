"""What the portrait keeps of a journey: dated facts, in the order they were told."""

from datetime import date
from typing import TypeGuard, TypeVar, get_args

from msgspec import Struct

from domain.event import Event
from domain.history import RecordedEvent
from domain.journey.events.allies import AllyInvited
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.contacts import ContactAdded
from domain.journey.events.evidence import StrengthObserved
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.vision import DreamDecoded, IdealSketched, QualitySeen, ValueNamed

PortraitEvent = (
    IntakeAgreed
    | QuestionsAnswered
    | ValueNamed
    | DreamDecoded
    | IdealSketched
    | QualitySeen
    | StoryRecorded
    | GoalSet
    | GoalReached
    | ReflectionDone
    | InsightNamed
    | AssessmentNoted
    | AllyInvited
    | EnergyRated
    | RoleDiscovered
    | ContactAdded
    | StrengthObserved
    | ExperimentPlanned
)

_KINDS = frozenset[type](get_args(PortraitEvent))

F = TypeVar("F", bound=Event)


class PortraitState(Struct, frozen=True):
    """What was told, in order."""

    told: tuple[PortraitEvent, ...] = ()

    def events_of(self, kind: type[F]) -> list[F]:
        """The facts of one kind."""
        return [fact for fact in self.told if type(fact) is kind]


INITIAL = PortraitState()


def evolve(state: PortraitState, entry: RecordedEvent) -> PortraitState:
    """Keep what the portrait needs of one more entry."""
    event = entry.event
    return PortraitState((*state.told, event)) if _kept(event) else state


def _kept(event: object) -> TypeGuard[PortraitEvent]:
    return type(event) in _KINDS


def as_of(state: PortraitState, on: date) -> PortraitState:
    """The journey as if nothing after a date had been told: by day, and of one day in the order of telling."""
    told = (fact for fact in state.told if fact.happened_on <= on)
    return PortraitState(tuple(sorted(told, key=lambda fact: fact.happened_on)))
