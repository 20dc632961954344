"""What a coach offers: next steps, challenges and quests, all free to decline; and kinds of work of their own finding."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.commands.agreements import SetChallenge
from domain.journey.commands.quests import OfferQuest
from domain.journey.commands.roles import DiscoverRole
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.decide import UserCommand
from domain.journey.events.suggestions import OfferedExperiment
from domain.journey.events.weeks import monday_of
from domain.vocabulary import Distance, Quest
from projections.coaching import COACHING
from projections.profile import PROFILE
from projections.profile.view import Profile
from service.http.dependencies import AnyRequest
from service.localization.code_labels import KINDS, QUESTS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.client_context import ClientContext, client_layout, load_client
from service.web.coach_client.headlines import offers_headline
from service.web.coach_client.labels import QUEST_SUMMARIES
from service.web.coach_client.visible_views import visible_coaching, visible_profile
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.text_comparison import same_text

PROJECTIONS = (COACHING, PROFILE)

CONFIRMATIONS = {
    "offered": gettext_noop("Offered with this week's plan. Nothing is imposed."),
    "challenged": gettext_noop("Set. Your client may take it up or decline it, which costs nothing."),
    "quest": gettext_noop("Offered. Your client may take it up or let it pass."),
    "discovered": gettext_noop("It is on your client's list now, as found by you."),
}
CHOICE_REQUIRED = gettext_noop("Choose at least one.")
CHALLENGE_REQUIRED = gettext_noop("Say what you dare your client to do.")
QUEST_REQUIRED = gettext_noop("Choose a quest.")
TITLE_REQUIRED = gettext_noop("Say what this kind of work is called.")
DISTANCE_REQUIRED = gettext_noop("Say how far it is from what your client did.")
ALREADY_LISTED = gettext_noop("This kind of work is on the list already.")

QUEST_DEADLINE_DAYS: Mapping[Quest, int] = MappingProxyType({"first_light": 7, "ask_the_odds": 14})
"""Quests of the first days: after so many they cannot be done any more."""


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
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await _shown(context, journey_id, FormData(), receipt)


@post("/clients/{journey_id:uuid}/suggestions", name="client_suggest")
async def offer_steps(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Offer next steps with this week's plan."""
    client, form = await load_client(context, journey_id, PROFILE), await read_form(request)
    profile = visible_profile(client) if client.sees("read_suggestions") else None
    offered = {_code(one.role_id, one.kind): one for one in profile.suggestions} if profile else {}
    chosen = form.choices("steps", tuple(offered))
    if not chosen:
        form.add_error("steps", current_translator().gettext(CHOICE_REQUIRED))
        return await _shown(context, client.journey_id, form)
    offers = tuple(
        OfferedExperimentInput(role_id=offered[one].role_id, kind=offered[one].kind) for one in chosen
    )
    command = OfferSuggestions(happened_on=client.today, monday=monday_of(client.today), offers=offers)
    return await _submit(context, client, form, "offered", command)


@post("/clients/{journey_id:uuid}/challenges", name="client_challenge")
async def set_challenge(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Dare the client to something."""
    client, form = await load_client(context, journey_id), await read_form(request)
    command = SetChallenge(
        happened_on=client.today,
        challenge_id=form.new_id("challenge"),
        what=form.text("what", needed=current_translator().gettext(CHALLENGE_REQUIRED), most=500) or "",
        due=_due(form, client),
    )
    return await _submit(context, client, form, "challenged", command)


@post("/clients/{journey_id:uuid}/quests", name="client_quest")
async def offer_quest(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Offer a quest."""
    client, form = await load_client(context, journey_id), await read_form(request)
    quest = form.choice("quest", get_args(Quest), needed=current_translator().gettext(QUEST_REQUIRED))
    if quest is None:
        return await _shown(context, client.journey_id, form)
    return await _submit(context, client, form, "quest", OfferQuest(happened_on=client.today, quest=quest))


@post("/clients/{journey_id:uuid}/discoveries", name="client_discover")
async def add_discovery(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Put a kind of work on the client's list."""
    client, form = await load_client(context, journey_id), await read_form(request)
    title = form.text("title", needed=current_translator().gettext(TITLE_REQUIRED), most=200)
    distance = form.choice(
        "distance", get_args(Distance), needed=current_translator().gettext(DISTANCE_REQUIRED)
    )
    role_id = form.new_id("role")
    if title and _is_known(client, title, role_id):
        form.add_error("title", current_translator().gettext(ALREADY_LISTED))
    if title is None or distance is None:
        return await _shown(context, client.journey_id, form)
    command = DiscoverRole(
        happened_on=client.today, role_id=role_id, title=title, distance=distance, found="coach"
    )
    return await _submit(context, client, form, "discovered", command)


def _due(form: FormData, client: ClientContext) -> date | None:
    return form.date("due", client.today) if form.has("due") else None


def _is_known(client: ClientContext, title: str, but: UUID) -> bool:
    roles = client.journey.roles.items()
    return any(same_text(one.title, title) for role_id, one in roles if role_id != but)


def _code(role_id: UUID, kind: str) -> str:
    return f"{role_id}.{kind}"


async def _submit(
    context: PageContext, client: ClientContext, form: FormData, receipt: str, command: UserCommand
) -> HtmlResponse:
    if form.errors or not await submit_commands(context, client.journey_id, form, command):
        return await _shown(context, client.journey_id, form)
    return redirect_to(f"{client.base_path}/offers?told={receipt}")


async def _shown(context: PageContext, journey_id: UUID, form: FormData, receipt: str = "") -> HtmlResponse:
    client = await load_client(context, journey_id, *PROJECTIONS)
    coaching = visible_coaching(client)
    profile = visible_profile(client) if client.sees("read_suggestions") else None
    this_week = client.journey.offered.get(monday_of(client.today), frozenset[OfferedExperiment]())
    return render_page(
        "coach_client/offers.html",
        status=form.status,
        layout=client_layout(context),
        client=client,
        tab="offers",
        finding=offers_headline(coaching, current_translator()),
        coaching=coaching,
        steps=_steps(profile, this_week) if profile else (),
        free_quests=_free(client),
        quest_summaries=QUEST_SUMMARIES,
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
    )


def _steps(profile: Profile, offered: Collection[OfferedExperiment]) -> tuple[OfferableStep, ...]:
    """The next steps that can be offered, the one that teaches most first."""
    titles, translator = {role.role_id: role.title for role in profile.roles}, current_translator()
    return tuple(
        OfferableStep(
            code=_code(one.role_id, one.kind),
            label=f"{translator.gettext(KINDS[one.kind])} · {titles[one.role_id]}",
            why=one.why,
            offered=OfferedExperiment(role_id=one.role_id, kind=one.kind) in offered,
        )
        for one in profile.suggestions
        if one.role_id in titles
    )


def _free(client: ClientContext) -> list[Quest]:
    """The quests that are neither offered nor taken, and whose time has not passed."""
    days = (client.today - client.started_on).days
    return [one for one in QUESTS if _is_free(client, one) and days < QUEST_DEADLINE_DAYS.get(one, days + 1)]


def _is_free(client: ClientContext, quest: Quest) -> bool:
    known = client.journey.quests.get(quest)
    return known is None or known.stage == "declined"


HANDLERS = (offers_page, offer_steps, set_challenge, offer_quest, add_discovery)
