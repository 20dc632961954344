"""Studies: their list, one of them, and what a researcher and an administrator do about it."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.authorization.authorized_studies import AuthorizedStudies
from service.container import Services
from service.http.dependencies import (
    AnalysesDependency,
    AnyRequest,
    ProgressDependency,
    ServicesDependency,
    StudiesDependency,
)
from service.localization.current_translator import current_translator
from service.read_models.progress import PAGE_WAIT_SECONDS
from service.research.authorized_analyses import AuthorizedAnalyses
from service.research.dummy_kits import kit_size
from service.web.form_data import FormData, read_form
from service.web.form_submission import confirmation_text, execute_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.studies import analysis_labels, labels
from service.web.studies.forms import STUDY_FORMS, StudyContext
from service.web.studies.lookup import (
    CHOICES,
    LASTS,
    VARIABLES,
    known_study,
    names_of,
    no_such_study,
    programme_choices,
    study_in_list,
)
from service.web.studies.page import build_studies_page, waiting_finding
from service.web.studies.study_page import StudyReader, build_study_page


@get("/studies", name="studies")
async def studies(
    services: ServicesDependency,
    studies: StudiesDependency,
    analyses: AnalysesDependency,
    context: PageContextDependency,
) -> HtmlResponse:
    """How many agreed to research, and every study."""
    return await _list(services, studies, analyses, context, FormData())


@post("/studies", name="draft_study")
async def draft_study(
    *,
    services: ServicesDependency,
    studies: StudiesDependency,
    analyses: AnalysesDependency,
    progress: ProgressDependency,
    request: AnyRequest,
    context: PageContextDependency,
) -> HtmlResponse:
    """Draft one."""
    form = await read_form(request)
    study_id = form.new_id("study")
    about = await _about(services, studies, context)
    if recorded := await execute_form(STUDY_FORMS["draft"], about, form, studies, study_id):
        await progress.wait_for(recorded.position, PAGE_WAIT_SECONDS)
        return redirect_to(f"/studies/{study_id}?told=draft")
    return await _list(services, studies, analyses, context, form)


@get("/studies/{study_id:uuid}", name="study")
async def study(
    *,
    services: ServicesDependency,
    studies: StudiesDependency,
    analyses: AnalysesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    study_id: FromPath[UUID],
) -> HtmlResponse:
    """One of them."""
    return await _one(
        services=services,
        studies=studies,
        analyses=analyses,
        request=request,
        context=context,
        study_id=study_id,
        form=FormData(),
    )


@post("/studies/{study_id:uuid}/{form_name:str}", name="decide_study")
async def submit_study_form(
    *,
    services: ServicesDependency,
    studies: StudiesDependency,
    analyses: AnalysesDependency,
    progress: ProgressDependency,
    request: AnyRequest,
    context: PageContextDependency,
    study_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Revise it, submit it, decide about it, close it."""
    asked = STUDY_FORMS.get(form_name)
    if asked is None or form_name == "draft":
        raise no_such_study()
    form = await read_form(request)
    await known_study(studies, study_id)
    about = await _about(services, studies, context)
    if recorded := await execute_form(asked, about, form, studies, study_id):
        await progress.wait_for(recorded.position, PAGE_WAIT_SECONDS)
        return redirect_to(f"/studies/{study_id}?told={asked.confirmed_as or form_name}")
    return await _one(
        services=services,
        studies=studies,
        analyses=analyses,
        request=request,
        context=context,
        study_id=study_id,
        form=form,
        form_name=form_name,
    )


async def _list(
    services: Services,
    studies: AuthorizedStudies,
    analyses: AuthorizedAnalyses,
    context: PageContext,
    form: FormData,
) -> HtmlResponse:
    every = await studies.all()
    page, translator = None, current_translator()
    if "researcher" in context.caller.roles:
        counted = await studies.count_of_research()
        page = build_studies_page(counted, await context.journeys.head(), translator=translator)
    approved = [one.definition for one in every if one.definition and one.state == "approved"]
    counts = await studies.attritions(approved) if approved else {}
    lines = [
        (one, counts[one.study_id].agreed if one.study_id in counts else None)
        for one in sorted(every, key=lambda one: one.state != "submitted")
    ]
    return render_page(
        "studies/studies.html",
        status=form.status,
        layout=context.staff_layout("studies"),
        page=page,
        finding=waiting_finding(every, translator),
        lines=lines,
        waiting=await analyses.count_waiting(),
        manages=studies.may("manage_studies"),
        language=translator.language,
        form=form,
        tables=CHOICES,
        programmes=await programme_choices(services, context),
        today=studies.today(),
        last_day=studies.today() + LASTS,
        study_words=labels,
    )


async def _one(
    *,
    services: Services,
    studies: AuthorizedStudies,
    analyses: AuthorizedAnalyses,
    request: AnyRequest,
    context: PageContext,
    study_id: UUID,
    form: FormData,
    form_name: str = "",
) -> HtmlResponse:
    listed, known = await study_in_list(studies, study_id)
    if known is None or listed.definition is None:
        return render_page(
            "studies/study_of_others.html",
            layout=context.staff_layout("studies", listed.title),
            study=listed,
            study_words=labels,
        )
    definition, programmes = listed.definition, await programme_choices(services, context)
    working = await studies.researchers(study_id, known)
    return render_page(
        "studies/study.html",
        status=form.status,
        layout=context.staff_layout("studies", known.protocol.title),
        at=f"/studies/{study_id}",
        page=build_study_page(
            known,
            definition,
            await studies.attrition(study_id, definition),
            names=await names_of(context, (one.by for one in known.decisions)),
            programmes={UUID(one): name for one, name in programmes},
            reader=StudyReader(
                manages=studies.may("manage_studies"),
                approves=studies.may("approve_studies"),
                leads=studies.leads(known),
                worked_on=studies.worked_on(known),
                wrote_results=studies.wrote_results(known),
            ),
            translator=current_translator(),
        ),
        analyses_finding=analysis_labels.waiting_analyses_finding(
            await analyses.of_study(study_id, is_known=True), current_translator()
        ),
        working=working,
        kit=kit_size(definition),
        researcher_choices=[(one.researcher_id, one.name) for one in working.others],
        form=form,
        form_name=form_name,
        blank=FormData(),
        tables=CHOICES,
        programmes=programmes,
        today=studies.today(),
        last_day=studies.today() + LASTS,
        study_words=labels,
        confirmation=confirmation_text(request, STUDY_FORMS),
    )


async def _about(services: Services, studies: AuthorizedStudies, context: PageContext) -> StudyContext:
    programmes = await programme_choices(services, context)
    return StudyContext(
        today=studies.today(), variables=VARIABLES, programmes=tuple(UUID(one) for one, _ in programmes)
    )


HANDLERS = (studies, draft_study, study, submit_study_form)
