"""Exports that were made to be downloaded: what each holds, who is in it, and who took it out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from projections.totals.consent_counts import as_if_of_shown
from service.postgres.connections import tenant_tx, translate_driver_errors
from service.research.storage.jobs import Job, end_within

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, PooledConnection, WorkerPool

GoneReason: TypeAlias = Literal["left", "closed", "age"]

INSERT = """
insert into research_exports (tenant_id, export_id, study_id, asked_by, made_at, position, tables, formats, participants,
    events, rows, bytes, zip_sha256, sha256, shown)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""
INSERT_MEMBERS = "insert into research_export_members select $1, $2, unnest($3::uuid[])"
SELECT_OF_STUDY = """
select export_id, study_id, asked_by, made_at, position, tables, formats, participants, events, rows, bytes, zip_sha256,
    sha256, shown, gone_at, gone_because
from research_exports where tenant_id = $1 and study_id = $2 order by made_at, export_id
"""
SELECT_MEMBERS = "select export_id, journey_id from research_export_members where tenant_id = $1 and export_id = any($2::uuid[])"
MARK_GONE = """
update research_exports set gone_at = $4, gone_because = $3
where tenant_id = $1 and export_id = any($2::uuid[]) and gone_at is null
"""
DELETE_MEMBERS = "delete from research_export_members where tenant_id = $1 and export_id = any($2::uuid[])"
INSERT_DOWNLOAD = (
    "insert into research_export_downloads (tenant_id, export_id, taken_at, taken_by) values ($1, $2, $3, $4)"
)
SELECT_DOWNLOADS = """
select d.export_id, d.taken_at, d.taken_by from research_export_downloads d
join research_exports e using (tenant_id, export_id)
where d.tenant_id = $1 and e.study_id = $2 order by d.taken_at
"""
SELECT_STUDIES = "select distinct tenant_id, study_id from research_exports where gone_at is null"
SELECT_KEPT = "select tenant_id, export_id from research_exports where gone_at is null"
SELECT_OF_JOURNEY = """
select export_id from research_export_members where tenant_id = $1 and journey_id = $2
"""


class MadeExport(Struct, frozen=True, kw_only=True):
    """An export that was made: what it holds, and since when its file is gone, if it is."""

    export_id: UUID
    study_id: UUID
    asked_by: UUID
    made_at: datetime
    position: int
    tables: tuple[str, ...]
    formats: tuple[str, ...]
    participants: int
    events: int
    rows: int
    bytes: int
    zip_sha256: str
    sha256: str
    shown: int | None
    """How many people agreed to the study by then, as it may be shown; None for too few."""
    gone_at: datetime | None = None
    gone_because: GoneReason | None = None

    @property
    def shown_events(self) -> int | None:
        """About how many events it holds; None for too few people to be told of."""
        return as_if_of_shown(self.events, self.participants, self.shown)

    @property
    def shown_rows(self) -> int | None:
        """About how many rows its tables have; None for too few people to be told of."""
        return as_if_of_shown(self.rows, self.participants, self.shown)


class NotedDownload(Struct, frozen=True, kw_only=True):
    """One time that an export was taken out."""

    export_id: UUID
    taken_at: datetime
    taken_by: UUID


class ExportStore:
    """Reads and writes what is known of exports; requests see their own organisation, clearing up sees all."""

    def __init__(self, pool: "Pool", workers: "WorkerPool") -> None:
        self._pool, self._workers = pool, workers

    async def add(
        self,
        job: Job,
        made: MadeExport,
        members: Collection[UUID],
        at: datetime,
        *,
        keep: Callable[[], object],
    ) -> None:
        """Stores an export with who is in it, ends its job with it, and keeps its file. Raises `JobLost`."""
        values = (
            made.export_id,
            made.study_id,
            made.asked_by,
            made.made_at,
            made.position,
            list(made.tables),
            list(made.formats),
            made.participants,
            made.events,
            made.rows,
            made.bytes,
            made.zip_sha256,
            made.sha256,
            made.shown,
        )
        async with tenant_tx(self._pool, job.tenant_id) as connection:
            await connection.execute(INSERT, job.tenant_id, *values)
            await connection.execute(INSERT_MEMBERS, job.tenant_id, made.export_id, list(members))
            await end_within(connection, job, at)
            keep()

    async def of_study(self, tenant_id: UUID, study_id: UUID) -> list[MadeExport]:
        """The exports of a study, the oldest first."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_OF_STUDY, tenant_id, study_id)
        return [_made(row) for row in rows]

    async def members(self, tenant_id: UUID, exports: Sequence[UUID]) -> Mapping[UUID, frozenset[UUID]]:
        """Who is in each of these exports; whoever was erased is in none."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_MEMBERS, tenant_id, list(exports))
        found: dict[UUID, set[UUID]] = {one: set() for one in exports}
        for row in rows:
            found[row["export_id"]].add(row["journey_id"])
        return {one: frozenset(own) for one, own in found.items()}

    async def mark_gone(
        self, tenant_id: UUID, exports: Collection[UUID], because: GoneReason, at: datetime
    ) -> None:
        """Notes that files are deleted, and forgets who was in them."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            await _mark_gone(connection, tenant_id, exports, because, at)

    async def note_download(self, tenant_id: UUID, download: NotedDownload) -> None:
        """Notes that an export is taken out."""
        values = (download.export_id, download.taken_at, download.taken_by)
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(INSERT_DOWNLOAD, tenant_id, *values)

    async def downloads(self, tenant_id: UUID, study_id: UUID) -> list[NotedDownload]:
        """Who took exports of a study out, in order."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_DOWNLOADS, tenant_id, study_id)
        return [NotedDownload(**dict(row)) for row in rows]

    async def kept_studies(self) -> list[tuple[UUID, UUID]]:
        """Organisation and study of every export whose file should be there."""
        with translate_driver_errors():
            rows = await self._workers.fetch(SELECT_STUDIES)
        return [(row["tenant_id"], row["study_id"]) for row in rows]

    async def kept(self) -> frozenset[tuple[UUID, UUID]]:
        """Organisation and id of every export whose file should be there."""
        with translate_driver_errors():
            rows = await self._workers.fetch(SELECT_KEPT)
        return frozenset((row["tenant_id"], row["export_id"]) for row in rows)


async def exports_of_journey(pool: "WorkerPool", tenant_id: UUID, journey_id: UUID) -> list[UUID]:
    """The exports that somebody is in."""
    with translate_driver_errors():
        rows = await pool.fetch(SELECT_OF_JOURNEY, tenant_id, journey_id)
    return [row["export_id"] for row in rows]


async def mark_left(pool: "WorkerPool", tenant_id: UUID, exports: Collection[UUID], at: datetime) -> None:
    """Notes that the files of exports are deleted because somebody in them was erased."""
    with translate_driver_errors():
        async with pool.acquire() as connection, connection.transaction():
            await _mark_gone(connection, tenant_id, exports, "left", at)


async def _mark_gone(
    connection: "PooledConnection",
    tenant_id: UUID,
    exports: Collection[UUID],
    because: GoneReason,
    at: datetime,
) -> None:
    await connection.execute(MARK_GONE, tenant_id, list(exports), because, at)
    await connection.execute(DELETE_MEMBERS, tenant_id, list(exports))


def _made(row: "Record") -> MadeExport:
    values: dict[str, Any] = dict(row)
    values["tables"], values["formats"] = tuple(values["tables"]), tuple(values["formats"])
    return MadeExport(**values)
