"""Stuck rules about focus: all steps on one role without meeting it, or many steps and nothing narrowed."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from domain.messages import Message, RoundedNumber, translatable
from domain.vocabulary import MEETING_KINDS
from projections.alerts.timeline import AlertStep, JourneyTimeline, effective_roles_on


def tunnel_holds(past: JourneyTimeline, on: date) -> bool:
    """True if five steps in three weeks were nearly all about one role and none met the work itself."""
    steps = _with_a_role(past, on)
    if len(steps) < past.rules.tunnel_steps or any(one.planned.kind in MEETING_KINDS for one in steps):
        return False
    return _most(steps)[1] / len(steps) >= past.rules.tunnel_share


def _with_a_role(past: JourneyTimeline, on: date) -> list[AlertStep]:
    return [
        one for one in past.steps.items_within(on, past.rules.tunnel_in) if one.planned.role_id is not None
    ]


def _most(steps: list[AlertStep]) -> tuple[UUID, int]:
    counted = Counter(one.planned.role_id for one in steps if one.planned.role_id is not None)
    return counted.most_common(1)[0]


def why_tunnel(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the role and its share of the steps."""
    steps = _with_a_role(past, on)
    role_id, count = _most(steps)
    return translatable(
        "%(most)s of %(steps)s steps in %(days)s days were on “%(role)s”, with no "
        "conversation, job shadowing, interview or work trial.",
        most=count,
        steps=len(steps),
        days=past.rules.tunnel_in,
        role=past.learning.roles[role_id].discovered.title,
    )


def tunnel_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The share of the steps that went to one role."""
    steps = _with_a_role(past, on)
    return translatable(
        "%(most)s of %(steps)s steps about one role, no one met", most=_most(steps)[1], steps=len(steps)
    )


def scatter_holds(past: JourneyTimeline, on: date) -> bool:
    """True if much was done in four weeks and the number of effective roles did not fall."""
    earlier = on - timedelta(days=past.rules.scatter_back)
    if earlier < past.started.happened_on:
        return False
    if len(past.steps.items_within(on, past.rules.scatter_in)) < past.rules.scatter_steps:
        return False
    now = effective_roles_on(past, on)
    return (
        now > past.rules.scatter_over and now >= effective_roles_on(past, earlier) > past.rules.scatter_over
    )


def why_scatter(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the steps, and the effective roles then and now."""
    then = effective_roles_on(past, on - timedelta(days=past.rules.scatter_back))
    return translatable(
        "%(steps)s steps in %(days)s days, but no clearer choice: in effect between %(then)s "
        "roles then, %(now)s now.",
        steps=len(past.steps.items_within(on, past.rules.scatter_in)),
        days=past.rules.scatter_in,
        then=RoundedNumber(then, 1),
        now=RoundedNumber(effective_roles_on(past, on), 1),
    )


def scatter_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The steps, and between how many roles the choice still is."""
    return translatable(
        "%(steps)s steps in %(days)s days, still choosing between %(now)s",
        steps=len(past.steps.items_within(on, past.rules.scatter_in)),
        days=past.rules.scatter_in,
        now=RoundedNumber(effective_roles_on(past, on)),
    )
