"""Was it as foreseen? A step that was worse than feared, and forecasts that hope too much."""

from datetime import date

from domain.messages import Message, RoundedNumber, translatable
from projections.alerts.timeline import AlertStep, JourneyTimeline, brier_score_on
from projections.learning_model import forecasts
from projections.phrases import KIND_LABELS


def worse_than_feared_holds(past: JourneyTimeline, on: date) -> bool:
    """A step of this week left a high dread, and a higher one than there was before."""
    return any(_worse(past, one) for one in past.steps.items_within(on, past.rules.dread_in))


def _worse(past: JourneyTimeline, step: AlertStep) -> bool:
    before, after = step.planned.dread_before, step.happened.dread_after
    return after is not None and before is not None and after >= past.rules.dread_from and after > before


def why_worse_than_feared(past: JourneyTimeline, on: date) -> Message:
    """The last such step and both dreads."""
    step = [one for one in past.steps.items_within(on, past.rules.dread_in) if _worse(past, one)][-1]
    return translatable(
        "Worse than feared: %(step)s on %(day)s. Dread went from %(before)s to %(after)s.",
        step=KIND_LABELS[step.planned.kind],
        day=step.happened.happened_on,
        before=step.planned.dread_before or 0,
        after=step.happened.dread_after or 0,
    )


def too_hopeful_holds(past: JourneyTimeline, on: date) -> bool:
    """The forecasts of four or more answered applications lay far off."""
    return forecasts.is_too_hopeful(brier_score_on(past, on), past.parameters)


def why_too_hopeful(past: JourneyTimeline, on: date) -> Message:
    """The score and its limit."""
    return translatable(
        "Forecasts of an invitation lay far from the answers: a Brier score of %(score)s, over %(limit)s.",
        score=RoundedNumber(brier_score_on(past, on) or 0.0, 2),
        limit=RoundedNumber(past.parameters.forecasts.too_hopeful_above, 2),
    )
