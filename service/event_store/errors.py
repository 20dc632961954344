"""The errors of the event store."""

from collections.abc import Sequence

from service.event_store.log import CommandResult
from service.postgres.errors import StoreError


class VersionConflict(StoreError):
    """Raised when the stream is no longer at the expected version: load and decide again."""


class KeysExchanged(VersionConflict):
    """Raised when something was sealed under keys that were exchanged meanwhile: load them and seal it anew."""


class AlreadyRecorded(StoreError):
    """Raised when some commands of a request were recorded before; nothing of the request was appended."""

    def __init__(self, results: Sequence[CommandResult]) -> None:
        super().__init__("these commands were recorded before")
        self.results = tuple(results)


class WrongTenant(StoreError):
    """Raised when the stream belongs to another tenant."""


class InvalidAppend(StoreError):
    """Raised when a request cannot be stored: a state that is not one line of JSON, or text that the database
    does not accept.

    Nothing was appended.
    """


class StreamErased(InvalidAppend):
    """Raised when the keys of the journey, or of a contact in it, were destroyed. Nothing was appended."""

    def __init__(self, message: str, *, whole_journey: bool) -> None:
        super().__init__(message)
        self.whole_journey = whole_journey


class UnknownOutcome(StoreError):
    """Raised when the connection was lost during the commit:
    repeat the request with the same command ids to find out.
    """
