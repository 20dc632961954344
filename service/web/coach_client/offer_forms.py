"""The forms in which a coach offers something: next steps, a challenge, a quest, a kind of work of their own finding, aftercare."""

from collections.abc import Mapping, Sequence
from typing import get_args
from uuid import UUID

from domain.journey.commands.agreements import SetChallenge
from domain.journey.commands.endings import PlanAfterCare
from domain.journey.commands.quests import OfferQuest
from domain.journey.commands.roles import DiscoverRole
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from domain.text import same_name
from domain.vocabulary import Distance, Quest
from projections.profile.view import Profile
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.client_context import ClientContext
from service.web.coach_client.visible_views import visible_profile
from service.web.ending.forms import CARE_FIELDS, QUESTION_REQUIRED
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext
from service.web.roles.role_links import parse_link

CHOICE_REQUIRED = gettext_noop("Choose at least one.")
CHALLENGE_REQUIRED = gettext_noop("Describe the challenge for your client.")
QUEST_REQUIRED = gettext_noop("Choose a quest.")
TITLE_REQUIRED = gettext_noop("Enter a name for this role.")
DISTANCE_REQUIRED = gettext_noop("Say how different it is from your client's previous work.")
ALREADY_LISTED = gettext_noop("This role is already on the list.")


def offerable_profile(client: ClientContext) -> Profile | None:
    """The profile with the steps that can be offered; None for who may not see them."""
    return visible_profile(client) if client.sees("read_suggestions") else None


def step_code(role_id: UUID, kind: str) -> str:
    """What a step is called in the form."""
    return f"{role_id}.{kind}"


def parse_offered_steps(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """Next steps that are offered with this week's plan."""
    profile = offerable_profile(client)
    offered = {step_code(one.role_id, one.kind): one for one in profile.suggestions} if profile else {}
    chosen = form.choices("steps", tuple(offered))
    if not chosen:
        form.add_error("steps", current_translator().gettext(CHOICE_REQUIRED))
    offers = tuple(
        OfferedExperimentInput(role_id=offered[one].role_id, kind=offered[one].kind) for one in chosen
    )
    return [OfferSuggestions(happened_on=client.today, monday=monday_of(client.today), offers=offers)]


def parse_challenge(form: FormData, client: FormContext) -> Sequence[UserCommand]:
    """The client is dared to something."""
    return [
        SetChallenge(
            happened_on=client.today,
            challenge_id=form.new_id("challenge"),
            what=form.text("what", needed=current_translator().gettext(CHALLENGE_REQUIRED), most=500) or "",
            due=form.date("due", client.today) if form.has("due") else None,
        )
    ]


def parse_offered_quest(form: FormData, client: FormContext) -> Sequence[UserCommand]:
    """A quest is offered."""
    quests: tuple[Quest, ...] = get_args(Quest)
    quest = form.choice("quest", quests, needed=current_translator().gettext(QUEST_REQUIRED))
    return [OfferQuest(happened_on=client.today, quest=quest)] if quest else []


def parse_discovered_role(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """A kind of work that the coach puts on the client's list."""
    translator, role_id = current_translator(), form.new_id("role")
    distances: tuple[Distance, ...] = get_args(Distance)
    title = form.text("title", needed=translator.gettext(TITLE_REQUIRED), most=200) or ""
    distance = form.choice("distance", distances, needed=translator.gettext(DISTANCE_REQUIRED)) or "far"
    known = client.journey.roles.items()
    if any(same_name(one.title, title) for key, one in known if key != role_id):
        form.add_error("title", translator.gettext(ALREADY_LISTED))
    discovered = DiscoverRole(
        happened_on=client.today, role_id=role_id, title=title, distance=distance, found="coach"
    )
    link = parse_link(form, "title", role_id, client.today)
    return [discovered, link] if link else [discovered]


def parse_coach_after_care(form: FormData, client: ClientContext) -> Sequence[UserCommand]:
    """A date on which the coach asks how it goes."""
    question = current_translator().gettext(QUESTION_REQUIRED)
    return [
        PlanAfterCare(
            happened_on=client.today,
            after_care_id=form.new_id("care"),
            due=form.date("care_date", client.today),
            what=form.text("care_question", needed=question, most=500) or "",
        )
    ]


OFFER_FORMS: Mapping[str, Form[ClientContext]] = {
    "offered": Form(
        parse=parse_offered_steps,
        confirmation=gettext_noop("Suggested with this week's plan. Your client decides."),
    ),
    "challenged": Form(
        parse=parse_challenge,
        confirmation=gettext_noop("Saved. Your client can accept or decline it. Declining costs nothing."),
    ),
    "quest": Form(
        parse=parse_offered_quest,
        confirmation=gettext_noop("Offered. Your client can accept it or leave it."),
    ),
    "discovered": Form(
        parse=parse_discovered_role,
        confirmation=gettext_noop("It is on your client's list now, as your tip."),
    ),
    "care": Form(
        parse=parse_coach_after_care,
        confirmation=gettext_noop("Saved. It is on your client's to-do list for that day."),
        fields=CARE_FIELDS,
    ),
}
"""By the name of their confirmation."""
