"""Was it as foreseen? A step that was worse than feared, and forecasts that hope too much."""

from datetime import date

from domain.messages import Figure, Sentence, sentence
from projections.alerts.timeline import Past, Step, brier
from projections.learning_model import forecasts
from projections.phrases import KINDS


def worse_than_feared(past: Past, on: date) -> bool:
    """A step of this week left a high dread, and a higher one than there was before."""
    return any(_worse(past, one) for one in past.steps.within(on, past.rules.dread_in))


def _worse(past: Past, step: Step) -> bool:
    before, after = step.planned.dread_before, step.happened.dread_after
    return after is not None and before is not None and after >= past.rules.dread_from and after > before


def why_worse_than_feared(past: Past, on: date) -> Sentence:
    """The last such step and both dreads."""
    step = [one for one in past.steps.within(on, past.rules.dread_in) if _worse(past, one)][-1]
    return sentence(
        "Worse than feared: %(step)s on %(day)s. Dread went from %(before)s to %(after)s.",
        step=KINDS[step.planned.kind],
        day=step.happened.happened_on,
        before=step.planned.dread_before or 0,
        after=step.happened.dread_after or 0,
    )


def too_hopeful(past: Past, on: date) -> bool:
    """The forecasts of four or more answered applications lay far off."""
    return forecasts.too_hopeful(brier(past, on), past.parameters)


def why_too_hopeful(past: Past, on: date) -> Sentence:
    """The score and its limit."""
    return sentence(
        "Forecasts of an invitation lay far from the answers: a Brier score of %(score)s, over %(limit)s.",
        score=Figure(brier(past, on) or 0.0, 2),
        limit=Figure(past.parameters.forecasts.too_hopeful_above, 2),
    )
