"""The game: points and what for, momentum, courage, quests and badges; and the switch that puts all of it away."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.game import GAME
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import submit_form
from service.web.game.forms import GAME_FORMS
from service.web.game.labels import BADGE_CONDITIONS, BADGES, POINTS_PARTS, QUEST_TASKS
from service.web.game.page import OPEN_STEPS, PROJECTIONS, build_game_page
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "take": gettext_noop("Taken. It counts what you do, whatever comes of it."),
    "decline": gettext_noop("Let go. It costs nothing, and you can take it another time."),
    "off": gettext_noop("The game is off. Nothing of it is shown, and nothing is lost."),
    "on": gettext_noop("The game is on. All you did in the meantime counts."),
}


@get("/journeys/{journey_id:uuid}/game", name="game")
async def game(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The game as it stands; switched off, only the switch."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""))
    return await _shown(context, journey_id, FormData(), receipt)


@post("/journeys/{journey_id:uuid}/game/{deed:str}", name="game_deed")
async def submit_game_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], deed: FromPath[str]
) -> HtmlResponse:
    """Take a quest or let it go; switch the game on or off."""
    folded = await context.load("read_game", journey_id)
    form, does = await read_form(request), GAME_FORMS.get(deed)
    if does is None:
        raise NotFoundException
    command = does(form, folded.today)
    if command and await submit_form(
        context, journey_id, form, command, where=lambda _command, _field: FORM_ERROR
    ):
        return redirect_to(f"/journeys/{journey_id}/game?told={deed}")
    return await _shown(context, journey_id, form)


async def _shown(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    receipt: str | None = None,
) -> HtmlResponse:
    folded = await context.load("read_game", journey_id, *PROJECTIONS)
    view = folded.view(GAME)
    titles = {key: role.title for key, role in folded.journey.roles.items()}
    return render_page(
        "game/game.html" if view.switch.on else "game/off.html",
        status=form.status if form.errors else HTTPStatus.OK,
        layout=context.client_layout(folded, "more"),
        at=f"/journeys/{journey_id}",
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        page=build_game_page(view, titles, current_translator()),
        open_steps=OPEN_STEPS,
        parts=POINTS_PARTS,
        asks=QUEST_TASKS,
        badges=BADGES,
        earned_by=BADGE_CONDITIONS,
    )


HANDLERS = (game, submit_game_form)
