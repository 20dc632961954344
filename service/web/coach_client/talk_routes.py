"""Talks and notes: the quick check-in, what was agreed in it, the coach's notes, and the stance."""

from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.commands.agreements import MakeCommitment, SettleCommitment
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import SetStance
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.decide import UserCommand
from domain.vocabulary import Stance
from projections.coaching import COACHING
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.client_context import ClientContext, client_layout, load_client
from service.web.coach_client.headlines import talks_headline
from service.web.coach_client.visible_views import visible_coaching
from service.web.form_data import FormData, read_form
from service.web.form_submission import FieldLocator, field_by_name, submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

PROJECTIONS = (COACHING,)

MINUTES = (10, 20, 30, 45, 60, 90)
COMMITMENT_FIELDS = (1, 2)
"""As many as one form takes."""

CONFIRMATIONS = {
    "talked": gettext_noop(
        "The talk is noted. What was agreed stands below, and in the client's own agenda."
    ),
    "agreed": gettext_noop("Agreed. It stands in the client's own agenda."),
    "settled": gettext_noop("Noted. Kept or let go, both are good to know."),
    "written": gettext_noop("Kept for yourself. Nobody else reads it."),
    "written_shared": gettext_noop("Kept, and shared with your client."),
    "shared": gettext_noop("Shared. Your client reads it from now on."),
    "stance": gettext_noop(
        "That is your stance now. Its questions stand below and on the preparation sheet."
    ),
}
NOTE_REQUIRED = gettext_noop("Write something first.")
COMMITMENT_REQUIRED = gettext_noop("Say what was agreed for that day.")
DAY_AHEAD = gettext_noop("This day is still to come. A talk is noted once it was held.")


@get("/clients/{journey_id:uuid}/notes", name="client_notes")
async def notes_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Shows sessions, agreements and notes."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await _shown(context, journey_id, FormData(), receipt)


@post("/clients/{journey_id:uuid}/talks", name="client_talk")
async def record_talk(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Note a talk, with what was agreed in it."""
    client, form = await load_client(context, journey_id), await read_form(request)
    held_on = form.date("held_on", client.today)
    if held_on > client.today:
        form.add_error("held_on", current_translator().gettext(DAY_AHEAD))
    talk = HoldCheckIn(
        happened_on=held_on,
        check_in_id=form.new_id("talk"),
        minutes=form.number("minutes", 1, 1440),
        note=form.text("note"),
        conclusion=form.text("conclusion", most=500),
    )
    agreed = {number: one for number in COMMITMENT_FIELDS if (one := _commitment(form, client, talk, number))}
    return await _submit(context, client, form, "talked", talk, *agreed.values(), where=_where_in(agreed))


@post("/clients/{journey_id:uuid}/commitments/settle", name="client_settle")
async def settle_commitment(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say whether something agreed was kept."""
    client, form = await load_client(context, journey_id), await read_form(request)
    commitment_id = form.uuid("commitment_id", needed=True)
    kept = form.choice("kept", ("yes", "no"), needed=True)
    if commitment_id is None or kept is None:
        return await _shown(context, client.journey_id, form)
    command = SettleCommitment(happened_on=client.today, commitment_id=commitment_id, kept=kept == "yes")
    return await _submit(context, client, form, "settled", command)


@post("/clients/{journey_id:uuid}/notes", name="client_note")
async def write_note(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Write a note: for oneself, or shared with the client."""
    client, form = await load_client(context, journey_id), await read_form(request)
    text = form.text("text", needed=current_translator().gettext(NOTE_REQUIRED))
    shared = form.choice("readers", ("self", "both")) == "both"
    command = WriteNote(happened_on=client.today, note_id=form.new_id("note"), text=text or "", shared=shared)
    return await _submit(context, client, form, "written_shared" if shared else "written", command)


@post("/clients/{journey_id:uuid}/notes/share", name="client_share")
async def share_note(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Share a note of one's own with the client."""
    client, form = await load_client(context, journey_id, *PROJECTIONS), await read_form(request)
    note_id, coaching = form.uuid("note_id", needed=True), visible_coaching(client)
    if note_id is None or not coaching or note_id not in {one.note_id for one in coaching.notes}:
        form.add_error("note_id", current_translator().gettext(NO_SUCH_NOTE))
        return await _shown(context, client.journey_id, form)
    return await _submit(
        context, client, form, "shared", ShareNote(happened_on=client.today, note_id=note_id)
    )


@post("/clients/{journey_id:uuid}/stance", name="client_stance")
async def take_stance(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say how one stands by from today."""
    client, form = await load_client(context, journey_id), await read_form(request)
    stance = form.choice("stance", get_args(Stance), needed=True)
    if stance is None:
        return await _shown(context, client.journey_id, form)
    return await _submit(context, client, form, "stance", SetStance(happened_on=client.today, stance=stance))


NO_SUCH_NOTE = gettext_noop("There is no such note of yours.")


def _commitment(
    form: FormData, client: ClientContext, talk: HoldCheckIn, number: int
) -> MakeCommitment | None:
    what, due = form.text(f"what_{number}", most=500), None
    if form.has(f"due_{number}"):
        due = form.date(f"due_{number}", client.today)
        if what is None:
            form.add_error(f"what_{number}", current_translator().gettext(COMMITMENT_REQUIRED))
    if what is None:
        return None
    commitment_id = form.new_id(f"commitment {number}")
    return MakeCommitment(happened_on=talk.happened_on, commitment_id=commitment_id, what=what, due=due)


def _where_in(agreed: dict[int, MakeCommitment]) -> FieldLocator:
    """The first command is the talk, the others are what was agreed."""
    numbers = [None, *agreed]

    def where(command: int, field: str) -> str:
        number = numbers[command] if command < len(numbers) else None
        if field == "happened_on":
            return "held_on"
        return f"{field}_{number}" if number and field in {"what", "due"} else field_by_name(command, field)

    return where


async def _submit(
    context: PageContext,
    client: ClientContext,
    form: FormData,
    receipt: str,
    *commands: UserCommand,
    where: FieldLocator = field_by_name,
) -> HtmlResponse:
    if form.errors or not await submit_commands(context, client.journey_id, form, *commands, where=where):
        return await _shown(context, client.journey_id, form)
    return redirect_to(f"{client.base_path}/notes?told={receipt}")


async def _shown(context: PageContext, journey_id: UUID, form: FormData, receipt: str = "") -> HtmlResponse:
    client = await load_client(context, journey_id, *PROJECTIONS)
    return render_page(
        "coach_client/notes.html",
        status=form.status,
        layout=client_layout(context),
        client=client,
        tab="notes",
        finding=talks_headline(client, current_translator()),
        coaching=visible_coaching(client),
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        minutes=[(one, current_translator().number(one)) for one in MINUTES],
        new_commitments=COMMITMENT_FIELDS,
    )


HANDLERS = (notes_page, record_talk, settle_commitment, write_note, share_note, take_stance)
