"""One role: what is believed of it and why, and what the client has to say to that."""

from datetime import timedelta
from http import HTTPStatus
from typing import NoReturn
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from projections.claims.projection import CLAIMS
from projections.gaps.projection import GAPS
from projections.learning_model.role_effects import effects_on_role, market_effects_on_role
from projections.profile.projection import PROFILE
from projections.profile.view import RoleView
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.journey_weeks import DAY_PROJECTIONS, select_requested_day
from service.web.page_context import PageContext, PageContextDependency
from service.web.profile.forms import (
    ROLE_FORMS,
    score_field,
    scores_in_tenths,
)
from service.web.profile.role_claims import MAX_SOURCES, build_role_claims
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.role_and_contact_forms import contact_names

MARKET_FACT_FRESH_FOR = timedelta(weeks=13)
"""After so long a fact about the market is said to be old."""
NO_SUCH_ROLE_TITLE = gettext_noop("Role not found")
NO_SUCH_ROLE_TEXT = gettext_noop("It is not on your list. It may have been withdrawn.")
BACK_TO_PROFILE = gettext_noop("Back to the profile")


@get("/journeys/{journey_id:uuid}/profile/roles/{role_id:uuid}", name="role")
async def role_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID], role_id: FromPath[UUID]
) -> HtmlResponse:
    """A role as of today."""
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
    about = FormContext(folded=await context.load("read_page", journey_id), item_id=role_id)
    if form_name not in ROLE_FORMS:
        raise_no_such_role(journey_id)
    form = await read_form(request)
    if await submit_form(context, about, ROLE_FORMS, form_name, form):
        return redirect_to(f"/journeys/{journey_id}/profile/roles/{role_id}?told={form_name}")
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
    folded = await context.load("read_page", journey_id, PROFILE, CLAIMS, GAPS, *DAY_PROJECTIONS)
    day, profile = select_requested_day(request, folded), folded.view(PROFILE)
    role = next((one for one in profile.roles if one.role_id == role_id), None)
    claims = next((one for one in folded.view(CLAIMS).roles if one.role_id == role_id), None)
    if role is None or claims is None:
        raise_no_such_role(journey_id)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "profile/role.html",
            status=form.status,
            layout=context.client_layout(folded, "profile"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation_text(request, ROLE_FORMS),
            role=role,
            criteria=profile.criteria,
            scored=_scored(role),
            field=score_field,
            conditions=list(folded.journey.started.conditions.items()),
            claims=build_role_claims(claims, role, folded.view(GAPS), folded.journey),
            shown_sources=MAX_SOURCES,
            moves=effects_on_role(folded.state(PROFILE), role_id, folded.today),
            facts=market_effects_on_role(folded.state(PROFILE), role_id, folded.today),
            people=contact_names(folded.journey),
            looked=day,
            today=folded.today,
            old_before=folded.today - MARKET_FACT_FRESH_FOR,
        ),
    )


def _scored(role: RoleView) -> dict[UUID, int]:
    return (
        scores_in_tenths((one.criterion_id, one.score) for one in role.scored.scores) if role.scored else {}
    )


HANDLERS = (role_page, submit_role_form)
