"""What a command handler needs to know of an aggregate, and the decision on several commands together."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from domain.errors import DomainError
from domain.event import AuthoredEvent

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E")


class Aggregate(Struct, Generic[S, C, E], frozen=True, kw_only=True):
    """An aggregate: its state `S` before any event, and the functions that evolve it and decide its commands `C`."""

    initial: S
    evolve: Callable[[S, Sequence[AuthoredEvent[E]]], S]
    """The state after further events. Raises `UnknownJourney` or the like for an event of another aggregate."""
    decide: Callable[[S, C, datetime, UUID | None], Sequence[E]]
    """The events that a command produces on a state, at a moment, for an actor. Raises `DomainError`."""
    not_found: Callable[[], DomainError]
    """The error for a stream that does not exist, or belongs to another organisation."""


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
