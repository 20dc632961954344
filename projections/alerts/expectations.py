"""Stuck rules about expectations: a step that was worse than feared, and forecasts that are too hopeful."""

from datetime import date

from domain.messages import Message, Percentage, RoundedNumber, translatable
from projections.alerts.timeline import AlertStep, JourneyTimeline, forecast_quality_on
from projections.learning_model import forecasts
from projections.learning_model.forecasts import ForecastQuality
from projections.learning_model.surprises import is_worse_than_feared
from projections.phrases import KIND_LABELS


def worse_than_feared_holds(past: JourneyTimeline, on: date) -> bool:
    """True if a step of the last week left a high dread, higher than before it."""
    return any(_worse(past, one) for one in past.steps.items_within(on, past.rules.dread_in))


def _worse(past: JourneyTimeline, step: AlertStep) -> bool:
    return is_worse_than_feared(step.planned, step.happened, past.rules.dread_from)


def why_worse_than_feared(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the last such step, and the dread before and after."""
    step = _last_worse(past, on)
    return translatable(
        "Worse than feared: %(step)s on %(day)s. Dread rose from %(before)s to %(after)s.",
        step=KIND_LABELS[step.planned.kind],
        day=step.happened.happened_on,
        before=step.planned.dread_before or 0,
        after=step.happened.dread_after or 0,
    )


def worse_than_feared_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The dread before and after the last such step."""
    step = _last_worse(past, on)
    return translatable(
        "Worse than feared: dread %(before)s before, %(after)s after",
        before=step.planned.dread_before or 0,
        after=step.happened.dread_after or 0,
    )


def _last_worse(past: JourneyTimeline, on: date) -> AlertStep:
    return [one for one in past.steps.items_within(on, past.rules.dread_in) if _worse(past, one)][-1]


def too_hopeful_holds(past: JourneyTimeline, on: date) -> bool:
    """True if the Brier score over four or more answered applications is above its limit, and more was expected than came."""
    return forecasts.is_too_hopeful(forecast_quality_on(past, on), past.parameters)


def why_too_hopeful(past: JourneyTimeline, on: date) -> Message:
    """The sentence with what was expected and came, and the Brier score with its limit."""
    quality = forecast_quality_on(past, on) or ForecastQuality(brier=0.0, expected=0.0, invited=0.0)
    return translatable(
        "Expected an interview in %(expected)s of applications; it came in %(invited)s. "
        "The Brier score is %(score)s, above %(limit)s.",
        expected=Percentage(quality.expected),
        invited=Percentage(quality.invited),
        score=RoundedNumber(quality.brier, 2),
        limit=RoundedNumber(past.parameters.forecasts.too_hopeful_above, 2),
    )


def too_hopeful_in_brief(past: JourneyTimeline, on: date) -> Message:
    """What was expected, and what came."""
    quality = forecast_quality_on(past, on) or ForecastQuality(brier=0.0, expected=0.0, invited=0.0)
    return translatable(
        "Expected an interview in %(expected)s, got one in %(invited)s",
        expected=Percentage(quality.expected),
        invited=Percentage(quality.invited),
    )
