"""What a command handler needs to know of an aggregate, and the decision on several commands together."""

import hashlib
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar, cast, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import fields, replace

from domain.command import ADDED_LATER, Command
from domain.errors import DomainError
from domain.event import AuthoredEvent

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E")


class CommandBatch(Struct, frozen=True, kw_only=True):
    """Commands that are recorded together, or not at all, under one id."""

    command_id: UUID
    commands: tuple[Command, ...]
    fingerprint: bytes
    """SHA-256 of what was sent, as JSON: tells two batches under one id apart, whatever the spacing and order of the request."""
    former_fingerprints: tuple[bytes, ...] = ()
    """What earlier versions stored for the same batch: by these it is recognized, too."""
    added_before: int = 0
    """How many of the commands the service put before those that were sent; an error counts from the first that was sent."""

    @classmethod
    def of(
        cls,
        command_id: UUID,
        commands: Sequence[Command],
        sent: object | None = None,
        *,
        formerly: Sequence[object] = (),
    ) -> "CommandBatch":
        """The commands as they were sent.

        `sent` is what the client sent where the commands hold more than that, such as today's date: sent again tomorrow, it
        is still the same batch. `formerly` is what earlier versions took the fingerprint of.
        """
        return cls(
            command_id=command_id,
            commands=tuple(commands),
            fingerprint=fingerprint_of(commands if sent is None else sent),
            former_fingerprints=tuple(map(fingerprint_of, formerly)),
        )

    def adding(self, before: Sequence[Command] = (), after: Sequence[Command] = ()) -> "CommandBatch":
        """The batch with commands that follow from those sent: still the same batch by its fingerprint."""
        return replace(
            self,
            commands=(*before, *self.commands, *after),
            added_before=self.added_before + len(before),
        )


def fingerprint_of(content: object) -> bytes:
    """SHA-256 of a content as JSON, without the fields that were added later and say nothing."""
    plain = msgspec.to_builtins(content, str_keys=True)
    _leave_out_additions(content, plain)
    return hashlib.sha256(msgspec.json.encode(plain)).digest()


def _leave_out_additions(content: object, plain: Any) -> None:
    match content:
        case Struct():
            for name, unsaid in _additions(type(content)).items():
                if getattr(content, name) == unsaid:
                    del plain[name]
            for name in content.__struct_fields__:
                if name in plain:
                    _leave_out_additions(getattr(content, name), plain[name])
        case list() | tuple():
            for one, inner in zip(cast("Iterable[object]", content), plain, strict=True):
                _leave_out_additions(one, inner)
        case _:
            pass


@cache
def _additions(kind: type[Struct]) -> dict[str, object]:
    """The fields that were added later, each with what it is when it says nothing."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        one.name: one.default
        for one in fields(kind)
        if ADDED_LATER in getattr(hints[one.name], "__metadata__", ())
    }


class Aggregate(Struct, Generic[S, C, E], frozen=True, kw_only=True):
    """An aggregate: its state `S` before any event, and the functions that evolve it and decide its commands `C`."""

    initial: S
    evolve: Callable[[S, Sequence[AuthoredEvent[E]]], S]
    """The state after further events. Raises `UnknownJourney` or the like for an event of another aggregate."""
    decide: Callable[[S, C, datetime, UUID | None], Sequence[E]]
    """The events that a command produces on a state, at a moment, for an actor. Raises `DomainError`."""
    not_found: Callable[[], DomainError]
    """The error for a stream that does not exist, or belongs to another organisation."""


class Snapshot(Struct, Generic[S], frozen=True):
    """An aggregate as it was at a version."""

    version: int
    state: S


def decide_batch(
    aggregate: Aggregate[S, C, E],
    state: S,
    commands: Sequence[C],
    *,
    now: datetime,
    by: UUID | None,
    first: int = 0,
) -> tuple[S, list[E]]:
    """Decides several commands, each on the state that those before it left; returns the last state and all events.

    Raises the first `DomainError`, with the place of its command in `error.command`, counted from `first`.
    """
    events: list[E] = []
    for place, command in enumerate(commands, first):
        try:
            produced = aggregate.decide(state, command, now, by)
        except DomainError as error:
            error.command = place
            raise
        state = aggregate.evolve(state, [AuthoredEvent(event, by) for event in produced])
        events += produced
    return state, events


def decide_batches(
    aggregate: Aggregate[S, Any, E],
    snapshot: Snapshot[S],
    batches: Sequence[CommandBatch],
    done: Container[UUID],
    *,
    now: datetime,
    by: UUID,
) -> tuple[Snapshot[S], list[tuple[CommandBatch, list[E]]]]:
    """The events of each batch that is not done yet, and the aggregate after them.

    Raises the `DomainError` of a command, with its place among the commands that were sent in all batches.
    """
    place, version, state = 0, snapshot.version, snapshot.state
    decided: list[tuple[CommandBatch, list[E]]] = []
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
