"""Exports of studies: asked for, made meanwhile, and taken out as one ZIP file."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody
from litestar.response import File
from msgspec import Meta, Struct

from domain.messages import translatable
from service.api import problem_types as problems
from service.api.openapi.operations import STUDY_PROBLEMS, operation_with_examples, problem_responses
from service.api.problems import Problem
from service.api.query_parameters import check_query
from service.api.request_body import ZIP_MEDIA_TYPE, require_accept
from service.http.dependencies import ExportsDependency
from service.research.authorized_exports import NoExportsHere
from service.research.export import ExportError
from service.research.export_making import AskedExport
from service.research.exports.layout import FORMATS, ExportFormat
from service.research.jobs import JobError
from service.research.storage.exports import GoneReason, MadeExport
from service.research.storage.jobs import Argument
from service.research.study_exports import ExportState, StudyExport, UnknownExport
from service.research.tools import ResearchToolsMissing

EXPORT_PROBLEMS = (*STUDY_PROBLEMS, problems.UNKNOWN_EXPORT)
"""Of one export."""
CHANGE_PROBLEMS = (problems.EXPORT_STATE, problems.NO_EXPORTS)
"""Of asking for one, or doing something with it."""
EXPORT_EXAMPLE: dict[str, Any] = {"tables": ["participants", "person_week"], "formats": ["parquet"]}
EXPORT_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        "some": {"summary": "Two tables as Parquet", "value": EXPORT_EXAMPLE},
        "all": {"summary": "All that the study was approved with, in all forms", "value": {}},
    }
)


class ExportRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of a study is exported: all of its tables in all forms, unless some are named.

    Under an `export_id` that you choose nothing is made twice.
    """

    export_id: UUID | None = None
    tables: Annotated[tuple[str, ...], Meta(max_length=50)] = ()
    formats: Annotated[tuple[ExportFormat, ...], Meta(max_length=len(FORMATS))] = FORMATS


class ExportFile(Struct, frozen=True, kw_only=True):
    """The file that was made: up to which position of the log, of how many people, and its digests.

    `participants` is how many agreed to the study when it was made, as its counts showed then; `events` and
    `rows` are about how many there would be of so many people. They are null for too few; the manifest in the file counts.

    `sha256` is over the files in it, as its manifest says; `gone_at` since when it is deleted.
    """

    made_at: datetime
    position: int
    participants: int | None
    events: int | None
    rows: int | None
    bytes: int
    zip_sha256: str
    sha256: str
    kept_until: datetime | None
    gone_at: datetime | None
    gone_because: GoneReason | None


class ExportDownload(Struct, frozen=True, kw_only=True):
    """One time that it was taken out."""

    at: datetime
    by: UUID


class ExportReport(Struct, frozen=True, kw_only=True):
    """An export: what was asked, how far it is, and the file, once it is made."""

    export_id: UUID
    study_id: UUID
    state: ExportState
    asked_by: UUID
    asked_at: datetime
    tables: tuple[str, ...]
    formats: tuple[ExportFormat, ...]
    done: int
    total: int
    """100, of which `done` is the share that is done; 0 while that is not known."""
    reason: str
    """Why it was not made, as a code."""
    arguments: Mapping[str, Argument]
    file: ExportFile | None
    downloads: tuple[ExportDownload, ...]


class ExportsResponse(Struct, frozen=True, kw_only=True):
    """Every export of a study, the newest first."""

    exports: list[ExportReport]


@post(
    "/studies/{study_id:uuid}/exports",
    status_code=HTTPStatus.ACCEPTED,
    tags=["studies"],
    operation_class=operation_with_examples(EXPORT_EXAMPLES),
    responses=problem_responses(*STUDY_PROBLEMS, *CHANGE_PROBLEMS),
)
async def ask_for_export(
    exports: ExportsDependency, study_id: FromPath[UUID], data: JSONBody[ExportRequest]
) -> Response[ExportReport]:
    """Have an export made of a study whose data may leave: those who agree to it now, ten people or more.

    It is made meanwhile; `Location` says where to ask for it.
    """
    asked = AskedExport(tables=data.tables, formats=data.formats)
    async with export_problems():
        report = export_report(await exports.ask(study_id, asked, data.export_id))
    return Response(report, headers={"location": f"/api/v1/studies/{study_id}/exports/{report.export_id}"})


@get("/studies/{study_id:uuid}/exports", tags=["studies"], responses=problem_responses(*STUDY_PROBLEMS))
async def list_exports(exports: ExportsDependency, study_id: FromPath[UUID]) -> ExportsResponse:
    """Every export of a study, the newest first, those that are deleted among them."""
    return ExportsResponse(exports=[export_report(one) for one in await exports.of_study(study_id)])


@get(
    "/studies/{study_id:uuid}/exports/{export_id:uuid}",
    tags=["studies"],
    responses=problem_responses(*EXPORT_PROBLEMS),
)
async def get_export(
    exports: ExportsDependency, study_id: FromPath[UUID], export_id: FromPath[UUID]
) -> ExportReport:
    """One export: how far it is, what it holds, and who took it out."""
    async with export_problems():
        return export_report(await exports.get(study_id, export_id))


@post(
    "/studies/{study_id:uuid}/exports/{export_id:uuid}/cancellation",
    tags=["studies"],
    responses=problem_responses(*EXPORT_PROBLEMS, *CHANGE_PROBLEMS),
)
async def cancel_export(
    exports: ExportsDependency, study_id: FromPath[UUID], export_id: FromPath[UUID]
) -> ExportReport:
    """End an export that waits or is made, if you asked for it."""
    async with export_problems():
        return export_report(await exports.cancel(study_id, export_id))


async def _check_file_request(request: Request[Any, Any, Any]) -> None:
    require_accept(request.headers.get("accept", "*/*").encode(), ZIP_MEDIA_TYPE)
    check_query(request)


FILE_RESPONSE = ResponseSpec(
    bytes, description="The export, a ZIP file.", media_type=ZIP_MEDIA_TYPE, generate_examples=False
)


@get(
    "/studies/{study_id:uuid}/exports/{export_id:uuid}/file",
    media_type=ZIP_MEDIA_TYPE,
    before_request=_check_file_request,
    tags=["studies"],
    responses={HTTPStatus.OK: FILE_RESPONSE, **problem_responses(*EXPORT_PROBLEMS, *CHANGE_PROBLEMS)},
)
async def export_file(
    exports: ExportsDependency, study_id: FromPath[UUID], export_id: FromPath[UUID]
) -> File:
    """Take an export out: the same bytes each time, until somebody in it leaves or its days are over.

    Who took it out, and when, is recorded, also for everybody in it to read.
    """
    async with export_problems():
        path = await exports.take_out(study_id, export_id)
    return File(path, filename=f"export-{export_id}.zip", media_type=ZIP_MEDIA_TYPE)


def export_report(export: StudyExport) -> ExportReport:
    """An export as the API says it."""
    made = export.made
    return ExportReport(
        export_id=export.export_id,
        study_id=export.study_id,
        state=export.state,
        asked_by=export.asked_by,
        asked_at=export.asked_at,
        tables=made.tables if made else export.asked.tables,
        formats=export.asked.formats,
        done=export.done,
        total=export.total,
        reason=export.reason,
        arguments=export.arguments,
        file=_file_of(made, export.kept_until) if made else None,
        downloads=tuple(ExportDownload(at=one.taken_at, by=one.taken_by) for one in export.downloads),
    )


def _file_of(made: MadeExport, kept_until: datetime | None) -> ExportFile:
    return ExportFile(
        made_at=made.made_at,
        position=made.position,
        participants=made.shown,
        events=made.shown_events,
        rows=made.shown_rows,
        bytes=made.bytes,
        zip_sha256=made.zip_sha256,
        sha256=made.sha256,
        kept_until=kept_until,
        gone_at=made.gone_at,
        gone_because=made.gone_because,
    )


@asynccontextmanager
async def export_problems() -> AsyncGenerator[None]:
    """Turns what exports raise into problems."""
    try:
        yield
    except UnknownExport:
        raise Problem(problems.UNKNOWN_EXPORT, problems.UNKNOWN_EXPORT.meaning) from None
    except (ExportError, JobError) as error:
        detail = translatable("This cannot be done now: %(reason)s.", reason=str(error))
        raise Problem(problems.EXPORT_STATE, detail) from None
    except (NoExportsHere, ResearchToolsMissing):
        raise Problem(problems.NO_EXPORTS, problems.NO_EXPORTS.meaning) from None
