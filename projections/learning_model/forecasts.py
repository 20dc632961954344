"""Quality of forecasts: invitations forecast against answers, and dread before against dread after."""

import math
from collections.abc import Iterable
from datetime import date

import msgspec

from domain.journey.events.answers import INVITING_ANSWERS, REFUSAL_ANSWERS, AnswerReceived
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.state import StepEvents


class DreadGap(msgspec.Struct, frozen=True, kw_only=True):
    """Mean dread `before` and `after`, 0-10, over `cases` steps; `gap` is the difference."""

    before: float
    after: float
    gap: float
    cases: int


class ForecastQuality(msgspec.Struct, frozen=True, kw_only=True):
    """The Brier score of forecasts of an invitation, their mean, and the share that was invited, each 0-1."""

    brier: float
    expected: float
    invited: float


def has_enough_cases(cases: int, parameters: Parameters = DEFAULT_PARAMETERS) -> bool:
    """True if there are enough cases to show a percentage. Source: learning model, Forecasts."""
    return cases >= parameters.forecasts.shown_from


def brier_score(
    forecasts: Iterable[tuple[float, bool]], parameters: Parameters = DEFAULT_PARAMETERS
) -> float | None:
    """The mean squared error of forecasts of an invitation: 0 perfect, 1 always wrong; None below four cases.

    One (forecast, invited) pair per answered application: an invitation or offer is True,
    a refusal or 28 days of silence False.
    """
    errors = [(forecast - invited) ** 2 for forecast, invited in forecasts]
    return math.fsum(errors) / len(errors) if has_enough_cases(len(errors), parameters) else None


def forecast_quality(
    forecasts: Iterable[tuple[float, bool]], parameters: Parameters = DEFAULT_PARAMETERS
) -> ForecastQuality | None:
    """The quality of forecasts of an invitation; None below four cases."""
    pairs = list(forecasts)
    score = brier_score(pairs, parameters)
    if score is None:
        return None
    return ForecastQuality(
        brier=score,
        expected=math.fsum(forecast for forecast, _ in pairs) / len(pairs),
        invited=sum(invited for _, invited in pairs) / len(pairs),
    )


def is_too_hopeful(quality: ForecastQuality | None, parameters: Parameters = DEFAULT_PARAMETERS) -> bool:
    """True if forecasts are so far off that they should be talked over, and more was expected than came."""
    if quality is None:
        return False
    return quality.brier > parameters.forecasts.too_hopeful_above and quality.expected > quality.invited


def dread_gap(
    ratings: Iterable[tuple[float, float]], parameters: Parameters = DEFAULT_PARAMETERS
) -> DreadGap | None:
    """The gap from (before, after) of the steps with both ratings, 0-10; None below four."""
    pairs = list(ratings)
    if not has_enough_cases(len(pairs), parameters):
        return None
    before = math.fsum(one for one, _ in pairs) / len(pairs)
    after = math.fsum(one for _, one in pairs) / len(pairs)
    return DreadGap(before=before, after=after, gap=before - after, cases=len(pairs))


def answered_forecasts(step: StepEvents, on: date) -> list[tuple[float, bool]]:
    """The forecast of an application and whether it came true; empty while it is open."""
    settled = settled_forecast(step, on)
    return [settled[1:]] if settled else []


def settled_forecast(step: StepEvents, on: date) -> tuple[date, float, bool] | None:
    """When the forecast of an application was settled, the forecast, and whether it came true; None while it is open."""
    forecast = step.planned.forecast
    if step.planned.kind != "application" or forecast is None or forecast.invited is None:
        return None
    known = [one for one in step.answers if one.happened_on <= on]
    invitations = [one for one in known if isinstance(one, AnswerReceived) and one.answer in INVITING_ANSWERS]
    noes = [one for one in known if not isinstance(one, AnswerReceived) or one.answer in REFUSAL_ANSWERS]
    if deciding := invitations or noes:
        return min(one.happened_on for one in deciding), forecast.invited, bool(invitations)
    return None
