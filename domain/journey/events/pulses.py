"""Pulses: one number a day for the client's energy, and one for the trust in the coaching."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import StructuralInt


class EnergyRated(Event, frozen=True, kw_only=True, tag="EnergyRated"):
    """The client rated their energy, from 0 to 10."""

    label = translatable("a rating of the energy")

    rating: StructuralInt


class TrustRated(Event, frozen=True, kw_only=True, tag="TrustRated"):
    """The client rated their trust in the coaching, from 0 to 10."""

    label = translatable("a rating of the trust")

    rating: StructuralInt


class PulsesSlice(Struct, frozen=True):
    """The ratings of energy and trust by date."""

    energy: dict[date, int] = {}
    trust: dict[date, int] = {}


PulseEvent = EnergyRated | TrustRated


def evolve(pulses: PulsesSlice, event: PulseEvent) -> PulsesSlice:
    """Adds a rating."""
    match event:
        case EnergyRated():
            return replace(pulses, energy=with_entry(pulses.energy, event.happened_on, event.rating))
        case TrustRated():
            return replace(pulses, trust=with_entry(pulses.trust, event.happened_on, event.rating))


EVOLVERS = slice_evolvers("pulses", evolve)
