"""The points that a form brought, for the page it leads to; outside the game, and for anyone but the client, none."""

from uuid import UUID

from projections.fold import fold
from projections.game.projection import GAME
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.refusals.projection import REFUSALS
from service.application.folded_journey import FoldedJourney
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import parse_number
from service.web.page_context import PageContext


async def points_of_act(request: AnyRequest, context: PageContext, journey_id: UUID) -> str:
    """What the form that led here earned, in a sentence; empty if nothing, and while a no comes first."""
    at = parse_number(request.query_params.get("at", ""))
    if at is None:
        return ""
    folded = await context.load("read_page", journey_id, GAME, REFUSALS, events_after=0)
    if folded.level not in {"own", "whole"} or not folded.view(GAME).switch.on or folded.view(REFUSALS).care:
        return ""
    earned = await context.beside_loop(folded, lambda: _earned(folded, at))
    if earned <= 0:
        return ""
    translator = current_translator()
    text = translator.ngettext("That is one point more.", "That is %(count)s points more.", earned)
    return text % {"count": translator.number(earned)}


def _earned(folded: FoldedJourney, at: int) -> int:
    """By how much the points grew with the entries of one form, of which `at` is the last."""
    known = [one for one in folded.events if one.number <= at]
    before = [one for one in known if one.command_id != known[-1].command_id] if known else []
    after, earlier = (
        GAME.view(fold(GAME, each), folded.today, DEFAULT_PARAMETERS) for each in (known, before)
    )
    return after.total - earlier.total
