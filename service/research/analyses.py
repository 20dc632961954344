"""Runs analyses in place: in a process of its own, on files that exist only meanwhile; and lets a second person decide."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from service.clock import Clock, utc_now
from service.research.analysis.releases import KnownSet, ReleasableOutput
from service.research.analysis.specification import Specification, SpecificationError, read_specification
from service.research.executors import ProcessExecutor
from service.research.exports.studies import StudyServices, open_study
from service.research.private_folders import private_folder
from service.research.storage.analyses import Analysis, AnalysisStore, Decision
from service.research.tools import require_tools

ATTEMPTS = 5
NOTHING_LEFT = "By the rules, nothing of it may be let out."
"""Why an analysis is refused by nobody."""


class AnalysisError(Exception):
    """Raised where an analysis cannot be run or decided on. A person can read its message."""


class UnknownAnalysis(AnalysisError):
    """Raised where a study has no such analysis."""

    def __init__(self) -> None:
        super().__init__("there is no such analysis")


class OwnAnalysis(AnalysisError):
    """Raised where whoever asked for an analysis would decide on it."""

    def __init__(self) -> None:
        super().__init__("somebody else than who asked for it has to decide")


class ReadyOutputs(Struct, frozen=True, kw_only=True):
    """What an analysis gave: the outputs by the rules, and the sets behind what may be let out."""

    outputs: tuple[ReleasableOutput, ...]
    sets: tuple[KnownSet, ...]


class Analyses:
    """The analyses of the studies of a service. The read models have to be up to date."""

    def __init__(self, services: StudyServices, store: AnalysisStore, *, now: Clock = utc_now) -> None:
        self._services, self._store, self._now = services, store, now
        self._one_at_a_time = asyncio.Semaphore(1)

    async def run(
        self, tenant_id: UUID, study_id: UUID, content: bytes, *, by: UUID, analysis_id: UUID | None = None
    ) -> Analysis:
        """Computes a specification from the study's files, and stores what may be let out, to wait for a second person.

        One at a time is computed in a process of the service. Under an id that is known it is not computed again.
        Raises `SpecificationError`, `AnalysisError`, `UnknownStudy`, `ResearchToolsMissing`.
        """
        require_tools()
        specification = read_specification(content)
        definition = await self._services.studies.definition(study_id, tenant_id=tenant_id)
        if definition.state != "approved":
            raise AnalysisError(f"this study is {definition.state}: only an approved one can be analysed")
        approved = {one.partition(".")[0] for one in definition.variables}
        if approved and specification.table not in approved | {"participants"}:
            raise SpecificationError(
                f"$.table: the study was approved without the table {specification.table}; it has {', '.join(sorted(approved))}"
            )
        async with self._one_at_a_time:
            if analysis_id and (known := await self._store.find(tenant_id, analysis_id)):
                if (known.study_id, known.asked_by) != (study_id, by):
                    raise AnalysisError("this id is that of another analysis")
                return known
            opened = await open_study(self._services, tenant_id, study_id)
            earlier = await self._released_sets(tenant_id, study_id)
            with private_folder() as folder:
                journeys = await _write_files(opened, specification, folder)
                ready = await _in_process(folder, content, [one for each in earlier.values() for one in each])
            refused = all(one.status == "refused" for one in ready.outputs)
            analysis = Analysis(
                analysis_id=analysis_id or uuid4(),
                study_id=study_id,
                asked_by=by,
                asked_at=self._now(),
                position=opened.source.summary.position,
                specification=content.decode(),
                outputs=ready.outputs,
                sets=(),
                state="refused" if refused else "waiting",
                decided_at=self._now() if refused else None,
                reason=NOTHING_LEFT if refused else "",
            )
            return await self._store.add(tenant_id, analysis, ready.sets, journeys)

    async def of_study(self, tenant_id: UUID, study_id: UUID) -> list[Analysis]:
        """The analyses of a study, the oldest first."""
        return await self._store.of_study(tenant_id, study_id)

    async def count_waiting(self, tenant_id: UUID, for_whom: UUID) -> dict[UUID, int]:
        """By study how many wait for somebody who did not ask for them."""
        return await self._store.count_waiting(tenant_id, for_whom)

    async def get(self, tenant_id: UUID, study_id: UUID, analysis_id: UUID) -> Analysis:
        """One analysis of a study, with its figures. Raises `UnknownAnalysis`."""
        found = await self._get(tenant_id, analysis_id)
        if found.study_id != study_id:
            raise UnknownAnalysis
        return found

    async def objection(self, tenant_id: UUID, analysis: Analysis) -> str | None:
        """Why a waiting analysis would not be let out if somebody did so now; None if it would."""
        return (await self._compared(tenant_id, analysis))[0]

    async def release(self, tenant_id: UUID, analysis_id: UUID, *, by: UUID) -> Analysis:
        """Lets an analysis out, unless something was let out since with which it would single out a few.

        Raises `AnalysisError`: also for whoever asked for it.
        """
        for _ in range(ATTEMPTS):
            analysis = await self._waiting(tenant_id, analysis_id, by)
            reason, earlier = await self._compared(tenant_id, analysis)
            decision = Decision(
                state="refused" if reason else "released", by=by, at=self._now(), reason=reason or ""
            )
            if await self._store.decide(tenant_id, analysis, decision, knowing=earlier):
                return await self._get(tenant_id, analysis_id)
        raise AnalysisError("others decide on analyses of this study at this moment: try again")

    async def refuse(self, tenant_id: UUID, analysis_id: UUID, *, by: UUID, reason: str) -> Analysis:
        """Does not let an analysis out. Raises `AnalysisError`."""
        analysis = await self._waiting(tenant_id, analysis_id, by)
        decision = Decision(state="refused", by=by, at=self._now(), reason=reason)
        if not await self._store.decide(tenant_id, analysis, decision):
            raise AnalysisError("somebody else has just decided on it")
        return await self._get(tenant_id, analysis_id)

    async def _waiting(self, tenant_id: UUID, analysis_id: UUID, by: UUID) -> Analysis:
        analysis = await self._get(tenant_id, analysis_id)
        if analysis.state != "waiting":
            raise AnalysisError(f"this analysis is {analysis.state} already")
        if analysis.asked_by == by:
            raise OwnAnalysis
        return analysis

    async def _compared(self, tenant_id: UUID, analysis: Analysis) -> tuple[str | None, list[UUID]]:
        """What the ledger has against it, and the releases that it was compared with."""
        require_tools()
        ledger: Any = import_module("service.research.analysis.ledger")
        earlier = await self._released_sets(tenant_id, analysis.study_id)
        own = (await self._store.sets_of(tenant_id, [analysis]))[analysis.analysis_id]
        if any(one.gone for one in own):
            return "somebody in it was erased since it was computed: run it again", list(earlier)
        known = [one for each in earlier.values() for one in each]
        return await asyncio.to_thread(ledger.singled_out, known, own), list(earlier)

    async def _get(self, tenant_id: UUID, analysis_id: UUID) -> Analysis:
        found = await self._store.find(tenant_id, analysis_id)
        if found is None:
            raise UnknownAnalysis
        return found

    async def _released_sets(self, tenant_id: UUID, study_id: UUID) -> dict[UUID, list[KnownSet]]:
        known = await self._store.of_study(tenant_id, study_id)
        return await self._store.sets_of(tenant_id, [one for one in known if one.state == "released"])


def without_figures(analysis: Analysis) -> Analysis:
    """The analysis as it may be seen: its figures only once they are released."""
    if analysis.state == "released":
        return analysis
    return replace(analysis, outputs=tuple(replace(one, lines=()) for one in analysis.outputs))


async def _write_files(opened: Any, specification: Specification, folder: Path) -> Mapping[str, UUID]:
    """Writes what the analysis reads; returns whose the pseudonyms are."""
    writing: Any = import_module("service.research.exports.writing")
    pseudonyms: Any = import_module("service.research.exports.pseudonyms")
    options = writing.ExportOptions(
        tables=tuple(sorted({specification.table, "participants"})), formats=("parquet",)
    )
    await writing.write_export(
        opened.source, opened.study, folder / "export", key=opened.key, options=options
    )
    return {
        pseudonyms.pseudonym(opened.key, one.journey_id): one.journey_id for one in opened.source.enrolled
    }


async def _in_process(folder: Path, content: bytes, earlier: Sequence[KnownSet]) -> ReadyOutputs:
    """Computes beside the event loop, in a process that ends with it."""
    with ProcessExecutor(1) as executor:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                executor, run_on_files, str(folder / "export"), content, list(earlier)
            )
        except BrokenExecutor:
            raise AnalysisError("the process that computed it ended before it was done") from None


def run_on_files(export: str, content: bytes, earlier: Sequence[KnownSet]) -> ReadyOutputs:
    """Computes a specification from the files of an export. Raises `SpecificationError`."""
    computing: Any = import_module("service.research.analysis.computing")
    reading: Any = import_module("service.research.exports.reading")
    found = computing.run_analysis(read_specification(content), reading.open_export(export), earlier)
    return ReadyOutputs(
        outputs=tuple(one.output for one in found),
        sets=tuple(each for one in found for each in one.sets),
    )
