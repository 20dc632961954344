"""The one fold, used for live views, views as of a date, and research."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Generic, TypeVar

from msgspec import Struct

from domain.growing import grow
from domain.history import RecordedEvent, apply_corrections
from projections.learning_model.parameters import Parameters

S = TypeVar("S")
V = TypeVar("V")


class Projection(Struct, Generic[S, V], frozen=True, kw_only=True):
    """A pure fold over a journey's events. Its state keeps dated events, so that any date can be viewed."""

    name: str
    version: int
    """A new version is another fold: what was kept of the old one is made anew."""
    initial: S
    evolve: Callable[[S, RecordedEvent], S]
    """The state after one more event. Within a fold it grows in place (`domain.growing`): read what was before you call it."""
    view: Callable[[S, date, Parameters], V]


def fold(projection: Projection[S, V], entries: Sequence[RecordedEvent]) -> S:
    """Folds a full history, with corrections applied and retracted events left out."""
    return fold_more(projection, projection.initial, apply_corrections(entries))


def fold_more(projection: Projection[S, V], state: S, entries: Sequence[RecordedEvent]) -> S:
    """Folds further events into a state. None may be a correction; after one, fold the whole history again."""
    return grow(projection.evolve, state, entries)


def recorded_before(entries: Iterable[RecordedEvent], before: datetime) -> list[RecordedEvent]:
    """The events recorded before a moment, for a view of what was known then."""
    return [entry for entry in entries if entry.recorded_at < before]
