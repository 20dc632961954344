"""Programmes: their list, one of them in figures, and what a manager does for it."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from litestar import Request, get, post
from litestar.params import FromPath

from domain.errors import UnknownProgramme
from domain.programme.decisions import ProgrammeCommand
from domain.programme.state import Programme
from projections.learning_model.parameters import DEFAULT
from projections.totals import SHARE, Totals, totals
from service.application.command_batch import fingerprint
from service.authorization.authorized_programmes import ProgrammesSeen
from service.authorization.errors import Forbidden
from service.event_store.log import Receipt
from service.http.account_dependencies import accounts_of
from service.http.dependencies import programme_list_of, programmes_of
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.error_pages import PageTrouble
from service.web.form_data import Answers, answers_of
from service.web.form_submission import heard
from service.web.page_context import Visit, Visits
from service.web.programmes import forms
from service.web.programmes.page import Silences, list_finding, programme_page
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

PATIENCE = 2.0
NO_SUCH = marked("There is no such programme")
SENTENCE = marked("It may belong to another organisation, or the address may be mistyped.")
SEE_ALL = marked("See all programmes")

RECEIPTS = {
    "opened": marked("Opened. Clients can now be asked in to it."),
    "adjusted": marked("Changed. Journeys that are part of it keep their own course."),
    "joined": marked("This coach works in the programme from now on."),
    "left": marked(
        "This coach has left the programme. Their clients keep their history, and need another coach."
    ),
    "enrolled": marked("Enrolled. The coach and the quests of the programme were handed to the journey."),
    "ended": marked("The journey is no longer part of the programme. It stays in its totals."),
}

Wish = Callable[[Answers, date, forms.Coaches], ProgrammeCommand | None]
WISHES: Mapping[str, tuple[Wish, str]] = MappingProxyType(
    {
        "adjust": (lambda answers, today, _: forms.adjusting(answers, today), "adjusted"),
        "join": (forms.joining, "joined"),
        "leave": (lambda answers, today, _: forms.leaving(answers, today), "left"),
        "enrol": (lambda answers, today, _: forms.enrolling(answers, today), "enrolled"),
        "end": (lambda answers, today, _: forms.ending(answers, today), "ended"),
    }
)
"""What can be wished of a programme, by the last part of its address; and what is told when it was done."""
FIELDS = {"name": "name", "tracks": "tracks", "languages": "languages", "time_zone": "time_zone"}


@get("/programmes", name="programmes")
async def programmes(request: Asked, visit: Visits) -> Page:
    """Every programme of the organisation."""
    return await _list(request, visit, Answers())


@post("/programmes", name="open_programme")
async def open_one(request: Asked, visit: Visits) -> Page:
    """Open one."""
    answers = await answers_of(request)
    command, programme_id = forms.opening(answers, visit.moment), uuid5(answers.command_id, "programme")
    if command and await _recorded(request, programme_id, answers, command):
        return to(f"/programmes/{programme_id}?told=opened")
    return await _list(request, visit, answers)


@get("/programmes/{programme_id:uuid}", name="programme")
async def programme(request: Asked, visit: Visits, programme_id: FromPath[UUID]) -> Page:
    """One of them, in figures."""
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return await _one(request, visit, programme_id, Answers(), receipt)


@post("/programmes/{programme_id:uuid}/{what:str}", name="lead_programme")
async def lead(request: Asked, visit: Visits, programme_id: FromPath[UUID], what: FromPath[str]) -> Page:
    """Lead it: what it offers, who coaches in it, and whose journeys are part of it."""
    if what not in WISHES:
        raise _no_such()
    wish, receipt = WISHES[what]
    answers, offers = await answers_of(request), programmes_of(request.app.state, request.scope)
    today = offers.day(await _known(offers, programme_id), None)
    command = wish(answers, today, await _coaches(request, visit))
    if command and not answers.problems and await _recorded(request, programme_id, answers, command):
        return to(f"/programmes/{programme_id}?told={receipt}")
    return await _one(request, visit, programme_id, answers, form=what)


async def _recorded(
    request: Asked, programme_id: UUID, answers: Answers, command: ProgrammeCommand
) -> Receipt | None:
    offers, commands = programmes_of(request.app.state, request.scope), (command,)
    recording = offers.obey(programme_id, answers.command_id, commands, fingerprint(commands))
    receipt = await heard(answers, recording, lambda _, field: FIELDS.get(field, field))
    if receipt and (projector := request.app.state.get("projector")):
        await projector.wait_for(receipt.position, PATIENCE)
    return receipt


async def _list(request: Asked, visit: Visit, answers: Answers) -> Page:
    lines = await programme_list_of(request.app.state, request.scope).all()
    return page(
        "programmes/programmes.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.staff_frame("programmes"),
        finding=list_finding(lines, spoken()),
        lines=lines,
        leads=programmes_of(request.app.state, request.scope).leads,
        answers=answers,
        codes=codes,
    )


async def _one(
    request: Asked,
    visit: Visit,
    programme_id: UUID,
    answers: Answers,
    receipt: str | None = None,
    *,
    form: str = "",
) -> Page:
    offers = programmes_of(request.app.state, request.scope)
    known = await _known(offers, programme_id)
    figures, silences = await _figures(offers, known)
    coaches = await _coaches(request, visit)
    return page(
        "programmes/programme.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.staff_frame("programmes", known.offer.name),
        at=f"/programmes/{programme_id}",
        page=programme_page(known, figures, silences, coaches, words=spoken()),
        answers=answers,
        form=form,
        blank=Answers(),
        leads=offers.leads,
        coaches={one: name for one, name in coaches.items() if one not in known.coaches},
        codes=codes,
        receipt=spoken().gettext(receipt) if receipt else "",
    )


async def _figures(offers: ProgrammesSeen, known: Programme) -> tuple[Totals | None, Silences]:
    """The totals of today and the silences; none for who sees the programme and does not lead it."""
    day = offers.day(known, None)
    try:
        shares = [SHARE.view(one.state, day, DEFAULT) async for one in offers.readings(known, day, SHARE)]
        return totals(shares), await offers.silences(known)
    except Forbidden:
        return None, {}


async def _known(offers: ProgrammesSeen, programme_id: UUID) -> Programme:
    try:
        return await offers.programme("read_programmes", programme_id)
    except UnknownProgramme:
        raise _no_such() from None


async def _coaches(request: Asked, visit: Visit) -> dict[UUID, str]:
    """The coaches of the organisation who take clients; where no accounts are kept, nobody knows of any."""
    if visit.rights is None:
        return {}
    found = await accounts_of(request).coaches(visit.caller.tenant_id)
    return {one.coach_id: one.name for one in found}


def _no_such() -> PageTrouble:
    words = spoken()
    return PageTrouble(
        words.gettext(SENTENCE),
        status=HTTPStatus.NOT_FOUND,
        title=words.gettext(NO_SUCH),
        href="/programmes",
        link=words.gettext(SEE_ALL),
    )


HANDLERS = (programmes, open_one, programme, lead)
