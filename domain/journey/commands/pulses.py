"""Pulses: one number a day for the client's energy, and one for the trust in the coaching."""

from datetime import date

from domain.command import Command, Rating
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.pulses import EnergyRated, TrustRated


class RateEnergy(Command, frozen=True, kw_only=True, tag="RateEnergy"):
    """Rate your energy today."""

    rating: Rating


class RateTrust(Command, frozen=True, kw_only=True, tag="RateTrust"):
    """Rate your trust in the coaching today."""

    rating: Rating


def handle_rate_energy(journey: Journey, command: RateEnergy) -> list[JourneyEvent]:
    """Rates the energy, once a day."""
    if _is_recorded(journey.pulses.energy, command):
        return []
    return [EnergyRated(happened_on=command.happened_on, rating=command.rating)]


def handle_rate_trust(journey: Journey, command: RateTrust) -> list[JourneyEvent]:
    """Rates the trust, once a day."""
    if _is_recorded(journey.pulses.trust, command):
        return []
    return [TrustRated(happened_on=command.happened_on, rating=command.rating)]


def _is_recorded(rated: dict[date, int], command: RateEnergy | RateTrust) -> bool:
    known = rated.get(command.happened_on)
    if known is None:
        return False
    if known == command.rating:
        return True
    raise InvalidOperation(
        "Trust was already rated %(rating)s on %(day)s. Nothing is overwritten.",
        day=command.happened_on,
        rating=known,
        field="rating",
        allowed="another day",
    )


HANDLERS: CommandHandlers = {
    RateEnergy: handle_rate_energy,
    RateTrust: handle_rate_trust,
}
