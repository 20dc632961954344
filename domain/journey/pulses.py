"""Pulses: one number a day for the client's energy, and one for the trust in the coaching."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import InvalidOperation
from domain.journey.forms import Command, Event, Rating
from domain.sensitivity import StructuralInt

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class EnergyRated(Event, frozen=True, kw_only=True, tag="EnergyRated"):
    """How much energy the client has, from 0 to 10."""

    rating: StructuralInt


class TrustRated(Event, frozen=True, kw_only=True, tag="TrustRated"):
    """How much the client trusts the coaching, from 0 to 10."""

    rating: StructuralInt


class PulsesSlice(Struct, frozen=True):
    """What later decisions need of the pulses: each day's ratings."""

    energy: dict[date, int] = {}
    trust: dict[date, int] = {}


def evolve(pulses: PulsesSlice, fact: EnergyRated | TrustRated) -> PulsesSlice:
    """Remember each day's rating."""
    match fact:
        case EnergyRated():
            return replace(pulses, energy={**pulses.energy, fact.happened_on: fact.rating})
        case TrustRated():
            return replace(pulses, trust={**pulses.trust, fact.happened_on: fact.rating})


class RateEnergy(Command, frozen=True, kw_only=True, tag="RateEnergy"):
    """Say how much energy there is today."""

    rating: Rating


class RateTrust(Command, frozen=True, kw_only=True, tag="RateTrust"):
    """Say how much trust in the coaching there is today."""

    rating: Rating


def handle_rate_energy(journey: "Journey", wish: RateEnergy) -> list[Event]:
    """Rate the energy once a day."""
    if _is_so(journey.pulses.energy, wish):
        return []
    return [EnergyRated(happened_on=wish.happened_on, rating=wish.rating)]


def handle_rate_trust(journey: "Journey", wish: RateTrust) -> list[Event]:
    """Rate the trust once a day."""
    if _is_so(journey.pulses.trust, wish):
        return []
    return [TrustRated(happened_on=wish.happened_on, rating=wish.rating)]


def _is_so(rated: dict[date, int], wish: RateEnergy | RateTrust) -> bool:
    known = rated.get(wish.happened_on)
    if known is None:
        return False
    if known == wish.rating:
        return True
    raise InvalidOperation(
        "The rating of %(day)s is %(rating)s; nothing is overwritten.",
        day=wish.happened_on,
        rating=known,
        field="rating",
        allowed="another day",
    )
