"""Route handlers of one entry: correct it, retract it, or have a value redacted."""

from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.command import command_tag
from domain.errors import DomainError, UnknownJourney
from domain.journey.commands.corrections import RetractEntry
from service.authorization import history_filter
from service.authorization.authorized_journeys import AuthorizedJourney
from service.authorization.errors import Forbidden
from service.http.dependencies import AnyRequest, RedactionRequestsDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.postgres.errors import Overloaded, StoreUnavailable
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import SERVICE_BUSY, submit_commands
from service.web.history.actors import actor_names
from service.web.history.entry_page import EntryPage, build_entry_page
from service.web.history.forms import correction_field_locator, parse_correction, prefilled_form
from service.web.history.labels import field_choices, field_question
from service.web.history.page import HistoryFormatter
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "corrected": gettext_noop("Corrected. The earlier wording stays in the history."),
    "back": gettext_noop("Withdrawn, with everything that depended on it. You can undo this at any time."),
    "undone": gettext_noop("Undone. It says what it said before."),
    "removed": gettext_noop("Deleted for good. Nobody can read these words any more."),
}
NOTHING_CHANGED = gettext_noop("That is what it already says. Change something, or leave it as it is.")


@get("/journeys/{journey_id:uuid}/entries/{number:int}", name="entry")
async def show_entry(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], number: FromPath[int]
) -> HtmlResponse:
    """Shows the entry and what can be done about it."""
    confirmation = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await _render_entry(context, journey_id, number, FormData(), confirmation=confirmation)


@post("/journeys/{journey_id:uuid}/entries/{number:int}", name="correct_entry")
async def correct_entry(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], number: FromPath[int]
) -> HtmlResponse:
    """Corrects the entry."""
    folded, page = await _read(context, journey_id, number)
    form = await read_form(request)
    if page.correction is None:
        return await _render_entry(context, journey_id, number, form)
    correction = parse_correction(form, page.correction, number, folded.journey, folded.today)
    if correction and (
        result := await submit_commands(
            context, journey_id, form, correction, where=correction_field_locator(page.fields)
        )
    ):
        if result.events:
            return redirect_to(f"/journeys/{journey_id}/entries/{number}?told=corrected")
        form.renew_command_id()
        form.add_error(FORM_ERROR, current_translator().gettext(NOTHING_CHANGED))
    return await _render_entry(context, journey_id, number, form)


@get("/journeys/{journey_id:uuid}/entries/{number:int}/back", name="retraction")
async def show_retraction(
    context: PageContextDependency, journey_id: FromPath[UUID], number: FromPath[int]
) -> HtmlResponse:
    """Shows what goes with the entry when it is withdrawn, and the button that withdraws it."""
    return await _render_entry(context, journey_id, number, FormData(), withdrawing=True)


@post("/journeys/{journey_id:uuid}/entries/{number:int}/back", name="retract_entry")
async def retract_entry(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], number: FromPath[int]
) -> HtmlResponse:
    """Retracts the entry; of a correction or a retraction, undoes it."""
    folded, page = await _read(context, journey_id, number)
    form = await read_form(request)
    correction = RetractEntry(
        happened_on=folded.today, number=number, reason=form.text("back_reason", most=500)
    )
    if not form.errors and await submit_commands(context, journey_id, form, correction):
        place, form_name = (page.line.of, "undone") if page.line.of else (number, "back")
        return redirect_to(f"/journeys/{journey_id}/entries/{place}?told={form_name}")
    return await _render_entry(context, journey_id, number, form, withdrawing=True)


@post("/journeys/{journey_id:uuid}/entries/{number:int}/removal", name="redact_entry")
async def redact_entry_field(
    request: AnyRequest,
    context: PageContextDependency,
    redaction_requests: RedactionRequestsDependency,
    journey_id: FromPath[UUID],
    number: FromPath[int],
) -> HtmlResponse:
    """Has a text that no longer holds overwritten for good."""
    _, page = await _read(context, journey_id, number)
    form = await read_form(request)
    field = form.choice("field", [one.field for one in page.removable], needed=True)
    if field:
        try:
            await redaction_requests.redact(journey_id, number, field)
            return redirect_to(f"/journeys/{journey_id}/entries/{number}?told=removed")
        except UnknownJourney:
            raise
        except DomainError as error:
            form.add_error(FORM_ERROR, translate_message(current_translator(), error.message))
        except Forbidden as error:
            form.add_error(FORM_ERROR, current_translator().gettext(str(error)))
        except (Overloaded, StoreUnavailable):
            form.add_error(FORM_ERROR, current_translator().gettext(SERVICE_BUSY))
    return await _render_entry(context, journey_id, number, form)


async def _read(context: PageContext, journey_id: UUID, number: int) -> tuple[AuthorizedJourney, EntryPage]:
    folded = await context.load("read_events", journey_id, events_after=0)

    def build() -> EntryPage:
        withheld = history_filter.withheld_history(
            folded.journey, folded.level, folded.reader_id, folded.today
        )
        entries = {one.number: one for one in withheld.apply(folded.events)}
        if number not in entries:
            raise NotFoundException
        formatter = HistoryFormatter(folded.journey, folded.reader_id, withheld)
        return build_entry_page(formatter, entries, number, folded.reader_id, folded.today)

    return folded, await context.beside_loop(folded, build)


async def _render_entry(
    context: PageContext,
    journey_id: UUID,
    number: int,
    form: FormData,
    *,
    confirmation: str = "",
    withdrawing: bool = False,
) -> HtmlResponse:
    folded, page = await _read(context, journey_id, number)
    command = command_tag(type(page.correction.command)) if page.correction else ""
    filled = form or FormData(prefilled_form(page.fields))
    filled.errors, filled.busy = form.errors, form.busy
    lines = (page.line, *page.retracted, *page.changed)
    who = await actor_names(context, folded.journey, (one.by for one in lines))
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "history/entry.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=filled,
            confirmation=current_translator().gettext(confirmation) if confirmation else "",
            page=page,
            withdrawing=withdrawing and page.retraction is not None,
            field_labels={one.name: field_question(command, one) for one in page.fields},
            offered={
                one.name: field_choices(one, folded.journey)
                for one in page.fields
                if one.offered or one.among
            },
            who=who,
        ),
    )


HANDLERS = (show_entry, correct_entry, show_retraction, retract_entry, redact_entry_field)
