"""The running week: what is true now, what is planned and what to try next, and the forms of the page."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.game.projection import GAME
from service.clock import stored_time_zone
from service.http.dependencies import AnyRequest, get_services
from service.localization.current_translator import current_translator
from service.localization.guess_labels import BELIEF_VERDICTS
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.game.labels import QUEST_TASKS
from service.web.page_context import PageContext, PageContextDependency
from service.web.privacy.labels import LESS_SIGHT
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reply_links.own_links import waiting_replies
from service.web.reveal.forms import REVEAL_FORMS
from service.web.trust import trust_confirmations
from service.web.week.close_forms import CLOSE_CONFIRMATIONS
from service.web.week.forms import WEEK_FORMS
from service.web.week.labels import LOWER_RUNGS
from service.web.week.page import PROJECTIONS, build_week_page
from service.web.week.plan_forms import PLAN_FORMS

SHOWN_HERE = {**WEEK_FORMS, **PLAN_FORMS, "pause": REVEAL_FORMS["pause"]}
"""The forms that lead to the page."""


@get("/journeys/{journey_id:uuid}/week", name="week")
async def week_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The week that is running."""
    return await _shown(request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/week/{form_name:str}", name="week_form")
async def submit_week_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """One of the forms of the page, which also says what it suggested."""
    about = FormContext(folded=await context.load("read_page", journey_id, GAME))
    form = await read_form(request)
    if await submit_form(context, about, WEEK_FORMS, form_name, form):
        return redirect_to(
            f"/journeys/{journey_id}/week?told={WEEK_FORMS[form_name].confirmation_name(form_name, form)}"
        )
    return await _shown(request, context, journey_id, form, form_name=form_name)


async def _shown(
    request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData, *, form_name: str = ""
) -> HtmlResponse:
    folded = await context.load_own(journey_id, *PROJECTIONS)
    replies = await waiting_replies(get_services(request.app.state), context, folded)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "week/week.html",
            status=form.status,
            layout=context.client_layout(folded, "week"),
            at=f"/journeys/{journey_id}",
            form=form,
            form_name=form_name,
            confirmation=confirmation_text(
                request,
                SHOWN_HERE,
                {
                    **CLOSE_CONFIRMATIONS,
                    **trust_confirmations(folded.journey, folded.today, current_translator()),
                },
            ),
            page=build_week_page(folded, translator=current_translator()),
            replies=replies,
            called=folded.journey.started.event.called,
            as_of=context.moment.astimezone(stored_time_zone(folded.journey.time_zone)),
            verdicts=BELIEF_VERDICTS,
            quest_tasks=QUEST_TASKS,
            rungs=LOWER_RUNGS,
            less_sight=LESS_SIGHT,
        ),
    )


HANDLERS = (week_page, submit_week_form)
