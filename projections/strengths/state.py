"""What is kept of the strengths: who saw what, what tests said, and the stories told; dated, in the order of telling."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.history import RecordedEvent
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.contacts import ContactAdded
from domain.journey.events.evidence import StrengthObserved
from domain.journey.events.stories import StoryRecorded

F = TypeVar("F", bound=Event)


class StrengthsState(Struct, frozen=True, kw_only=True):
    """Everything dated that is told of strengths."""

    contacts: dict[UUID, ContactAdded] = {}
    observed: tuple[StrengthObserved, ...] = ()
    tests: tuple[AssessmentNoted, ...] = ()
    stories: tuple[StoryRecorded, ...] = ()


INITIAL = StrengthsState()


def evolve(state: StrengthsState, entry: RecordedEvent) -> StrengthsState:
    """Keep what is told of strengths in one more entry."""
    event = entry.event
    match event:
        case StrengthObserved():
            return replace(state, observed=(*state.observed, event))
        case AssessmentNoted():
            return replace(state, tests=(*state.tests, event))
        case StoryRecorded():
            return replace(state, stories=(*state.stories, event))
        case ContactAdded():
            return replace(state, contacts={**state.contacts, event.contact_id: event})
        case _:
            return state


def as_of(state: StrengthsState, on: date) -> StrengthsState:
    """The journey as if nothing after a date had been told, by day; of one day in the order of telling."""
    return StrengthsState(
        contacts={key: one for key, one in state.contacts.items() if one.happened_on <= on},
        observed=_by_day(state.observed, on),
        tests=_by_day(state.tests, on),
        stories=_by_day(state.stories, on),
    )


def _by_day(facts: Iterable[F], on: date) -> tuple[F, ...]:
    return tuple(sorted((one for one in facts if one.happened_on <= on), key=lambda one: one.happened_on))
