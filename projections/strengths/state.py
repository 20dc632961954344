"""State of the strengths: dated observations, results of tests, and stories, in the order of recording."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item
from domain.history import RecordedEvent
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.evidence import StrengthObserved
from domain.journey.events.network import ContactAdded
from domain.journey.events.stories import StoryRecorded


class StrengthsState(Struct, frozen=True, kw_only=True):
    """Every dated event about strengths."""

    contacts: dict[UUID, ContactAdded] = {}
    observed: tuple[StrengthObserved, ...] = ()
    tests: tuple[AssessmentNoted, ...] = ()
    stories: tuple[StoryRecorded, ...] = ()


INITIAL = StrengthsState()


def evolve(state: StrengthsState, entry: RecordedEvent) -> StrengthsState:
    """Adds one event to the state, if it is about strengths."""
    event = entry.event
    match event:
        case StrengthObserved():
            return replace(state, observed=with_item(state.observed, event))
        case AssessmentNoted():
            return replace(state, tests=with_item(state.tests, event))
        case StoryRecorded():
            return replace(state, stories=with_item(state.stories, event))
        case ContactAdded():
            return replace(state, contacts=with_entry(state.contacts, event.contact_id, event))
        case _:
            return state
