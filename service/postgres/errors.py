"""The event log's interface: append, read a stream, read the log, the head, subscribe.

Two implementations satisfy it, `service.event_store.postgres` and `service.event_store.memory`; one contract suite runs against both.
"""


class StoreError(Exception):
    """Base of what the log raises."""


class Overloaded(StoreError):
    """The writer's queue is full, or the lock did not come in time; nothing was appended."""


class StoreUnavailable(StoreError):
    """The database cannot be reached, or the log is closed; nothing was appended."""
