"""State of the weeks: the learning model's events, and plans, titles, reviews and rests."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentDropped,
    ExperimentOutcome,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.insights import InsightNamed
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.weeks import WeekPlanned, WeekReviewed
from projections.learning_model import state as learning_state


class WeeksState(Struct, frozen=True, kw_only=True):
    """Every dated event that the weeks use."""

    learning: learning_state.LearningState = learning_state.INITIAL
    outcomes: dict[UUID, ExperimentOutcome] = {}
    """What became of each experiment, in the order it was logged."""
    plans: tuple[WeekPlanned, ...] = ()
    reviews: tuple[WeekReviewed, ...] = ()
    insights: tuple[InsightNamed, ...] = ()
    offers: tuple[SuggestionOffered, ...] = ()


INITIAL = WeeksState()


def evolve(state: WeeksState, entry: RecordedEvent) -> WeeksState:
    """Adds one event to the state, if the weeks need it."""
    event = entry.event
    match event:
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused() | ExperimentDropped():
            state = replace(state, outcomes=with_entry(state.outcomes, event.experiment_id, event))
        case WeekPlanned():
            return replace(state, plans=with_item(state.plans, event))
        case WeekReviewed():
            return replace(state, reviews=with_item(state.reviews, event))
        case InsightNamed():
            return replace(state, insights=with_item(state.insights, event))
        case SuggestionOffered():
            return replace(state, offers=with_item(state.offers, event))
        case _:
            pass
    learning = learning_state.evolve(state.learning, entry)
    return state if learning is state.learning else replace(state, learning=learning)
