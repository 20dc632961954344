"""Cover: a coach who will be away proposes a colleague for some clients at once, and ends it earlier."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import get, post

from domain.aggregate import CommandBatch
from domain.journey.commands.deputies import EndDeputy, ProposeDeputy
from domain.journey.decide import UserCommand
from service.authorization.authorized_caseload import DeskJourney
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.desk.cover_page import build_cover_page
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import report_failure
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "proposed": gettext_noop("Asked. Each client says yes or no, and nothing changes until then."),
    "ended": gettext_noop("Ended. They can no longer see anything."),
}
CLIENTS_REQUIRED = gettext_noop("Choose at least one client.")
DEPUTY_REQUIRED = gettext_noop("Choose who stands in.")
FIRST_REQUIRED = gettext_noop("Enter the first day you are away.")
LAST_REQUIRED = gettext_noop("Enter the last day you are away.")


@get("/desk/cover", name="cover")
async def cover_page(
    services: ServicesDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Who stands in for whom, and until when."""
    confirmation = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await _shown(services, context, FormData(), confirmation)


@post("/desk/cover", name="propose_cover")
async def propose_cover(
    services: ServicesDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Propose a colleague for the clients that were chosen."""
    form = await read_form(request)
    known = await _own_clients(context)
    colleagues = await _colleagues(services, context)
    translator = current_translator()
    everybody = [str(one) for one in known]
    # Who ticks some clients means those, whatever is chosen above them.
    chosen = form.choices("clients", everybody) or (everybody if form.first("whom") == "all" else ())
    if not chosen:
        form.add_error("clients", translator.gettext(CLIENTS_REQUIRED))
    deputy_id = form.choice(
        "deputy_id", [str(one) for one in colleagues], needed=translator.gettext(DEPUTY_REQUIRED)
    )
    for name, sentence in (("first_day", FIRST_REQUIRED), ("last_day", LAST_REQUIRED)):
        if not form.has(name):
            form.add_error(name, translator.gettext(sentence))
    for place in chosen if deputy_id else ():
        one, deputy = known[UUID(place)], UUID(deputy_id or place)
        command = ProposeDeputy(
            happened_on=one.folded.today,
            cover_id=form.new_id(f"cover {place}"),
            deputy_id=deputy,
            name=colleagues[deputy],
            first_day=form.date("first_day", one.folded.today),
            last_day=form.date("last_day", one.folded.today),
        )
        if form.errors:
            break
        await _submit(context, form, one, [command])
    if form.errors:
        return await _shown(services, context, form)
    return redirect_to("/desk/cover?told=proposed")


@post("/desk/cover/end", name="end_cover")
async def end_cover(
    services: ServicesDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """End the days of a deputy now, or withdraw the proposal."""
    form = await read_form(request)
    journey_id, cover_id = form.uuid("journey_id", needed=True), form.uuid("cover_id", needed=True)
    if journey_id and cover_id:
        known = {one.case.journey_id: one for one in await context.cases.desk_journeys(None, ended=True)}
        if one := known.get(journey_id):
            command = EndDeputy(happened_on=one.folded.today, cover_id=cover_id)
            await _submit(context, form, one, [command])
        if not form.errors:
            return redirect_to("/desk/cover?told=ended")
    return await _shown(services, context, form)


async def _submit(
    context: PageContext, form: FormData, one: DeskJourney, commands: Sequence[UserCommand]
) -> None:
    """Records it for one client; the same form sent again records nothing twice."""
    journey_id = one.case.journey_id
    batch = CommandBatch.of(
        form.new_id(f"batch {journey_id}"), commands, (form.submission, journey_id), formerly=[commands]
    )

    def where(_command: int, path: str) -> str:
        field = path.partition("/")[0]
        return field if form.includes(field) else FORM_ERROR

    await report_failure(form, context.journeys.submit(journey_id, batch), where)


async def _own_clients(context: PageContext) -> Mapping[UUID, DeskJourney]:
    me = context.caller.person_id
    journeys = await context.cases.desk_journeys(None, ended=False)
    return {
        one.case.journey_id: one for one in journeys if one.case.coach_id == me and one.case.ending is None
    }


async def _colleagues(services: Services, context: PageContext) -> Mapping[UUID, str]:
    """The other coaches of the organisation, whether they take clients or not; nobody without accounts."""
    if services.accounts is None:
        return {}
    people = await services.accounts.accounts.list_people(context.caller)
    return {
        one.person_id: one.name
        for one in people
        if "coach" in one.roles
        and one.name
        and one.standing == "active"
        and one.person_id != context.caller.person_id
    }


async def _shown(
    services: Services, context: PageContext, form: FormData, confirmation: str = ""
) -> HtmlResponse:
    journeys = await context.cases.desk_journeys(None, ended=False)
    colleagues = await _colleagues(services, context)
    return await context.list_beside_loop(
        len(journeys),
        lambda: render_page(
            "desk/cover.html",
            status=form.status,
            layout=context.staff_layout("desk"),
            page=build_cover_page(journeys, context.caller.person_id, current_translator()),
            colleagues=colleagues,
            form=form,
            confirmation=current_translator().gettext(confirmation) if confirmation else "",
        ),
    )


HANDLERS = (cover_page, propose_cover, end_cover)
