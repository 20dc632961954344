"""Stuck rules about refusals: one after an interview that still hurts, and three in three weeks with no feedback asked."""

from datetime import date

from domain.messages import Message, MonthDay, translatable
from projections.alerts.timeline import JourneyTimeline
from projections.approaches.care import care_on


def no_after_interview_holds(past: JourneyTimeline, on: date) -> bool:
    """True while the client takes a pause after a no that followed an interview."""
    care = care_on(past.approaches, on)
    return care is not None and care.answer == "rejected_after_interview"


def why_no_after_interview(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the day of the no."""
    care = care_on(past.approaches, on)
    return translatable(
        "Rejected after an interview on %(day)s. The pause after it is still open.",
        day=care.since if care else on,
    )


def no_after_interview_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The day of the no."""
    care = care_on(past.approaches, on)
    return translatable("Rejected after an interview on %(day)s", day=MonthDay(care.since if care else on))


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


def refusals_without_asking_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The number of refusals."""
    return translatable(
        "%(refusals)s rejections in %(days)s days, feedback not asked for",
        refusals=_refused(past, on),
        days=past.rules.refusals_in,
    )
