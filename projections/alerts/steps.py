"""Is anything happening, and does it teach? Silence, plans that stay plans, steps that move nothing."""

from datetime import date, timedelta

from domain.messages import Figure, Listing, Sentence, counted_sentence, sentence
from projections.alerts.timeline import Past, Step, days_between, moved
from projections.phrases import KINDS

_TO_SUNDAY = timedelta(days=6)


def silence(past: Past, on: date) -> bool:
    """Nine days or more since the last step, the last rest week or the start."""
    since = max(past.started.happened_on, past.steps.latest(on) or date.min)
    if days_between(since, on) < past.rules.silent_from:
        return False
    return days_between(max(since, _rested(past, on)), on) >= past.rules.silent_from


def _rested(past: Past, on: date) -> date:
    """The Sunday of the last rest week that began; one that lies ahead excuses nothing yet."""
    begun = (one.monday for one in past.learning.rests if max(one.monday, one.happened_on) <= on)
    return max((monday + _TO_SUNDAY for monday in begun), default=date.min)


def why_silence(past: Past, on: date) -> Sentence:
    """Since when, and what came last."""
    step, rested = past.steps.latest(on) or date.min, _rested(past, on)
    last = max(past.started.happened_on, step, rested)
    days = days_between(last, on)
    if last == step:
        return counted_sentence(
            "No step for %(count)s day: the last step on %(day)s.",
            "No step for %(count)s days: the last step on %(day)s.",
            days,
            day=last,
        )
    if last == rested:
        return counted_sentence(
            "No step for %(count)s day: the rest week ended on %(day)s.",
            "No step for %(count)s days: the rest week ended on %(day)s.",
            days,
            day=last,
        )
    return counted_sentence(
        "No step for %(count)s day: the start on %(day)s.",
        "No step for %(count)s days: the start on %(day)s.",
        days,
        day=last,
    )


def plans_without_steps(past: Past, on: date) -> bool:
    """Three planned in fourteen days, and nothing run in them."""
    within = past.rules.plans_in
    return len(past.plans.within(on, within)) >= past.rules.plans and not past.runs.within(on, within)


def why_plans_without_steps(past: Past, on: date) -> Sentence:
    """How many plans."""
    within = past.rules.plans_in
    return sentence(
        "%(steps)s steps planned in %(days)s days, and none run in them.",
        steps=len(past.plans.within(on, within)),
        days=within,
    )


def steps_without_learning(past: Past, on: date) -> bool:
    """The last three steps that took place with a role, all of late, moved no promise."""
    last = _last_three(past, on)
    if len(last) < past.rules.unmoved_steps:
        return False
    oldest = last[0].happened.happened_on
    return days_between(oldest, on) < past.rules.unmoved_in and not any(
        moved(past, one) for one in reversed(last)
    )


def _last_three(past: Past, on: date) -> list[Step]:
    return list(past.lessons.last(on, past.rules.unmoved_steps))


def why_steps_without_learning(past: Past, on: date) -> Sentence:
    """Which steps."""
    points = past.rules.moved_from
    return sentence(
        "None of the last steps moved a promise by %(points)s points: %(steps)s.",
        points=Figure(points, 0 if points.is_integer() else 1),
        steps=Listing([_named(one) for one in _last_three(past, on)]),
    )


def _named(step: Step) -> Sentence:
    return sentence("%(step)s on %(day)s", step=KINDS[step.planned.kind], day=step.happened.happened_on)
