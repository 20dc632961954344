"""Stuck rule about refusals: three in three weeks, and no feedback was asked."""

from datetime import date

from domain.messages import Message, translatable
from projections.alerts.timeline import JourneyTimeline


def refusals_without_asking_holds(past: JourneyTimeline, on: date) -> bool:
    """True if three applications were refused within three weeks and no feedback was asked in them."""
    if past.asked.items_within(on, past.rules.asked_in):
        return False
    return _refused(past, on) >= past.rules.refusals


def _refused(past: JourneyTimeline, on: date) -> int:
    return len(set(past.refusals.items_within(on, past.rules.refusals_in)))


def why_refusals_without_asking(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the number of refusals and the day feedback was last asked."""
    count, days, last = _refused(past, on), past.rules.refusals_in, past.asked.latest_day(on)
    if last:
        return translatable(
            "%(refusals)s rejections in %(days)s days; feedback last asked for on %(day)s.",
            refusals=count,
            days=days,
            day=last,
        )
    return translatable(
        "%(refusals)s rejections in %(days)s days; feedback never asked for.", refusals=count, days=days
    )
