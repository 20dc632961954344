"""The event log's interface: append, read a stream, read the log, the head, subscribe.

Two implementations satisfy it, `service.event_store.postgres` and `service.event_store.memory`; one contract suite runs against both.
"""

from collections.abc import Sequence

from service.event_store.log import CommandResult
from service.postgres.errors import StoreError


class VersionConflict(StoreError):
    """The stream is no longer at the expected version; decide again."""


class AlreadyRecorded(StoreError):
    """Some commands of the request were recorded before; nothing of the request was appended."""

    def __init__(self, receipts: Sequence[CommandResult]) -> None:
        super().__init__("these commands were recorded before")
        self.receipts = tuple(receipts)


class WrongTenant(StoreError):
    """The stream belongs to another tenant."""


class InvalidAppend(StoreError):
    """The request cannot be stored as it is: a state that is not one line of JSON, text the database does not take; nothing was appended."""


class StreamErased(InvalidAppend):
    """It is about somebody whose keys were destroyed: a whole journey, or one contact in it. Nothing was appended."""

    def __init__(self, message: str, *, whole_journey: bool) -> None:
        super().__init__(message)
        self.whole_journey = whole_journey


class UnknownOutcome(StoreError):
    """The connection was lost during the commit: the events may or may not be there. Ask again with the same command id."""
