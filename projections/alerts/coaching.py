"""Stuck rules about the coaching itself: low trust, a programme that ends without an ending, no session, a silent coach."""

from datetime import date, timedelta

from domain.messages import Message, MonthDay, translatable, translatable_plural
from projections.alerts.timeline import JourneyTimeline, days_between, programme_end_on


def trust_low_holds(past: JourneyTimeline, on: date) -> bool:
    """True if the last trust rating is low, or far below the one before."""
    last = past.trust.last_items(on, 2)
    if not last:
        return False
    return last[-1] <= past.rules.trust_low or last[0] - last[-1] >= past.rules.trust_fall


def why_trust_low(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the last rating and the one before it."""
    *before, now = past.trust.last_items(on, 2)
    day = past.trust.latest_day(on) or on
    if before and before[0] > now:
        return translatable(
            "Trust was rated %(now)s out of 10 on %(day)s, down from %(before)s.",
            now=now,
            day=day,
            before=before[0],
        )
    return translatable("Trust was rated %(now)s out of 10 on %(day)s.", now=now, day=day)


def trust_low_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The last rating, and the one before it where it was higher."""
    *before, now = past.trust.last_items(on, 2)
    day = MonthDay(past.trust.latest_day(on) or on)
    if before and before[0] > now:
        return translatable(
            "Trust went from %(before)s to %(now)s on %(day)s", before=before[0], now=now, day=day
        )
    return translatable("Trust was rated %(now)s out of 10 on %(day)s", now=now, day=day)


def programme_ending_holds(past: JourneyTimeline, on: date) -> bool:
    """True if the programme ends within two weeks or has ended, and no ending is recorded."""
    end = programme_end_on(past, on)
    if end is None or on < end - timedelta(days=past.rules.ending_within):
        return False
    return not past.endings.count_until(on)


def why_programme_ending(past: JourneyTimeline, on: date) -> Message:
    """The sentence with the day the programme ends."""
    end = programme_end_on(past, on) or on
    if on <= end:
        return translatable("The programme ends on %(day)s, and no outcome is recorded.", day=end)
    return translatable("The programme ended on %(day)s, and no outcome is recorded.", day=end)


def programme_ending_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The days until the end, or since then."""
    days = days_between(on, programme_end_on(past, on) or on)
    if days > 0:
        return translatable_plural(
            "The programme ends in %(count)s day", "The programme ends in %(count)s days", days
        )
    if days == 0:
        return translatable("The programme ends today")
    return translatable_plural(
        "The programme ended %(count)s day ago", "The programme ended %(count)s days ago", -days
    )


def no_session_holds(past: JourneyTimeline, on: date) -> bool:
    """True if client and coach have not spoken for two weeks, or never since the start."""
    return days_between(_contact(past, on), on) >= past.rules.contact_every


def why_no_session(past: JourneyTimeline, on: date) -> Message:
    """The sentence for the coach with the day of the last session."""
    last = _contact(past, on)
    days = days_between(last, on)
    if past.contacts.count_until(on):
        return translatable_plural(
            "No session for %(count)s day: the last was on %(day)s.",
            "No session for %(count)s days: the last was on %(day)s.",
            days,
            day=last,
        )
    return translatable_plural(
        "No session for %(count)s day, since the start on %(day)s.",
        "No session for %(count)s days, since the start on %(day)s.",
        days,
        day=last,
    )


def no_session_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The days since the last session, or since the start."""
    days = days_between(_contact(past, on), on)
    if past.contacts.count_until(on):
        return translatable_plural("No session for %(count)s day", "No session for %(count)s days", days)
    return translatable_plural(
        "No session yet, %(count)s day after the start",
        "No session yet, %(count)s days after the start",
        days,
    )


def _contact(past: JourneyTimeline, on: date) -> date:
    return max(past.started.happened_on, past.contacts.latest_day(on) or date.min)


def why_coach_silent(past: JourneyTimeline, on: date) -> Message:
    """The sentence for the manager with the day they last spoke."""
    last = _contact(past, on)
    days = days_between(last, on)
    if past.contacts.count_until(on):
        return translatable_plural(
            "No contact from the coach for %(count)s day: the last session was on %(day)s.",
            "No contact from the coach for %(count)s days: the last session was on %(day)s.",
            days,
            day=last,
        )
    return translatable_plural(
        "No contact from the coach for %(count)s day: no session since the start on %(day)s.",
        "No contact from the coach for %(count)s days: no session since the start on %(day)s.",
        days,
        day=last,
    )


def coach_silent_in_brief(past: JourneyTimeline, on: date) -> Message:
    """The days since they last spoke, or since the start."""
    days = days_between(_contact(past, on), on)
    return translatable_plural(
        "No contact from the coach for %(count)s day", "No contact from the coach for %(count)s days", days
    )
