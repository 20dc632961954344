"""Orders: commands under an id of the client's own, and what deciding them on a journey gives."""

import hashlib
from collections.abc import Container, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.errors import DomainError
from domain.events import Event
from domain.journey.decisions import Command, decide
from domain.journey.start import StartJourney
from domain.journey.state import INITIAL, Journey, evolve
from service.clock import today_in, zone_named


class CommandIdTaken(Exception):
    """The id was used before, for another command or on another journey."""


class Order(Struct, frozen=True):
    """Commands that are recorded together, or not at all, under one id."""

    command_id: UUID
    fingerprint: bytes
    commands: tuple[Command, ...]


class Known(Struct, frozen=True):
    """A journey as it was at a version."""

    version: int
    journey: Journey


BLANK = Known(version=0, journey=INITIAL)


def fingerprint(commands: Sequence[Command]) -> bytes:
    """What tells two orders under one id apart: SHA-256 of what they mean, whatever the spacing and order of the JSON."""
    return hashlib.sha256(msgspec.json.encode(commands)).digest()


def decided(
    known: Known, orders: Sequence[Order], done: Container[UUID], now: datetime
) -> tuple[Known, list[tuple[Order, list[Event]]]]:
    """The events of each order that is not done yet, and the journey after them.

    A refusal names the place of its command among all commands of all orders.
    """
    place = 0
    outcomes: list[tuple[Order, list[Event]]] = []
    for order in orders:
        if order.command_id not in done:
            known, events = _obeyed(known, order, place, now)
            outcomes.append((order, events))
        place += len(order.commands)
    return known, outcomes


def _obeyed(known: Known, order: Order, place: int, now: datetime) -> tuple[Known, list[Event]]:
    journey = known.journey
    events: list[Event] = []
    for place_of_command, command in enumerate(order.commands, place):
        try:
            meant = decide(journey, command, today_in(_zone(journey, command), now))
        except DomainError as refusal:
            refusal.command = place_of_command
            raise
        for event in meant:
            journey = evolve(journey, event)
        events += meant
    return Known(version=known.version + len(events), journey=journey), events


def _zone(journey: Journey, command: Command) -> str:
    if isinstance(command, StartJourney):
        return zone_named(command.time_zone).key
    return journey.started.fact.time_zone
