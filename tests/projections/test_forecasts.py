"""Forecasts against answers, dread before against dread after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.learning_model.forecasts import (
    DreadGap,
    ForecastQuality,
    brier_score,
    dread_gap,
    forecast_quality,
    has_enough_cases,
    is_too_hopeful,
)


def test_below_four_cases_nothing_is_shown() -> None:
    assert brier_score([(0.5, True)] * 3) is None
    assert dread_gap([(7.0, 2.0)] * 3) is None
    assert [has_enough_cases(cases) for cases in (0, 3, 4)] == [False, False, True]


def test_the_score_is_the_mean_squared_error() -> None:
    forecasts = [(0.5, True), (0.4, True), (0.3, False), (0.6, False)]

    assert brier_score(forecasts) == pytest.approx((0.25 + 0.36 + 0.09 + 0.36) / 4)


def test_four_confident_forecasts_and_four_refusals_were_too_hopeful() -> None:
    assert is_too_hopeful(forecast_quality([(0.6, False)] * 4))
    assert not is_too_hopeful(forecast_quality([(0.5, False)] * 4))
    assert not is_too_hopeful(forecast_quality([(0.9, False)] * 3))
    assert not is_too_hopeful(ForecastQuality(brier=0.35, expected=0.9, invited=0.1))


def test_who_expected_no_and_was_invited_is_far_off_but_not_too_hopeful() -> None:
    doubted = forecast_quality([(0.1, True)] * 4)

    assert doubted is not None
    assert (doubted.brier, doubted.expected, doubted.invited) == pytest.approx((0.81, 0.1, 1.0))
    assert not is_too_hopeful(doubted)
    assert not is_too_hopeful(ForecastQuality(brier=0.5, expected=0.5, invited=0.5))


def test_the_dread_gap_says_what_was_expected_and_what_it_was() -> None:
    gap = dread_gap([(8.0, 2.0), (6.0, 2.0), (7.0, 3.0), (7.0, 9.0)])

    assert gap == DreadGap(before=7.0, after=4.0, gap=3.0, cases=4)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=4))
def test_the_score_lies_between_nought_and_one(forecasts: list[tuple[float, bool]]) -> None:
    score = brier_score(forecasts)

    assert score is not None
    assert 0 <= score <= 1
