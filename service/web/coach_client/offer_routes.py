"""What a coach offers: next steps, challenges and quests, all free to decline; and kinds of work of their own finding."""

from collections.abc import Collection, Mapping
from datetime import date
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, get_args
from uuid import UUID, uuid5

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.agreements import SetChallenge
from domain.journey.decide import Command
from domain.journey.quests import OfferQuest
from domain.journey.roles import DiscoverRole
from domain.journey.suggestions import Offer, OfferGiven, OfferSuggestions
from domain.journey.weeks import monday_of
from domain.vocabulary import Distance, Quest
from projections.profile.view import Profile
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.coach_client.client_context import Client, client_of, frame_of
from service.web.coach_client.loading import coaching_of, profile_of
from service.web.coach_client.said import offers_finding
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to
from service.web.words import KINDS, QUESTS

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "offered": marked("Offered with this week's plan. Nothing is imposed."),
    "challenged": marked("Set. Your client may take it up or decline it, which costs nothing."),
    "quest": marked("Offered. Your client may take it up or let it pass."),
    "discovered": marked("It is on your client's list now, as found by you."),
}
NOTHING_CHOSEN = marked("Choose at least one.")
WITHOUT_CHALLENGE = marked("Say what you dare your client to do.")
WITHOUT_QUEST = marked("Choose a quest.")
WITHOUT_TITLE = marked("Say what this kind of work is called.")
WITHOUT_DISTANCE = marked("Say how far it is from what your client did.")
ON_THE_LIST = marked("This kind of work is on the list already.")

DAYS: Mapping[Quest, int] = MappingProxyType({"first_light": 7, "ask_the_odds": 14})
"""Quests of the first days: after so many they cannot be done any more."""


class NextStep(Struct, frozen=True, kw_only=True):
    """A next step that can be offered."""

    code: str
    label: str
    why: str
    offered: bool
    """Whether it was offered with this week's plan."""


@get("/clients/{journey_id:uuid}/offers", name="client_offers")
async def offers_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """What could be offered, and what became of what was."""
    receipt = RECEIPTS.get(request.query_params.get("told", ""), "")
    return await _shown(visit, await client_of(visit, journey_id), Answers(), receipt)


@post("/clients/{journey_id:uuid}/suggestions", name="client_suggest")
async def suggest(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Offer next steps with this week's plan."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    profile = await profile_of(client) if client.sees("read_suggestions") else None
    offered = {_code(one.role_id, one.kind): one for one in profile.suggestions} if profile else {}
    chosen = answers.several_of("steps", tuple(offered))
    if not chosen:
        answers.complain("steps", spoken().gettext(NOTHING_CHOSEN))
        return await _shown(visit, client, answers)
    offers = tuple(OfferGiven(role_id=offered[one].role_id, kind=offered[one].kind) for one in chosen)
    command = OfferSuggestions(happened_on=client.today, monday=monday_of(client.today), offers=offers)
    return await _told(visit, client, answers, "offered", command)


@post("/clients/{journey_id:uuid}/challenges", name="client_challenge")
async def challenge(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Dare the client to something."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    command = SetChallenge(
        happened_on=client.today,
        challenge_id=uuid5(answers.command_id, "challenge"),
        what=answers.text("what", needed=spoken().gettext(WITHOUT_CHALLENGE), most=500) or "",
        due=_due(answers, client),
    )
    return await _told(visit, client, answers, "challenged", command)


@post("/clients/{journey_id:uuid}/quests", name="client_quest")
async def offer_quest(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Offer a quest."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    quest = answers.one_of("quest", get_args(Quest), needed=spoken().gettext(WITHOUT_QUEST))
    if quest is None:
        return await _shown(visit, client, answers)
    return await _told(visit, client, answers, "quest", OfferQuest(happened_on=client.today, quest=quest))


@post("/clients/{journey_id:uuid}/discoveries", name="client_discover")
async def discover(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Put a kind of work on the client's list."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    title = answers.text("title", needed=spoken().gettext(WITHOUT_TITLE), most=200)
    distance = answers.one_of("distance", get_args(Distance), needed=spoken().gettext(WITHOUT_DISTANCE))
    role_id = uuid5(answers.command_id, "role")
    if title and _is_known(client, title, role_id):
        answers.complain("title", spoken().gettext(ON_THE_LIST))
    if title is None or distance is None:
        return await _shown(visit, client, answers)
    command = DiscoverRole(
        happened_on=client.today, role_id=role_id, title=title, distance=distance, found="coach"
    )
    return await _told(visit, client, answers, "discovered", command)


def _due(answers: Answers, client: Client) -> date | None:
    return answers.day("due", client.today) if answers.has("due") else None


def _is_known(client: Client, title: str, but: UUID) -> bool:
    wanted = " ".join(title.casefold().split())
    roles = client.journey.roles.items()
    return any(" ".join(one.title.casefold().split()) == wanted for role_id, one in roles if role_id != but)


def _code(role_id: UUID, kind: str) -> str:
    return f"{role_id}.{kind}"


async def _told(visit: Visit, client: Client, answers: Answers, receipt: str, command: Command) -> Page:
    if answers.problems or not await told(visit, client.journey_id, answers, command):
        return await _shown(visit, client, answers)
    return to(f"{client.at}/offers?told={receipt}")


async def _shown(visit: Visit, client: Client, answers: Answers, receipt: str = "") -> Page:
    coaching = await coaching_of(client)
    profile = await profile_of(client) if client.sees("read_suggestions") else None
    this_week = client.journey.offered.get(monday_of(client.today), frozenset[Offer]())
    return page(
        "coach_client/offers.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=frame_of(visit),
        client=client,
        codes=codes,
        tab="offers",
        finding=offers_finding(coaching, spoken()),
        coaching=coaching,
        steps=_steps(profile, this_week) if profile else (),
        free_quests=_free(client),
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
    )


def _steps(profile: Profile, offered: Collection[Offer]) -> tuple[NextStep, ...]:
    """The next steps that can be offered, the most telling first."""
    titles, words = {role.role_id: role.title for role in profile.roles}, spoken()
    return tuple(
        NextStep(
            code=_code(one.role_id, one.kind),
            label=f"{words.gettext(KINDS[one.kind])} · {titles[one.role_id]}",
            why=one.why,
            offered=Offer(role_id=one.role_id, kind=one.kind) in offered,
        )
        for one in profile.suggestions
        if one.role_id in titles
    )


def _free(client: Client) -> list[Quest]:
    """The quests that are neither offered nor taken, and whose time has not passed."""
    days = (client.today - client.started_on).days
    return [one for one in QUESTS if _is_free(client, one) and days < DAYS.get(one, days + 1)]


def _is_free(client: Client, quest: Quest) -> bool:
    known = client.journey.quests.get(quest)
    return known is None or known.stage == "declined"


HANDLERS = (offers_page, suggest, challenge, offer_quest, discover)
