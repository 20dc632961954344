"""How often one person may search the atlas: as fast as anybody types, and not as fast as a program asks.

A search costs the database more than most pages, and whoever is signed in may ask for one with every letter.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from service.accounts.caller import Caller
from service.accounts.errors import Throttled

SEARCH_PATHS = frozenset({"/roles/search", "/api/v1/occupations"})
PER_SECOND = 10.0
AT_ONE_GO = 40
MOST_KEPT = 1000
"""People; of more than that, those are forgotten who may search as often as anybody new."""

Searcher = tuple[UUID, UUID]


class SearchRate:
    """What each person has left: as many searches as `AT_ONE_GO`, and `PER_SECOND` again each second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: dict[Searcher, tuple[float, float]] = {}
        """How many searches were left, and when."""

    @property
    def people(self) -> frozenset[Searcher]:
        """Those who are remembered."""
        return frozenset(self._left)

    def count(self, caller: Caller | None) -> None:
        """Counts a search. Raises `Throttled` beyond the limit, whatever session or token it comes with.

        Who is everybody, as without accounts, is not counted.
        """
        if caller is None or caller.way == "local":
            return
        person, now = (caller.tenant_id, caller.person_id), self._clock()
        left = self._left_at(person, now)
        if left < 1:
            raise Throttled(timedelta(seconds=(1 - left) / PER_SECOND))
        if len(self._left) >= MOST_KEPT:
            self._left = {one: self._left[one] for one in self._left if self._left_at(one, now) < AT_ONE_GO}
        self._left[person] = left - 1, now

    def _left_at(self, person: Searcher, now: float) -> float:
        left, since = self._left.get(person, (float(AT_ONE_GO), now))
        return min(float(AT_ONE_GO), left + (now - since) * PER_SECOND)
