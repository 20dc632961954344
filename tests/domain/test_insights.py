"""Insights: what dawned, and the step or talk that set it off."""

from typing import Any

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.insights import NameInsight
from domain.journey.events.evidence import Source, UserSourceKind
from domain.journey.events.insights import InsightNamed
from tests.domain.journeys import (
    ABOUT_TEACHING,
    FROM_CHECK_IN,
    FROM_TALK,
    MEETING,
    TALK,
    TALKED,
    cancel,
    check_in,
    day,
    drop,
    plan,
    start,
    uid,
)
from tests.domain.more_journeys import ON, STRANGER, later_than
from tests.domain.scenario import given

DAWN = uid("dawn")


def name(**fields: Any) -> NameInsight:
    return NameInsight(**{"happened_on": ON, "insight_id": DAWN, "wording": "I like to explain", **fields})


def named(**fields: Any) -> InsightNamed:
    plain = {"insight_id": DAWN, "wording": "I like to explain", "source": Source(kind="own")}
    return InsightNamed(**{"happened_on": ON, **plain, **fields})


IN_TALK: dict[str, Any] = {"found": "experiment", "found_in": TALK}
IN_CHECK_IN: dict[str, Any] = {"found": "check_in", "found_in": MEETING, "happened_on": day(6)}


def test_an_insight_comes_by_itself() -> None:
    given(start()).when(name()).then(named())


def test_an_insight_comes_in_a_step() -> None:
    given(*TALKED).when(name(**IN_TALK)).then(named(source=FROM_TALK))


def test_an_insight_comes_even_from_a_step_that_was_called_off() -> None:
    given(*ABOUT_TEACHING, plan(), cancel()).when(name(**IN_TALK)).then(named(source=FROM_TALK))


def test_an_insight_comes_in_a_check_in() -> None:
    given(start(), check_in()).when(name(**IN_CHECK_IN)).then(named(happened_on=day(6), source=FROM_CHECK_IN))


def test_the_same_insight_again_is_already_so() -> None:
    given(start(), name()).when(name()).then_nothing()


@pytest.mark.parametrize(
    "fields", [{"wording": "I like to build"}, {"happened_on": day(9)}, {"found": "coach"}]
)
def test_another_insight_needs_an_id_of_its_own(fields: dict[str, Any]) -> None:
    given(start(), name()).when(name(**fields)).then_refused(
        InvalidOperation, field="insight_id", allowed="a new id"
    )


def test_an_insight_does_not_come_before_the_step() -> None:
    given(*TALKED).when(name(**IN_TALK, happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(2))
    )


def test_an_insight_does_not_come_before_the_check_in() -> None:
    given(start(), check_in()).when(name(**{**IN_CHECK_IN, "happened_on": ON})).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(5))
    )


@pytest.mark.parametrize(
    ("found", "found_in", "allowed"),
    [
        ("experiment", STRANGER, "the id of a planned step"),
        ("experiment", None, "the id of a step"),
        ("check_in", STRANGER, "the id of a session"),
        ("check_in", None, "the id of a session"),
        ("own", TALK, "no id"),
    ],
)
def test_an_insight_has_a_source_that_exists(found: UserSourceKind, found_in: object, allowed: str) -> None:
    given(*TALKED).when(name(found=found, found_in=found_in)).then_refused(
        InvalidOperation, field="found_in", allowed=allowed
    )


@pytest.mark.parametrize("so_far", [(plan(),), (plan(), drop())], ids=["planned", "dropped"])
def test_an_insight_does_not_come_from_a_step_that_did_not_happen(so_far: tuple[Any, ...]) -> None:
    given(*ABOUT_TEACHING, *so_far).when(name(**IN_TALK)).then_refused(
        InvalidOperation, field="found_in", allowed="a step that took place, or was cancelled or declined"
    )
