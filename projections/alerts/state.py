"""State of the stuck rules: the learning model's events, and days and ratings that only the rules use."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_item
from domain.history import RecordedEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.feedback import FeedbackRequested
from domain.journey.events.pulses import TrustRated
from projections.approaches import state as approaches_state
from projections.learning_model import state as learning_state


class AlertsState(Struct, frozen=True, kw_only=True):
    """Every dated event that a rule uses."""

    learning: learning_state.LearningState = learning_state.INITIAL
    approaches: approaches_state.ApproachesState = approaches_state.INITIAL
    contacts: tuple[date, ...] = ()
    """The days client and coach spoke."""
    asked: tuple[date, ...] = ()
    """The days feedback was asked for."""
    trust: tuple[TrustRated, ...] = ()
    endings: tuple[date, ...] = ()


INITIAL = AlertsState()


def evolve(state: AlertsState, entry: RecordedEvent) -> AlertsState:
    """Adds one event to the state, if a rule needs it."""
    state = _add(state, entry)
    approaches = approaches_state.evolve(state.approaches, entry)
    return state if approaches is state.approaches else replace(state, approaches=approaches)


def _add(state: AlertsState, entry: RecordedEvent) -> AlertsState:
    event = entry.event
    match event:
        case CheckInHeld():
            return replace(state, contacts=with_item(state.contacts, event.happened_on))
        case FeedbackRequested():
            return replace(state, asked=with_item(state.asked, event.happened_on))
        case TrustRated():
            return replace(state, trust=with_item(state.trust, event))
        case EndingRecorded():
            return replace(state, endings=with_item(state.endings, event.happened_on))
        case _:
            learning = learning_state.evolve(state.learning, entry)
            return state if learning is state.learning else replace(state, learning=learning)
