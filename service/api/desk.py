"""The coach's desk: who needs me, why, and what could be done, the most pressing first."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

from domain.vocabulary import Ending, StuckRule, Track
from projections.alerts import ALERTS
from projections.alerts.view import Alert
from projections.caseload import OpenAlert
from projections.learning.assessment import week_number
from projections.parameters import DEFAULT
from service.api.dependencies import Knows, Lists, Projects
from service.api.reading import PATIENCE, not_yet
from service.rights.cases import CaseSeen
from service.rights.fields import ABOUT_PROGRESS
from service.rights.policy import reaches
from service.rights.seen import JourneysSeen


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


class Desk(Struct, frozen=True, kw_only=True):
    """A coach's journeys, those that need her first."""

    rows: list[DeskRow]


@get("/desk")
async def desk(
    *,
    journeys: Knows,
    case_list: Lists,
    projector: Projects,
    coach_id: FromQuery[UUID | None] = None,
    ended: FromQuery[bool] = False,
    wait_for: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> Desk:
    """Who needs me, why, and what could be done."""
    if wait_for is not None and not await projector.wait_for(wait_for, PATIENCE):
        raise not_yet(wait_for)
    cases = await case_list.desk(coach_id, ended=ended)
    rows = [await _row(journeys, one) for one in cases]
    return Desk(rows=sorted(rows, key=_urgency))


def _urgency(row: DeskRow) -> tuple[bool, int, int, str]:
    asking = sum(_asks(one, row.today) for one in row.alerts)
    return (not row.needs_me, -asking, -row.days_without_contact, row.called)


async def _row(journeys: JourneysSeen, seen: CaseSeen) -> DeskRow:
    """A line with its alerts as they hold today, whenever anything was last told, and as far as they may be seen."""
    case, whole = seen.case, reaches(seen.level, "read_alerts")
    reading = await journeys.listed(seen).read(ALERTS)
    today = reading.today
    holding = [
        one for one in ALERTS.view(reading.state, today, DEFAULT) if whole or one.rule in ABOUT_PROGRESS
    ]
    kept = {one.rule: one for one in case.alerts}
    alerts = tuple(_alert(one, kept.get(one.rule)) for one in holding if one.to == "coach")
    feels = reaches(seen.level, "read_pulses")
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
        energy=case.energy if feels else None,
        trust=case.trust if feels else None,
        ending=case.ending,
        alerts=tuple(sorted(alerts, key=lambda one: not _asks(one, today))),
        needs_me=any(_asks(one, today) for one in alerts),
    )


def _alert(holding: Alert, kept: OpenAlert | None) -> DeskAlert:
    # What was done about an earlier stretch of the same rule says nothing of this one.
    done = kept if kept and holding.since <= kept.opened_on else None
    return DeskAlert(
        rule=holding.rule,
        since=holding.since,
        reason=holding.reason,
        move=holding.move,
        acknowledged_on=done.acknowledged_on if done else None,
        snoozed_until=done.snoozed_until if done else None,
    )


def _asks(alert: DeskAlert, today: date) -> bool:
    if alert.snoozed_until is not None:
        return today > alert.snoozed_until
    return alert.acknowledged_on is None
