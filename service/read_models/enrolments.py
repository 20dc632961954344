"""The table of enrolments: which journeys are in which programme now, and which of them ended."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.event import Event
from domain.history import RecordedEvent
from domain.programme.events import EnrolmentEnded, JourneyEnrolled
from domain.vocabulary import Ending
from service.postgres.connections import translate_driver_errors
from service.read_models.restricted_journeys import NOT_RESTRICTED

if TYPE_CHECKING:
    from service.postgres.connections import AnyConnection, WorkerPool

EnrolmentKey = tuple[UUID, UUID]
"""Tenant and programme."""

INSERT_ROWS = """
insert into enrolments (tenant_id, programme_id, journey_id)
select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) on conflict do nothing
"""
DELETE_ROWS = """
delete from enrolments
where (tenant_id, programme_id, journey_id) in (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]))
"""
DELETE_OF_PROGRAMME = "delete from enrolments where tenant_id = $1 and programme_id = $2"
SELECT_OVER = f"""
select tenant_id, programme_id, journey_id, line->>'ending' as ending, ended_on
from enrolments join journeys using (tenant_id, journey_id)
where ended_on is not null and {NOT_RESTRICTED} order by ended_on, tenant_id, programme_id, journey_id limit $1
"""  # noqa: S608 - our own words
MOST_AT_ONCE = 500


class EndedEnrolment(Struct, frozen=True):
    """An enrolment whose journey ended: with which ending, and when."""

    tenant_id: UUID
    programme_id: UUID
    journey_id: UUID
    ending: Ending
    ended_on: date


class EnrolmentList:
    """Reads enrolments in every organisation."""

    def __init__(self, pool: "WorkerPool") -> None:
        self._pool = pool

    async def ended(self) -> list[EndedEnrolment]:
        """A batch of the enrolments whose journeys ended, the first ended first."""
        with translate_driver_errors():
            rows = await self._pool.fetch(SELECT_OVER, MOST_AT_ONCE)
        return [EndedEnrolment(*row) for row in rows]


async def apply_enrolment_events(
    connection: "AnyConnection", keyed: Iterable[tuple[EnrolmentKey, RecordedEvent]]
) -> None:
    """Applies the events of a batch to the table; the last event on each enrolment counts."""
    last: dict[tuple[UUID, UUID, UUID], Event] = {
        (*key, entry.event.journey_id): entry.event
        for key, entry in keyed
        if isinstance(entry.event, JourneyEnrolled | EnrolmentEnded)
    }
    begun = [place for place, event in last.items() if isinstance(event, JourneyEnrolled)]
    ended = [place for place, event in last.items() if isinstance(event, EnrolmentEnded)]
    if ended:
        await connection.execute(DELETE_ROWS, *_columns(ended))
    if begun:
        await connection.execute(INSERT_ROWS, *_columns(begun))


def _columns(places: Sequence[tuple[UUID, UUID, UUID]]) -> tuple[list[UUID], list[UUID], list[UUID]]:
    return ([one[0] for one in places], [one[1] for one in places], [one[2] for one in places])


async def delete_enrolments(connection: "AnyConnection", key: EnrolmentKey) -> None:
    """Deletes the rows of a programme, before they are made anew."""
    await connection.execute(DELETE_OF_PROGRAMME, *key)
