"""What the API says of analyses: their reports without figures, and the figures of those that were released."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.text import LINES
from service.api.body_validation import NO_NUL_PATTERN
from service.research.analysis.releases import Finding, Label, Status
from service.research.storage.analyses import Analysis, AnalysisFault, AnalysisProgress, AnalysisState


class OutputReport(Struct, frozen=True, kw_only=True):
    """What the rules say of an output: whether all of it may be let out, a part, or nothing, and why."""

    name: str
    type: str
    status: Status
    findings: tuple[Finding, ...]


class AnalysisReport(Struct, frozen=True, kw_only=True):
    """An analysis: what was asked, by whom, at which position of the log, and what became of it. Without figures."""

    analysis_id: UUID
    study_id: UUID
    state: AnalysisState
    asked_by: UUID
    asked_at: datetime
    position: int | None
    """None until it is computed."""
    specification: str
    """As it was sent."""
    progress: AnalysisProgress
    """While it runs."""
    fault: AnalysisFault | None
    """Why it failed: `reason` says it in English."""
    decided_by: UUID | None
    """None while nobody decided, and where the rules did."""
    decided_at: datetime | None
    reason: str
    outputs: tuple[OutputReport, ...]


class AnalysesResponse(Struct, frozen=True, kw_only=True):
    """Every analysis of a study, the newest first."""

    analyses: list[AnalysisReport]


class ReleasedOutput(Struct, frozen=True, kw_only=True):
    """An output that was released: lines of labels, figures with three digits, and counts in fives."""

    name: str
    type: str
    lines: tuple[Mapping[str, Label], ...]


class ReleasedResults(Struct, frozen=True, kw_only=True):
    """The figures of an analysis that was released."""

    analysis_id: UUID
    study_id: UUID
    position: int | None
    released_at: datetime | None
    outputs: tuple[ReleasedOutput, ...]


class RefusedRelease(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why an analysis is not let out."""

    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=NO_NUL_PATTERN), LINES]


def report_of(analysis: Analysis) -> AnalysisReport:
    """An analysis without its figures."""
    return AnalysisReport(
        analysis_id=analysis.analysis_id,
        study_id=analysis.study_id,
        state=analysis.state,
        asked_by=analysis.asked_by,
        asked_at=analysis.asked_at,
        position=analysis.position,
        specification=analysis.specification,
        progress=analysis.progress,
        fault=analysis.fault,
        decided_by=analysis.decided_by,
        decided_at=analysis.decided_at,
        reason=analysis.reason,
        outputs=tuple(
            OutputReport(name=one.name, type=one.type, status=one.status, findings=one.findings)
            for one in analysis.outputs
        ),
    )
