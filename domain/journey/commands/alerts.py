"""Alerts kept: when a stuck rule began and ceased to hold, and what the coach did about it."""

from datetime import date
from typing import TYPE_CHECKING

from domain.allowed_dates import on_or_before
from domain.command import Command, SentenceText
from domain.decision_rules import record_change, require_not_before, require_not_past
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.vocabulary import StuckRule

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class OpenAlert(Command, frozen=True, kw_only=True, tag="OpenAlert"):
    """The clock's: a stuck rule holds, since a day."""

    rule: StuckRule
    since: date


class CloseAlert(Command, frozen=True, kw_only=True, tag="CloseAlert"):
    """The clock's: it holds no longer."""

    rule: StuckRule


class AcknowledgeAlert(Command, frozen=True, kw_only=True, tag="AcknowledgeAlert"):
    """Say that you saw an alert, and which move you made."""

    rule: StuckRule
    move: SentenceText | None = None


class SnoozeAlert(Command, frozen=True, kw_only=True, tag="SnoozeAlert"):
    """Lay an alert aside until after a day."""

    rule: StuckRule
    until: date


def handle_open_alert(journey: "Journey", wish: OpenAlert) -> list[Event]:
    """Open it once for each stretch; a clock that looks at the same days again opens nothing anew."""
    if wish.since > wish.happened_on:
        raise InvalidValue(
            "An alert cannot hold since a day that is still to come.",
            field="since",
            allowed=on_or_before(wish.happened_on),
        )
    known = journey.alerts.open.get(wish.rule)
    seen = known.happened_on if known else journey.alerts.closed.get(wish.rule, date.min)
    if wish.happened_on < seen or (known and known.since == wish.since):
        return []
    opened = AlertOpened(happened_on=wish.happened_on, rule=wish.rule, since=wish.since)
    return [AlertClosed(happened_on=wish.happened_on, rule=wish.rule), opened] if known else [opened]


def handle_close_alert(journey: "Journey", wish: CloseAlert) -> list[Event]:
    """Close it once; on a day before it was opened there is nothing to close."""
    known = journey.alerts.open.get(wish.rule)
    if known is None or wish.happened_on < known.happened_on:
        return []
    return [AlertClosed(happened_on=wish.happened_on, rule=wish.rule)]


def handle_acknowledge_alert(journey: "Journey", wish: AcknowledgeAlert) -> list[Event]:
    """Acknowledge what is open."""
    _open(journey, wish)
    fact = AlertAcknowledged(happened_on=wish.happened_on, rule=wish.rule, move=wish.move)
    return record_change(
        journey.alerts.acknowledged.get(wish.rule),
        fact,
        "The move on this alert was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_snooze_alert(journey: "Journey", wish: SnoozeAlert) -> list[Event]:
    """Snooze what is open, until a day that lies ahead."""
    _open(journey, wish)
    require_not_past(wish.until, wish.happened_on, field="until")
    fact = AlertSnoozed(happened_on=wish.happened_on, rule=wish.rule, until=wish.until)
    return record_change(
        journey.alerts.snoozed.get(wish.rule),
        fact,
        "The pause of this alert was last set on %(day)s; an earlier day cannot change that.",
    )


def _open(journey: "Journey", wish: AcknowledgeAlert | SnoozeAlert) -> None:
    opened = journey.alerts.open.get(wish.rule)
    if opened is None:
        raise InvalidOperation(
            "This alert is not open.", field="rule", allowed="a rule that holds at the moment"
        )
    require_not_before(wish.happened_on, opened.since, "The alert has held since %(day)s.")
