"""Pulses: one rating a day of the energy, and one of the trust in the coaching."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from domain.errors import InvalidOperation
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.decide import UserCommand
from domain.journey.events.pulses import EnergyRated, TrustRated
from tests.domain.journeys import day, start
from tests.domain.scenario import given

TODAY = day(1)

Rate = Callable[[int, date], RateEnergy | RateTrust]
Rated = Callable[[int, date], EnergyRated | TrustRated]


def rate_energy(rating: int = 4, on: date = TODAY) -> RateEnergy:
    return RateEnergy(happened_on=on, rating=rating)


def rate_trust(rating: int = 4, on: date = TODAY) -> RateTrust:
    return RateTrust(happened_on=on, rating=rating)


def energy(rating: int = 4, on: date = TODAY) -> EnergyRated:
    return EnergyRated(happened_on=on, rating=rating)


def trust(rating: int = 4, on: date = TODAY) -> TrustRated:
    return TrustRated(happened_on=on, rating=rating)


either = pytest.mark.parametrize(
    ("rate", "rated"), [(rate_energy, energy), (rate_trust, trust)], ids=["energy", "trust"]
)


@either
@pytest.mark.parametrize("rating", [0, 10])
def test_a_pulse_is_rated(rate: Rate, rated: Rated, rating: int) -> None:
    given(start()).when(rate(rating, day(1))).then(rated(rating, day(1)))


@either
@pytest.mark.parametrize("rating", [0, 4])
def test_the_same_rating_again_the_same_day_is_already_so(rate: Rate, rated: Rated, rating: int) -> None:
    given(start(), rated(rating, day(1))).when(rate(rating, day(1))).then_nothing()


@either
@pytest.mark.parametrize("rating", [0, 4])
def test_a_rating_is_not_overwritten_the_same_day(rate: Rate, rated: Rated, rating: int) -> None:
    given(start(), rated(rating, day(1))).when(rate(5, day(1))).then_refused(
        InvalidOperation, field="rating", allowed="another day"
    )


@either
def test_another_day_has_a_rating_of_its_own(rate: Rate, rated: Rated) -> None:
    given(start(), rated(4, day(1))).when(rate(4, day(2))).then(rated(4, day(2)))


@either
def test_an_earlier_day_left_out_is_rated_later(rate: Rate, rated: Rated) -> None:
    given(start(), rated(4, day(5))).when(rate(8, day(2))).then(rated(8, day(2)))


@either
def test_an_earlier_day_stays_as_it_was_rated(rate: Rate, rated: Rated) -> None:
    given(start(), rated(4, day(1)), rated(7, day(2))).when(rate(7, day(1))).then_refused(
        InvalidOperation, field="rating", allowed="another day"
    )


def test_energy_says_nothing_of_trust() -> None:
    given(start(), rate_energy(4)).when(rate_trust(9)).then(trust(9))


def test_trust_says_nothing_of_energy() -> None:
    given(start(), rate_trust(9)).when(rate_energy(4)).then(energy(4))


@pytest.mark.parametrize("rate", [rate_energy, rate_trust])
@pytest.mark.parametrize("rating", [-1, 11])
def test_no_rating_lies_outside_0_to_10(rate: Rate, rating: int) -> None:
    sent = msgspec.json.encode(rate(rating, day(1)))

    with pytest.raises(msgspec.ValidationError, match="rating"):
        msgspec.json.decode(sent, type=UserCommand)
