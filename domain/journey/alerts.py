"""Alerts kept: when a stuck rule began and ceased to hold, and what the coach did about it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from domain.allowed_dates import or_earlier
from domain.decision_rules import ahead, change, not_before
from domain.errors import IllegalStep, InvalidValue
from domain.journey.forms import Fact, Sentence, Wish
from domain.sensitivity import C1, C2, Day
from domain.vocabulary import StuckRule

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey

F = TypeVar("F", bound=Fact)


class AlertOpened(Fact, frozen=True, kw_only=True, tag="AlertOpened"):
    """A stuck rule holds since a day."""

    rule: Annotated[StuckRule, C1]
    since: Day


class AlertClosed(Fact, frozen=True, kw_only=True, tag="AlertClosed"):
    """It holds no longer."""

    rule: Annotated[StuckRule, C1]


class AlertAcknowledged(Fact, frozen=True, kw_only=True, tag="AlertAcknowledged"):
    """The coach saw it and made a move."""

    rule: Annotated[StuckRule, C1]
    move: Annotated[str | None, C2] = None


class AlertSnoozed(Fact, frozen=True, kw_only=True, tag="AlertSnoozed"):
    """The coach wants to hear of it again after a day, not before."""

    rule: Annotated[StuckRule, C1]
    until: Day


class Alerts(Struct, frozen=True):
    """What later decisions need: what is open, and what was done about it."""

    open: dict[StuckRule, AlertOpened] = {}
    acknowledged: dict[StuckRule, AlertAcknowledged] = {}
    snoozed: dict[StuckRule, AlertSnoozed] = {}
    closed: dict[StuckRule, date] = {}
    """The day each was closed last."""


AlertFact = AlertOpened | AlertClosed | AlertAcknowledged | AlertSnoozed


def evolve(alerts: Alerts, fact: AlertFact) -> Alerts:
    """Follow each rule; a new opening starts afresh."""
    match fact:
        case AlertOpened():
            return replace(
                alerts,
                open={**alerts.open, fact.rule: fact},
                acknowledged=_without(alerts.acknowledged, fact.rule),
                snoozed=_without(alerts.snoozed, fact.rule),
            )
        case AlertClosed():
            closed = {**alerts.closed, fact.rule: fact.happened_on}
            return replace(alerts, open=_without(alerts.open, fact.rule), closed=closed)
        case AlertAcknowledged():
            return replace(alerts, acknowledged={**alerts.acknowledged, fact.rule: fact})
        case AlertSnoozed():
            return replace(alerts, snoozed={**alerts.snoozed, fact.rule: fact})


def _without(told: dict[StuckRule, F], rule: StuckRule) -> dict[StuckRule, F]:
    return {key: one for key, one in told.items() if key != rule}


class OpenAlert(Wish, frozen=True, kw_only=True, tag="OpenAlert"):
    """The clock's: a stuck rule holds, since a day."""

    rule: StuckRule
    since: date


class CloseAlert(Wish, frozen=True, kw_only=True, tag="CloseAlert"):
    """The clock's: it holds no longer."""

    rule: StuckRule


class AcknowledgeAlert(Wish, frozen=True, kw_only=True, tag="AcknowledgeAlert"):
    """Say that you saw an alert, and which move you made."""

    rule: StuckRule
    move: Sentence | None = None


class SnoozeAlert(Wish, frozen=True, kw_only=True, tag="SnoozeAlert"):
    """Lay an alert aside until after a day."""

    rule: StuckRule
    until: date


def open_alert(journey: "Journey", wish: OpenAlert) -> list[Fact]:
    """Open it once for each stretch; a clock that looks at the same days again opens nothing anew."""
    if wish.since > wish.happened_on:
        raise InvalidValue(
            "An alert cannot hold since a day that is still to come.",
            field="since",
            allowed=or_earlier(wish.happened_on),
        )
    known = journey.alerts.open.get(wish.rule)
    seen = known.happened_on if known else journey.alerts.closed.get(wish.rule, date.min)
    if wish.happened_on < seen or (known and known.since == wish.since):
        return []
    opened = AlertOpened(happened_on=wish.happened_on, rule=wish.rule, since=wish.since)
    return [AlertClosed(happened_on=wish.happened_on, rule=wish.rule), opened] if known else [opened]


def close_alert(journey: "Journey", wish: CloseAlert) -> list[Fact]:
    """Close it once; on a day before it was opened there is nothing to close."""
    known = journey.alerts.open.get(wish.rule)
    if known is None or wish.happened_on < known.happened_on:
        return []
    return [AlertClosed(happened_on=wish.happened_on, rule=wish.rule)]


def acknowledge(journey: "Journey", wish: AcknowledgeAlert) -> list[Fact]:
    """Acknowledge what is open."""
    _open(journey, wish)
    fact = AlertAcknowledged(happened_on=wish.happened_on, rule=wish.rule, move=wish.move)
    return change(
        journey.alerts.acknowledged.get(wish.rule),
        fact,
        "The move on this alert was last set on %(day)s; an earlier day cannot change that.",
    )


def snooze(journey: "Journey", wish: SnoozeAlert) -> list[Fact]:
    """Snooze what is open, until a day that lies ahead."""
    _open(journey, wish)
    ahead(wish.until, wish.happened_on, field="until")
    fact = AlertSnoozed(happened_on=wish.happened_on, rule=wish.rule, until=wish.until)
    return change(
        journey.alerts.snoozed.get(wish.rule),
        fact,
        "The pause of this alert was last set on %(day)s; an earlier day cannot change that.",
    )


def _open(journey: "Journey", wish: AcknowledgeAlert | SnoozeAlert) -> None:
    opened = journey.alerts.open.get(wish.rule)
    if opened is None:
        raise IllegalStep("This alert is not open.", field="rule", allowed="a rule that holds at the moment")
    not_before(wish.happened_on, opened.since, "The alert has held since %(day)s.")
