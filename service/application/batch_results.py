"""What comes of executing command batches, and how a batch is completed before."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from domain.aggregate import CommandBatch
from service.event_store.log import CommandResult

S = TypeVar("S")

BatchCompletion = Callable[[S, CommandBatch], Awaitable[CommandBatch]]
"""Adds the commands that follow from a batch, given the state on which it is decided."""


class CommandIdTaken(Exception):
    """Raised when a command id was used before for another command or on another stream."""


class BatchResults(Struct, frozen=True):
    """The result of each batch by its command id,
    and how many batches were recorded now rather than earlier.
    """

    results: Mapping[UUID, CommandResult]
    new: int
