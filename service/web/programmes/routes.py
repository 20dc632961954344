"""Programmes: their list, one of them in figures, and what a manager does for it."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.errors import UnknownProgramme
from domain.programme.aggregate import Programme
from service.authorization.authorized_programmes import (
    AuthorizedProgrammeList,
    AuthorizedProgrammes,
    ProgrammeFigures,
)
from service.authorization.errors import Forbidden
from service.container import Services
from service.http.dependencies import (
    AnyRequest,
    ProgrammeListDependency,
    ProgrammesDependency,
    ProgressDependency,
    ServicesDependency,
)
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.read_models.progress import PAGE_WAIT_SECONDS
from service.web.error_pages import PageError
from service.web.form_data import FormData, read_form
from service.web.form_submission import confirmation_text, execute_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.programmes.forms import OPENING_FORMS, PROGRAMME_FORMS, CoachNames, ProgrammeContext
from service.web.programmes.page import build_programme_page, programme_list_headline
from service.web.rendering import HtmlResponse, redirect_to, render_page

NO_SUCH_PROGRAMME_TITLE = gettext_noop("There is no such programme")
NO_SUCH_PROGRAMME_TEXT = gettext_noop(
    "It may belong to another organisation, or the address may be mistyped."
)
SEE_ALL_PROGRAMMES = gettext_noop("See all programmes")


@get("/programmes", name="programmes")
async def programmes(
    programmes: ProgrammesDependency, programme_list: ProgrammeListDependency, context: PageContextDependency
) -> HtmlResponse:
    """Every programme of the organisation."""
    return await _list(programmes, programme_list, context, FormData())


@post("/programmes", name="open_programme")
async def open_programme(
    programmes: ProgrammesDependency,
    programme_list: ProgrammeListDependency,
    progress: ProgressDependency,
    request: AnyRequest,
    context: PageContextDependency,
) -> HtmlResponse:
    """Open one."""
    form = await read_form(request)
    programme_id = form.new_id("programme")
    if recorded := await execute_form(
        OPENING_FORMS["opened"], context.moment, form, programmes, programme_id
    ):
        await progress.wait_for(recorded.position, PAGE_WAIT_SECONDS)
        return redirect_to(f"/programmes/{programme_id}?told=opened")
    return await _list(programmes, programme_list, context, form)


@get("/programmes/{programme_id:uuid}", name="programme")
async def programme(
    services: ServicesDependency,
    programmes: ProgrammesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    programme_id: FromPath[UUID],
) -> HtmlResponse:
    """One of them, in figures."""
    coaches = await _coaches(services, context)
    return await _one(programmes, request, context, programme_id, FormData(), coaches=coaches)


@post("/programmes/{programme_id:uuid}/{what:str}", name="lead_programme")
async def submit_programme_form(
    *,
    services: ServicesDependency,
    programmes: ProgrammesDependency,
    progress: ProgressDependency,
    request: AnyRequest,
    context: PageContextDependency,
    programme_id: FromPath[UUID],
    what: FromPath[str],
) -> HtmlResponse:
    """Lead it: what it offers, who coaches in it, and whose journeys are part of it."""
    if what not in PROGRAMME_FORMS:
        raise _no_such()
    form, known = await read_form(request), await _known(programmes, programme_id)
    coaches = await _coaches(services, context)
    about = ProgrammeContext(today=programmes.resolve_day(known, None), coaches=coaches)
    if recorded := await execute_form(PROGRAMME_FORMS[what], about, form, programmes, programme_id):
        await progress.wait_for(recorded.position, PAGE_WAIT_SECONDS)
        return redirect_to(f"/programmes/{programme_id}?told={PROGRAMME_FORMS[what].confirmed_as}")
    return await _one(programmes, request, context, programme_id, form, coaches=coaches, open_form=what)


async def _list(
    programmes: AuthorizedProgrammes,
    programme_list: AuthorizedProgrammeList,
    context: PageContext,
    form: FormData,
) -> HtmlResponse:
    lines = await programme_list.all()
    return render_page(
        "programmes/programmes.html",
        status=form.status,
        layout=context.staff_layout("programmes"),
        finding=programme_list_headline(lines, current_translator()),
        lines=lines,
        leads=programmes.may_lead,
        form=form,
    )


async def _one(
    programmes: AuthorizedProgrammes,
    request: AnyRequest,
    context: PageContext,
    programme_id: UUID,
    form: FormData,
    *,
    coaches: CoachNames,
    open_form: str = "",
) -> HtmlResponse:
    known = await _known(programmes, programme_id)
    figures = await _figures(programmes, known)
    return render_page(
        "programmes/programme.html",
        status=form.status,
        layout=context.staff_layout("programmes", known.current_offer.name),
        at=f"/programmes/{programme_id}",
        page=build_programme_page(known, figures, coaches, translator=current_translator()),
        form=form,
        open_form=open_form,
        blank=FormData(),
        leads=programmes.may_lead,
        coaches={one: name for one, name in coaches.items() if one not in known.coaches},
        confirmation=confirmation_text(request, OPENING_FORMS | PROGRAMME_FORMS),
    )


async def _figures(offers: AuthorizedProgrammes, known: Programme) -> ProgrammeFigures | None:
    """The figures of today; None for who sees the programme and does not lead it."""
    try:
        return await offers.figures(known, offers.resolve_day(known, None))
    except Forbidden:
        return None


async def _known(offers: AuthorizedProgrammes, programme_id: UUID) -> Programme:
    try:
        return await offers.get("read_programmes", programme_id)
    except UnknownProgramme:
        raise _no_such() from None


async def _coaches(services: Services, context: PageContext) -> dict[UUID, str]:
    """The coaches of the organisation who take clients; where no accounts are kept, nobody knows of any."""
    if services.accounts is None:
        return {}
    found = await services.accounts.accounts.list_coaches(context.caller.tenant_id)
    return {one.coach_id: one.name for one in found}


def _no_such() -> PageError:
    translator = current_translator()
    return PageError(
        translator.gettext(NO_SUCH_PROGRAMME_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_SUCH_PROGRAMME_TITLE),
        href="/programmes",
        link=translator.gettext(SEE_ALL_PROGRAMMES),
    )


HANDLERS = (programmes, open_programme, programme, submit_programme_form)
