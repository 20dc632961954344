"""Orders: commands under an id of the client's own, and what deciding them on an aggregate gives."""

import hashlib
from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.command import Command
from domain.errors import DomainError
from domain.event_catalogue import AnyEvent

S = TypeVar("S")


class CommandIdTaken(Exception):
    """The id was used before, for another command or on another stream."""


class CommandBatch(Struct, frozen=True):
    """Commands that are recorded together, or not at all, under one id."""

    command_id: UUID
    fingerprint: bytes
    commands: tuple[Command, ...]


AuthoredEvent = tuple[AnyEvent, UUID | None]
"""An event, and by whom it was told."""


class Aggregate(Struct, Generic[S], frozen=True, kw_only=True):
    """What a stream of events tells of: how it begins, goes on, and how a command on it is decided."""

    initial: S
    after: Callable[[S, Sequence[AuthoredEvent]], S]
    """The state after some more events. Raises `UnknownJourney` or the like for an event of another kind."""
    decide: Callable[[S, Any, datetime, UUID], Sequence[AnyEvent]]
    """The events a command means at a moment, asked by somebody. Raises `DomainError`."""


class Snapshot(Struct, Generic[S], frozen=True):
    """An aggregate as it was at a version."""

    version: int
    state: S


def fingerprint_commands(commands: Sequence[Command]) -> bytes:
    """What tells two orders under one id apart: SHA-256 of what they mean, whatever the spacing and order of the JSON."""
    return hashlib.sha256(msgspec.json.encode(commands)).digest()


DecidedBatch = tuple[CommandBatch, list[AnyEvent]]


def decide_batches(
    aggregate: Aggregate[S],
    known: Snapshot[S],
    orders: Sequence[CommandBatch],
    done: Container[UUID],
    *,
    now: datetime,
    by: UUID,
) -> tuple[Snapshot[S], list[DecidedBatch]]:
    """The events of each order that is not done yet, and the aggregate after them.

    A refusal names the place of its command among all commands of all orders.
    """
    place = 0
    outcomes: list[DecidedBatch] = []
    for order in orders:
        if order.command_id not in done:
            known, events = _obeyed(aggregate, known, order, place, now=now, by=by)
            outcomes.append((order, events))
        place += len(order.commands)
    return known, outcomes


def _obeyed(
    aggregate: Aggregate[S], known: Snapshot[S], order: CommandBatch, place: int, *, now: datetime, by: UUID
) -> tuple[Snapshot[S], list[AnyEvent]]:
    state = known.state
    events: list[AnyEvent] = []
    for place_of_command, command in enumerate(order.commands, place):
        try:
            meant = aggregate.decide(state, command, now, by)
        except DomainError as refusal:
            refusal.command = place_of_command
            raise
        state = aggregate.after(state, [(event, by) for event in meant])
        events += meant
    return Snapshot(version=known.version + len(events), state=state), events
