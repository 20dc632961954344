"""Files of what was let out of an analysis."""

from http import HTTPStatus
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from service.http.dependencies import AnalysesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.research.analysis.releases import ReleasableOutput
from service.research.authorized_analyses import AuthorizedAnalyses
from service.research.result_files import csv_of, json_of
from service.web.error_pages import PageError
from service.web.studies.analysis_lookup import SEE_ALL_ANALYSES, analysis_of

NO_RESULTS_TITLE = gettext_noop("There are no results to read")
NO_RESULTS_TEXT = gettext_noop("This analysis was not let out.")


@get("/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/results.json", name="results_as_json")
async def results_as_json(
    analyses: AnalysesDependency, study_id: FromPath[UUID], analysis_id: FromPath[UUID]
) -> Response[bytes]:
    """What was let out, as JSON."""
    return _file(
        json_of(await _released(analyses, study_id, analysis_id)), f"{analysis_id}.json", "application/json"
    )


@get("/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/results.csv", name="results_as_csv")
async def results_as_csv(
    analyses: AnalysesDependency, study_id: FromPath[UUID], analysis_id: FromPath[UUID]
) -> Response[bytes]:
    """What was let out, as CSV."""
    found = await _released(analyses, study_id, analysis_id)
    return _file(csv_of(found).encode(), f"{analysis_id}.csv", "text/csv")


def _file(content: bytes, name: str, media_type: str) -> Response[bytes]:
    return Response(
        content,
        media_type=media_type,
        headers={"content-disposition": f'attachment; filename="analysis-{name}"'},
    )


async def _released(
    analyses: AuthorizedAnalyses, study_id: UUID, analysis_id: UUID
) -> tuple[ReleasableOutput, ...]:
    found = await analysis_of(analyses, study_id, analysis_id)
    if found.state != "released":
        translator = current_translator()
        raise PageError(
            translator.gettext(NO_RESULTS_TEXT),
            status=HTTPStatus.NOT_FOUND,
            title=translator.gettext(NO_RESULTS_TITLE),
            href=f"/studies/{study_id}/analyses",
            link=translator.gettext(SEE_ALL_ANALYSES),
        )
    return found.outputs


HANDLERS = (results_as_json, results_as_csv)
