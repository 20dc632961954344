"""Scheduled erasure: ended journeys are listed for a while and then erased. Restricted ones never are."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.errors import UnknownProgramme
from service.application.programmes import Programmes
from service.clock import today_in
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.retention import due_journeys
from service.personal_data.retention.due_journeys import EndedJourney
from service.personal_data.retention.periods import DEFAULT_PROGRAMME, all_retention_periods

NOTICE_PERIOD = timedelta(days=30)
"""How long a journey stands on the list before it is erased, at least."""
OVERDUE_AFTER = timedelta(days=2)

RetentionState = Literal["listed", "due", "late"]
"""On the list; to be erased at the next round; should have been erased already, so the rounds do not work."""


class ScheduledErasure(Struct, frozen=True, kw_only=True):
    """A journey that will be erased, and when."""

    tenant_id: UUID
    journey_id: UUID
    ended_on: date
    erase_on: date
    noted_at: datetime | None
    """Since when it stands on the list; not yet, when the worker has not seen it."""
    state: RetentionState


async def scheduled_erasures(at: ErasureContext, tenant_id: UUID | None = None) -> list[ScheduledErasure]:
    """Every journey due within thirty days or now, the first due first, of one organisation or of all."""
    periods = await all_retention_periods(at.pool)
    if tenant_id is not None:
        periods = {tenant_id: periods[tenant_id]} if tenant_id in periods else {}
    found: list[ScheduledErasure] = []
    for tenant, months in periods.items():
        part_of = await _part_of(at, tenant)
        for one in await due_journeys.ended_journeys(at.pool, tenant):
            kept = _months(months, part_of.get(one.case.journey_id, ()))
            if kept is not None and (line := _line(at.now(), tenant, one, kept)):
                found.append(line)
    return sorted(found, key=lambda one: (one.erase_on, str(one.journey_id)))


async def record_scheduled(at: ErasureContext, lines: Sequence[ScheduledErasure]) -> None:
    """Records since when each journey is listed, and deletes the others."""
    await due_journeys.save_retention_notices(
        at.pool, [(one.tenant_id, one.journey_id) for one in lines], at.now()
    )


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(periods: Mapping[UUID, int], programmes: Iterable[UUID]) -> int | None:
    """The longest period that applies; None if there is none, so that the journey is kept."""
    own = [periods.get(one, periods.get(DEFAULT_PROGRAMME)) for one in programmes] or [
        periods.get(DEFAULT_PROGRAMME)
    ]
    known = [one for one in own if one is not None]
    return max(known) if len(known) == len(own) else None


def _line(now: datetime, tenant_id: UUID, one: EndedJourney, months: int) -> ScheduledErasure | None:
    case, today = one.case, today_in(one.case.time_zone, now)
    told_on = today_in(case.time_zone, one.told_at) if one.told_at else None
    days = (case.ended_on, case.last_step_on, case.last_contact_on, case.programme_end, told_on)
    erase_on = add_months(max(day for day in days if day), months)
    if case.ended_on is None or today < erase_on - NOTICE_PERIOD:
        return None
    noted_on = today_in(case.time_zone, one.noted_at) if one.noted_at else today
    erase_on = max(erase_on, noted_on + NOTICE_PERIOD)
    state: RetentionState = (
        "listed" if today < erase_on else "due" if today <= erase_on + OVERDUE_AFTER else "late"
    )
    return ScheduledErasure(
        tenant_id=tenant_id,
        journey_id=case.journey_id,
        ended_on=case.ended_on,
        erase_on=erase_on,
        noted_at=one.noted_at,
        state=state,
    )


async def _part_of(at: ErasureContext, tenant_id: UUID) -> dict[UUID, list[UUID]]:
    """The programmes that each journey was ever part of."""
    programmes = Programmes(at.log, now=at.now, sealing=at.sealer)
    found: dict[UUID, list[UUID]] = {}
    for programme_id in await due_journeys.programme_ids(at.pool, tenant_id):
        try:
            programme = await programmes.get(programme_id, tenant_id=tenant_id)
        except UnknownProgramme:
            continue
        for journey_id in programme.since:
            found.setdefault(journey_id, []).append(programme_id)
    return found
