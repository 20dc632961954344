"""One role: what is believed of it and why, and what the client has to say to that."""

from functools import partial
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urlencode
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.profile.projection import PROFILE
from projections.profile.view import RoleView
from service.atlas.role_sheet import RoleSheet
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.journey_weeks import select_requested_day
from service.web.page_context import PageContext, PageContextDependency, in_words_alone
from service.web.profile.forms import (
    ROLE_FORMS,
    score_field,
    scores_in_tenths,
)
from service.web.profile.role_link import ATLAS, OfferedLinks, is_looked_up, offered_links
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_atlas.forms import ROLE_ATLAS_FORMS, RoleAtlasContext
from service.web.role_atlas.page import ROLE_ATLAS_PROJECTIONS, read_sheet
from service.web.role_atlas.shown import find_role_atlas
from service.web.role_story.claims import MAX_SOURCES
from service.web.role_story.shown import (
    MARKET_FACT_FRESH_FOR,
    NO_SUCH_ROLE_TITLE,
    STORY_PROJECTIONS,
    find_role_page,
)

NO_SUCH_ROLE_TEXT = gettext_noop("It is not on your list. It may have been withdrawn.")
BACK_TO_PROFILE = gettext_noop("Back to the profile")


@get("/journeys/{journey_id:uuid}/profile/roles/{role_id:uuid}", name="role")
async def role_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], role_id: FromPath[UUID]
) -> HtmlResponse:
    """A role's story up to today, or to the day that the address names."""
    return await _shown(request, context, journey_id, role_id, FormData())


@post("/journeys/{journey_id:uuid}/profile/roles/{role_id:uuid}/{form_name:str}", name="role_told")
async def submit_role_form(
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    role_id: FromPath[UUID],
    form_name: FromPath[str],
) -> HtmlResponse:
    """Tell something of a role: dispute its odds, score it, park, block or reopen it, judge its distance."""
    folded = await context.load("read_page", journey_id)
    if form_name not in ROLE_FORMS and form_name not in ROLE_ATLAS_FORMS:
        raise_no_such_role(journey_id)
    form = await read_form(request)
    if form_name == "link" and is_looked_up(form):
        return await _shown(request, context, journey_id, role_id, form)
    if form_name in ROLE_ATLAS_FORMS:
        sheet = await read_sheet(context.atlas, folded.journey, role_id, current_translator().language)
        of_atlas = RoleAtlasContext(folded=folded, item_id=role_id, sheet=sheet or RoleSheet())
        recorded = await submit_form(context, of_atlas, ROLE_ATLAS_FORMS, form_name, form)
    else:
        about = FormContext(folded=folded, item_id=role_id)
        recorded = await submit_form(context, about, ROLE_FORMS, form_name, form)
    if recorded:
        region = {"region": form.first("region")} if form.has("region") else {}
        address = urlencode({"told": form_name, **region})
        return redirect_to(f"/journeys/{journey_id}/profile/roles/{role_id}?{address}")
    return await _shown(request, context, journey_id, role_id, form)


def raise_no_such_role(journey_id: UUID) -> NoReturn:
    """Say that there is no such role."""
    translator = current_translator()
    raise PageError(
        translator.gettext(NO_SUCH_ROLE_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_SUCH_ROLE_TITLE),
        href=f"/journeys/{journey_id}/profile",
        link=translator.gettext(BACK_TO_PROFILE),
    )


async def _shown(
    request: AnyRequest,
    context: PageContext,
    journey_id: UUID,
    role_id: UUID,
    form: FormData,
) -> HtmlResponse:
    at = f"/journeys/{journey_id}"
    folded = await context.load("read_page", journey_id, *STORY_PROJECTIONS, *ROLE_ATLAS_PROJECTIONS)
    looked = select_requested_day(request, folded, f"{at}/profile/roles/{role_id}")
    page = await context.beside_loop(
        folded, partial(find_role_page, folded, looked, role_id, level=folded.level, own=folded.own)
    )
    if page is None:
        raise_no_such_role(journey_id)
    atlas = await find_role_atlas(request, context, folded, page, form)
    is_today = looked.on == looked.today
    asked = request.query_params.get(ATLAS, "")
    offered = await offered_links(context, folded, page.role, asked, form) if is_today else OfferedLinks()
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "profile/role.html",
            status=form.status,
            layout=context.client_layout(folded, "profile"),
            at=at,
            called=folded.journey.started.event.called,
            form=form,
            confirmation=confirmation_text(request, {**ROLE_FORMS, **ROLE_ATLAS_FORMS}),
            told_link=request.query_params.get("told") == "link",
            page=page,
            own=folded.own,
            atlas=atlas,
            offered=offered,
            words_only=in_words_alone(folded),
            criteria=folded.view(PROFILE).criteria,
            scored=_scored(page.role),
            field=score_field,
            opened=request.query_params.get("open", ""),
            conditions=list(folded.journey.started.conditions.items()),
            shown_sources=MAX_SOURCES,
            today=folded.today,
            old_before=looked.on - MARKET_FACT_FRESH_FOR,
        ),
    )


def _scored(role: RoleView) -> dict[UUID, int]:
    return (
        scores_in_tenths((one.criterion_id, one.score) for one in role.scored.scores) if role.scored else {}
    )


HANDLERS = (role_page, submit_role_form)
