"""What the weeks keep of a journey: the facts beliefs are made of, and what was planned, named, reviewed and rested."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.history import Entry
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentDropped,
    ExperimentRefused,
    ExperimentRun,
    Outcome,
)
from domain.journey.insights import InsightNamed
from domain.journey.suggestions import SuggestionOffered
from domain.journey.weeks import WeekPlanned, WeekReviewed
from projections.learning_model import state as facts


class State(Struct, frozen=True, kw_only=True):
    """Everything dated that a week is made of."""

    learning: facts.State = facts.INITIAL
    outcomes: dict[UUID, Outcome] = {}
    """What became of each experiment, in the order it was logged."""
    plans: tuple[WeekPlanned, ...] = ()
    reviews: tuple[WeekReviewed, ...] = ()
    insights: tuple[InsightNamed, ...] = ()
    offers: tuple[SuggestionOffered, ...] = ()


INITIAL = State()


def evolve(state: State, entry: Entry) -> State:
    """Keep what the weeks need of one more entry."""
    event = entry.event
    match event:
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused() | ExperimentDropped():
            state = replace(state, outcomes={**state.outcomes, event.experiment_id: event})
        case WeekPlanned():
            return replace(state, plans=(*state.plans, event))
        case WeekReviewed():
            return replace(state, reviews=(*state.reviews, event))
        case InsightNamed():
            return replace(state, insights=(*state.insights, event))
        case SuggestionOffered():
            return replace(state, offers=(*state.offers, event))
        case _:
            pass
    learning = facts.evolve(state.learning, entry)
    return state if learning is state.learning else replace(state, learning=learning)
