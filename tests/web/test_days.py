"""Which day of a journey is looked at."""

from datetime import date, timedelta

import pytest

from service.web.journey_weeks import MAX_WEEKS, DayOutsideJourney, select_day

THURSDAY = date(2026, 1, 15)
TODAY = date(2026, 2, 4)
"""A Wednesday in week 4."""


def test_without_being_asked_it_is_today() -> None:
    shown = select_day(THURSDAY, TODAY)

    assert (shown.on, shown.here.number, shown.following) == (TODAY, 4, None)


def test_a_week_is_looked_at_as_of_its_sunday() -> None:
    shown = select_day(THURSDAY, TODAY, number=2)

    assert shown.on == date(2026, 1, 25)
    assert shown.previous
    assert shown.following
    assert (shown.previous.number, shown.following.number) == (1, 3)


def test_what_lies_ahead_in_the_running_week_is_today() -> None:
    assert select_day(THURSDAY, TODAY, number=4).on == TODAY
    assert select_day(THURSDAY, TODAY, on=TODAY + timedelta(days=2)).on == TODAY


@pytest.mark.parametrize(
    "asked", [{"number": 0}, {"number": 5}, {"on": date(2026, 1, 14)}, {"on": date(2026, 2, 9)}]
)
def test_outside_the_journey_there_is_nothing(asked: dict[str, int | date]) -> None:
    with pytest.raises(DayOutsideJourney) as nothing:
        select_day(THURSDAY, TODAY, **asked)  # type: ignore[arg-type]

    assert (nothing.value.first, nothing.value.final) == (THURSDAY, TODAY)


def test_every_week_up_to_the_day_has_a_day_and_the_axis_goes_on() -> None:
    shown = select_day(THURSDAY, TODAY, on=date(2026, 1, 27))

    assert shown.days == (date(2026, 1, 18), date(2026, 1, 25), date(2026, 1, 27))
    assert [week.number for week in shown.axis] == [1, 2, 3, 4]


@pytest.mark.parametrize("number", [1, 30, 100])
def test_of_a_long_journey_a_year_is_drawn_in_which_the_week_lies(number: int) -> None:
    shown = select_day(THURSDAY, THURSDAY + timedelta(weeks=99), number=number)

    assert len(shown.axis) == MAX_WEEKS
    assert shown.here in shown.axis
    assert len(shown.days) >= 1


def test_a_journey_that_begins_tomorrow_elsewhere_can_be_seen_already() -> None:
    assert select_day(THURSDAY, THURSDAY - timedelta(days=1)).on == THURSDAY
