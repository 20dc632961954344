"""Commands that are recorded together under one id, and the decision on several such batches."""

import hashlib
from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

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


AuthoredEvent = tuple[AnyEvent, UUID | None]
"""An event, and by whom it was told."""


class Aggregate(Struct, Generic[S], frozen=True, kw_only=True):
    """What a stream of events tells of: how it begins, goes on, and how a command on it is decided."""

    initial: S
    after: Callable[[S, Sequence[AuthoredEvent]], S]
    """The state after some more events. Raises `UnknownJourney` or the like for an event of another kind."""
    decide: Callable[[S, Any, datetime, UUID], Sequence[AnyEvent]]
    """The events a command means at a moment, asked by somebody. Raises `DomainError`."""
    not_found: Callable[[], DomainError]
    """The error for a stream that does not exist, or belongs to another organisation."""


class Snapshot(Struct, Generic[S], frozen=True):
    """An aggregate as it was at a version."""

    version: int
    state: S


DecidedBatch = tuple[CommandBatch, list[AnyEvent]]


def decide_batches(
    aggregate: Aggregate[S],
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
    place = 0
    decided: list[DecidedBatch] = []
    for batch in batches:
        if batch.command_id not in done:
            snapshot, events = _decided(aggregate, snapshot, batch, place, now=now, by=by)
            decided.append((batch, events))
        place += len(batch.commands) - batch.added_before
    return snapshot, decided


def _decided(
    aggregate: Aggregate[S], known: Snapshot[S], batch: CommandBatch, first: int, *, now: datetime, by: UUID
) -> tuple[Snapshot[S], list[AnyEvent]]:
    state = known.state
    events: list[AnyEvent] = []
    for place, command in enumerate(batch.commands, first - batch.added_before):
        try:
            meant = aggregate.decide(state, command, now, by)
        except DomainError as refusal:
            refusal.command = max(first, place)
            raise
        state = aggregate.after(state, [(event, by) for event in meant])
        events += meant
    return Snapshot(version=known.version + len(events), state=state), events
