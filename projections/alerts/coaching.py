"""Is the coaching itself in order? Trust that fell, a programme that ends, a coach who went silent."""

from datetime import date, timedelta

from projections.alerts.past import Past, days_between, programme_end


def trust_low(past: Past, on: date) -> bool:
    """The last rating is low, or far below the one before."""
    last = past.trust.last(on, 2)
    if not last:
        return False
    return last[-1] <= past.rules.trust_low or last[0] - last[-1] >= past.rules.trust_fall


def why_trust_low(past: Past, on: date) -> str:
    """The rating, and the one before it."""
    *before, now = past.trust.last(on, 2)
    told = f"Trust was rated {now} of 10 on {past.trust.latest(on)}"
    return f"{told}, after {before[0]} the time before." if before else f"{told}."


def programme_ending(past: Past, on: date) -> bool:
    """The programme ends within two weeks or has ended, and no ending is on record."""
    end = programme_end(past, on)
    if end is None or on < end - timedelta(days=past.rules.ending_within):
        return False
    return not past.endings.up_to(on)


def why_programme_ending(past: Past, on: date) -> str:
    """When it ends."""
    end = programme_end(past, on) or on
    verb = "ends" if on <= end else "ended"
    return f"The programme {verb} on {end}, and no ending is recorded."


def coach_silent(past: Past, on: date) -> bool:
    """Two weeks since client and coach last spoke, or since the start."""
    return days_between(_contact(past, on), on) >= past.rules.contact_every


def _contact(past: Past, on: date) -> date:
    return max(past.started.happened_on, past.contacts.latest(on) or date.min)


def why_coach_silent(past: Past, on: date) -> str:
    """Since when."""
    last = _contact(past, on)
    what = "the last check-in was" if past.contacts.up_to(on) else "none was held since the start"
    return f"No contact by the coach for {days_between(last, on)} days: {what} on {last}."
