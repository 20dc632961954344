"""One entry: say it again, take it back, or have words of it removed for good."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.errors import DomainError, UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import RetractEntry
from service.authorization import field_filters as seen_by
from service.authorization.authorized_journeys import JourneySeen
from service.authorization.errors import Forbidden
from service.event_store.log import Busy, Unavailable
from service.http.dependencies import rights_of
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.localization.message_translation import told as said
from service.personal_data.redaction_requests import RedactionsSeen
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.form_submission import NOT_NOW, told
from service.web.history.actors import tellers
from service.web.history.entry_page import EntryPage, entry_page
from service.web.history.forms import prefilled, said_again, where
from service.web.history.labels import label, offered
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "corrected": marked("Said again. The earlier wording stays in the history."),
    "back": marked("Taken back, with what hung on it. Undo it whenever you like."),
    "undone": marked("Undone. It says again what it said before."),
    "removed": marked("Removed for good. Nobody reads these words any more."),
}
NOTHING_NEW = marked("This is what it says already. Change something, or leave it as it is.")


@get("/journeys/{journey_id:uuid}/entries/{number:int}", name="entry")
async def entry_shown(
    request: Asked, visit: Visits, journey_id: FromPath[UUID], number: FromPath[int]
) -> Page:
    """What it tells, and what can be done about it."""
    receipt = RECEIPTS.get(request.query_params.get("told", ""), "")
    return await _shown(request, visit, journey_id, number, Answers(), receipt=receipt)


@post("/journeys/{journey_id:uuid}/entries/{number:int}", name="correct_entry")
async def correct(request: Asked, visit: Visits, journey_id: FromPath[UUID], number: FromPath[int]) -> Page:
    """Say it again."""
    _, journey, shown = await _read(visit, journey_id, number)
    answers = await answers_of(request)
    if shown.wish is None:
        return await _shown(request, visit, journey_id, number, answers)
    wish = said_again(answers, shown.wish, number, journey, visit.today(journey))
    if wish and (receipt := await told(visit, journey_id, answers, wish, where=where(shown.asked))):
        if receipt.events:
            return to(f"/journeys/{journey_id}/entries/{number}?told=corrected")
        answers.begin_anew()
        answers.complain(WHOLE, spoken().gettext(NOTHING_NEW))
    return await _shown(request, visit, journey_id, number, answers)


@post("/journeys/{journey_id:uuid}/entries/{number:int}/back", name="retract_entry")
async def take_back(request: Asked, visit: Visits, journey_id: FromPath[UUID], number: FromPath[int]) -> Page:
    """Take it back; of a correction or a retraction, undo it."""
    _, journey, shown = await _read(visit, journey_id, number)
    answers = await answers_of(request)
    wish = RetractEntry(
        happened_on=visit.today(journey), number=number, reason=answers.text("back_reason", most=500)
    )
    if not answers.problems and await told(visit, journey_id, answers, wish):
        place, receipt = (shown.line.of, "undone") if shown.line.of else (number, "back")
        return to(f"/journeys/{journey_id}/entries/{place}?told={receipt}")
    return await _shown(request, visit, journey_id, number, answers)


@post("/journeys/{journey_id:uuid}/entries/{number:int}/removal", name="redact_entry")
async def remove(request: Asked, visit: Visits, journey_id: FromPath[UUID], number: FromPath[int]) -> Page:
    """Have words that do not hold any more overwritten, for good."""
    _, _, shown = await _read(visit, journey_id, number)
    answers = await answers_of(request)
    field = answers.one_of("field", [one.field for one in shown.removable], needed=True)
    redactions = _redactions(request, visit)
    if field and redactions:
        try:
            await redactions.redact(journey_id, number, field)
            return to(f"/journeys/{journey_id}/entries/{number}?told=removed")
        except UnknownJourney:
            raise
        except DomainError as refusal:
            answers.complain(WHOLE, said(spoken(), refusal.message))
        except Forbidden as refusal:
            answers.complain(WHOLE, spoken().gettext(str(refusal)))
        except (Busy, Unavailable):
            answers.complain(WHOLE, spoken().gettext(NOT_NOW))
    return await _shown(request, visit, journey_id, number, answers)


async def _read(visit: Visit, journey_id: UUID, number: int) -> tuple[JourneySeen, Journey, EntryPage]:
    seen = await visit.see("read_events", journey_id)
    journey = await seen.journey()
    shown = seen_by.history(await seen.entries(), journey, seen.level, seen.reader)
    entries = {one.number: one for one in shown}
    if number not in entries:
        raise NotFoundException
    return (
        seen,
        journey,
        entry_page(journey, entries, number, visit.caller.person_id, visit.today(journey)),
    )


def _redactions(request: Asked, visit: Visit) -> RedactionsSeen | None:
    """None where nothing is overwritten: a history that is kept in memory."""
    state = request.app.state
    redactor = state.get("redactor")
    return RedactionsSeen(visit.caller, state.journeys, redactor, rights_of(state)) if redactor else None


async def _shown(
    request: Asked,
    visit: Visit,
    journey_id: UUID,
    number: int,
    answers: Answers,
    *,
    receipt: str = "",
) -> Page:
    _, journey, shown = await _read(visit, journey_id, number)
    command = type(shown.wish.command).__name__ if shown.wish else ""
    begun = answers or Answers(prefilled(shown.asked))
    begun.problems, begun.status = answers.problems, answers.status
    lines = (shown.line, *shown.gone, *shown.changed)
    return page(
        "history/entry.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
        answers=begun,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=shown,
        labels={one.name: label(command, one) for one in shown.asked},
        offered={one.name: offered(one, journey) for one in shown.asked if one.offered or one.among},
        removes=_redactions(request, visit) is not None,
        who=await tellers(visit, journey, (one.by for one in lines)),
    )


HANDLERS = (entry_shown, correct, take_back, remove)
