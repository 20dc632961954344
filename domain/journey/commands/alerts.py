"""Alerts: when a stuck rule began and ceased to hold, and what the coach did about it."""

from datetime import date, timedelta

from domain.allowed_dates import on_or_before
from domain.command import Command, SentenceText
from domain.decision_rules import record_change, require_not_before, require_not_past
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.events.catalogue import JourneyEvent
from domain.messages import translatable
from domain.vocabulary import RULES_THAT_HURT, StuckRule

A_WEEK = timedelta(weeks=1)
FOUR_WEEKS = timedelta(weeks=4)


class OpenAlert(Command, frozen=True, kw_only=True, tag="OpenAlert"):
    """The clock's: a stuck rule holds, since a day."""

    rule: StuckRule
    since: date


class CloseAlert(Command, frozen=True, kw_only=True, tag="CloseAlert"):
    """The clock's: it holds no longer."""

    rule: StuckRule


class AcknowledgeAlert(Command, frozen=True, kw_only=True, tag="AcknowledgeAlert"):
    """Mark an alert as dealt with, and say what you did about it."""

    rule: StuckRule
    move: SentenceText | None = None


class SnoozeAlert(Command, frozen=True, kw_only=True, tag="SnoozeAlert"):
    """Snooze an alert until after a date: one that hurts for a week at most, every other for four."""

    rule: StuckRule
    until: date


def handle_open_alert(journey: Journey, command: OpenAlert) -> list[JourneyEvent]:
    """Opens an alert. Returns no event if the same alert, with the same start date, is open already.

    One that is open since another date is closed first. Nor is there an event before the date of the last change.
    """
    if command.since > command.happened_on:
        raise InvalidValue(
            "An alert cannot start on a future date.",
            field="since",
            allowed=on_or_before(command.happened_on),
        )
    known = journey.alerts.open.get(command.rule)
    last_change = known.happened_on if known else journey.alerts.closed.get(command.rule, date.min)
    if command.happened_on < last_change or (known and known.since == command.since):
        return []
    opened = AlertOpened(happened_on=command.happened_on, rule=command.rule, since=command.since)
    return [AlertClosed(happened_on=command.happened_on, rule=command.rule), opened] if known else [opened]


def handle_close_alert(journey: Journey, command: CloseAlert) -> list[JourneyEvent]:
    """Closes an alert. Returns no event if it is not open, or was opened later."""
    known = journey.alerts.open.get(command.rule)
    if known is None or command.happened_on < known.happened_on:
        return []
    return [AlertClosed(happened_on=command.happened_on, rule=command.rule)]


def handle_acknowledge_alert(journey: Journey, command: AcknowledgeAlert) -> list[JourneyEvent]:
    """Acknowledges an open alert, once a day in the same words."""
    _require_open(journey, command)
    event = AlertAcknowledged(happened_on=command.happened_on, rule=command.rule, move=command.move)
    known = journey.alerts.acknowledged.get(command.rule)
    if known and known.happened_on < command.happened_on:
        # Dealt with on another day, as it came back.
        return [event]
    return record_change(
        known,
        event,
        "The action on this alert was last updated on %(day)s. Use that date or later.",
    )


def handle_snooze_alert(journey: Journey, command: SnoozeAlert) -> list[JourneyEvent]:
    """Snoozes an open alert until a date that lies ahead, and not too far."""
    require_not_past(command.until, command.happened_on, field="until")
    last = command.happened_on + longest_snooze(command.rule)
    if command.until > last:
        raise InvalidValue(
            translatable("This can be snoozed until %(day)s at the latest.", day=last),
            field="until",
            allowed=on_or_before(last),
        )
    _require_open(journey, command)
    event = AlertSnoozed(happened_on=command.happened_on, rule=command.rule, until=command.until)
    return record_change(
        journey.alerts.snoozed.get(command.rule),
        event,
        "This alert was last snoozed on %(day)s. Use that date or later.",
    )


def longest_snooze(rule: StuckRule) -> timedelta:
    """How long an alert may be snoozed: what hurts now cannot wait for weeks."""
    return A_WEEK if rule in RULES_THAT_HURT else FOUR_WEEKS


def alert_not_open() -> InvalidOperation:
    """The error for an alert that does not hold, or that whoever answers it may not see."""
    return InvalidOperation("This alert is not open.", field="rule", allowed="a rule that applies now")


def _require_open(journey: Journey, command: AcknowledgeAlert | SnoozeAlert) -> None:
    opened = journey.alerts.open.get(command.rule)
    if opened is None:
        raise alert_not_open()
    require_not_before(command.happened_on, opened.since, "The alert has been active since %(day)s.")


HANDLERS: CommandHandlers = {
    OpenAlert: handle_open_alert,
    CloseAlert: handle_close_alert,
    AcknowledgeAlert: handle_acknowledge_alert,
    SnoozeAlert: handle_snooze_alert,
}
