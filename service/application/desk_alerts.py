"""What became of the alerts that hold: dealt with, snoozed, or waiting for the coach. The desk and a client's page both say it."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from domain.journey.events.alerts import AlertsSlice
from domain.vocabulary import StuckRule
from projections.alerts.view import Alert


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

    def needs_attention(self, today: date) -> bool:
        """Whether it needs attention today: it was not dealt with, or its snooze is over."""
        if self.snoozed_until is not None:
            return today > self.snoozed_until
        return self.acknowledged_on is None


def answered_alerts(alerts: Iterable[Alert], recorded: AlertsSlice, today: date) -> tuple[DeskAlert, ...]:
    """The coach's alerts, the most pressing first; those that need no attention today come last."""
    held = [_answered(one, recorded) for one in alerts if one.to == "coach"]
    return tuple(sorted(held, key=lambda one: not one.needs_attention(today)))


def _answered(holding: Alert, recorded: AlertsSlice) -> DeskAlert:
    opened = recorded.open.get(holding.rule)
    # An answer to an earlier alert of the same rule does not count for this one.
    counts = opened is not None and holding.since <= opened.happened_on
    done = recorded.acknowledged.get(holding.rule) if counts else None
    snoozed = recorded.snoozed.get(holding.rule) if counts else None
    return DeskAlert(
        rule=holding.rule,
        since=holding.since,
        reason=holding.reason,
        brief=holding.brief,
        move=holding.move,
        short_move=holding.short_move,
        acknowledged_on=done.happened_on if done else None,
        snoozed_until=snoozed.until if snoozed else None,
    )
