"""Recorded alerts: each opening, what was done about it, and how soon a contact followed.

An answer to an alert belongs to the opening recorded last before it, whatever its day: a coach may have acted
on the day the rule began to hold, before the clock had noted it.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertEvent, AlertOpened, AlertSnoozed
from domain.vocabulary import StuckRule
from projections.coaching.state import CoachingState
from projections.coaching.view import AlertView

MANAGER_RULES: frozenset[StuckRule] = frozenset({"coach_silent"})
"""What goes to the programme manager, not to the coach's own list."""


class _Opening(Struct, frozen=True, kw_only=True):
    opened: AlertOpened
    closed_on: date | None = None
    acknowledged: AlertAcknowledged | None = None
    snoozed: AlertSnoozed | None = None


def alert_views(known: CoachingState, contacts: list[date], on: date) -> tuple[AlertView, ...]:
    """Every opening, by day. `contacts` are the days on which client and coach spoke, sorted."""
    alerts = (event for event in known.events if isinstance(event, AlertEvent))
    openings = sorted(_openings(alerts), key=lambda one: one.opened.happened_on)
    return tuple(_alert(one, contacts, on) for one in openings)


def median_days_to_contact(openings: Iterable[AlertView]) -> float | None:
    """The median number of days from opening to contact; None if no contact followed."""
    days = [one.days_to_contact for one in openings if one.days_to_contact is not None]
    return float(median(days)) if days else None


def _openings(known: Iterable[AlertEvent]) -> list[_Opening]:
    """The openings in the order of recording. A rule that opens again gives a new one."""
    open_now: dict[StuckRule, _Opening] = {}
    over = list[_Opening]()
    for event in known:
        before = open_now.get(event.rule)
        if before and isinstance(event, AlertOpened | AlertClosed):
            over.append(replace(before, closed_on=event.happened_on))
            del open_now[event.rule]
        if isinstance(event, AlertOpened):
            open_now[event.rule] = _Opening(opened=event)
        elif before and not isinstance(event, AlertClosed):
            open_now[event.rule] = _answered(before, event)
    return [*over, *open_now.values()]


def _answered(opening: _Opening, event: AlertAcknowledged | AlertSnoozed) -> _Opening:
    match event:
        case AlertAcknowledged():
            return replace(opening, acknowledged=event)
        case AlertSnoozed():
            return replace(opening, snoozed=event)


def _alert(opening: _Opening, contacts: list[date], on: date) -> AlertView:
    opened, done, snoozed = opening.opened, opening.acknowledged, opening.snoozed
    later = contacts[bisect_left(contacts, opened.happened_on) :][:1]
    return AlertView(
        rule=opened.rule,
        to="manager" if opened.rule in MANAGER_RULES else "coach",
        since=opened.since,
        opened_on=opened.happened_on,
        closed_on=opening.closed_on,
        acknowledged_on=done.happened_on if done else None,
        move=done.move if done else None,
        snoozed_until=snoozed.until if snoozed else None,
        contact_on=later[0] if later else None,
        days_to_contact=(later[0] - opened.happened_on).days if later else None,
        shown=opening.closed_on is None and not (snoozed and on <= snoozed.until),
    )
