"""What a coach offers: next steps, challenges and quests, all free to decline; and kinds of work of their own finding."""

from collections.abc import Collection
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.events.suggestions import OfferedExperiment
from domain.journey.events.weeks import monday_of
from projections.coaching.projection import COACHING
from projections.course.projection import COURSE
from projections.game.projection import GAME
from projections.profile.projection import PROFILE
from projections.profile.view import Profile
from service.http.dependencies import AnyRequest
from service.localization.code_labels import KINDS
from service.localization.current_translator import current_translator
from service.web.coach_client.client_context import client_layout, load_client
from service.web.coach_client.headlines import offers_headline
from service.web.coach_client.labels import QUEST_SUMMARIES, QUEST_WAITS
from service.web.coach_client.offer_forms import OFFER_FORMS, offerable_profile, step_code
from service.web.coach_client.quests import quest_offers
from service.web.coach_client.suggestion_reasons import reason_of_client
from service.web.coach_client.visible_views import visible_coaching
from service.web.form_data import FormData, read_form
from service.web.form_submission import confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.roles.role_links import write_title_for_client

PROJECTIONS = (COACHING, PROFILE, COURSE, GAME)


class OfferableStep(Struct, frozen=True, kw_only=True):
    """A next step that can be offered."""

    code: str
    label: str
    why: str
    offered: bool
    """Whether it was offered with this week's plan."""


@get("/clients/{journey_id:uuid}/offers", name="client_offers")
async def offers_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """What could be offered, and what became of what was."""
    return await _shown(request, context, journey_id, FormData())


@post("/clients/{journey_id:uuid}/suggestions", name="client_suggest")
async def offer_steps(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Offer next steps with this week's plan."""
    return await _submit(request, context, journey_id, "offered")


@post("/clients/{journey_id:uuid}/challenges", name="client_challenge")
async def set_challenge(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Dare the client to something."""
    return await _submit(request, context, journey_id, "challenged")


@post("/clients/{journey_id:uuid}/quests", name="client_quest")
async def offer_quest(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Offer a quest."""
    return await _submit(request, context, journey_id, "quest")


@post("/clients/{journey_id:uuid}/discoveries", name="client_discover")
async def add_discovery(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Put a kind of work on the client's list."""
    return await _submit(request, context, journey_id, "discovered")


@post("/clients/{journey_id:uuid}/after-care", name="client_after_care")
async def plan_after_care(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Set a date on which someone asks how it goes."""
    return await _submit(request, context, journey_id, "care")


async def _submit(
    request: AnyRequest, context: PageContext, journey_id: UUID, form_name: str
) -> HtmlResponse:
    client, form = await load_client(context, journey_id, PROFILE), await read_form(request)
    await write_title_for_client(context.atlas, form, "title", client.journey)
    if await submit_form(context, client, OFFER_FORMS, form_name, form):
        return redirect_to(f"{client.base_path}/offers?told={form_name}")
    return await _shown(request, context, journey_id, form)


async def _shown(request: AnyRequest, context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    client = await load_client(context, journey_id, *PROJECTIONS)
    coaching = visible_coaching(client)
    profile = offerable_profile(client)
    this_week = client.journey.suggestions.get(monday_of(client.today), frozenset[OfferedExperiment]())
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            "coach_client/offers.html",
            status=form.status,
            layout=client_layout(context),
            client=client,
            tab="offers",
            finding=offers_headline(coaching, current_translator(), ended=client.ending is not None),
            coaching=coaching,
            course=client.folded.view(COURSE) if client.sees("read_portrait") else None,
            steps=_steps(profile, this_week) if profile else (),
            quests=quest_offers(client.journey, client.folded.view(GAME)) if coaching else None,
            quest_summaries=QUEST_SUMMARIES,
            quest_waits=QUEST_WAITS,
            form=form,
            confirmation=confirmation_text(request, OFFER_FORMS),
        ),
    )


def _steps(profile: Profile, offered: Collection[OfferedExperiment]) -> tuple[OfferableStep, ...]:
    """The next steps that can be offered, the one that teaches most first."""
    titles, translator = {role.role_id: role.title for role in profile.roles}, current_translator()
    return tuple(
        OfferableStep(
            code=step_code(one.role_id, one.kind),
            label=f"{translator.gettext(KINDS[one.kind])} · {titles[one.role_id]}",
            why=reason_of_client(one, translator),
            offered=OfferedExperiment(role_id=one.role_id, kind=one.kind) in offered,
        )
        for one in profile.suggestions
        if one.role_id in titles
    )


HANDLERS = (offers_page, offer_steps, set_challenge, offer_quest, add_discovery, plan_after_care)
