"""The alerts that hold: why, what might help, and what the coach did about each."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from domain.journey.events.alerts import AlertsSlice
from domain.vocabulary import StuckRule
from projections.alerts.view import Alert


class ActiveAlert(Struct, frozen=True, kw_only=True):
    """An alert that holds on a day."""

    alert: Alert
    kept: bool
    """Whether it was opened: only then something can be done about it."""
    acted_on: date | None
    move: str | None
    """The act the coach reported."""
    snoozed_until: date | None

    @property
    def rule(self) -> StuckRule:
        """The rule that holds."""
        return self.alert.rule


def active_alerts(alerts: Iterable[Alert], kept: AlertsSlice, today: date) -> tuple[ActiveAlert, ...]:
    """The coach's alerts, the most pressing first; those laid aside for now come last."""
    held = [_stuck(one, kept, today) for one in alerts if one.to == "coach"]
    return tuple(sorted(held, key=lambda one: one.snoozed_until is not None))


def _stuck(alert: Alert, kept: AlertsSlice, today: date) -> ActiveAlert:
    acted, snoozed = kept.acknowledged.get(alert.rule), kept.snoozed.get(alert.rule)
    resting = snoozed is not None and today <= snoozed.until
    return ActiveAlert(
        alert=alert,
        kept=alert.rule in kept.open,
        acted_on=acted.happened_on if acted else None,
        move=acted.move if acted else None,
        snoozed_until=snoozed.until if snoozed and resting else None,
    )
