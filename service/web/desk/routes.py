"""The desk: who needs the coach and why; an alert is acknowledged or laid aside where it stands."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, get_args
from uuid import UUID

from litestar import Request, get, post

from domain.journey.alerts import AcknowledgeAlert, SnoozeAlert
from domain.journey.decide import Command
from domain.vocabulary import StuckRule
from service.desk import desk_rows
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.desk.filters import Filters, filters_of
from service.web.desk.page import desk_page
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

A_WEEK = 7
PATIENCE = 2.0
"""Seconds a change may take to stand on the desk."""

RECEIPTS = {
    "seen": marked("Noted. It asks for you again if it begins anew."),
    "aside": marked("Laid aside. It comes back by itself when the day has passed."),
}
NOT_AHEAD = marked("Choose a day that lies ahead.")


@get("/desk", name="desk")
async def desk(request: Asked, visit: Visits) -> Page:
    """Who needs me, and why."""
    asked = filters_of(request.query_params)
    return await _shown(visit, asked, Answers(), RECEIPTS.get(request.query_params.get("told", "")))


@post("/desk/acknowledge", name="desk_acknowledge")
async def acknowledge(request: Asked, visit: Visits) -> Page:
    """Say that an alert was seen, and perhaps what was done."""
    answers = await answers_of(request)
    move = answers.text("move", most=500)

    def command(rule: StuckRule, today: date) -> Command:
        return AcknowledgeAlert(happened_on=today, rule=rule, move=move)

    return await _answered(request, visit, answers, command, "seen")


@post("/desk/snooze", name="desk_snooze")
async def snooze(request: Asked, visit: Visits) -> Page:
    """Lay an alert aside until after a day; for a week when none is named."""
    answers = await answers_of(request)

    def command(rule: StuckRule, today: date) -> Command:
        until = answers.day("until", today + timedelta(days=A_WEEK))
        if until <= today:
            answers.complain("until", spoken().gettext(NOT_AHEAD))
        return SnoozeAlert(happened_on=today, rule=rule, until=until)

    return await _answered(request, visit, answers, command, "aside")


async def _answered(request: Asked, visit: Visit, answers: Answers, command: Any, receipt: str) -> Page:
    asked = filters_of({name: answers.raw(name) for name in ("show", "name")} | {"rule": answers.raw("only")})
    journey_id = answers.id("journey_id", needed=True)
    rule = answers.one_of("rule", get_args(StuckRule), needed=True)
    if journey_id and rule and not answers.problems:
        wish = command(rule, await _today(visit, journey_id))
        if not answers.problems and (recorded := await told(visit, journey_id, answers, wish)):
            if projector := request.app.state.get("projector"):
                await projector.wait_for(recorded.position, PATIENCE)
            return to(f"/desk{asked.query(told=receipt)}")
    return await _shown(visit, asked, answers)


async def _today(visit: Visit, journey_id: UUID) -> date:
    return visit.today(await (await visit.see("read_line", journey_id)).journey())


async def _shown(visit: Visit, asked: Filters, answers: Answers, receipt: str | None = None) -> Page:
    cases = await visit.cases.desk(None, ended=asked.show == "ended")
    return page(
        "desk/desk.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.staff_frame("desk"),
        page=desk_page(await desk_rows(visit.journeys, cases), asked, words=spoken()),
        answers=answers,
        codes=codes,
        receipt=spoken().gettext(receipt) if receipt else "",
    )


HANDLERS = (desk, acknowledge, snooze)
