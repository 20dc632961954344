"""What the course keeps of a journey: dated facts, in the order they were told."""

from datetime import date
from typing import TypeGuard, TypeVar, get_args

from msgspec import Struct

from domain.history import Entry
from domain.journey.course import GameSwitched, PhaseEmphasised, PlanAdjusted, TrackSet
from domain.journey.endings import AfterCarePlanned, EndingRecorded
from domain.journey.events.experiments import ExperimentCancelled, ExperimentRefused, ExperimentRun
from domain.journey.forms import Fact
from domain.journey.start import JourneyStarted

Step = ExperimentRun | ExperimentCancelled | ExperimentRefused
"""What the client did; that the other side called it off takes nothing away."""

Told = (
    JourneyStarted
    | TrackSet
    | PhaseEmphasised
    | PlanAdjusted
    | GameSwitched
    | EndingRecorded
    | AfterCarePlanned
    | Step
)

_KINDS = frozenset[type](get_args(Told))

F = TypeVar("F", bound=Fact)


class State(Struct, frozen=True):
    """What was told, in order."""

    told: tuple[Told, ...] = ()

    def of(self, kind: type[F]) -> list[F]:
        """The facts of one kind."""
        return [fact for fact in self.told if type(fact) is kind]

    def steps(self) -> list[date]:
        """The days of the steps."""
        return [fact.happened_on for fact in self.told if isinstance(fact, Step)]


INITIAL = State()


def evolve(state: State, entry: Entry) -> State:
    """Keep what the course needs of one more entry."""
    event = entry.event
    return State((*state.told, event)) if _kept(event) else state


def _kept(event: object) -> TypeGuard[Told]:
    return type(event) in _KINDS


def up_to(state: State, on: date) -> State:
    """The journey as if nothing after a date had been told: by day, and of one day in the order of telling."""
    told = (fact for fact in state.told if fact.happened_on <= on)
    return State(tuple(sorted(told, key=lambda fact: fact.happened_on)))
