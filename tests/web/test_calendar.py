"""Weeks, and the labels under them."""

from datetime import date, timedelta

import pytest

from domain.journey.events.weeks import week_number
from service.web.journey_weeks import MAX_TICKS, MAX_WEEKS, axis_ticks, weeks_between

THURSDAY = date(2026, 1, 15)


def test_a_journey_that_starts_on_a_thursday_is_in_week_two_on_monday() -> None:
    assert week_number(THURSDAY, date(2026, 1, 18)) == 1
    assert week_number(THURSDAY, date(2026, 1, 19)) == 2


def test_weeks_end_on_sunday() -> None:
    weeks = weeks_between(THURSDAY, date(2026, 1, 20))

    assert [(week.number, week.sunday) for week in weeks] == [(1, date(2026, 1, 18)), (2, date(2026, 1, 25))]


def test_of_a_long_journey_the_latest_weeks_are_drawn() -> None:
    weeks = weeks_between(THURSDAY, THURSDAY + timedelta(weeks=99))

    assert len(weeks) == MAX_WEEKS
    assert weeks[-1].number == 100


@pytest.mark.parametrize("count", range(1, MAX_WEEKS + 1))
def test_labels_span_all_weeks_and_stand_over_the_middle_one(count: int) -> None:
    weeks = weeks_between(THURSDAY, THURSDAY + timedelta(weeks=count - 1))
    labels = axis_ticks(weeks)
    shown = [label for label in labels if label.week]

    assert sum(label.span for label in labels) == count
    assert 1 <= len(shown) <= MAX_TICKS
    assert [label.week for label in shown] == list(weeks[shown[0].span // 2 :: shown[0].span])[: len(shown)]
