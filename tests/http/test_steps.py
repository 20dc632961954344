"""Answers kept from one step to the next (ASVS 2.3.1)."""

from datetime import UTC, datetime, timedelta

import pytest

from service.http.sealed_form_state import open_form_state, seal_form_state

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANSWERS = {"email": "anna@example.org", "password": "a long password"}
SEALED = seal_form_state("this browser", ANSWERS, NOON)


def test_the_same_browser_hands_back_what_it_was_given() -> None:
    assert open_form_state("this browser", SEALED, NOON + timedelta(minutes=9)) == ANSWERS


def test_the_form_itself_tells_nothing() -> None:
    assert "anna" not in SEALED
    assert seal_form_state("this browser", ANSWERS, NOON) != SEALED


def test_another_browser_cannot_go_on() -> None:
    assert open_form_state("another browser", SEALED, NOON) is None


def test_after_ten_minutes_one_begins_again() -> None:
    assert open_form_state("this browser", SEALED, NOON + timedelta(minutes=10)) is None


@pytest.mark.parametrize(
    "changed", ["", "x", "AAAA", SEALED[:-4], SEALED[:20] + "AAAA" + SEALED[24:], "\N{SNOWMAN}"]
)
def test_what_was_changed_on_the_way_is_nothing(changed: str) -> None:
    assert open_form_state("this browser", changed, NOON) is None
