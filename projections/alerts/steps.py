"""Is anything happening, and does it teach? Silence, plans that stay plans, steps that move nothing."""

from datetime import date, timedelta

from projections.alerts.past import Past, Step, days_between, moved

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


def why_silence(past: Past, on: date) -> str:
    """Since when, and what came last."""
    step, rested = past.steps.latest(on) or date.min, _rested(past, on)
    last = max(past.started.happened_on, step, rested)
    what = "the last step" if last == step else "the rest week ended" if last == rested else "the start"
    return f"No step for {days_between(last, on)} days: {what} on {last}."


def plans_without_steps(past: Past, on: date) -> bool:
    """Three planned in fourteen days, and nothing run in them."""
    within = past.rules.plans_in
    return len(past.plans.within(on, within)) >= past.rules.plans and not past.runs.within(on, within)


def why_plans_without_steps(past: Past, on: date) -> str:
    """How many plans."""
    within = past.rules.plans_in
    return f"{len(past.plans.within(on, within))} steps planned in {within} days, and none run in them."


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


def why_steps_without_learning(past: Past, on: date) -> str:
    """Which steps."""
    told = ", ".join(
        f"{one.planned.kind.replace('_', ' ')} on {one.happened.happened_on}" for one in _last_three(past, on)
    )
    return f"None of the last steps moved a promise by {past.rules.moved_from:g} points: {told}."
