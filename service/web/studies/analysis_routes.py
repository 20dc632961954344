"""The analyses of a study: their list, sending one, its report, and the second person's decision."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.errors import UnknownStudy
from service.authorization.authorized_studies import AuthorizedStudies
from service.http.dependencies import AnalysesDependency, AnyRequest, StudiesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.research.analyses import AnalysisError, OwnAnalysis, TooManyRefused, UnknownAnalysis
from service.research.analysis.faults import SpecificationError
from service.research.authorized_analyses import AuthorizedAnalyses, NoAnalysesHere
from service.research.export import ExportError
from service.research.jobs import TooManyJobs
from service.research.storage.analyses import Analysis, AnalysisFault
from service.research.tools import ResearchToolsMissing, has_research_tools
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.studies import analysis_labels, labels
from service.web.studies.analysis_lookup import analysis_of, no_such_analysis, study_of
from service.web.studies.analysis_page import build_analysis_page, title_of
from service.web.studies.lookup import no_such_study
from service.web.studies.specification_guide import specification_guide

MOST_CHARACTERS = 40_000
"""Of a specification in a form; the API takes more bytes."""
SPECIFICATION_REQUIRED = gettext_noop("Choose the file of the analysis, or paste its specification as JSON.")
REASON_REQUIRED = gettext_noop("Say why it is not let out.")
NO_TOOLS = gettext_noop(
    "No analysis can be run here: whoever runs the service has to install the research tools."
)
NO_KEYS = gettext_noop(
    "No analysis can be run here: this service encrypts nothing, so it has no keys to make pseudonyms with."
)
TOO_MANY = gettext_noop("Five of yours wait or run already. Wait until one is done, or cancel one.")
MANY_REFUSED = gettext_noop(
    "The rules refused many of your analyses of this study today. Try them on made-up people, and come back tomorrow."
)
NOT_CANCELLED = gettext_noop("Only the person who asked for it can cancel it.")
NOT_NOW = gettext_noop("It could not be computed. The study may have been closed meanwhile.")
DECIDED_MEANWHILE = gettext_noop("Someone else has decided meanwhile.")
NOT_YOURS = gettext_noop("You asked for it. Someone else has to decide.")
CONFIRMATIONS: Mapping[str, str] = {
    "sent": gettext_noop("Sent. A second person reads it before anything is let out."),
    "cancel": gettext_noop("Cancelled. Nothing of it is kept."),
    "not-cancelled": gettext_noop("It had been computed already."),
    "release": gettext_noop("Let out. Everyone who works on the study can read it now."),
    "not-released": gettext_noop("Not let out: it would tell fewer than ten people apart."),
    "refuse": gettext_noop("Not let out. Your reason is on the page."),
}
"""What is said on top of a page after a form, by `told` in its address."""


@get("/studies/{study_id:uuid}/analyses", name="analyses")
async def analyses_of_study(
    analyses: AnalysesDependency,
    studies: StudiesDependency,
    context: PageContextDependency,
    study_id: FromPath[UUID],
) -> HtmlResponse:
    """Every analysis of a study, and the form for another."""
    return await _list(analyses, studies, context, study_id, FormData())


@post("/studies/{study_id:uuid}/analyses", name="send_analysis")
async def send_analysis(
    analyses: AnalysesDependency,
    studies: StudiesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    study_id: FromPath[UUID],
) -> HtmlResponse:
    """Ask for one. What is wrong with it stands beside the field, with its path; its page says when it is computed."""
    form = await read_form(request)
    translator = current_translator()
    if not form.has("specification"):
        form.put("specification", form.first("specification-file"))
    asked = form.text(
        "specification", needed=translator.gettext(SPECIFICATION_REQUIRED), most=MOST_CHARACTERS
    )
    if asked and not form.errors:
        try:
            found = await analyses.ask(study_id, asked.encode(), form.new_id("analysis"))
        except UnknownStudy:
            raise no_such_study() from None
        except SpecificationError as error:
            fault = AnalysisFault(code=error.code, path=error.path, arguments=error.arguments)
            form.add_error("specification", analysis_labels.fault_in_words(fault, translator))
        except NoAnalysesHere:
            form.add_error(FORM_ERROR, translator.gettext(NO_KEYS))
        except ResearchToolsMissing:
            form.add_error(FORM_ERROR, translator.gettext(NO_TOOLS))
        except TooManyJobs:
            form.add_error(FORM_ERROR, translator.gettext(TOO_MANY))
        except TooManyRefused:
            form.add_error(FORM_ERROR, translator.gettext(MANY_REFUSED))
        except (AnalysisError, ExportError):
            form.add_error(FORM_ERROR, translator.gettext(NOT_NOW))
        else:
            return redirect_to(f"/studies/{study_id}/analyses/{found.analysis_id}?told=sent")
    return await _list(analyses, studies, context, study_id, form)


@get("/studies/{study_id:uuid}/analyses/{analysis_id:uuid}", name="analysis")
async def analysis(
    *,
    analyses: AnalysesDependency,
    studies: StudiesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    study_id: FromPath[UUID],
    analysis_id: FromPath[UUID],
) -> HtmlResponse:
    """One of them: to whoever asked, what the rules say; to a second person also what would be let out."""
    return await _one(
        analyses=analyses,
        studies=studies,
        request=request,
        context=context,
        study_id=study_id,
        analysis_id=analysis_id,
        form=FormData(),
    )


@post("/studies/{study_id:uuid}/analyses/{analysis_id:uuid}/{decision:str}", name="decide_analysis")
async def decide_analysis(
    *,
    analyses: AnalysesDependency,
    studies: StudiesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    study_id: FromPath[UUID],
    analysis_id: FromPath[UUID],
    decision: FromPath[str],
) -> HtmlResponse:
    """Let it out, or do not; or cancel it before it is computed."""
    if decision not in {"release", "refuse", "cancel"}:
        raise no_such_analysis(study_id)
    form = await read_form(request)
    translator = current_translator()
    reason = ""
    if decision == "refuse":
        reason = form.text("reason", needed=translator.gettext(REASON_REQUIRED), most=500) or ""
    if not form.errors:
        try:
            confirmed = await _decide(analyses, decision, study_id, analysis_id, reason)
        except UnknownStudy:
            raise no_such_study() from None
        except UnknownAnalysis:
            raise no_such_analysis(study_id) from None
        except OwnAnalysis:
            form.add_error(FORM_ERROR, translator.gettext(NOT_YOURS))
        except NoAnalysesHere:
            form.add_error(FORM_ERROR, translator.gettext(NO_KEYS))
        except ResearchToolsMissing:
            form.add_error(FORM_ERROR, translator.gettext(NO_TOOLS))
        except AnalysisError:
            sentence = NOT_CANCELLED if decision == "cancel" else DECIDED_MEANWHILE
            form.add_error(FORM_ERROR, translator.gettext(sentence))
        else:
            return redirect_to(f"/studies/{study_id}/analyses/{analysis_id}?told={confirmed}")
    return await _one(
        analyses=analyses,
        studies=studies,
        request=request,
        context=context,
        study_id=study_id,
        analysis_id=analysis_id,
        form=form,
    )


async def _decide(
    analyses: AuthorizedAnalyses, decision: str, study_id: UUID, analysis_id: UUID, reason: str
) -> str:
    """Does what the form says; the confirmation on the page that follows."""
    if decision == "cancel":
        cancelled = await analyses.cancel(study_id, analysis_id)
        return "cancel" if cancelled.state == "cancelled" else "not-cancelled"
    if decision == "refuse":
        await analyses.refuse(study_id, analysis_id, reason)
        return "refuse"
    released = await analyses.release(study_id, analysis_id)
    return "not-released" if released.state == "refused" else "release"


async def _list(
    analyses: AuthorizedAnalyses,
    studies: AuthorizedStudies,
    context: PageContext,
    study_id: UUID,
    form: FormData,
) -> HtmlResponse:
    study = await study_of(studies, study_id)
    found = await analyses.of_study(study_id, is_known=True)
    return render_page(
        "studies/analyses.html",
        status=form.status,
        layout=context.staff_layout("studies", study.title),
        study=study,
        finding=analysis_labels.waiting_analyses_finding(found, current_translator()),
        lines=[(one, title_of(one)) for one in found],
        names=await _names(context, found),
        can_send=studies.may("manage_studies") and study.state == "approved",
        obstacle=_obstacle(analyses),
        form=form,
        most=MOST_CHARACTERS,
        guide=specification_guide(study.variables),
        study_words=labels,
        analysis_words=analysis_labels,
    )


def _obstacle(analyses: AuthorizedAnalyses) -> str:
    """Why no analysis can be run here; empty if one can."""
    if not analyses.is_possible:
        return current_translator().gettext(NO_KEYS)
    return "" if has_research_tools() else current_translator().gettext(NO_TOOLS)


async def _one(
    *,
    analyses: AuthorizedAnalyses,
    studies: AuthorizedStudies,
    request: AnyRequest,
    context: PageContext,
    study_id: UUID,
    analysis_id: UUID,
    form: FormData,
) -> HtmlResponse:
    study = await study_of(studies, study_id)
    found, objection, can_decide = await analysis_of(analyses, study_id, analysis_id), None, False
    if analyses.may_decide(found) and has_research_tools():
        found, objection = await analyses.for_decision(study_id, analysis_id)
        can_decide = found.state == "waiting"
    translator = current_translator()
    confirmed = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return render_page(
        "studies/analysis.html",
        status=form.status,
        layout=context.staff_layout("studies", study.title),
        at=f"/studies/{study_id}/analyses/{analysis_id}",
        study=study,
        page=build_analysis_page(
            found,
            names=await _names(context, [found]),
            can_cancel=analyses.may_cancel(found),
            can_decide=can_decide,
            is_own=found.asked_by == context.caller.person_id,
            objection=objection,
            translator=translator,
        ),
        has_tools=has_research_tools(),
        form=form,
        blank=FormData(),
        analysis_words=analysis_labels,
        confirmation=translator.gettext(confirmed) if confirmed else "",
    )


async def _names(context: PageContext, found: Iterable[Analysis]) -> Mapping[UUID, str]:
    """The names of those who asked and decided; where no accounts are kept, nobody has one."""
    if context.rights is None:
        return {}
    people = {who for one in found for who in (one.asked_by, one.decided_by) if who}
    return await context.rights.clients.names_of(context.caller.tenant_id, people)


HANDLERS = (
    analyses_of_study,
    send_analysis,
    analysis,
    decide_analysis,
)
