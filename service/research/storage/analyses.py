"""The analyses of studies: stored with what may be let out of each, until a second person decides."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from service.postgres.connections import tenant_tx
from service.research.analysis.releases import Finding, KnownSet, ReleasableOutput
from service.research.storage.jobs import Argument, Job, end_within
from service.research.storage.memberships import MemberRow, MembershipSealer, SetSize, by_owner, sizes_of

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool

AnalysisState: TypeAlias = Literal["running", "failed", "cancelled", "waiting", "released", "refused"]
"""The first three are those of its job; it is stored once it is computed."""

_COLUMNS = """analysis_id, study_id, asked_by, asked_at, position, specification, outputs, sets, state, decided_by, decided_at,
reason"""
INSERT = """
insert into analyses (tenant_id, analysis_id, study_id, asked_by, asked_at, position, specification, outputs, sets, state,
decided_at, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
# Of a journey that was erased meanwhile nothing is written: it is on the list of journeys no more.
INSERT_MEMBERS = """
insert into analysis_members (tenant_id, analysis_id, journey_id, sealed)
select tenant_id, $2, journey_id, own.sealed
from unnest($3::uuid[], $4::bytea[]) own (journey_id, sealed)
join journeys using (journey_id) where tenant_id = $1
"""
SELECT_ONE = f"select {_COLUMNS} from analyses where tenant_id = $1 and analysis_id = $2"  # noqa: S608 - our own words
SELECT_OF_STUDY = f"""
select {_COLUMNS} from analyses where tenant_id = $1 and study_id = $2 order by asked_at, position, analysis_id
"""  # noqa: S608 - our own words
SELECT_MEMBERS = """
select analysis_id, journey_id, sealed from analysis_members
where tenant_id = $1 and analysis_id = any($2::uuid[]) order by analysis_id, journey_id
"""
COUNT_WAITING = """
select study_id, count(*) from analyses where tenant_id = $1 and state = 'waiting' and asked_by <> $2 group by study_id
"""
COUNT_REFUSED = """
select count(*) from analyses
where tenant_id = $1 and study_id = $2 and asked_by = $3 and asked_at > $4 and state = 'refused' and decided_by is null
"""
LOCK_RELEASES = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
SELECT_RELEASED = f"""
select {_COLUMNS} from analyses where tenant_id = $1 and state = 'released' order by asked_at, analysis_id
"""  # noqa: S608 - our own words
DECIDE = """
update analyses set state = $3, decided_by = $4, decided_at = $5, reason = $6
where tenant_id = $1 and analysis_id = $2 and state = 'waiting' returning true
"""
DELETE_MEMBERS = "delete from analysis_members where tenant_id = $1 and analysis_id = $2"


class AnalysisProgress(Struct, frozen=True, kw_only=True):
    """How far the computing is, in percent."""

    done: int = 0
    total: int = 0
    """100; 0 while nobody knows."""


class AnalysisFault(Struct, frozen=True, kw_only=True):
    """Why an analysis failed: a code, its arguments, and the place in the specification, if it is about one."""

    code: str
    path: str = ""
    arguments: Mapping[str, Argument] = {}


class Analysis(Struct, frozen=True, kw_only=True):
    """An analysis: what was asked, by whom, and what may be let out or was."""

    analysis_id: UUID
    study_id: UUID
    asked_by: UUID
    asked_at: datetime
    position: int | None
    """None until it is computed."""
    specification: str
    outputs: tuple[ReleasableOutput, ...]
    sets: tuple[SetSize, ...]
    state: AnalysisState
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    reason: str = ""
    progress: AnalysisProgress = AnalysisProgress()
    fault: AnalysisFault | None = None
    """Why it could not be computed."""


class Decision(Struct, frozen=True, kw_only=True):
    """What a second person decided, or the rules."""

    state: AnalysisState
    by: UUID | None
    at: datetime
    reason: str = ""


_OUTPUTS = msgspec.json.Decoder(tuple[ReleasableOutput, ...])
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
"""A name of a specification; a label of an earlier version has a space in it."""
_SETS = msgspec.json.Decoder(tuple[SetSize, ...])


class AnalysisStore:
    """Reads and stores analyses."""

    def __init__(self, pool: "Pool", sealer: MembershipSealer) -> None:
        self._pool = pool
        self._sealer = sealer

    async def add(
        self,
        tenant_id: UUID,
        analysis: Analysis,
        sets: Sequence[KnownSet],
        journeys: Mapping[str, UUID],
        *,
        of_job: Job | None = None,
    ) -> Analysis:
        """Stores an analysis, and who is in its sets; `journeys` are those of the pseudonyms.

        The job that it is of ends with it. Raises `JobLost` if that was cancelled, and then stores nothing.
        """
        members = {journeys[owner]: own for owner, own in by_owner(sets).items()}
        rows = await self._sealer.seal(tenant_id, analysis.analysis_id, members)
        analysis = msgspec.structs.replace(analysis, sets=sizes_of(sets))
        values = (
            analysis.analysis_id,
            analysis.study_id,
            analysis.asked_by,
            analysis.asked_at,
            analysis.position,
            analysis.specification,
            msgspec.json.encode(analysis.outputs).decode(),
            msgspec.json.encode(analysis.sets).decode(),
            analysis.state,
            analysis.decided_at,
            analysis.reason,
        )
        async with tenant_tx(self._pool, tenant_id) as connection:
            if of_job:
                await end_within(connection, of_job, analysis.asked_at)
            await connection.execute(INSERT, tenant_id, *values)
            own = ([one.journey_id for one in rows], [one.sealed for one in rows])
            await connection.execute(INSERT_MEMBERS, tenant_id, analysis.analysis_id, *own)
        return analysis

    async def find(self, tenant_id: UUID, analysis_id: UUID) -> Analysis | None:
        """One analysis."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            row = await connection.fetchrow(SELECT_ONE, tenant_id, analysis_id)
        return _analysis(row) if row else None

    async def of_study(self, tenant_id: UUID, study_id: UUID) -> list[Analysis]:
        """The analyses of a study, the oldest first."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_OF_STUDY, tenant_id, study_id)
        return [_analysis(row) for row in rows]

    async def count_refused(self, tenant_id: UUID, study_id: UUID, by: UUID, since: datetime) -> int:
        """How many of somebody's analyses the rules refused since."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            return int(await connection.fetchval(COUNT_REFUSED, tenant_id, study_id, by, since))

    async def released(self, tenant_id: UUID) -> list[Analysis]:
        """All that was let out of all studies of an organisation."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_RELEASED, tenant_id)
        return [_analysis(row) for row in rows]

    async def count_waiting(self, tenant_id: UUID, for_whom: UUID) -> dict[UUID, int]:
        """By study how many wait for somebody who did not ask for them."""
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(COUNT_WAITING, tenant_id, for_whom)
        return {row["study_id"]: row["count"] for row in rows}

    async def sets_of(self, tenant_id: UUID, analyses: Sequence[Analysis]) -> dict[UUID, list[KnownSet]]:
        """The sets behind analyses; whoever was erased since counts as gone."""
        sizes = {one.analysis_id: one.sets for one in analyses}
        async with tenant_tx(self._pool, tenant_id) as connection:
            rows = await connection.fetch(SELECT_MEMBERS, tenant_id, list(sizes))
        return await self._sealer.open_sets(tenant_id, sizes, (MemberRow(*row) for row in rows))

    async def decide(
        self, tenant_id: UUID, analysis: Analysis, decision: Decision, *, knowing: Sequence[UUID] = ()
    ) -> bool:
        """Decides on a waiting analysis. False if somebody else did meanwhile, or if, for a release, others than those that
        it was compared with have been released.
        """
        values = (decision.state, decision.by, decision.at, decision.reason)
        async with tenant_tx(self._pool, tenant_id) as connection:
            await connection.execute(LOCK_RELEASES, f"analyses {tenant_id}")
            if decision.state == "released":
                rows = await connection.fetch(SELECT_RELEASED, tenant_id)
                if {row["analysis_id"] for row in rows} != set(knowing):
                    return False
            done = await connection.fetchval(DECIDE, tenant_id, analysis.analysis_id, *values)
            if done and decision.state == "refused":
                await connection.execute(DELETE_MEMBERS, tenant_id, analysis.analysis_id)
        return bool(done)


def _analysis(row: "Record") -> Analysis:
    values: dict[str, Any] = dict(row)
    outputs = _OUTPUTS.decode(values["outputs"])
    values["outputs"] = tuple(replace(one, findings=tuple(_without_labels(one))) for one in outputs)
    values["sets"] = _SETS.decode(values["sets"])
    return Analysis(**values)


def _without_labels(output: ReleasableOutput) -> Iterator[Finding]:
    """Its findings; of those that an earlier version stored, nothing that stood in the data."""
    found = (
        one if _NAME.fullmatch(one.where) else replace(one, where=output.name, why="", of_cell=True)
        for one in output.findings
    )
    yield from dict.fromkeys(found)
