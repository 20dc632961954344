"""The page of the exports of a study: whether any may be made, how far they are, and what each holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from service.application.studies import StudyDefinition
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.research.exports.layout import ExportFormat
from service.research.exports.studies import FEWEST_PEOPLE
from service.research.faults import JOB_FAULTS, UNEXPECTED
from service.research.storage.exports import GoneReason
from service.research.study_exports import (
    CHANGED,
    NOT_ALLOWED,
    TOO_FEW,
    ExportState,
    StudyExport,
)

MEGABYTE = 1_000_000
EXPORT_STATES: Mapping[ExportState, str] = {
    "waiting": gettext_noop("waits its turn"),
    "running": gettext_noop("is being made"),
    "failed": gettext_noop("was not made"),
    "cancelled": gettext_noop("cancelled"),
    "ready": gettext_noop("ready"),
    "gone": gettext_noop("deleted"),
}
GONE: Mapping[GoneReason, str] = {
    "left": gettext_noop("Someone in it has withdrawn, or their data were erased or may not be used now."),
    "closed": gettext_noop("The study was closed."),
    "age": gettext_noop("It was kept for as long as exports are kept here."),
}
"""Why a file is deleted."""
FAILURES: Mapping[str, str] = {
    TOO_FEW: gettext_noop("Too few people agreed to the study."),
    NOT_ALLOWED: gettext_noop("The study does not allow it any more."),
    CHANGED: gettext_noop("People left the study while it was made. Make it again."),
    **JOB_FAULTS,
}
"""Why an export was not made."""
FORM_NAMES: Mapping[ExportFormat, str] = {
    "parquet": gettext_noop("Parquet, each table"),
    "jsonl": gettext_noop("JSON Lines, the table of events"),
    "stata": gettext_noop("Stata, each table with its labels"),
    "ocel": gettext_noop("OCEL, for process mining"),
}
"""Forms of files."""


class DownloadLine(Struct, frozen=True, kw_only=True):
    """One time that an export was taken out."""

    on: date
    by: str | None
    """None when the name is not known, or not known any more."""


class ExportLine(Struct, frozen=True, kw_only=True):
    """One export."""

    export: StudyExport
    state: str
    note: str
    """How far it is, or why there is no file; none of a file that is ready."""
    asked_by: str | None
    people: int | None
    """How many agreed when it was made, in fives; None for too few to be shown, and while it is not made."""
    size: str
    downloads: tuple[DownloadLine, ...]
    can_cancel: bool


class ExportPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    lines: tuple[ExportLine, ...]
    may_leave: bool
    """Whether files of the study may leave the organisation now."""
    is_in_place: bool
    is_open: bool
    """Whether one waits or is made: the page is loaded again then."""
    fewest: int = FEWEST_PEOPLE


def build_export_page(
    study: StudyDefinition,
    exports: Sequence[StudyExport],
    *,
    names: Mapping[UUID, str],
    caller_id: UUID,
    translator: Translator,
) -> ExportPage:
    """The page of the exports of a study, the newest first."""
    may_leave = study.state == "approved" and study.access == "extract" and study.extract_approved
    return ExportPage(
        finding=_finding(study, exports, translator, may_leave=may_leave),
        lines=tuple(_line(one, names, caller_id, translator) for one in exports),
        may_leave=may_leave,
        is_in_place=study.access == "in_place",
        is_open=any(one.state in {"waiting", "running"} for one in exports),
    )


def _finding(
    study: StudyDefinition, exports: Sequence[StudyExport], translator: Translator, *, may_leave: bool
) -> str:
    """What stands first on the page."""
    if study.access == "in_place":
        return translator.gettext("The data of this study stay here.")
    if not may_leave:
        return translator.gettext("No data of this study can be taken out now.")
    states = [one.state for one in exports]
    if "running" in states or "waiting" in states:
        return translator.gettext("An export is being made.")
    if ready := states.count("ready"):
        text = translator.ngettext(
            "One export can be downloaded.", "%(count)s exports can be downloaded.", ready
        )
        return text % {"count": translator.number(ready)}
    if states:
        return translator.gettext("No export can be downloaded now.")
    return translator.gettext("Nothing has been exported yet.")


def _line(
    export: StudyExport, names: Mapping[UUID, str], caller_id: UUID, translator: Translator
) -> ExportLine:
    made = export.made
    return ExportLine(
        export=export,
        state=translator.gettext(EXPORT_STATES[export.state]),
        note=_note(export, translator),
        asked_by=names.get(export.asked_by),
        people=made.shown if made else None,
        size=_size(made.bytes, translator) if made else "",
        downloads=tuple(
            DownloadLine(on=one.taken_at.date(), by=names.get(one.taken_by)) for one in export.downloads
        ),
        can_cancel=export.state in {"waiting", "running"} and export.asked_by == caller_id,
    )


def _note(export: StudyExport, translator: Translator) -> str:
    if export.state == "running" and export.total:
        text = translator.gettext("%(share)s of it is done.")
        return text % {"share": translator.percent(min(1.0, export.done / export.total))}
    if export.state == "failed":
        return translator.gettext(FAILURES.get(export.reason, FAILURES[UNEXPECTED]))
    if export.made and export.made.gone_because:
        return translator.gettext(GONE[export.made.gone_because])
    return ""


def _size(count: int, translator: Translator) -> str:
    return translator.gettext("%(size)s MB") % {"size": translator.number(max(0.1, count / MEGABYTE), 1)}
