"""How far the read models are behind the log, and since when they have stood still."""

from collections.abc import Callable

from service.event_store.log import ReaderProgress

STILL_SECONDS = 10.0
"""How long the read models may stand still, with something to take, before that counts as stuck."""


class LagWatch:
    """Remembers when a reader last moved. It is told whenever somebody asks the database, whichever process reads."""

    def __init__(self, now: Callable[[], float]) -> None:
        """`now` is a clock that only goes forward, in seconds."""
        self._now = now
        self._position = -1
        self._moved_at = now()
        self.last: ReaderProgress | None = None
        """What was seen last; None before the first look, and while the database does not answer."""

    def note(self, found: ReaderProgress) -> None:
        """Takes note of where the log and its reader are."""
        if found.lag == 0 or found.position != self._position:
            self._moved_at = self._now()
        self._position = found.position
        self.last = found

    def lose(self) -> None:
        """Takes note that the database did not answer."""
        self.last = None
        # What it does not answer, the reader cannot take: it gets its time anew.
        self._moved_at = self._now()

    @property
    def still_for(self) -> float:
        """For how many seconds it has stood still with something to take; 0 while it has nothing to take."""
        return self._now() - self._moved_at if self.last and self.last.lag else 0.0

    @property
    def is_stuck(self) -> bool:
        """Whether it stands still for too long."""
        return self.still_for > STILL_SECONDS
