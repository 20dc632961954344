"""The coach's desk: her journeys with their alerts, the most urgent first."""

from collections.abc import Container
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.endings import AfterCarePlanned
from domain.journey.events.weeks import week_number
from domain.vocabulary import Ending, StuckRule, Track
from projections.alerts.view import Alert
from projections.caseload.state import CaseloadAlert, CaseloadEntry
from projections.news.view import NewsItem
from service.application.folded_journey import FoldedJourney
from service.application.shown_alerts import shown_alerts
from service.localization.collation import SortKey, reader_key


class DeskAlert(Struct, frozen=True, kw_only=True):
    """An alert that is active today: the reason, a suggested action, and what the coach did about it."""

    rule: StuckRule
    since: date
    reason: str
    move: str
    acknowledged_on: date | None
    snoozed_until: date | None
    """Until this day the alert does not need attention."""


class DeskRow(Struct, frozen=True, kw_only=True):
    """One journey in a coach's list. Days are counted up to today in the journey's time zone."""

    journey_id: UUID
    called: str
    track: Track
    coach_id: UUID | None
    today: date
    week: int
    steps: int
    last_step_on: date | None
    last_contact_on: date | None
    days_without_step: int
    """Days since the last step, or since the start."""
    days_without_contact: int
    """Days since the last check-in or other contact with the coach, or since the start."""
    energy: int | None
    trust: int | None
    """Null, like energy, unless the client granted sight of everything;
    then only alerts on progress are shown too.
    """
    ending: Ending | None
    after_care: str | None
    """The question of aftercare that waits for an answer; null unless the client granted sight of the portrait."""
    alerts: tuple[DeskAlert, ...]
    """Alerts that need attention first, then those that were acknowledged or snoozed; none in a week off."""
    needs_me: bool
    """Whether aftercare is due, or some alert needs attention: it was not acknowledged, or its snooze is over."""
    news: tuple[NewsItem, ...] = ()
    """What happened since the coach last looked, the newest first."""


def build_desk_row(
    case: CaseloadEntry,
    folded: FoldedJourney,
    *,
    rules: Container[StuckRule],
    with_pulses: bool,
    with_after_care: bool,
) -> DeskRow:
    """The row of a journey, with those of its alerts that follow these rules.

    `ALERTS` must have been loaded.
    """
    today = folded.today
    alerts = _alerts(case, folded, rules)
    cared = due_after_care(folded.journey, today) if with_after_care else ()
    return DeskRow(
        journey_id=case.journey_id,
        called=case.called,
        track=case.track,
        coach_id=case.coach_id,
        today=today,
        week=max(0, week_number(case.started_on, today)),
        steps=case.steps,
        last_step_on=case.last_step_on,
        last_contact_on=case.last_contact_on,
        days_without_step=(today - (case.last_step_on or case.started_on)).days,
        days_without_contact=(today - (case.last_contact_on or case.started_on)).days,
        energy=case.energy if with_pulses else None,
        trust=case.trust if with_pulses else None,
        ending=case.ending,
        after_care=cared[0].what if cared else None,
        alerts=tuple(sorted(alerts, key=lambda one: not needs_attention(one, today))),
        needs_me=bool(cared) or any(needs_attention(one, today) for one in alerts),
    )


def due_after_care(journey: Journey, today: date) -> tuple[AfterCarePlanned, ...]:
    """The dates of aftercare whose question waits for an answer after an ending, the first due first."""
    endings = journey.endings
    due = (one for key, one in endings.after_care.items() if key not in endings.settled and one.due <= today)
    return tuple(sorted(due, key=lambda one: one.due)) if endings.recorded else ()


def needs_attention(alert: DeskAlert, today: date) -> bool:
    """Whether an alert needs attention today."""
    if alert.snoozed_until is not None:
        return today > alert.snoozed_until
    return alert.acknowledged_on is None


def urgency_key(row: DeskRow) -> tuple[bool, int, int, SortKey]:
    """Sort key of a row: the smaller, the more urgent."""
    asking = sum(needs_attention(one, row.today) for one in row.alerts)
    return (not row.needs_me, -asking, -row.days_without_contact, reader_key(row.called))


def _alerts(case: CaseloadEntry, folded: FoldedJourney, rules: Container[StuckRule]) -> list[DeskAlert]:
    recorded = {one.rule: one for one in case.alerts}
    return [
        _alert(one, recorded.get(one.rule))
        for one in shown_alerts(folded)
        if one.to == "coach" and one.rule in rules
    ]


def _alert(holding: Alert, recorded: CaseloadAlert | None) -> DeskAlert:
    # An answer to an earlier alert of the same rule does not count for this one.
    done = recorded if recorded and holding.since <= recorded.opened_on else None
    return DeskAlert(
        rule=holding.rule,
        since=holding.since,
        reason=holding.reason,
        move=holding.move,
        acknowledged_on=done.acknowledged_on if done else None,
        snoozed_until=done.snoozed_until if done else None,
    )
