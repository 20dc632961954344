"""The exports of a study: their list, making one, and taking it out."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import File

from domain.errors import UnknownStudy
from service.application.studies import StudyDefinition
from service.http.dependencies import AnyRequest, ExportsDependency, StudiesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.research.authorized_exports import AuthorizedExports, NoExportsHere
from service.research.export import ExportError
from service.research.export_making import AskedExport
from service.research.exports.formats import possible_formats
from service.research.exports.layout import FORMATS, PARQUET, ExportFormat
from service.research.exports.studies import TooFewPeople, exported_study
from service.research.jobs import JobError, TooManyJobs
from service.research.study_exports import ExportNotReady, UnknownExport
from service.research.tools import ResearchToolsMissing, has_research_tools
from service.web.error_pages import PageError
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.studies.analysis_lookup import study_of
from service.web.studies.export_page import FORM_NAMES, build_export_page
from service.web.studies.lookup import no_such_study

ZIP_MEDIA_TYPE = "application/zip"
OFFERED: tuple[ExportFormat, ...] = tuple(one for one in FORMATS if one not in PARQUET)
"""Forms to choose from: Parquet is always there."""
TABLE_REQUIRED = gettext_noop("Choose at least one table.")
TOO_FEW_PEOPLE = gettext_noop("Too few people agree to this study now, so nothing of it is exported.")
TOO_MANY = gettext_noop("You asked for several already. Wait until one is done, or cancel one.")
NOT_NOW = gettext_noop("The study does not allow it now.")
NO_TOOLS = gettext_noop(
    "No export can be made here: whoever runs the service has to install the research tools."
)
NO_FILE_TITLE = gettext_noop("This export cannot be downloaded")
NO_FILE_TEXT = gettext_noop("It is not made yet, or deleted. The page of the study's exports says why.")
SEE_ALL_EXPORTS = gettext_noop("See all exports")
ASKED = gettext_noop("The export is being made. You can leave this page.")
CONFIRMATIONS: Mapping[str, str] = {
    "asked": ASKED,
    "cancelled": gettext_noop("Cancelled. Nothing of it is kept."),
}
"""What is said on top of the page after a form, by `told` in its address."""


@get("/studies/{study_id:uuid}/data", name="study_exports")
async def exports_of_study(
    *,
    exports: ExportsDependency,
    studies: StudiesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    study_id: FromPath[UUID],
) -> HtmlResponse:
    """Every export of a study, and the form for another."""
    confirmed = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    study = await study_of(studies, study_id)
    return await _list(exports, study, context, FormData(), confirmed)


@post("/studies/{study_id:uuid}/data", name="ask_for_export")
async def ask_for_export(
    *,
    exports: ExportsDependency,
    studies: StudiesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    study_id: FromPath[UUID],
) -> HtmlResponse:
    """Have one made."""
    form = await read_form(request)
    study, translator = await study_of(studies, study_id), current_translator()
    asked = AskedExport(
        tables=tuple(form.choices("tables", exported_study(study).tables)),
        formats=(*PARQUET, *(one for one in FORMATS if one in form.choices("formats", OFFERED))),
    )
    if not asked.tables:
        form.add_error("tables", translator.gettext(TABLE_REQUIRED))
    if not form.errors:
        try:
            await exports.ask(study_id, asked, form.new_id("export"))
        except UnknownStudy:
            raise no_such_study() from None
        except TooFewPeople:
            form.add_error(FORM_ERROR, translator.gettext(TOO_FEW_PEOPLE))
        except TooManyJobs:
            form.add_error(FORM_ERROR, translator.gettext(TOO_MANY))
        except (NoExportsHere, ResearchToolsMissing):
            form.add_error(FORM_ERROR, translator.gettext(NO_TOOLS))
        except (ExportError, JobError):
            form.add_error(FORM_ERROR, translator.gettext(NOT_NOW))
        else:
            return redirect_to(f"/studies/{study_id}/data?told=asked")
    return await _list(exports, study, context, form)


@post("/studies/{study_id:uuid}/data/{export_id:uuid}/cancel", name="cancel_export")
async def cancel_export(
    *,
    exports: ExportsDependency,
    request: AnyRequest,
    study_id: FromPath[UUID],
    export_id: FromPath[UUID],
) -> HtmlResponse:
    """End one that waits or is made. One that has ended stays as it is."""
    await read_form(request)
    try:
        await exports.cancel(study_id, export_id)
    except UnknownStudy:
        raise no_such_study() from None
    except (ExportError, JobError, NoExportsHere):
        raise _no_file(study_id) from None
    return redirect_to(f"/studies/{study_id}/data?told=cancelled")


@get(
    "/studies/{study_id:uuid}/data/{export_id:uuid}/export.zip",
    name="download_export",
    media_type=ZIP_MEDIA_TYPE,
)
async def download_export(
    exports: ExportsDependency, study_id: FromPath[UUID], export_id: FromPath[UUID]
) -> File:
    """Take one out."""
    try:
        path = await exports.take_out(study_id, export_id)
    except UnknownStudy:
        raise no_such_study() from None
    except (ExportNotReady, UnknownExport, NoExportsHere):
        raise _no_file(study_id) from None
    return File(path, filename=f"export-{export_id}.zip", media_type=ZIP_MEDIA_TYPE)


async def _list(
    exports: AuthorizedExports,
    study: StudyDefinition,
    context: PageContext,
    form: FormData,
    confirmed: str = "",
) -> HtmlResponse:
    translator = current_translator()
    found = await exports.of_study(study.study_id, is_known=True)
    tables = exported_study(study).tables
    offered: list[ExportFormat] = [one for one in possible_formats(tables.values()) if one not in PARQUET]
    is_open = any(one.state in {"waiting", "running"} for one in found)
    names: Mapping[UUID, str] = {}
    if context.rights:
        people = {who for one in found for who in (one.asked_by, *(each.taken_by for each in one.downloads))}
        names = await context.rights.clients.names_of(context.caller.tenant_id, people)
    return render_page(
        "studies/exports.html",
        status=form.status,
        layout=context.staff_layout("studies", study.title),
        study=study,
        page=build_export_page(
            study, found, names=names, caller_id=context.caller.person_id, translator=translator
        ),
        has_tools=exports.is_possible and has_research_tools(),
        can_take_out=exports.may_take_out(),
        tables=[(name, table.meaning.replace("`", "")) for name, table in tables.items()],
        forms=[(code, translator.gettext(FORM_NAMES[code])) for code in offered],
        form_codes=offered,
        form=form,
        blank=FormData(),
        confirmation=translator.gettext(confirmed) if confirmed and (is_open or confirmed != ASKED) else "",
    )


def _no_file(study_id: UUID) -> PageError:
    translator = current_translator()
    return PageError(
        translator.gettext(NO_FILE_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_FILE_TITLE),
        href=f"/studies/{study_id}/data",
        link=translator.gettext(SEE_ALL_EXPORTS),
    )


HANDLERS = (exports_of_study, ask_for_export, cancel_export, download_export)
