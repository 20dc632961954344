"""What a process remembers of a journey between two loads, and when that must be thrown away."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from domain.aggregate import Snapshot
from domain.history import RecordedEvent, contains_correction, contains_forgetting
from domain.journey.aggregate import Journey
from service.application.aggregates import JOURNEY_AGGREGATE
from service.application.folded_journey import FoldedProjection

NOT_FOLDED = FoldedProjection(version=0, state=None)


class CachedJourney(Struct, frozen=True, kw_only=True):
    """The aggregate and some projections, each at the version of its last load; at 0 what was never loaded."""

    snapshot: Snapshot[Journey]
    folds: Mapping[str, FoldedProjection]
    """By the names of the projections."""

    @property
    def version(self) -> int:
        """The number above which events are needed to bring all of it up to date."""
        return min([self.snapshot.version, *(one.version for one in self.folds.values())])

    def is_outdated_by(self, events: Sequence[RecordedEvent]) -> bool:
        """Whether events above `version` change what was folded before, so that all events must be read again.

        The aggregate follows corrections by itself; a forgotten contact is taken out of all events.
        """
        version = self.snapshot.version
        if version and contains_forgetting(events_above(events, version)):
            return True
        return any(
            one.version and contains_correction(events_above(events, one.version))
            for one in self.folds.values()
        )


BLANK = CachedJourney(snapshot=Snapshot(version=0, state=JOURNEY_AGGREGATE.initial), folds={})
"""What is remembered of a journey that was never loaded."""


def events_above(events: Sequence[RecordedEvent], number: int) -> Sequence[RecordedEvent]:
    """The events of one journey above a number; both in order."""
    if not events or events[0].number > number:
        return events
    return [one for one in events if one.number > number]
