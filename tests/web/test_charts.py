"""The drawings, checked as numbers."""

import pytest

from service.web import svg_paths
from service.web.svg_paths import Band

GROUND = Band(low=0, high=40)
MIDDLE = Band(low=40, high=70)


def test_a_line_goes_through_the_middle_of_each_week() -> None:
    assert svg_paths.line_path([0, 50, 100]) == "M5 100 15 50 25 0"


def test_a_line_begins_where_the_role_came_into_view() -> None:
    assert svg_paths.line_path([None, None, 40, 60, None]) == "M25 60 35 40"


def test_a_gap_parts_the_line_and_a_week_alone_is_a_point() -> None:
    assert svg_paths.line_path([40, None, 60, 60]) == "M5 60h0 M25 40 35 40"


def test_no_values_draw_nothing() -> None:
    assert (
        svg_paths.line_path([]) == svg_paths.end_dot_path([None]) == svg_paths.band_path([None], GROUND) == ""
    )


def test_the_last_point_stands_where_the_line_ends() -> None:
    assert svg_paths.end_dot_path([10, 20, None]) == "M15 80h0"


def test_a_depth_is_clamped_to_its_top() -> None:
    assert svg_paths.band_path([60, 80], GROUND) == "M5 100L5 60 15 60V100Z"


def test_a_depth_begins_where_the_line_rises_above_it() -> None:
    assert svg_paths.band_path([30, 50], MIDDLE) == "M10 60L10 60 15 50V60Z"


def test_a_peak_is_cut_where_it_passes_both_levels() -> None:
    assert svg_paths.band_path([30, 80, 30], MIDDLE) == "M7 60L7 60 13 30 15 30 17 30 23 60V60Z"


def test_two_peaks_make_two_areas() -> None:
    assert svg_paths.band_path([50, 30, 50], MIDDLE) == "M5 60L5 50 10 60V60Z M20 60L20 60 25 50V60Z"


@pytest.mark.parametrize("values", [[40, 40], [30, 40, 30], [20]])
def test_a_line_that_only_touches_a_depth_does_not_fill_it(values: list[float | None]) -> None:
    assert svg_paths.band_path(values, MIDDLE) == ""


def test_marks_are_stacked_from_the_ground_by_week() -> None:
    marks = svg_paths.stacked_marks([["run", "cancelled"], [], ["run"]])

    assert marks == {"run": "M5 92h0 M25 92h0", "cancelled": "M5 67h0"}


def test_a_high_stack_is_pressed_into_the_box() -> None:
    highest = svg_paths.stacked_marks([["run"] * 20])["run"].split(" ")[-1]

    assert highest == "-3h0"


def test_uprights_reach_from_top_to_bottom() -> None:
    assert svg_paths.vertical_lines_path([1, 9]) == "M15 0V100 M95 0V100"


def test_a_spread_stays_on_the_scale() -> None:
    assert svg_paths.range_path(67, 13) == "M54 5H80"
    assert svg_paths.range_path(95, 13) == "M82 5H100"
    assert svg_paths.range_path(5, 13) == "M0 5H18"


def test_an_area_lies_between_two_lines_and_a_week_alone_has_none() -> None:
    lows, highs = [10, 20, None, 30], [50, 60, None, 70]

    assert svg_paths.between_path(lows, highs) == "M5 50 15 40L15 80 5 90Z"
    assert svg_paths.between_path([None, None], [None, None]) == ""
