"""Commands that are recorded together under one id, and the decision on several such batches."""

import hashlib
from collections.abc import Container, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.aggregate import Aggregate, decide_batch
from domain.command import Command
from domain.errors import DomainError
from domain.event_catalogue import AnyEvent

S = TypeVar("S")


class CommandIdTaken(Exception):
    """The id was used before, for another command or on another stream."""


class CommandBatch(Struct, frozen=True, kw_only=True):
    """Commands that are recorded together, or not at all, under one id."""

    command_id: UUID
    commands: tuple[Command, ...]
    fingerprint: bytes
    """SHA-256 of what was sent, as JSON: tells two batches under one id apart, whatever the spacing and order of the request."""
    added_before: int = 0
    """How many of the commands the service put before those that were sent; a refusal counts from the first that was sent."""

    @classmethod
    def of(cls, command_id: UUID, commands: Sequence[Command], sent: object | None = None) -> "CommandBatch":
        """The commands as they were sent.

        `sent` is what the client sent where the commands hold more than that, such as today's date: sent again tomorrow, it
        is still the same batch.
        """
        content = msgspec.json.encode(commands if sent is None else sent)
        return cls(
            command_id=command_id, commands=tuple(commands), fingerprint=hashlib.sha256(content).digest()
        )

    def adding(self, before: Sequence[Command] = (), after: Sequence[Command] = ()) -> "CommandBatch":
        """The batch with commands that follow from those sent: still the same batch by its fingerprint."""
        return replace(
            self,
            commands=(*before, *self.commands, *after),
            added_before=self.added_before + len(before),
        )


class Snapshot(Struct, Generic[S], frozen=True):
    """An aggregate as it was at a version."""

    version: int
    state: S


DecidedBatch = tuple[CommandBatch, list[AnyEvent]]


def decide_batches(
    aggregate: Aggregate[S, Any, AnyEvent],
    snapshot: Snapshot[S],
    batches: Sequence[CommandBatch],
    done: Container[UUID],
    *,
    now: datetime,
    by: UUID,
) -> tuple[Snapshot[S], list[DecidedBatch]]:
    """The events of each batch that is not done yet, and the aggregate after them.

    Raises the `DomainError` of a command, with its place among the commands that were sent in all batches.
    """
    place, version, state = 0, snapshot.version, snapshot.state
    decided: list[DecidedBatch] = []
    for batch in batches:
        if batch.command_id not in done:
            try:
                first = place - batch.added_before
                state, events = decide_batch(aggregate, state, batch.commands, now=now, by=by, first=first)
            except DomainError as error:
                error.command = max(error.command, place)
                raise
            version += len(events)
            decided.append((batch, events))
        place += len(batch.commands) - batch.added_before
    return Snapshot(version=version, state=state), decided
