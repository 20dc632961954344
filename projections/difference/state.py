"""State of a difference: the learning model's events and the decisions about gaps."""

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_item
from domain.history import RecordedEvent
from domain.journey.events.gaps import GapClosed, GapDecided
from projections.learning_model import state as learning_state


class DifferenceState(Struct, frozen=True, kw_only=True):
    """Every dated event in which two profiles can differ."""

    learning: learning_state.LearningState = learning_state.INITIAL
    gaps: tuple[GapDecided | GapClosed, ...] = ()
    """What was decided of gaps and which were closed, in the order of recording."""


INITIAL = DifferenceState()


def evolve(state: DifferenceState, entry: RecordedEvent) -> DifferenceState:
    """Adds one event to the state, if a difference needs it."""
    event = entry.event
    if isinstance(event, GapDecided | GapClosed):
        return replace(state, gaps=with_item(state.gaps, event))
    learning = learning_state.evolve(state.learning, entry)
    return state if learning is state.learning else replace(state, learning=learning)
