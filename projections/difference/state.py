"""What a difference is made of: the events that beliefs are made of, and what was decided of the gaps."""

from msgspec import Struct
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.journey.events.gaps import GapClosed, GapDecided
from projections.learning_model import state as facts


class DifferenceState(Struct, frozen=True, kw_only=True):
    """Everything dated that two profiles can differ in."""

    learning: facts.LearningState = facts.INITIAL
    gaps: tuple[GapDecided | GapClosed, ...] = ()
    """What was decided of gaps and which were closed, in the order of recording."""


INITIAL = DifferenceState()


def evolve(state: DifferenceState, entry: RecordedEvent) -> DifferenceState:
    """Keep what a difference needs of one more entry."""
    event = entry.event
    if isinstance(event, GapDecided | GapClosed):
        return replace(state, gaps=(*state.gaps, event))
    learning = facts.evolve(state.learning, entry)
    return state if learning is state.learning else replace(state, learning=learning)
