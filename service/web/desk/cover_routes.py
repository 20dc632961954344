"""Cover: a coach who will be away proposes a colleague for some clients at once, and ends it earlier."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import get, post

from domain.aggregate import CommandBatch
from domain.errors import DomainError
from domain.journey.commands.deputies import EndDeputy, ProposeDeputy
from domain.journey.decide import UserCommand, decide
from service.authorization.desk_entries import DeskJourney
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
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
    proposals = [
        (
            known[UUID(place)],
            ProposeDeputy(
                happened_on=known[UUID(place)].folded.today,
                cover_id=form.new_id(f"cover {place}"),
                deputy_id=UUID(deputy_id),
                name=colleagues[UUID(deputy_id)],
                first_day=form.date("first_day", known[UUID(place)].folded.today),
                last_day=form.date("last_day", known[UUID(place)].folded.today),
            ),
        )
        for place in (chosen if deputy_id else ())
    ]
    if not form.errors:
        await _find_refusals(context, form, proposals)
    for one, command in proposals:
        if form.errors:
            break
        await _submit(context, form, one.case.journey_id, [command])
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
        folded = await context.load_as_coach(journey_id)
        command = EndDeputy(happened_on=folded.today, cover_id=cover_id)
        await _submit(context, form, journey_id, [command])
        if not form.errors:
            return redirect_to("/desk/cover?told=ended")
    return await _shown(services, context, form)


async def _find_refusals(
    context: PageContext, form: FormData, proposals: Sequence[tuple[DeskJourney, ProposeDeputy]]
) -> None:
    """Says for which clients it cannot be, before anybody is asked. What was recorded earlier is no refusal."""
    refused: dict[tuple[str, str], list[str]] = {}
    for one, command in proposals:
        journey_id = one.case.journey_id
        try:
            await context.journeys.check(journey_id, command, one.level)
            decide(one.folded.journey, command, one.folded.today, context.caller.person_id)
        except DomainError as error:
            if not await context.journeys.recorded_result(journey_id, _batch(form, journey_id, [command])):
                sentence = translate_message(current_translator(), error.message)
                refused.setdefault((_field(form, error.field), sentence), []).append(one.case.called)
    for (field, sentence), called in refused.items():
        of_all = len(called) == len(proposals)
        text = sentence if of_all else f"{', '.join(called)}: {sentence}"
        form.add_error(field, f"{form.errors[field]} {text}" if field in form.errors else text)


def _batch(form: FormData, journey_id: UUID, commands: Sequence[UserCommand]) -> CommandBatch:
    """The same form sent again records nothing twice."""
    return CommandBatch.of(
        form.new_id(f"batch {journey_id}"), commands, (form.submission, journey_id), formerly=[commands]
    )


def _field(form: FormData, path: str) -> str:
    field = path.partition("/")[0]
    return field if form.includes(field) else FORM_ERROR


async def _submit(
    context: PageContext, form: FormData, journey_id: UUID, commands: Sequence[UserCommand]
) -> None:
    """Records it for one client."""
    batch = _batch(form, journey_id, commands)
    await report_failure(form, context.journeys.submit(journey_id, batch), lambda _, path: _field(form, path))


async def _own_clients(context: PageContext) -> Mapping[UUID, DeskJourney]:
    me = context.caller.person_id
    journeys = await context.desk.current_journeys()
    return {one.case.journey_id: one for one in journeys if one.case.coach_id == me}


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
    journeys = await context.desk.current_journeys()
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
