"""A projection state that keeps the events of some classes unchanged, in the order of recording."""

from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar, cast, get_args

from msgspec import Struct

from domain.event import Event
from domain.growing import with_item
from domain.history import RecordedEvent
from projections.as_of import as_of, in_day_order

E = TypeVar("E", bound=Event)
K = TypeVar("K", bound=Event)


class EventHistory(Struct, Generic[E], frozen=True):
    """Events of one journey, in the order of recording."""

    events: tuple[E, ...] = ()

    def events_of(self, kind: type[K]) -> list[K]:
        """The events of one class."""
        return [event for event in self.events if isinstance(event, kind)]

    def as_of(self, on: date) -> "EventHistory[E]":
        """Copies the history without what happened after a date."""
        return as_of(self, on)

    def in_day_order(self) -> "EventHistory[E]":
        """Copies the history sorted by day; on one day the order of recording stays."""
        return in_day_order(self)


def keep_events(union: object) -> Callable[[EventHistory[E], RecordedEvent], EventHistory[E]]:
    """Makes an `evolve` that appends the events of a union's classes and ignores all others."""
    kinds = frozenset[type](get_args(union))

    def evolve(state: EventHistory[E], entry: RecordedEvent) -> EventHistory[E]:
        """Appends one event, if its class is kept."""
        if type(entry.event) not in kinds:
            return state
        return EventHistory(with_item(state.events, cast("E", entry.event)))

    return evolve
