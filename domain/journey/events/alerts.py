"""Alerts: when a stuck rule began and ceased to hold, and what the coach did about it."""

from datetime import date
from typing import Annotated, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, without_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, StructuralDate
from domain.vocabulary import StuckRule

F = TypeVar("F", bound=Event)


class AlertOpened(Event, frozen=True, kw_only=True, tag="AlertOpened"):
    """An alert is active since a date: a rule says that the client may be stuck."""

    label = translatable("that an alert opened")

    rule: Annotated[StuckRule, C1]
    since: StructuralDate


class AlertClosed(Event, frozen=True, kw_only=True, tag="AlertClosed"):
    """An alert is no longer active."""

    label = translatable("that an alert closed")

    rule: Annotated[StuckRule, C1]


class AlertAcknowledged(Event, frozen=True, kw_only=True, tag="AlertAcknowledged"):
    """The coach dealt with an alert."""

    label = translatable("that an alert was dealt with")

    rule: Annotated[StuckRule, C1]
    move: Annotated[str | None, C2] = None


class AlertSnoozed(Event, frozen=True, kw_only=True, tag="AlertSnoozed"):
    """The coach snoozed an alert until after a date."""

    label = translatable("that an alert was snoozed")

    rule: Annotated[StuckRule, C1]
    until: StructuralDate


class AlertsSlice(Struct, frozen=True):
    """Alerts by rule: open, acknowledged, snoozed and last closed."""

    open: dict[StuckRule, AlertOpened] = {}
    acknowledged: dict[StuckRule, AlertAcknowledged] = {}
    snoozed: dict[StuckRule, AlertSnoozed] = {}
    closed: dict[StuckRule, date] = {}
    """The date each was last closed."""


AlertEvent = AlertOpened | AlertClosed | AlertAcknowledged | AlertSnoozed


def evolve(alerts: AlertsSlice, event: AlertEvent) -> AlertsSlice:
    """Applies an alert event. A new opening drops the earlier acknowledgement and snooze; dealing with it ends a snooze."""
    match event:
        case AlertOpened():
            return replace(
                alerts,
                open=with_entry(alerts.open, event.rule, event),
                acknowledged=without_entry(alerts.acknowledged, event.rule),
                snoozed=without_entry(alerts.snoozed, event.rule),
            )
        case AlertClosed():
            closed = with_entry(alerts.closed, event.rule, event.happened_on)
            return replace(alerts, open=without_entry(alerts.open, event.rule), closed=closed)
        case AlertAcknowledged():
            return replace(
                alerts,
                acknowledged=with_entry(alerts.acknowledged, event.rule, event),
                snoozed=without_entry(alerts.snoozed, event.rule),
            )
        case AlertSnoozed():
            return replace(alerts, snoozed=with_entry(alerts.snoozed, event.rule, event))


EVOLVERS = slice_evolvers("alerts", evolve)
