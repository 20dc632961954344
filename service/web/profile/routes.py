"""The search profile through the weeks, and which experiments moved a role."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.page_context import Visits
from service.web.profile.loading import Asked, read
from service.web.profile.page import profile_page
from service.web.profile.role_effects import moved
from service.web.profile.role_routes import no_role
from service.web.rendering import page
from service.web.role_and_contact_forms import known_people
from service.web.sign_in.routes import Page

LATEST_WEEKS = 4
"""Weeks of what was done that are shown; all of them when `history=all` asks for it."""

RECEIPTS = {
    "role": marked(
        "It is on your list. Nothing is known of it yet: one talk is the quickest way to find out."
    ),
    "criterion": marked("Noted. It gets its weight from what you choose when two wishes pull apart."),
    "gap": marked("Decided. It stands beside the gap, and you can decide anew at any time."),
    "closed": marked("Closed. That is one thing less in the way."),
}


@get("/journeys/{journey_id:uuid}/profile", name="profile")
async def profile(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """The profile on a day; only what changes with the week when htmx asks."""
    known = await read(request, await visit.see("read_page", journey_id), journey_id)
    part = in_part(request)
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    shown = page(
        "profile/partial.html" if part else "profile/profile.html",
        frame=visit.client_frame(journey_id, known.journey, "profile"),
        at=f"/journeys/{journey_id}",
        page=profile_page(known.state, known.kept, await known.views(), known.looked),
        latest_weeks=None if request.query_params.get("history") == "all" else LATEST_WEEKS,
        codes=codes,
        part=part,
        receipt=spoken().gettext(receipt) if receipt else "",
    )
    return varying(shown)


@get("/journeys/{journey_id:uuid}/profile/moves", name="profile_moves")
async def moves(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Which experiments moved a role's numbers: a part of the profile, or a page of its own."""
    known = await read(request, await visit.see("read_page", journey_id), journey_id)
    at = f"/journeys/{journey_id}"
    asked = request.query_params.get("role", "")
    role_id = next((key for key in known.state.roles if str(key) == asked), None)
    if role_id is None or known.state.roles[role_id].discovered.happened_on > known.looked.on:
        no_role(journey_id)
    shown = page(
        "profile/moves_partial.html" if in_part(request) else "profile/moves.html",
        frame=visit.client_frame(journey_id, known.journey, "profile"),
        at=at,
        role_id=role_id,
        title=known.state.roles[role_id].discovered.title,
        looked=known.looked,
        moves=moved(known.state, role_id, known.looked.on),
        people=known_people(known.journey),
    )
    return varying(shown)


def in_part(request: Asked) -> bool:
    """Whether htmx asks, which wants a part of the page."""
    return request.headers.get("hx-request") == "true"


def varying(shown: Response[str]) -> Response[str]:
    """An answer that depends on who asks: a browser for a page, or htmx for a part of it."""
    shown.headers["Vary"] = "HX-Request"
    return shown


HANDLERS = (profile, moves)
