"""Adding to the profile: a kind of work of one's own, and what matters."""

from http import HTTPStatus
from typing import get_args
from uuid import UUID, uuid5

from litestar import get, post
from litestar.params import FromPath

from domain.journey.aggregate import Journey
from domain.journey.learning import NameCriterion
from domain.journey.roles import DiscoverRole
from domain.vocabulary import Distance
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers, answers_of
from service.web.form_submission import told
from service.web.page_context import Visit, Visits
from service.web.profile.loading import Asked
from service.web.rendering import page
from service.web.role_and_contact_forms import role_from
from service.web.sign_in.routes import Page, to

WITHOUT_TITLE = marked("Say what this kind of work is called.")
KNOWN = marked("This kind of work is on your list already.")
WITHOUT_DISTANCE = marked("Say how far it is from what you did.")
WITHOUT_WORDS = marked("Say in a few words what matters.")
NAMED = marked("This stands on your list already.")


@get("/journeys/{journey_id:uuid}/profile/new-role", name="new_role")
async def new_role(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """The form for a kind of work."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    return _form(visit, journey_id, journey, Answers(), "profile/new_role.html")


@post("/journeys/{journey_id:uuid}/profile/new-role", name="discover_role")
async def discover(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Put a kind of work on the list."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    answers = await answers_of(request)
    wish = _discovery(visit, answers, journey)
    if wish and await told(visit, journey_id, answers, wish, where=lambda _, name: _FIELDS.get(name, name)):
        return to(f"/journeys/{journey_id}/profile?told=role#roles")
    return _form(visit, journey_id, journey, answers, "profile/new_role.html")


@get("/journeys/{journey_id:uuid}/profile/new-criterion", name="new_criterion")
async def new_criterion(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """The form for a wish."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    return _form(visit, journey_id, journey, Answers(), "profile/new_criterion.html")


@post("/journeys/{journey_id:uuid}/profile/new-criterion", name="name_criterion")
async def name_criterion(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Name a wish that can be weighed against others."""
    journey = await (await visit.see("read_page", journey_id)).journey()
    answers = await answers_of(request)
    wording = answers.text("wording", needed=spoken().gettext(WITHOUT_WORDS), most=200)
    criterion_id = uuid5(answers.command_id, "criterion")
    if wording and _named(wording, criterion_id, journey):
        answers.complain("wording", spoken().gettext(NAMED))
    if wording and not answers.problems:
        today = visit.today(journey)
        wish = NameCriterion(happened_on=today, criterion_id=criterion_id, wording=wording)
        if await told(visit, journey_id, answers, wish):
            return to(f"/journeys/{journey_id}/profile?told=criterion#criteria")
    return _form(visit, journey_id, journey, answers, "profile/new_criterion.html")


_FIELDS = {"title": "role", "distance": "role_distance", "role_id": "role"}


def _discovery(visit: Visit, answers: Answers, journey: Journey) -> DiscoverRole | None:
    words = spoken()
    answers.text("role", needed=words.gettext(WITHOUT_TITLE), most=200)
    distance = answers.one_of("role_distance", get_args(Distance), needed=words.gettext(WITHOUT_DISTANCE))
    appeal = answers.number("appeal", 0, 10)
    named = role_from(answers, journey)
    if named and named.new is None:
        answers.complain("role", words.gettext(KNOWN))
    if named is None or named.new is None or distance is None or answers.problems:
        return None
    return DiscoverRole(
        happened_on=visit.today(journey),
        role_id=named.role_id,
        title=named.new.title,
        distance=distance,
        found="own",
        starting_appeal=appeal,
    )


def _named(wording: str, criterion_id: UUID, journey: Journey) -> bool:
    wanted = " ".join(wording.casefold().split())
    return any(
        " ".join(known.casefold().split()) == wanted
        for key, known in journey.evidence.criteria.items()
        if key != criterion_id
    )


def _form(visit: Visit, journey_id: UUID, journey: Journey, answers: Answers, template: str) -> Page:
    return page(
        template,
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.client_frame(journey_id, journey, "profile"),
        at=f"/journeys/{journey_id}",
        answers=answers,
    )


HANDLERS = (new_role, discover, new_criterion, name_criterion)
