"""Views of the archived journey on its last recorded day."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar, cast

from domain.history import RecordedEvent
from domain.journey.events.course import TimeZoneChanged
from domain.journey.events.start import JourneyStarted
from projections.caseload.projection import CASELOAD
from projections.catalogue import PROJECTIONS
from projections.difference.projection import DIFFERENCE
from projections.fold import Projection, fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.news.projection import NEWS
from projections.timeline.projection import TIMELINE
from projections.totals.projection import JOURNEY_CONTRIBUTION
from service.clock import today_in

S = TypeVar("S")
V = TypeVar("V")

NOT_ARCHIVED: tuple[Projection[Any, Any], ...] = (CASELOAD, DIFFERENCE, JOURNEY_CONTRIBUTION, NEWS, TIMELINE)
"""Lines of lists, a comparison of two dates, what is new to a coach, and what a page takes from the events: the archive has those."""

ARCHIVED_PROJECTIONS: Mapping[str, Projection[Any, Any]] = MappingProxyType(
    {name: projection for name, projection in sorted(PROJECTIONS.items()) if projection not in NOT_ARCHIVED}
)
"""By the name of the file; all of them whole, for whom they are about."""


class ArchiveViews:
    """The views of one history, each folded when first used."""

    def __init__(self, entries: tuple[RecordedEvent, ...]) -> None:
        self._entries = entries
        self._seen: dict[str, Any] = {}
        self.on = last_recorded_day(entries)
        """The day all of them show, so that the same entries always look the same."""

    def by_name(self, name: str) -> Any:
        """The view of the projection with this name."""
        return self.view_of(ARCHIVED_PROJECTIONS[name])

    def view_of(self, projection: Projection[S, V]) -> V:
        """The view of a projection."""
        if projection.name not in self._seen:
            state = fold(projection, self._entries)
            self._seen[projection.name] = projection.view(state, self.on, DEFAULT_PARAMETERS)
        return cast("V", self._seen[projection.name])


def last_recorded_day(entries: tuple[RecordedEvent, ...]) -> date:
    """The latest day on which anything happened or was recorded, in the client's time zone."""
    zones = [
        one.event.time_zone for one in entries if isinstance(one.event, JourneyStarted | TimeZoneChanged)
    ]
    recorded = max(today_in(zones[-1], one.recorded_at) for one in entries)
    return max(recorded, *(one.event.happened_on for one in entries))
