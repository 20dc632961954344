"""The table of consents to studies: whose journeys they are, and which of them ended."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent, apply_corrections
from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from service.postgres.connections import tenant_tx
from service.read_models.restricted_journeys import NOT_RESTRICTED

if TYPE_CHECKING:
    from service.postgres.connections import Pool, PooledConnection

ConsentKey = tuple[UUID, UUID]
"""Tenant and journey."""

UPSERT = """
insert into study_consents (tenant_id, journey_id, consent_id, study_id) values ($1, $2, $3, $4)
on conflict (tenant_id, journey_id, consent_id) do update set study_id = excluded.study_id
"""
END = """
update study_consents set ended = true where tenant_id = $1 and journey_id = $2 and consent_id = $3
"""
DELETE_OF_JOURNEYS = """
delete from study_consents
where (tenant_id, journey_id) in (select * from unnest($1::uuid[], $2::uuid[]))
"""
DELETE_ROWS = "delete from study_consents"
SELECT_EVER_AGREED = f"""
select distinct journey_id from study_consents join journeys using (tenant_id, journey_id)
where tenant_id = $1 and study_id = $2 and {NOT_RESTRICTED} order by journey_id
"""  # noqa: S608 - our own words
SELECT_COUNTS = f"""
select study_id, count(*) filter (where agrees) as agreed, count(*) filter (where not agrees) as withdrawn
from (
    select study_id, journey_id, bool_or(not ended) as agrees
    from study_consents join journeys using (tenant_id, journey_id)
    where tenant_id = $1 and {NOT_RESTRICTED} group by study_id, journey_id
) one group by study_id
"""  # noqa: S608 - our own words


SELECT_ASKED = f"""
select count(*) from journeys
where tenant_id = $1 and (cardinality($2::text[]) = 0 or line->>'track' = any ($2))
and (cardinality($3::uuid[]) = 0 or exists (
    select from enrolments e
    where e.tenant_id = $1 and e.journey_id = journeys.journey_id and e.programme_id = any ($3)))
and {NOT_RESTRICTED}
"""  # noqa: S608 - our own words
SELECT_PROGRAMMES = (
    "select programme_id from enrolments where tenant_id = $1 and journey_id = $2 order by programme_id"
)
SELECT_DECLINED = "select study_id from study_declines where tenant_id = $1 and journey_id = $2"
# Of a journey that was erased meanwhile nothing is written: it is on the list of journeys no more.
DECLINE = """
insert into study_declines (tenant_id, journey_id, study_id, declined_at)
select tenant_id, journey_id, $3, $4 from journeys where tenant_id = $1 and journey_id = $2
on conflict do nothing
"""


class ConsentCounts(Struct, frozen=True):
    """How many journeys agree to a study now, and of how many every consent to it ended. Not rounded: see `disclosure`."""

    agreed: int = 0
    withdrawn: int = 0


class StudyParticipants:
    """Reads who agreed to which study; restricted journeys are left out."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool

    async def ever_agreed(self, tenant_id: UUID, study_id: UUID) -> list[UUID]:
        """The journeys that agreed to a study once, also those that do not any more."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            return [
                row["journey_id"] for row in await connection.fetch(SELECT_EVER_AGREED, tenant_id, study_id)
            ]

    async def counts(self, tenant_id: UUID) -> dict[UUID, ConsentCounts]:
        """The counts of each study that somebody agreed to."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_COUNTS, tenant_id)
        return {row["study_id"]: ConsentCounts(row["agreed"], row["withdrawn"]) for row in rows}

    async def asked(self, tenant_id: UUID, tracks: Sequence[str], programmes: Sequence[UUID]) -> int:
        """How many journeys are on these tracks and in these programmes; without any, all are."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            found: int = await connection.fetchval(SELECT_ASKED, tenant_id, list(tracks), list(programmes))
        return found

    async def programmes_of(self, tenant_id: UUID, journey_id: UUID) -> list[UUID]:
        """The programmes that a journey is part of."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_PROGRAMMES, tenant_id, journey_id)
        return [row["programme_id"] for row in rows]

    async def declined(self, tenant_id: UUID, journey_id: UUID) -> frozenset[UUID]:
        """The studies that a client answered with Not now."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_DECLINED, tenant_id, journey_id)
        return frozenset(row["study_id"] for row in rows)

    async def decline(self, tenant_id: UUID, journey_id: UUID, study_id: UUID, at: datetime) -> None:
        """Notes that a client answered a study with Not now."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(DECLINE, tenant_id, journey_id, study_id, at)


async def apply_consents(
    connection: "PooledConnection",
    keyed: Iterable[tuple[ConsentKey, RecordedEvent]],
    refolded: Mapping[ConsentKey, Sequence[RecordedEvent]],
) -> None:
    """Applies the events of a batch; `refolded` are whole histories in which something was corrected."""
    for key, entry in keyed:
        if key not in refolded:
            await _apply(connection, key, entry)
    if refolded:
        await delete_participants(connection, refolded)
    for key, entries in refolded.items():
        for entry in apply_corrections(entries):
            await _apply(connection, key, entry)


async def _apply(connection: "PooledConnection", key: ConsentKey, entry: RecordedEvent) -> None:
    event = entry.event
    if isinstance(event, ConsentGiven) and event.purpose == "research" and event.study_id:
        await connection.execute(UPSERT, *key, event.consent_id, event.study_id)
    elif isinstance(event, ConsentWithdrawn | ConsentExpired):
        await connection.execute(END, *key, event.consent_id)


async def delete_participants(connection: "PooledConnection", keys: Iterable[ConsentKey]) -> None:
    """Deletes the rows of journeys."""
    found = list(keys)
    await connection.execute(DELETE_OF_JOURNEYS, [one for one, _ in found], [one for _, one in found])


async def clear_participants(connection: "PooledConnection") -> None:
    """Deletes all rows, before a rebuild."""
    await connection.execute(DELETE_ROWS)
