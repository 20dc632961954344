"""Finds what an address of an analysis names, or the page that says it is not there."""

from http import HTTPStatus
from uuid import UUID

from domain.errors import UnknownStudy
from service.application.studies import StudyDefinition
from service.authorization.authorized_studies import AuthorizedStudies
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.research.analyses import UnknownAnalysis
from service.research.authorized_analyses import AuthorizedAnalyses, NoAnalysesHere
from service.research.storage.analyses import Analysis
from service.web.error_pages import PageError
from service.web.studies.lookup import no_such_study

NO_SUCH_ANALYSIS_TITLE = gettext_noop("There is no such analysis")
NO_SUCH_ANALYSIS_TEXT = gettext_noop("It may belong to another study, or the address may be mistyped.")
SEE_ALL_ANALYSES = gettext_noop("See all analyses")


async def study_of(studies: AuthorizedStudies, study_id: UUID) -> StudyDefinition:
    """A study as it is stated now."""
    try:
        return await studies.definition(study_id)
    except UnknownStudy:
        raise no_such_study() from None


async def analysis_of(analyses: AuthorizedAnalyses, study_id: UUID, analysis_id: UUID) -> Analysis:
    """An analysis; with figures only if it was released."""
    try:
        return await analyses.get(study_id, analysis_id)
    except UnknownStudy:
        raise no_such_study() from None
    except (UnknownAnalysis, NoAnalysesHere):
        raise no_such_analysis(study_id) from None


def no_such_analysis(study_id: UUID) -> PageError:
    """The page for an analysis that is not there."""
    translator = current_translator()
    return PageError(
        translator.gettext(NO_SUCH_ANALYSIS_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_SUCH_ANALYSIS_TITLE),
        href=f"/studies/{study_id}/analyses",
        link=translator.gettext(SEE_ALL_ANALYSES),
    )
