"""The scenarios themselves: none may pass in silence."""

import pytest

from domain.errors import InvalidOperation, UnknownJourney
from tests.domain.journeys import condition, condition_declared, start
from tests.domain.scenario import given, unfinished


def test_a_scenario_without_a_when_is_unfinished() -> None:
    given(start())

    assert unfinished() == ("given without when",)


def test_a_scenario_without_a_then_is_unfinished() -> None:
    given(start()).when(condition())

    assert unfinished() == ("DeclareCondition without then",)


def test_a_scenario_with_a_then_is_finished() -> None:
    given(start()).when(condition()).then(condition_declared())

    assert unfinished() == ()


def test_an_empty_then_claims_nothing() -> None:
    with pytest.raises(AssertionError, match="then_nothing"):
        given(start(), condition()).when(condition()).then()


def test_a_refusal_is_not_nothing() -> None:
    with pytest.raises(AssertionError, match="refused"):
        given().when(condition()).then_nothing()


def test_an_event_is_not_a_refusal() -> None:
    with pytest.raises(AssertionError, match="allowed"):
        given(start()).when(condition()).then_refused(InvalidOperation, field="", allowed="")


def test_another_kind_of_refusal_is_not_the_claimed_one() -> None:
    with pytest.raises(AssertionError):
        given().when(condition()).then_refused(InvalidOperation, field="", allowed="StartJourney first")


def test_what_is_given_may_be_told_as_events() -> None:
    given(start(), condition_declared()).when(condition()).then_nothing()


def test_without_anything_given_there_is_no_journey() -> None:
    given().when(condition()).then_refused(UnknownJourney, field="", allowed="StartJourney first")
