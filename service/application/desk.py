"""The rows of the coach's desk: her journeys with what they need of her."""

from collections.abc import Container
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.deputies import is_agreed, open_covers
from domain.journey.events.endings import AfterCarePlanned
from domain.journey.events.weeks import monday_of, week_number
from domain.vocabulary import Ending, StuckRule, Track
from projections.caseload.state import CaseloadEntry
from projections.news.projection import KEPT
from projections.news.view import NewsItem
from service.application.desk_alerts import DeskAlert, answered_alerts
from service.application.desk_groups import NEEDING, DeskGroup, DeskReason, desk_group, order_reasons
from service.application.folded_journey import FoldedJourney
from service.application.shown_alerts import shown_alerts

_A_DAY = timedelta(days=1)
_TO_SUNDAY = timedelta(days=6)


class DeskDeputy(Struct, frozen=True, kw_only=True):
    """Who stands in for the coach, now or next, with the client's consent."""

    deputy_id: UUID
    name: str
    coach_name: str
    first_day: date
    last_day: date
    mine: bool
    """Whether it is who reads the desk: then the client is somebody else's."""


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
    ends_on: date | None
    """The last day of the programme."""
    week_off_until: date | None
    """The Sunday of the present week off; then no reason is shown."""
    after_care: str | None
    """The question of aftercare that waits for an answer; null unless the client granted sight of the portrait."""
    after_care_due: date | None
    """Since when that question waits."""
    group: DeskGroup
    """What the client needs of the coach: the first group that fits."""
    reasons: tuple[DeskReason, ...]
    """Why, the one that decides first: the alerts that need attention, and aftercare that is due."""
    alerts: tuple[DeskAlert, ...]
    """Alerts that need attention first, then those that were acknowledged or snoozed; none in a week off."""
    needs_me: bool
    """Whether there is a reason to get in touch."""
    news: tuple[NewsItem, ...] = ()
    """What happened since the coach last looked, or in the days that were asked for, the newest first."""
    looked_at: datetime | None = None
    """When the coach last looked at the client's pages, or marked the news as seen; null if never."""
    deputy: DeskDeputy | None = None
    """Who stands in for the coach; their desk has this row, too, on those days."""
    after_care_id: UUID | None = None
    """The date of aftercare whose question waits."""
    after_care_next: date | None = None
    """The next date of aftercare that is still to come; null unless the client granted sight of the portrait."""


def build_desk_row(
    case: CaseloadEntry,
    folded: FoldedJourney,
    *,
    rules: Container[StuckRule],
    with_pulses: bool,
    with_after_care: bool,
    news: tuple[NewsItem, ...] = (),
    looked_at: datetime | None = None,
    reader_id: UUID | None = None,
) -> DeskRow:
    """The row of a journey, with those of its alerts that follow these rules.

    `ALERTS` must have been loaded.
    """
    today = folded.today
    cared = due_after_care(folded.journey, today) if with_after_care else ()
    ended = case.ending is not None
    resting = not ended and monday_of(today) in folded.journey.weeks.rests
    shown = (one for one in shown_alerts(folded) if one.rule in rules)
    alerts = answered_alerts(shown, folded.journey.alerts, today, ended=ended)
    reasons = _reasons(alerts, today, cared=bool(cared), ended=ended)
    group = desk_group(reasons, has_news=bool(news), resting=resting, ended=ended)
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
        ends_on=case.programme_end,
        week_off_until=monday_of(today) + _TO_SUNDAY if resting else None,
        after_care=cared[0].what if cared else None,
        after_care_due=cared[0].due if cared else None,
        after_care_id=cared[0].after_care_id if cared else None,
        group=group,
        reasons=reasons,
        alerts=alerts,
        needs_me=group in NEEDING,
        news=news,
        looked_at=looked_at,
        deputy=_deputy(folded.journey, today, reader_id),
        after_care_next=next_after_care(folded.journey, today) if with_after_care else None,
    )


def is_current(row: DeskRow) -> bool:
    """Whether the client is still coached, or something asks for the coach after the ending: a reason, or news."""
    return row.ending is None or bool(row.reasons) or bool(row.news)


def may_be_asked_after(case: CaseloadEntry, today: date) -> bool:
    """Whether something may ask for the coach after the ending, as far as a line tells: aftercare, an alert, or news.

    `today` may be a day behind.
    """
    waits = case.after_care is None or any(due <= today + _A_DAY * 2 for due in case.after_care.values())
    asks = any(one.acknowledged_on is None for one in case.alerts)
    return waits or asks or case.last_entry_on is None or case.last_entry_on > today - KEPT


def _reasons(
    alerts: tuple[DeskAlert, ...], today: date, *, cared: bool, ended: bool
) -> tuple[DeskReason, ...]:
    asking: list[DeskReason] = [one.rule for one in alerts if one.needs_attention(today)]
    if cared:
        asking.append("after_care")
    return order_reasons(asking, ended=ended)


def _deputy(journey: Journey, today: date, reader_id: UUID | None) -> DeskDeputy | None:
    """Who stands in today, or who will next."""
    agreed = [one.proposed for one in open_covers(journey, today) if is_agreed(one)]
    if not agreed:
        return None
    first = min(agreed, key=lambda one: one.first_day)
    return DeskDeputy(
        deputy_id=first.deputy_id,
        name=first.name,
        coach_name=first.coach_name,
        first_day=first.first_day,
        last_day=first.last_day,
        mine=first.deputy_id == reader_id,
    )


def next_after_care(journey: Journey, today: date) -> date | None:
    """The next date of aftercare that is still to come."""
    endings = journey.endings
    coming = (one.due for key, one in endings.after_care.items() if key not in endings.settled)
    return min((due for due in coming if due > today), default=None)


def due_after_care(journey: Journey, today: date) -> tuple[AfterCarePlanned, ...]:
    """The dates of aftercare whose question waits for an answer after an ending, the first due first."""
    endings = journey.endings
    due = (one for key, one in endings.after_care.items() if key not in endings.settled and one.due <= today)
    return tuple(sorted(due, key=lambda one: one.due)) if endings.recorded else ()
