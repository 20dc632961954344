"""The table of consents to research: whose journeys they are, to which study, and which ended."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent, apply_corrections
from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.vocabulary import Track
from projections.totals.consent_counts import ConsentCounts, moved
from service.postgres.connections import tenant_tx
from service.read_models.restricted_journeys import NOT_RESTRICTED

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import AnyConnection, Pool

ConsentKey = tuple[UUID, UUID]
"""Tenant and journey."""

OF_ANY_KIND = UUID(int=0)
"""Stands for research of any kind where the counts of studies stand."""

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
SELECT_EVER_AGREED = f"""
select distinct journey_id from study_consents join journeys using (tenant_id, journey_id)
where tenant_id = $1 and study_id = $2 and {NOT_RESTRICTED} order by journey_id
"""  # noqa: S608 - our own words
SELECT_COUNTS = f"""
with answers as (
    select about.study_id, journey_id, bool_or(not ended) as agrees
    from study_consents c join journeys using (tenant_id, journey_id)
    cross join lateral (values ('{OF_ANY_KIND}'::uuid), (c.study_id)) about (study_id)
    where tenant_id = $1 and about.study_id is not null and {NOT_RESTRICTED} group by about.study_id, journey_id
), counts as (
    select study_id, count(*) filter (where agrees) as agreed, count(*) filter (where not agrees) as withdrawn
    from answers group by study_id
), known as (select study_id, agreed, withdrawn from shown_consents where tenant_id = $1)
select study_id, coalesce(c.agreed, 0) as agreed, coalesce(c.withdrawn, 0) as withdrawn,
    coalesce(k.agreed, 0) as shown_agreed, coalesce(k.withdrawn, 0) as shown_withdrawn
from counts c full join known k using (study_id)
"""  # noqa: S608 - our own words
ADD_SHOWN = """
insert into shown_consents (tenant_id, study_id, agreed, withdrawn) select $1, unnest($2::uuid[]), 0, 0
on conflict do nothing
"""
LOCK_SHOWN = "select from shown_consents where tenant_id = $1 order by study_id for update"
UPDATE_SHOWN = "update shown_consents set agreed = $3, withdrawn = $4 where tenant_id = $1 and study_id = $2"
SELECT_GROUPS = f"""
select track, programmes, count(*) from (
    select line->>'track' as track, array(
        select programme_id from enrolments e
        where e.tenant_id = $1 and e.journey_id = journeys.journey_id order by programme_id
    ) as programmes from journeys where tenant_id = $1 and {NOT_RESTRICTED}
) one group by track, programmes
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


class AskedGroup(Struct, frozen=True):
    """How many journeys are on one track and in the same programmes."""

    track: Track
    programmes: tuple[UUID, ...]
    count: int


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
        """What may be shown of each study that somebody agreed to; under `OF_ANY_KIND` of research of any kind.

        Counts that are five people away from those shown before are shown from now on, and stored.
        """
        async with tenant_tx(self._pool, tenant_id) as connection:
            changes = [_change(row) for row in await connection.fetch(SELECT_COUNTS, tenant_id)]
            if any(before != after for _, before, after in changes):
                # Counted again behind the lock: two who count at once tell the same.
                await connection.execute(ADD_SHOWN, tenant_id, sorted(study_id for study_id, _, _ in changes))
                await connection.fetch(LOCK_SHOWN, tenant_id)
                changes = [_change(row) for row in await connection.fetch(SELECT_COUNTS, tenant_id)]
                moving = [
                    (tenant_id, study_id, after.agreed, after.withdrawn)
                    for study_id, before, after in changes
                    if before != after
                ]
                await connection.executemany(UPDATE_SHOWN, moving)
        return {study_id: after for study_id, _, after in changes}

    async def asked_groups(self, tenant_id: UUID) -> list[AskedGroup]:
        """How many journeys are on each track, by the programmes they are in."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_GROUPS, tenant_id)
        return [AskedGroup(row["track"], tuple(row["programmes"]), row["count"]) for row in rows]

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


def _change(row: "Record") -> tuple[UUID, ConsentCounts, ConsentCounts]:
    """A study, what was shown of it, and what is shown of it from now on."""
    before = ConsentCounts(row["shown_agreed"], row["shown_withdrawn"])
    after = ConsentCounts(moved(before.agreed, row["agreed"]), moved(before.withdrawn, row["withdrawn"]))
    return row["study_id"], before, after


async def apply_consents(
    connection: "AnyConnection",
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


async def _apply(connection: "AnyConnection", key: ConsentKey, entry: RecordedEvent) -> None:
    event = entry.event
    if isinstance(event, ConsentGiven) and event.purpose == "research":
        await connection.execute(UPSERT, *key, event.consent_id, event.study_id)
    elif isinstance(event, ConsentWithdrawn | ConsentExpired):
        await connection.execute(END, *key, event.consent_id)


async def delete_participants(connection: "AnyConnection", keys: Iterable[ConsentKey]) -> None:
    """Deletes the rows of journeys."""
    found = list(keys)
    await connection.execute(DELETE_OF_JOURNEYS, [one for one, _ in found], [one for _, one in found])
