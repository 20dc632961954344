"""Talks and notes: the quick check-in, what was agreed in it, the coach's notes, and the stance."""

from http import HTTPStatus
from typing import Any, get_args
from uuid import UUID, uuid5

from litestar import Request, get, post
from litestar.params import FromPath

from domain.journey.agreements import MakeCommitment, SettleCommitment
from domain.journey.coaches import SetStance
from domain.journey.coaching import HoldCheckIn
from domain.journey.decide import Command
from domain.journey.notes import ShareNote, WriteNote
from domain.vocabulary import Stance
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.coach_client.client_context import Client, client_of, frame_of
from service.web.coach_client.loading import coaching_of
from service.web.coach_client.said import talks_finding
from service.web.form_data import Answers, answers_of
from service.web.form_submission import Where, by_its_name, told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

MINUTES = (10, 20, 30, 45, 60, 90)
NEW_COMMITMENTS = (1, 2)
"""As many as one form takes."""

RECEIPTS = {
    "talked": marked("The talk is noted. What was agreed stands below, and in the client's own agenda."),
    "agreed": marked("Agreed. It stands in the client's own agenda."),
    "settled": marked("Noted. Kept or let go, both are good to know."),
    "written": marked("Kept for yourself. Nobody else reads it."),
    "written_shared": marked("Kept, and shared with your client."),
    "shared": marked("Shared. Your client reads it from now on."),
    "stance": marked("That is your stance now. Its questions stand below and on the preparation sheet."),
}
WITHOUT_WORDS = marked("Write something first.")
WITHOUT_PROMISE = marked("Say what was agreed for that day.")
AHEAD = marked("This day is still to come. A talk is noted once it was held.")


@get("/clients/{journey_id:uuid}/notes", name="client_notes")
async def notes_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """What was said, agreed and noted."""
    receipt = RECEIPTS.get(request.query_params.get("told", ""), "")
    return await _shown(visit, await client_of(visit, journey_id), Answers(), receipt)


@post("/clients/{journey_id:uuid}/talks", name="client_talk")
async def hold(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Note a talk, with what was agreed in it."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    held_on = answers.day("held_on", client.today)
    if held_on > client.today:
        answers.complain("held_on", spoken().gettext(AHEAD))
    talk = HoldCheckIn(
        happened_on=held_on,
        check_in_id=uuid5(answers.command_id, "talk"),
        minutes=answers.number("minutes", 1, 1440),
        note=answers.text("note"),
        conclusion=answers.text("conclusion", most=500),
    )
    agreed = {
        number: one for number in NEW_COMMITMENTS if (one := _commitment(answers, client, talk, number))
    }
    return await _told(visit, client, answers, "talked", talk, *agreed.values(), where=_where_in(agreed))


@post("/clients/{journey_id:uuid}/commitments/settle", name="client_settle")
async def settle(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Say whether something agreed was kept."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    commitment_id = answers.id("commitment_id", needed=True)
    kept = answers.one_of("kept", ("yes", "no"), needed=True)
    if commitment_id is None or kept is None:
        return await _shown(visit, client, answers)
    command = SettleCommitment(happened_on=client.today, commitment_id=commitment_id, kept=kept == "yes")
    return await _told(visit, client, answers, "settled", command)


@post("/clients/{journey_id:uuid}/notes", name="client_note")
async def write(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Write a note: for oneself, or shared with the client."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    text = answers.text("text", needed=spoken().gettext(WITHOUT_WORDS))
    shared = answers.one_of("readers", ("self", "both")) == "both"
    command = WriteNote(
        happened_on=client.today, note_id=uuid5(answers.command_id, "note"), text=text or "", shared=shared
    )
    return await _told(visit, client, answers, "written_shared" if shared else "written", command)


@post("/clients/{journey_id:uuid}/notes/share", name="client_share")
async def share(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Share a note of one's own with the client."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    note_id, coaching = answers.id("note_id", needed=True), await coaching_of(client)
    if note_id is None or not coaching or note_id not in {one.note_id for one in coaching.notes}:
        answers.complain("note_id", spoken().gettext(NOT_THERE))
        return await _shown(visit, client, answers)
    return await _told(visit, client, answers, "shared", ShareNote(happened_on=client.today, note_id=note_id))


@post("/clients/{journey_id:uuid}/stance", name="client_stance")
async def take_stance(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Say how one stands by from today."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    stance = answers.one_of("stance", get_args(Stance), needed=True)
    if stance is None:
        return await _shown(visit, client, answers)
    return await _told(visit, client, answers, "stance", SetStance(happened_on=client.today, stance=stance))


NOT_THERE = marked("There is no such note of yours.")


def _commitment(answers: Answers, client: Client, talk: HoldCheckIn, number: int) -> MakeCommitment | None:
    what, due = answers.text(f"what_{number}", most=500), None
    if answers.has(f"due_{number}"):
        due = answers.day(f"due_{number}", client.today)
        if what is None:
            answers.complain(f"what_{number}", spoken().gettext(WITHOUT_PROMISE))
    if what is None:
        return None
    commitment_id = uuid5(answers.command_id, f"commitment {number}")
    return MakeCommitment(happened_on=talk.happened_on, commitment_id=commitment_id, what=what, due=due)


def _where_in(agreed: dict[int, MakeCommitment]) -> Where:
    """The first command is the talk, the others are what was agreed."""
    numbers = [None, *agreed]

    def where(command: int, field: str) -> str:
        number = numbers[command] if command < len(numbers) else None
        if field == "happened_on":
            return "held_on"
        return f"{field}_{number}" if number and field in {"what", "due"} else by_its_name(command, field)

    return where


async def _told(
    visit: Visit,
    client: Client,
    answers: Answers,
    receipt: str,
    *commands: Command,
    where: Where = by_its_name,
) -> Page:
    if answers.problems or not await told(visit, client.journey_id, answers, *commands, where=where):
        return await _shown(visit, client, answers)
    return to(f"{client.at}/notes?told={receipt}")


async def _shown(visit: Visit, client: Client, answers: Answers, receipt: str = "") -> Page:
    return page(
        "coach_client/notes.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=frame_of(visit),
        client=client,
        codes=codes,
        tab="notes",
        finding=talks_finding(client, spoken()),
        coaching=await coaching_of(client),
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        minutes=[(one, spoken().number(one)) for one in MINUTES],
        new_commitments=NEW_COMMITMENTS,
    )


HANDLERS = (notes_page, hold, settle, write, share, take_stance)
