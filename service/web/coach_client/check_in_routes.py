"""Check-ins and notes: the talk with its agreements, the coach's notes, and the stance."""

from functools import partial
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.alerts.projection import ALERTS
from projections.coaching.projection import COACHING
from projections.network.projection import NETWORK
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.coach_client.check_in_forms import (
    CHECK_IN_FORMS,
    COMMITMENT_FIELDS,
    note_readers,
    own_sessions,
)
from service.web.coach_client.client_context import client_layout, load_client
from service.web.coach_client.headlines import check_ins_headline
from service.web.coach_client.visible_views import fitting_stance, visible_coaching
from service.web.form_data import FormData, read_form
from service.web.form_submission import confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

PROJECTIONS = (COACHING,)
NOTES_PROJECTIONS = (COACHING, ALERTS, REFUSALS, PROFILE, NETWORK)
"""The others are for the coaching style that is suggested."""

WRITTEN = {"self": "written", "both": "written_shared", "deputy": "written_deputy"}
"""The form of a note, by who reads it."""

MINUTES = (10, 20, 30, 45, 60, 90)


@get("/clients/{journey_id:uuid}/notes", name="client_notes")
async def notes_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Shows check-ins, agreements and notes."""
    return await _shown(request, context, journey_id, FormData())


@post("/clients/{journey_id:uuid}/talks", name="client_talk")
async def record_check_in(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Record a check-in, with what was agreed in it."""
    return await _submit(request, context, journey_id, "talked")


@post("/clients/{journey_id:uuid}/talks/withdraw", name="client_withdraw_talk")
async def withdraw_check_in(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Withdraw a session that was recorded by mistake."""
    return await _submit(request, context, journey_id, "withdrawn")


@post("/clients/{journey_id:uuid}/commitments/settle", name="client_settle")
async def settle_commitment(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say whether something agreed was kept."""
    return await _submit(request, context, journey_id, "settled")


@post("/clients/{journey_id:uuid}/notes", name="client_note")
async def write_note(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Write a note: for oneself, or shared with the client."""
    return await _submit(request, context, journey_id, "written")


@post("/clients/{journey_id:uuid}/notes/share", name="client_share")
async def share_note(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Share a note of one's own with the client."""
    return await _submit(request, context, journey_id, "shared")


@post("/clients/{journey_id:uuid}/stance", name="client_stance")
async def take_stance(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say how one stands by from today."""
    return await _submit(request, context, journey_id, "stance")


async def _submit(
    request: AnyRequest, context: PageContext, journey_id: UUID, form_name: str
) -> HtmlResponse:
    client, form = await load_client(context, journey_id, *PROJECTIONS), await read_form(request)
    if form_name == "written":
        form_name = WRITTEN[note_readers(form)]
    if await submit_form(context, client, CHECK_IN_FORMS, form_name, form):
        return redirect_to(f"{client.base_path}/notes?told={form_name}")
    return await _shown(request, context, journey_id, form)


async def _shown(request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    client = await load_client(context, journey_id, *NOTES_PROJECTIONS)
    suggested = await context.beside_loop(client.folded, partial(fitting_stance, client))
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            "coach_client/notes.html",
            status=form.status,
            layout=client_layout(context),
            client=client,
            tab="notes",
            finding=check_ins_headline(client, current_translator()),
            coaching=visible_coaching(client),
            suggested=suggested,
            own_sessions=own_sessions(client) if client.may_tell else (),
            form=form,
            confirmation=confirmation_text(request, CHECK_IN_FORMS),
            minutes=[(one, current_translator().number(one)) for one in MINUTES],
            new_commitments=COMMITMENT_FIELDS,
        ),
    )


HANDLERS = (
    notes_page,
    record_check_in,
    withdraw_check_in,
    settle_commitment,
    write_note,
    share_note,
    take_stance,
)
