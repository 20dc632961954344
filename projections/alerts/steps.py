"""Stuck rules about steps: no step for long, plans that are not carried out, steps that teach nothing."""

from datetime import date, timedelta

from domain.messages import JoinedList, Message, RoundedNumber, translatable, translatable_plural
from projections.alerts.timeline import AlertStep, JourneyTimeline, days_between, step_moved_promise
from projections.phrases import KIND_LABELS

_TO_SUNDAY = timedelta(days=6)


def silence_holds(past: JourneyTimeline, on: date) -> bool:
    """True if the last step, rest week or start lies nine days or more back."""
    since = max(past.started.happened_on, past.steps.latest_day(on) or date.min)
    if days_between(since, on) < past.rules.silent_from:
        return False
    return days_between(max(since, _rested(past, on)), on) >= past.rules.silent_from


def _rested(past: JourneyTimeline, on: date) -> date:
    """The Sunday of the last rest week that has begun; a rest week that lies ahead does not count yet."""
    begun = (one.monday for one in past.learning.rests if max(one.monday, one.happened_on) <= on)
    return max((monday + _TO_SUNDAY for monday in begun), default=date.min)


def why_silence(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the day, and what happened on it."""
    step, rested = past.steps.latest_day(on) or date.min, _rested(past, on)
    last = max(past.started.happened_on, step, rested)
    days = days_between(last, on)
    if last == step:
        return translatable_plural(
            "No step for %(count)s day: the last was on %(day)s.",
            "No step for %(count)s days: the last was on %(day)s.",
            days,
            day=last,
        )
    if last == rested:
        return translatable_plural(
            "No step for %(count)s day: the week off ended on %(day)s.",
            "No step for %(count)s days: the week off ended on %(day)s.",
            days,
            day=last,
        )
    return translatable_plural(
        "No step for %(count)s day since the start on %(day)s.",
        "No step for %(count)s days since the start on %(day)s.",
        days,
        day=last,
    )


def silence_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The days since the last step, the week off, or the start."""
    step, rested = past.steps.latest_day(on) or date.min, _rested(past, on)
    last = max(past.started.happened_on, step, rested)
    days = days_between(last, on)
    if last == step:
        return translatable_plural("No step for %(count)s day", "No step for %(count)s days", days)
    if last == rested:
        return translatable_plural(
            "No step for %(count)s day since the week off",
            "No step for %(count)s days since the week off",
            days,
        )
    return translatable_plural(
        "No step yet, %(count)s day after the start", "No step yet, %(count)s days after the start", days
    )


def plans_without_steps_holds(past: JourneyTimeline, on: date) -> bool:
    """True if three steps were planned within fourteen days and none was run in them."""
    within = past.rules.plans_in
    return len(past.plans.items_within(on, within)) >= past.rules.plans and not past.runs.items_within(
        on, within
    )


def why_plans_without_steps(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the number of plans."""
    within = past.rules.plans_in
    return translatable(
        "%(steps)s steps planned in %(days)s days, and none has happened.",
        steps=len(past.plans.items_within(on, within)),
        days=within,
    )


def plans_without_steps_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The number of plans."""
    within = past.rules.plans_in
    return translatable(
        "%(steps)s steps planned in %(days)s days, none has happened",
        steps=len(past.plans.items_within(on, within)),
        days=within,
    )


def steps_without_learning_holds(past: JourneyTimeline, on: date) -> bool:
    """True if the last three recent steps that took place with a role moved no promise."""
    last = _last_three(past, on)
    if len(last) < past.rules.unmoved_steps:
        return False
    oldest = last[0].happened.happened_on
    return days_between(oldest, on) < past.rules.unmoved_in and not any(
        step_moved_promise(past, one) for one in reversed(last)
    )


def _last_three(past: JourneyTimeline, on: date) -> list[AlertStep]:
    return list(past.lessons.last_items(on, past.rules.unmoved_steps))


def why_steps_without_learning(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the steps."""
    return translatable(
        "None of the last steps changed a role's potential by %(points)s points: %(steps)s.",
        points=_points(past),
        steps=JoinedList([_named(one) for one in _last_three(past, on)]),
    )


def steps_without_learning_in_brief(past: JourneyTimeline, on: date) -> Message:
    """How many steps moved no role, and by what."""
    return translatable(
        "The last %(steps)s steps moved no role by %(points)s points",
        steps=len(_last_three(past, on)),
        points=_points(past),
    )


def _points(past: JourneyTimeline) -> RoundedNumber:
    points = past.rules.moved_from
    return RoundedNumber(points, 0 if points.is_integer() else 1)


def _named(step: AlertStep) -> Message:
    return translatable(
        "%(step)s on %(day)s", step=KIND_LABELS[step.planned.kind], day=step.happened.happened_on
    )
