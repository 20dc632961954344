"""The game: points and what for, momentum, courage, quests and badges; and the switch that puts all of it away."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.game.projection import GAME
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.game.forms import GAME_FORMS
from service.web.game.labels import BADGE_CONDITIONS, BADGES, POINTS_PARTS, QUEST_TASKS
from service.web.game.page import OPEN_STEPS, PROJECTIONS, build_game_page
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page


@get("/journeys/{journey_id:uuid}/game", name="game")
async def game(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The game as it stands; switched off, only the switch."""
    return await _shown(request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/game/{form_name:str}", name="game_deed")
async def submit_game_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """Take a quest or let it go; switch the game on or off."""
    about = FormContext(folded=await context.load("read_game", journey_id, *PROJECTIONS))
    form = await read_form(request)
    if await submit_form(context, about, GAME_FORMS, form_name, form):
        return redirect_to(
            f"/journeys/{journey_id}/game?told={GAME_FORMS[form_name].confirmation_name(form_name, form)}"
        )
    return await _shown(request, context, journey_id, form)


async def _shown(request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    folded = await context.load("read_game", journey_id, *PROJECTIONS)
    view = folded.view(GAME)
    titles = {key: role.title for key, role in folded.journey.roles.items()}
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "game/game.html" if view.switch.on else "game/off.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(request, GAME_FORMS),
            page=build_game_page(view, titles, current_translator()),
            open_steps=OPEN_STEPS,
            parts=POINTS_PARTS,
            today=folded.today,
            asks=QUEST_TASKS,
            badges=BADGES,
            earned_by=BADGE_CONDITIONS,
        ),
    )


HANDLERS = (game, submit_game_form)
