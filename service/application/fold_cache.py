"""The folded projections that are kept in memory: as many as fit by the events they were folded from."""

from typing import Any

from cachetools import LRUCache

from projections.fold import Projection
from service.application.aggregates import StreamId
from service.application.folded_journey import NOT_FOLDED, FoldedProjection

FoldKey = tuple[bytes, str, int]
"""The stream, and the name and version of the projection."""

EVENTS_OF_EMPTY = 20
"""As many events as the objects weigh that every folded projection has, whatever it was folded from."""


class FoldCache:
    """Keeps folded projections; those that were used longest ago make room.

    They are measured by events, sixty bytes each: were they counted, a desk of 500 short journeys would not fit beside
    the work of a few others, and fewer long ones would take all the memory.
    """

    def __init__(self, events: int) -> None:
        self._folds: LRUCache[FoldKey, FoldedProjection] = LRUCache(events, getsizeof=_weight)

    def __len__(self) -> int:
        return len(self._folds)

    def get(self, projection: Projection[Any, Any], place: StreamId) -> FoldedProjection:
        """The kept one; at version 0 if there is none."""
        return self._folds.get(_fold_key(projection, place), NOT_FOLDED)

    def keep(
        self, projection: Projection[Any, Any], place: StreamId, folded: FoldedProjection, *, passing: bool
    ) -> None:
        """Keeps the latest version; while `passing` only if nothing else has to make room for it."""
        key = _fold_key(projection, place)
        known = self._folds.get(key)
        if known is not None and known.version >= folded.version:
            return
        taken = self._folds.currsize if passing and known is None else 0
        if _weight(folded) + taken <= self._folds.maxsize:
            self._folds[key] = folded

    def forget(self, stream_key: bytes) -> None:
        """Drops all of a stream."""
        for key in [one for one in self._folds if one[0] == stream_key]:
            del self._folds[key]


def _weight(folded: FoldedProjection) -> int:
    return folded.version + EVENTS_OF_EMPTY


def _fold_key(projection: Projection[Any, Any], place: StreamId) -> FoldKey:
    return place.key, projection.name, projection.version
