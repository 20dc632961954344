"""The running week: what is planned and what to try next, and the week's beginning, rest and end."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath

from domain.journey.aggregate import Journey
from domain.journey.commands.experiment_outcomes import DropExperiment
from domain.journey.decide import Command
from domain.journey.pulses import RateEnergy
from domain.journey.weeks import DeclareRest, PlanWeek, ReviewWeek, monday_of
from projections.agenda import AGENDA
from projections.profile import PROFILE
from projections.weeks import WEEKS
from service.authorization.authorized_journeys import JourneySeen
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to
from service.web.week.page import this_week

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "intention": marked("Noted. It stands at the top of your week."),
    "closed": marked("The week is closed. What you concluded steers the next one."),
    "rest": marked("Rest well. Nothing is lost by it, and nothing is asked of you this week."),
    "planned": marked("Planned. When it has happened, tell how it went."),
    "dropped": marked("Taken back. It stays in your history as a plan, no more."),
}
WITHOUT_CONCLUSION = marked("Say in a sentence what this week taught you.")


@get("/journeys/{journey_id:uuid}/week", name="week")
async def week_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """The week that is running."""
    seen = await visit.see("read_page", journey_id)
    return await _shown(
        visit, seen, journey_id, Answers(), RECEIPTS.get(request.query_params.get("told", ""))
    )


@post("/journeys/{journey_id:uuid}/week/intention", name="week_intention")
async def intend(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Say what the week is for."""
    seen, _, answers, today = await _asked(request, visit, journey_id)
    intention = answers.text("intention", needed=True, most=500)
    command = PlanWeek(happened_on=today, monday=monday_of(today), intention=intention)
    return await _told(visit, seen, journey_id, answers, "intention", command)


@post("/journeys/{journey_id:uuid}/week/close", name="week_close")
async def close(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Close a week with its conclusion."""
    seen, journey, answers, today = await _asked(request, visit, journey_id)
    conclusion = answers.text("conclusion", needed=spoken().gettext(WITHOUT_CONCLUSION), most=500)
    energy = answers.number("energy", 0, 10)
    monday = answers.day("monday", monday_of(today))
    commands: list[Command] = [ReviewWeek(happened_on=today, monday=monday, conclusion=conclusion or "")]
    if energy is not None and journey.pulses.energy.get(today, energy) == energy:
        commands.append(RateEnergy(happened_on=today, rating=energy))
    return await _told(visit, seen, journey_id, answers, "closed", *commands)


@post("/journeys/{journey_id:uuid}/week/rest", name="week_rest")
async def rest(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Take the week off."""
    seen, _, answers, today = await _asked(request, visit, journey_id)
    command = DeclareRest(happened_on=today, monday=monday_of(today), reason=answers.text("reason"))
    return await _told(visit, seen, journey_id, answers, "rest", command)


@post("/journeys/{journey_id:uuid}/week/drop", name="week_drop")
async def drop(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Take a plan back."""
    seen, _, answers, today = await _asked(request, visit, journey_id)
    experiment_id = answers.id("experiment_id", needed=True)
    if experiment_id is None:
        return await _shown(visit, seen, journey_id, answers)
    command = DropExperiment(happened_on=today, experiment_id=experiment_id)
    return await _told(visit, seen, journey_id, answers, "dropped", command)


async def _asked(
    request: Asked, visit: Visit, journey_id: UUID
) -> tuple[JourneySeen, Journey, Answers, date]:
    seen = await visit.see("read_page", journey_id)
    journey = await seen.journey()
    return seen, journey, await answers_of(request), visit.today(journey)


async def _told(
    visit: Visit, seen: JourneySeen, journey_id: UUID, answers: Answers, receipt: str, *commands: Command
) -> Page:
    """Tell it, and show the week again: with a receipt, or with what is not right."""
    if answers.problems or not await told(visit, journey_id, answers, *commands):
        return await _shown(visit, seen, journey_id, answers)
    return to(f"/journeys/{journey_id}/week?told={receipt}")


async def _shown(
    visit: Visit, seen: JourneySeen, journey_id: UUID, answers: Answers, receipt: str | None = None
) -> Page:
    journey = await seen.journey()
    weeks, profile, agenda = await seen.view(WEEKS), await seen.view(PROFILE), await seen.view(AGENDA)
    return page(
        "week/week.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "week"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        page=this_week(journey, weeks, profile, agenda, words=spoken()),
        energy_known=visit.today(journey) in journey.pulses.energy,
    )


HANDLERS = (week_page, intend, close, rest, drop)
