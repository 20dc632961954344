"""The coach's desk: who needs her, why, and what could be done, the most pressing first."""

from collections.abc import Container
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Ending, StuckRule, Track
from projections.alerts import ALERTS
from projections.alerts.view import Alert
from projections.caseload import CaseloadAlert, CaseloadEntry
from projections.learning_model.role_beliefs import week_number
from service.application.folded_journey import FoldedJourney


class DeskAlert(Struct, frozen=True, kw_only=True):
    """A stuck rule that holds: why, what could be done, and what the coach did already."""

    rule: StuckRule
    since: date
    reason: str
    move: str
    acknowledged_on: date | None
    snoozed_until: date | None
    """Until that day it does not ask for attention."""


class DeskRow(Struct, frozen=True, kw_only=True):
    """One journey on the desk. Days count up to today in its own time zone."""

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
    """Since the last step, or since the start."""
    days_without_contact: int
    """Since client and coach last spoke, or since the start."""
    energy: int | None
    trust: int | None
    """Null, as energy is, unless the client granted sight of everything; of alerts only those on progress show then."""
    ending: Ending | None
    alerts: tuple[DeskAlert, ...]
    """Those that ask for attention first, then those that were acknowledged or laid aside."""
    needs_me: bool
    """Some alert asks for attention: nobody acknowledged it, or the pause it was given is over."""


def build_desk_row(
    case: CaseloadEntry, folded: FoldedJourney, *, rules: Container[StuckRule], with_pulses: bool
) -> DeskRow:
    """The row of a journey, with those alerts on these rules that hold today. `ALERTS` must have been loaded."""
    today = folded.today
    alerts = _alerts(case, folded, rules)
    return DeskRow(
        journey_id=case.journey_id,
        called=case.called,
        track=case.track,
        coach_id=case.coach_id,
        today=today,
        week=week_number(case.started_on, today),
        steps=case.steps,
        last_step_on=case.last_step_on,
        last_contact_on=case.last_contact_on,
        days_without_step=(today - (case.last_step_on or case.started_on)).days,
        days_without_contact=(today - (case.last_contact_on or case.started_on)).days,
        energy=case.energy if with_pulses else None,
        trust=case.trust if with_pulses else None,
        ending=case.ending,
        alerts=tuple(sorted(alerts, key=lambda one: not needs_attention(one, today))),
        needs_me=any(needs_attention(one, today) for one in alerts),
    )


def needs_attention(alert: DeskAlert, today: date) -> bool:
    """Whether an alert asks for attention."""
    if alert.snoozed_until is not None:
        return today > alert.snoozed_until
    return alert.acknowledged_on is None


def urgency_key(row: DeskRow) -> tuple[bool, int, int, str]:
    """The place of a row: the smaller, the more pressing."""
    asking = sum(needs_attention(one, row.today) for one in row.alerts)
    return (not row.needs_me, -asking, -row.days_without_contact, row.called)


def _alerts(case: CaseloadEntry, folded: FoldedJourney, rules: Container[StuckRule]) -> list[DeskAlert]:
    recorded = {one.rule: one for one in case.alerts}
    return [
        _alert(one, recorded.get(one.rule))
        for one in folded.view(ALERTS)
        if one.to == "coach" and one.rule in rules
    ]


def _alert(holding: Alert, recorded: CaseloadAlert | None) -> DeskAlert:
    # What was done about an earlier stretch of the same rule says nothing of this one.
    done = recorded if recorded and holding.since <= recorded.opened_on else None
    return DeskAlert(
        rule=holding.rule,
        since=holding.since,
        reason=holding.reason,
        move=holding.move,
        acknowledged_on=done.acknowledged_on if done else None,
        snoozed_until=done.snoozed_until if done else None,
    )
