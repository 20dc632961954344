"""When the demo's coach looked at her clients: last Thursday at 16.40, but for those who came after it or are new."""

from datetime import date, datetime, time, timedelta
from itertools import takewhile
from uuid import UUID

from service.application.journeys import Journeys
from service.clock import stored_time_zone
from service.read_models.caseload import Caseload
from service.read_models.seen_news import SeenNews

THURSDAY = 3
HOUR = time(16, 40)
ZONE = "Europe/Amsterdam"
NEW_FOR = timedelta(weeks=2)
"""So long before that Thursday a journey may have begun whose page the coach has not opened yet."""


async def look_at_clients(
    seen: SeenNews, caseload: Caseload, journeys: Journeys, *, tenant_id: UUID, coach_id: UUID, today: date
) -> None:
    """Notes that the coach looked at each client. The list of journeys has to be up to date."""
    on = last_thursday(today)
    at = datetime.combine(on, HOUR, stored_time_zone(ZONE))
    for case in await caseload.desk(coach_id, ended=True, tenant_id=tenant_id):
        if case.started_on > on - NEW_FOR:
            continue
        entries = await journeys.recorded_events(case.journey_id, tenant_id=tenant_id)
        # In a demo all is recorded today: what was there on a day is what happened until then.
        number = sum(1 for _ in takewhile(lambda one: one.event.happened_on <= on, entries))
        await seen.note(tenant_id, coach_id, case.journey_id, number, at, day_began=at)


def last_thursday(today: date) -> date:
    """The last Thursday before a day."""
    return today - timedelta(days=(today.weekday() - THURSDAY - 1) % 7 + 1)
