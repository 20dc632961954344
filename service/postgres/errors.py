"""Errors that the event log and its database raise."""


class StoreError(Exception):
    """Base class of the event log's errors."""


class Overloaded(StoreError):
    """Raised if the append queue is full or the append lock timed out.

    Nothing was appended; the caller may retry.
    """


class StoreUnavailable(StoreError):
    """Raised if the database cannot be reached or the log is closed. Nothing was appended."""


class DiskFull(StoreUnavailable):
    """Raised if the database has no room left on its disk. Nothing was appended."""
