"""Promise through the weeks."""

from collections.abc import Sequence
from datetime import timedelta

from domain.history import RecordedEvent
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.promise_series import PromisesOnDay, RolePromise, promise_series
from projections.profile.projection import PROFILE
from projections.timeline.projection import TIMELINE
from service.web.journey_weeks import weeks_between
from service.web.promise_chart import PromiseChart, build_promise_chart
from tests.web.sample import MONDAY, before_the_first_step, day, marloes, uid


def drawn(journey: Sequence[RecordedEvent], weeks: int, looked_at: int | None = None) -> PromiseChart:
    axis = weeks_between(MONDAY, day(weeks))
    days = [week.sunday for week in axis[: looked_at or weeks]]
    steps = TIMELINE.view(fold(TIMELINE, journey), days[-1], DEFAULT_PARAMETERS).steps.values()
    return build_promise_chart(axis, promise_series(fold(PROFILE, journey), days), steps)


def on_week(week: int, **promises: float) -> PromisesOnDay:
    roles = [
        RolePromise(role_id=uid(title), title=title, promise=number) for title, number in promises.items()
    ]
    return PromisesOnDay(on=day(week, 6), roles=tuple(sorted(roles, key=lambda role: -role.promise)))


def through(*weeks: dict[str, float]) -> PromiseChart:
    series = [on_week(number, **promises) for number, promises in enumerate(weeks, start=1)]
    return build_promise_chart(weeks_between(MONDAY, MONDAY + timedelta(weeks=len(weeks) - 1)), series, ())


def test_only_roles_in_play_are_drawn_by_promise() -> None:
    assert [row.title for row in drawn(marloes(), 7).rows] == ["risk manager", "practice nurse"]


def test_a_role_begins_in_the_week_it_came_into_view() -> None:
    assert drawn(marloes(), 7).rows[0].values[0] is None


def test_the_change_counts_from_the_first_week_drawn() -> None:
    row = through({"a": 50.4}, {"a": 60.0}, {"a": 62.5}).rows[0]

    assert (row.values, row.now, row.change) == ((50, 60, 63), 63, 13)


def test_a_role_of_one_week_has_no_change() -> None:
    assert drawn(before_the_first_step(), 1).rows[0].change is None


def test_the_role_that_moved_most_is_marked_once_even_downwards() -> None:
    rows = through({"a": 60, "b": 58}, {"a": 62, "b": 50}).rows

    assert [(row.title, row.most) for row in rows] == [("a", False), ("b", True)]


def test_no_role_is_marked_when_none_moved() -> None:
    assert not any(row.most for row in through({"a": 60, "b": 50}, {"a": 60, "b": 50}).rows)


def test_a_turning_point_is_a_week_with_another_lead() -> None:
    points = through({"a": 60, "b": 50}, {"a": 60, "b": 70}).turning_points

    assert [(point.index, point.week, point.title) for point in points] == [(1, 2, "b")]


def test_the_first_lead_is_no_turning_point() -> None:
    assert through({"a": 60}, {"a": 61}).turning_points == ()


def test_level_roles_do_not_pass_the_lead_to_and_fro() -> None:
    close = through({"a": 60, "b": 59}, {"a": 60, "b": 60.4}, {"a": 60.2, "b": 60}, {"a": 59.6, "b": 60.1})

    assert close.turning_points == ()


def test_experiments_are_counted_by_week_without_plans_and_what_was_taken_back() -> None:
    assert drawn(marloes(), 7).steps == (1, 2, 2, 0, 1, 0, 0)


def test_each_outcome_has_a_mark_of_its_own() -> None:
    assert drawn(marloes(), 7).marks.keys() == {"run", "cancelled", "refused"}


def test_the_axis_stays_while_one_looks_back() -> None:
    back = drawn(marloes(), 7, looked_at=3)

    assert len(back.weeks) == 7
    assert back.rows[0].values[3:] == (None, None, None, None)
    assert back.steps[3:] == (0, 0, 0, 0)
