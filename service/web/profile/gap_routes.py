"""One gap: where it was found, and what the client decides: close it, go round it, or live with it."""

from http import HTTPStatus
from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.decide import Command
from domain.journey.gaps import CloseGap, DecideGap
from domain.vocabulary import GapDecision
from projections.gaps import GAPS
from service.authorization.authorized_journeys import JourneySeen
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.error_pages import PageTrouble
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.profile.loading import Asked
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

WITHOUT_DECISION = marked("Choose what you do about it.")
DAY_PASSED = marked("This day is over. Choose one that is still to come.")
NO_GAP = marked("There is no such gap")
NOT_FOUND = marked("Nothing of the kind was found; perhaps it was taken back.")
BACK = marked("Back to the profile")


@get("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}", name="gap")
async def gap_page(visit: Visits, journey_id: FromPath[UUID], gap_id: FromPath[UUID]) -> Page:
    """A gap and the form to decide on it."""
    return await _shown(visit, await visit.see("read_page", journey_id), journey_id, gap_id, Answers())


@post("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}", name="decide_gap")
async def decide(request: Asked, visit: Visits, journey_id: FromPath[UUID], gap_id: FromPath[UUID]) -> Page:
    """Decide on it."""
    seen = await visit.see("read_page", journey_id)
    today = visit.today(await seen.journey())
    answers = await answers_of(request)
    asked = spoken().gettext(WITHOUT_DECISION)
    decision = answers.one_of("decision", get_args(GapDecision), needed=asked)
    how = answers.text("how", most=500)
    due = answers.day("due", today) if answers.has("due") else None
    if due and due < today:
        answers.complain("due", spoken().gettext(DAY_PASSED))
    if decision and not answers.problems:
        # A day belongs to closing; the form may still hold one from before.
        kept = due if decision == "close" else None
        wish = DecideGap(happened_on=today, gap_id=gap_id, decision=decision, how=how, due=kept)
        if await told(visit, journey_id, answers, wish):
            return to(f"/journeys/{journey_id}/profile?told=gap#gaps")
    return await _shown(visit, seen, journey_id, gap_id, answers)


@post("/journeys/{journey_id:uuid}/profile/gaps/{gap_id:uuid}/closed", name="close_gap")
async def close(request: Asked, visit: Visits, journey_id: FromPath[UUID], gap_id: FromPath[UUID]) -> Page:
    """Say that it is there now."""
    seen = await visit.see("read_page", journey_id)
    answers = await answers_of(request)
    wish: Command = CloseGap(happened_on=visit.today(await seen.journey()), gap_id=gap_id)
    if await told(visit, journey_id, answers, wish):
        return to(f"/journeys/{journey_id}/profile?told=closed#gaps")
    return await _shown(visit, seen, journey_id, gap_id, answers)


async def _shown(visit: Visit, seen: JourneySeen, journey_id: UUID, gap_id: UUID, answers: Answers) -> Page:
    journey, gaps = await seen.journey(), await seen.view(GAPS)
    gap = next((one for one in gaps.gaps if one.gap_id == gap_id), None)
    if gap is None:
        words = spoken()
        raise PageTrouble(
            words.gettext(NOT_FOUND),
            status=HTTPStatus.NOT_FOUND,
            title=words.gettext(NO_GAP),
            href=f"/journeys/{journey_id}/profile",
            link=words.gettext(BACK),
        )
    return page(
        "profile/gap.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "profile"),
        at=f"/journeys/{journey_id}",
        answers=answers,
        gap=gap,
        today=visit.today(journey),
        codes=codes,
    )


HANDLERS = (gap_page, decide, close)
