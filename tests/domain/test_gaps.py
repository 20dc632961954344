"""Gaps: closed, gone round or lived with, as the client decides; closed once it is there."""

from datetime import date
from typing import Any, get_args

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.decide import UserCommand
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.vocabulary import GapDecision
from tests.domain.journeys import day
from tests.domain.more_journeys import LACKED, LICENCE, ON, STRANGER, later_than
from tests.domain.scenario import given

CLOSED_ON = day(8)


def decide(**fields: Any) -> DecideGap:
    return DecideGap(**{"happened_on": ON, "gap_id": LICENCE, "decision": "close", **fields})


def decided(**fields: Any) -> GapDecided:
    return GapDecided(**{"happened_on": ON, "gap_id": LICENCE, "decision": "close", **fields})


def close(on: date = CLOSED_ON) -> CloseGap:
    return CloseGap(happened_on=on, gap_id=LICENCE)


def closed(on: date = CLOSED_ON) -> GapClosed:
    return GapClosed(happened_on=on, gap_id=LICENCE)


@pytest.mark.parametrize("decision", get_args(GapDecision))
def test_the_client_decides_on_a_gap(decision: GapDecision) -> None:
    given(*LACKED).when(decide(decision=decision)).then(decided(decision=decision))


def test_a_decision_may_say_how_and_by_which_day() -> None:
    given(*LACKED).when(decide(how="an evening course", due=ON)).then(
        decided(how="an evening course", due=ON)
    )


def test_the_same_decision_again_is_already_so() -> None:
    given(*LACKED, decide()).when(decide(happened_on=day(9))).then_nothing()


def test_a_gap_is_decided_anew() -> None:
    given(*LACKED, decide()).when(decide(decision="live_with", happened_on=day(9))).then(
        decided(decision="live_with", happened_on=day(9))
    )


def test_an_earlier_decision_does_not_replace_a_later_one() -> None:
    given(*LACKED, decide()).when(decide(decision="live_with", happened_on=day(3))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(ON)
    )


def test_a_gap_is_not_to_be_closed_by_a_day_that_has_passed() -> None:
    given(*LACKED).when(decide(due=day(3))).then_refused(InvalidValue, field="due", allowed=later_than(ON))


@pytest.mark.parametrize("so_far", [(), (decide(),), (decide(decision="live_with"),)])
def test_what_was_missing_is_there_now(so_far: tuple[UserCommand, ...]) -> None:
    given(*LACKED, *so_far).when(close()).then(closed())


@pytest.mark.parametrize("on", [day(5), CLOSED_ON, day(9)])
def test_a_gap_is_closed_once(on: date) -> None:
    given(*LACKED, close()).when(close(on)).then_nothing()


def test_a_gap_is_not_closed_before_it_was_decided_on() -> None:
    given(*LACKED, decide()).when(close(day(3))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(ON)
    )


@pytest.mark.parametrize("decision", ["close", "go_round"])
def test_deciding_anew_opens_a_closed_gap(decision: GapDecision) -> None:
    anew = decide(decision=decision, happened_on=day(9))

    given(*LACKED, decide(), close()).when(anew).then(decided(decision=decision, happened_on=day(9)))


def test_a_gap_that_was_opened_again_is_closed_again() -> None:
    given(*LACKED, close(), decide(happened_on=day(9))).when(close(day(12))).then(closed(day(12)))


def test_a_closed_gap_is_not_opened_from_an_earlier_day() -> None:
    given(*LACKED, decide(), close()).when(decide(decision="go_round", happened_on=day(6))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(CLOSED_ON)
    )


def test_a_decision_told_once_more_does_not_open_a_closed_gap() -> None:
    given(*LACKED, decide(), close()).when(decide()).then_nothing()


@pytest.mark.parametrize("command", [decide(gap_id=STRANGER), CloseGap(happened_on=ON, gap_id=STRANGER)])
def test_a_gap_was_found_first(command: UserCommand) -> None:
    given(*LACKED).when(command).then_refused(InvalidOperation, field="gap_id", allowed="the id of a gap")


@pytest.mark.parametrize("command", [decide(happened_on=day(1)), close(day(1))], ids=["decide", "close"])
def test_nothing_becomes_of_a_gap_before_it_was_found(command: UserCommand) -> None:
    given(*LACKED).when(command).then_refused(InvalidValue, field="happened_on", allowed=later_than(day(2)))
