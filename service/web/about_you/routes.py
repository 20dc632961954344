"""Route handlers of the about-you page; each part of it has a form of its own."""

from types import MappingProxyType
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.strengths.projection import STRENGTHS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.about_you.forms import ABOUT_YOU_FORMS
from service.web.about_you.page import PROJECTIONS, build_about_you_page
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.near_roles.offered_qualities import Offered, offered_qualities
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.week.finding import ENDED

DECODED = MappingProxyType({"dream": "dream", "ideal": "sketch"})
"""The fields of texts that stand for qualities, by form."""


@get("/journeys/{journey_id:uuid}/about-you", name="about_you")
async def about_you_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Shows the client's own words about herself, and the agreements."""
    return await _shown(request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/about-you/{form_name:str}", name="about_you_deed")
async def submit_about_you_form(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], form_name: FromPath[str]
) -> HtmlResponse:
    """Tell one thing more."""
    about = FormContext(folded=await context.load("read_portrait", journey_id, STRENGTHS))
    form = await read_form(request)
    if form_name in DECODED and _asks_for_qualities(form, DECODED[form_name]):
        return await _shown(request, context, journey_id, form, form_name=form_name)
    if await submit_form(context, about, ABOUT_YOU_FORMS, form_name, form):
        return redirect_to(
            f"/journeys/{journey_id}/about-you?told={ABOUT_YOU_FORMS[form_name].confirmation_name(form_name, form)}"
        )
    return await _shown(request, context, journey_id, form, form_name=form_name)


async def _shown(
    request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData, *, form_name: str = ""
) -> HtmlResponse:
    folded = await context.load("read_portrait", journey_id, *PROJECTIONS)
    offered = await _offered(context, form, form_name)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "about_you/about_you.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(request, ABOUT_YOU_FORMS),
            page=build_about_you_page(folded, current_translator()),
            form_name=form_name,
            offered=offered,
            endings=ENDED,
            today=folded.today,
        ),
    )


def _asks_for_qualities(form: FormData, decoded: str) -> bool:
    """Whether a dream or a sketch was written without any quality, and none were offered to tick yet."""
    field = f"{decoded}_qualities"
    filled_in = form.has(field) or form.has(f"{field}_ticked") or form.includes(f"{field}_offered")
    return form.has(decoded) and not filled_in


async def _offered(context: PageContext, form: FormData, form_name: str) -> Offered:
    """The qualities to tick, once a dream or a sketch was written without any."""
    text = form.text(DECODED[form_name]) if form_name in DECODED else None
    return await offered_qualities(context.atlas, text, current_translator()) if text else ()


HANDLERS = (about_you_page, submit_about_you_form)
