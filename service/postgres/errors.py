"""Errors that the event log and its database raise."""

import logging
import time
from typing import ClassVar

log = logging.getLogger(__name__)


class StoreError(Exception):
    """Base class of the event log's errors."""


class Overloaded(StoreError):
    """Raised if the append queue is full or the append lock timed out.

    Nothing was appended; the caller may retry.
    """


class StoreUnavailable(StoreError):
    """Raised if the database cannot be reached or the log is closed. Nothing was appended."""


class EpochPast(StoreError):
    """Raised if something was done for a leader, and another process leads by now. Nothing was changed."""


class DiskFull(Overloaded):
    """Raised if the database has no room left on its disk. Nothing was appended."""

    last_at: ClassVar[float | None] = None
    """When it was last raised in this process, by the monotonic clock; health asks for it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        DiskFull.last_at = time.monotonic()
        log.error("the disk of the database is full")
