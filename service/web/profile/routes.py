"""The search profile through the weeks, and which experiments moved a role."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from projections.learning_model.role_effects import effects_on_role, market_effects_on_role
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.journey_weeks import DAY_PROJECTIONS, select_requested_day
from service.web.page_context import PageContextDependency, in_words_alone
from service.web.profile.new_item_forms import GAP_FORMS, NEW_ITEM_FORMS
from service.web.profile.page import PROJECTIONS, build_profile_page
from service.web.profile.role_routes import raise_no_such_role
from service.web.rendering import HtmlResponse, render_page
from service.web.role_and_contact_forms import contact_names

LATEST_WEEKS = 4
"""Weeks of what was done that are shown; all of them when `history=all` asks for it."""


CONFIRMATIONS = {name: form.confirmation for name, form in (NEW_ITEM_FORMS | GAP_FORMS).items()}


@get("/journeys/{journey_id:uuid}/profile", name="profile")
async def profile(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The profile on a day; only what changes with the week when htmx asks."""
    folded = await context.load("read_page", journey_id, *PROJECTIONS)
    day = select_requested_day(request, folded)
    part = is_partial_request(request)
    confirmation = CONFIRMATIONS.get(request.query_params.get("told", ""))
    shown = await context.beside_loop(
        folded,
        lambda: render_page(
            "profile/partial.html" if part else "profile/profile.html",
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{journey_id}",
            page=build_profile_page(folded, day, current_translator()),
            latest_weeks=None if request.query_params.get("history") == "all" else LATEST_WEEKS,
            part=part,
            confirmation=current_translator().gettext(confirmation) if confirmation else "",
        ),
    )
    return vary_by_htmx(shown)


@get("/journeys/{journey_id:uuid}/profile/moves", name="profile_moves")
async def moves(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Which experiments moved a role's numbers: a part of the profile, or a page of its own."""
    folded = await context.load("read_page", journey_id, PROFILE, REFUSALS, *DAY_PROJECTIONS)
    day, state = select_requested_day(request, folded), folded.state(PROFILE)
    at = f"/journeys/{journey_id}"
    asked = request.query_params.get("role", "")
    role_id = next((key for key in state.roles if str(key) == asked), None)
    if role_id is None or state.roles[role_id].discovered.happened_on > day.on:
        raise_no_such_role(journey_id)
    shown = await context.beside_loop(
        folded,
        lambda: render_page(
            "profile/moves_partial.html" if is_partial_request(request) else "profile/moves.html",
            layout=context.client_layout(folded, "profile"),
            at=at,
            role_id=role_id,
            title=state.roles[role_id].discovered.title,
            looked=day,
            moves=effects_on_role(state, role_id, day.on),
            facts=market_effects_on_role(state, role_id, day.on),
            people=contact_names(folded.journey),
            in_words=in_words_alone(folded),
        ),
    )
    return vary_by_htmx(shown)


def is_partial_request(request: AnyRequest) -> bool:
    """Whether htmx asks, which wants a part of the page."""
    return request.headers.get("hx-request") == "true"


def vary_by_htmx(shown: Response[str]) -> Response[str]:
    """An answer that depends on who asks: a browser for a page, or htmx for a part of it."""
    shown.headers["Vary"] = "HX-Request"
    return shown


HANDLERS = (profile, moves)
