"""Was it as foreseen? A step that was worse than feared, and forecasts that hope too much."""

from datetime import date

from projections import forecasts
from projections.alerts.past import Past, Step, brier


def worse_than_feared(past: Past, on: date) -> bool:
    """A step of this week left a high dread, and a higher one than there was before."""
    return any(_worse(past, one) for one in past.steps.within(on, past.rules.dread_in))


def _worse(past: Past, step: Step) -> bool:
    before, after = step.planned.dread_before, step.happened.dread_after
    return after is not None and before is not None and after >= past.rules.dread_from and after > before


def why_worse_than_feared(past: Past, on: date) -> str:
    """The last such step and both dreads."""
    step = [one for one in past.steps.within(on, past.rules.dread_in) if _worse(past, one)][-1]
    kind, day = step.planned.kind.replace("_", " "), step.happened.happened_on
    dread = f"dread went from {step.planned.dread_before} to {step.happened.dread_after}"
    return f"The {kind} on {day} was worse than feared: {dread}."


def too_hopeful(past: Past, on: date) -> bool:
    """The forecasts of four or more answered applications lay far off."""
    return forecasts.too_hopeful(brier(past, on), past.parameters)


def why_too_hopeful(past: Past, on: date) -> str:
    """The score and its limit."""
    limit = past.parameters.forecasts.too_hopeful_above
    score = brier(past, on) or 0.0
    return f"Forecasts of an invitation lay far from the answers: a Brier score of {score:.2f}, over {limit:.2f}."
