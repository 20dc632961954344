"""State of the claims: the learning model's events, and who people are."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry
from domain.history import RecordedEvent
from domain.journey.events.network import ContactAdded
from projections.learning_model import state as learning_state


class ClaimsState(Struct, frozen=True, kw_only=True):
    """Every dated event that a claim uses."""

    learning: learning_state.LearningState = learning_state.INITIAL
    contacts: dict[UUID, ContactAdded] = {}


INITIAL = ClaimsState()


def evolve(state: ClaimsState, entry: RecordedEvent) -> ClaimsState:
    """Adds one event to the state, if a claim needs it."""
    event = entry.event
    match event:
        case ContactAdded():
            return replace(state, contacts=with_entry(state.contacts, event.contact_id, event))
        case _:
            learning = learning_state.evolve(state.learning, entry)
            return state if learning is state.learning else replace(state, learning=learning)
