"""Sight: who may see what of a journey, what the client agreed to, and how each of these ended."""

from typing import TypeGuard, get_args

from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn

SightEvent = SightGranted | SightWithdrawn | SightExpired


ConsentEvent = ConsentGiven | ConsentWithdrawn | ConsentExpired


SightOrConsentEvent = SightEvent | ConsentEvent


_KINDS = frozenset[type](get_args(SightOrConsentEvent))


class SightState(Struct, frozen=True):
    """What was told of sight and of consents, in the order it was told."""

    told: tuple[SightOrConsentEvent, ...] = ()


INITIAL = SightState()


def evolve(state: SightState, entry: RecordedEvent) -> SightState:
    """Keep what was told of sight and consents."""
    event = entry.event
    return SightState((*state.told, event)) if _kept(event) else state


def _kept(event: object) -> TypeGuard[SightOrConsentEvent]:
    return type(event) in _KINDS
