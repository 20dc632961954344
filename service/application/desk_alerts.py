"""What became of the alerts that hold: dealt with, snoozed, or waiting for the coach. The desk and a client's page both say it."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from domain.journey.events.alerts import AlertsSlice
from domain.vocabulary import StuckRule
from projections.alerts.view import Alert

COMES_BACK_AFTER = timedelta(days=14)
"""So long after it was dealt with an alert asks again, if what it is about goes on."""


class DeskAlert(Struct, frozen=True, kw_only=True):
    """An alert that is active today: the reason, a suggested action, and what the coach did about it."""

    rule: StuckRule
    since: date
    reason: str
    brief: str
    """The reason in a few words."""
    move: str
    short_move: str
    """The suggested action in a few words."""
    acknowledged_on: date | None
    snoozed_until: date | None
    """Until this day the alert does not need attention."""
    again_on: date | None = None
    """From this day an alert that was dealt with or snoozed asks again; null if it asks already, or never will."""

    def needs_attention(self, today: date) -> bool:
        """Whether it needs attention today: nothing was done about it, or that is long ago, or its snooze is over."""
        if self.again_on is not None:
            return today >= self.again_on
        return self.acknowledged_on is None and self.snoozed_until is None


def answered_alerts(
    alerts: Iterable[Alert], recorded: AlertsSlice, today: date, *, ended: bool
) -> tuple[DeskAlert, ...]:
    """The coach's alerts, the most pressing first; those that need no attention today come last.

    What was dealt with comes back after a while, but not after the journey `ended`: then nobody is asked twice.
    """
    held = [_answered(one, recorded, ended=ended) for one in alerts if one.to == "coach"]
    return tuple(sorted(held, key=lambda one: not one.needs_attention(today)))


def _answered(holding: Alert, recorded: AlertsSlice, *, ended: bool) -> DeskAlert:
    opened = recorded.open.get(holding.rule)
    # An answer to an earlier alert of the same rule does not count for this one.
    counts = opened is not None and holding.since <= opened.happened_on
    done = recorded.acknowledged.get(holding.rule) if counts else None
    snoozed = recorded.snoozed.get(holding.rule) if counts else None
    again_on: date | None = None
    if snoozed:
        again_on = snoozed.until + timedelta(days=1)
    elif done and not ended:
        again_on = done.happened_on + COMES_BACK_AFTER
    return DeskAlert(
        rule=holding.rule,
        since=holding.since,
        reason=holding.reason,
        brief=holding.brief,
        move=holding.move,
        short_move=holding.short_move,
        acknowledged_on=done.happened_on if done else None,
        snoozed_until=snoozed.until if snoozed else None,
        again_on=again_on,
    )
