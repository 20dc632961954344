"""A journey and its projections from one read of the log, and the cache of them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.aggregate import Snapshot
from domain.allowed_dates import between, on_or_after
from domain.errors import InvalidValue
from domain.event import AuthoredEvent
from domain.history import RecordedEvent, contains_correction, contains_forgetting
from domain.journey.aggregate import Journey
from domain.journey.corrections.events import AnyJourneyEvent
from projections.fold import Projection, fold, recorded_before
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from service.application.aggregates import JOURNEY_AGGREGATE, StreamId
from service.application.long_work import LONG
from service.clock import end_of_day, today_in

S = TypeVar("S")
V = TypeVar("V")


class FoldedProjection(Struct, kw_only=True):
    """The state of a projection at a version, with its last view."""

    version: int
    state: Any
    last_view: tuple[date, Any] | None = None
    """With its day; always exchanged whole, as threads use it, too."""

    def is_ready(self, version: int, on: date) -> bool:
        """Whether nothing is left to be folded, nor to be viewed on a day where that takes long."""
        viewed = self.last_view is not None and self.last_view[0] == on
        return self.version == version and (viewed or version < LONG)

    def view(self, projection: Projection[Any, V], on: date) -> V:
        """The projection's view of a day; computed once while the same day is requested."""
        last = self.last_view
        if last is None or last[0] != on:
            self.last_view = last = on, projection.view(self.state, on, DEFAULT_PARAMETERS)
        shown: V = last[1]
        return shown


class FoldedJourney(Struct, frozen=True, kw_only=True):
    """A journey from one read of the log: the aggregate and all projections are at the same version."""

    journey_id: UUID
    journey: Journey
    version: int
    """Number of the last event that was read."""
    today: date
    """Today in the client's time zone."""
    projections: Mapping[str, FoldedProjection] = {}
    """Folded projections by name."""
    events: Sequence[RecordedEvent] = ()
    """The events above the requested number, in order; empty if none were requested."""

    @property
    def started_on(self) -> date:
        """The first day of the journey."""
        return self.journey.started.event.happened_on

    def state(self, projection: Projection[S, Any]) -> S:
        """The state of a projection. Raises `KeyError` if it was not loaded."""
        found: S = self.projections[projection.name].state
        return found

    def view(
        self,
        projection: Projection[Any, V],
        *,
        on: date | None = None,
        parameters: Parameters = DEFAULT_PARAMETERS,
    ) -> V:
        """A projection's view of a day, today by default. Raises `KeyError` if it was not loaded."""
        day, folded = on or self.today, self.projections[projection.name]
        if parameters is DEFAULT_PARAMETERS:
            return folded.view(projection, day)
        return projection.view(folded.state, day, parameters)

    def resolve_day(self, asked: date | None, field: str, *, first: date | None = None) -> date:
        """The requested day of the journey, or today. Raises `InvalidValue` for a day outside the journey."""
        return resolve_day(asked, field, first=first or self.started_on, today=self.today)

    def as_known_at(self, day: date, *projections: Projection[Any, Any]) -> "FoldedJourney":
        """Folds projections from the events that had been recorded by the end of a day.

        All events must have been loaded (`events_after=0`).
        Raises `InvalidValue` for a day before the first was recorded.
        """
        zone = self.journey.time_zone
        known = recorded_before(self.events, end_of_day(day, zone))
        if not known:
            first = today_in(zone, self.events[0].recorded_at)
            raise InvalidValue(
                "Nothing in this journey was recorded by then.", field="known_at", allowed=on_or_after(first)
            )
        folded = {
            one.name: FoldedProjection(version=known[-1].number, state=fold(one, known))
            for one in projections
        }
        return replace(self, projections=folded)


def resolve_day(asked: date | None, field: str, *, first: date, today: date) -> date:
    """The requested day, or today. Raises `InvalidValue` unless it is from `first` to today."""
    if asked is None:
        return today
    if first <= asked <= today:
        return asked
    raise InvalidValue(
        "There is nothing to see on %(day)s.",
        day=asked,
        field=field,
        allowed=between(first, today),
    )


NOT_FOLDED = FoldedProjection(version=0, state=None)


class CachedJourney(Struct, frozen=True, kw_only=True):
    """The cached aggregate and projections, each at the version of its last load; 0 if never loaded."""

    snapshot: Snapshot[Journey]
    folds: Mapping[str, FoldedProjection]
    """Folded projections by name."""

    @property
    def version(self) -> int:
        """The number above which events are needed to update all of it."""
        return min([self.snapshot.version, *(one.version for one in self.folds.values())])

    @property
    def known_events(self) -> Sequence[AuthoredEvent[AnyJourneyEvent]]:
        """The events up to the version of the aggregate, which keeps them."""
        return self.snapshot.state.authored_events

    def is_outdated_by(self, events: Sequence[RecordedEvent]) -> bool:
        """Whether new events change what was folded before, so that all events must be read again."""
        return self._is_forgetting(events) or any(
            one.version and contains_correction(events_above(events, one.version))
            for one in self.folds.values()
        )

    def without_outdated(self, events: Sequence[RecordedEvent]) -> "CachedJourney":
        """What still holds: the aggregate handles corrections by itself, but a forgotten contact is removed from all events."""
        return BLANK if self._is_forgetting(events) else replace(self, folds={})

    def _is_forgetting(self, events: Sequence[RecordedEvent]) -> bool:
        version = self.snapshot.version
        return version > 0 and contains_forgetting(events_above(events, version))


BLANK = CachedJourney(snapshot=Snapshot(version=0, state=JOURNEY_AGGREGATE.initial), folds={})
"""A journey that was never loaded."""


class UnfoldedJourney(Struct, frozen=True, kw_only=True):
    """A journey as it was read, before its projections are folded: who may see it can be decided first."""

    stream: StreamId
    snapshot: Snapshot[Journey]
    folds: Mapping[str, FoldedProjection]
    """The cached projections by name."""
    events: Sequence[RecordedEvent]
    """The events that these lack, in order."""
    requested: Sequence[RecordedEvent] = ()
    """The events above the requested number, in order; empty if none were requested."""

    @property
    def journey(self) -> Journey:
        return self.snapshot.state


def events_above(events: Sequence[RecordedEvent], number: int) -> Sequence[RecordedEvent]:
    """The events above a number; the input must be in order."""
    first = bisect_right(events, number, key=lambda one: one.number)
    return events[first:] if first else events
