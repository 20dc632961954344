"""Pulses: one number a day for the client's energy, and one for the trust in the coaching."""

from datetime import date
from typing import TYPE_CHECKING

from domain.command import Command, Rating
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.events.pulses import EnergyRated, TrustRated

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


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
