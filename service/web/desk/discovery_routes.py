"""Discoveries of the coach's own: what she came upon, and offering it to a client without crowding a market."""

from collections.abc import Mapping, Sequence
from typing import get_args
from uuid import UUID

from litestar import get, post

from domain.journey.aggregate import Journey
from domain.journey.commands.roles import DiscoverRole
from domain.journey.decide import UserCommand
from domain.text import name_key, same_name
from domain.vocabulary import Distance
from projections.alerts.projection import ALERTS
from projections.learning_model.state import LearningState
from service.authorization.authorized_programmes import AuthorizedProgrammeList
from service.authorization.desk_entries import DeskJourney
from service.http.dependencies import AnyRequest, ProgrammeListDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.desk.coached_clients import clients_with_lists
from service.web.desk.discoveries_page import (
    BroughtRoles,
    Links,
    brought_roles,
    build_discoveries_page,
    group_by_work,
)
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.roles.role_links import parse_link, write_title_for_client

CONFIRMATIONS = {"offered": gettext_noop("Offered. Your client is asked on Monday whether to keep it.")}
TITLE_REQUIRED = gettext_noop("Enter the role.")
CLIENT_REQUIRED = gettext_noop("Choose who to offer it to.")
DISTANCE_REQUIRED = gettext_noop("Say how different it is from their previous work.")
ALREADY_LISTED = gettext_noop("This is already on their list.")
CROWDED_WARNING = gettext_noop(
    "Several of your clients are already considering this. Offer it only if there is room for one more."
)

ClientStateById = Mapping[UUID, tuple[str, LearningState]]


@get("/desk/discoveries", name="discoveries")
async def discoveries_page(
    request: AnyRequest, context: PageContextDependency, programme_list: ProgrammeListDependency
) -> HtmlResponse:
    """What the coach came upon, and to whom she gave it."""
    confirmation = CONFIRMATIONS.get(request.query_params.get("told", ""))
    clients = await clients_with_lists(context)
    return await _shown(context, clients, programme_list, FormData(), confirmation)


@post("/desk/discoveries", name="offer_discovery")
async def offer_discovery(
    request: AnyRequest, context: PageContextDependency, programme_list: ProgrammeListDependency
) -> HtmlResponse:
    """Put a kind of work on a client's list."""
    form, clients = await read_form(request), await clients_with_lists(context)
    command = await _commands(context, form, clients)
    if command and await submit_commands(context, command[0], form, *command[1]):
        return redirect_to("/desk/discoveries?told=offered")
    return await _shown(context, clients, programme_list, form)


async def _commands(
    context: PageContext, form: FormData, clients: Sequence[DeskJourney]
) -> tuple[UUID, list[UserCommand]] | None:
    translator, known = current_translator(), _states(clients)
    title = form.text("title", needed=translator.gettext(TITLE_REQUIRED), most=200)
    distance = form.choice("distance", get_args(Distance), needed=translator.gettext(DISTANCE_REQUIRED))
    journey_id = form.choice(
        "journey_id", [str(one) for one in known], needed=translator.gettext(CLIENT_REQUIRED)
    )
    role_id = form.new_id("role")
    if title and journey_id:
        journey = next(one.folded.journey for one in clients if str(one.case.journey_id) == journey_id)
        await write_title_for_client(context.atlas, form, "title", journey)
        title = form.text("title", most=200) or title
        today = next(one.folded.today for one in clients if str(one.case.journey_id) == journey_id)
        link = parse_link(form, "title", role_id, today)
        _no_second_time(form, title, journey, role_id, link.occupation_id if link else None)
    if (
        title
        and not form.has("anyway")
        and _is_crowded(title, known, _links(clients), _brought(context, clients), role_id)
    ):
        form.add_error("anyway", translator.gettext(CROWDED_WARNING))
    if not (title and distance and journey_id) or form.errors:
        return None
    folded = await context.load("read_profile", UUID(journey_id))
    discovered = DiscoverRole(
        happened_on=folded.today, role_id=role_id, title=title, distance=distance, found="coach"
    )
    link = parse_link(form, "title", role_id, folded.today)
    return UUID(journey_id), [discovered, link] if link else [discovered]


def _no_second_time(
    form: FormData, title: str, journey: Journey, role_id: UUID, occupation_id: str | None
) -> None:
    """What stands on the list, or was given and waits for an answer, under this name or as this occupation; what this very form brought before is none."""
    for known, one in journey.roles.items():
        let_go_at_once = one.waits and one.source.kind == "atlas"
        linked = one.link.occupation_id if one.link else None
        same = same_name(one.title, title) or (occupation_id is not None and occupation_id == linked)
        if same and known != role_id and not let_go_at_once:
            form.add_error("title", current_translator().gettext(ALREADY_LISTED))
            return


def _is_crowded(
    title: str, known: ClientStateById, links: Links, brought: BroughtRoles, role_id: UUID
) -> bool:
    if any(role_id in state.roles or role_id in state.brought_up for _, state in known.values()):
        return False
    states = ((one, called, state) for one, (called, state) in known.items())
    every = group_by_work(states, links=links, brought=brought)
    return any(one.crowded for one in every if name_key(title) in one.names)


def _states(clients: Sequence[DeskJourney]) -> ClientStateById:
    return {one.case.journey_id: (one.case.called, one.folded.state(ALERTS).learning) for one in clients}


def _links(clients: Sequence[DeskJourney]) -> Links:
    return {
        (one.case.journey_id, role_id): role.link.occupation_id
        for one in clients
        for role_id, role in one.folded.journey.roles.items()
        if role.link and role.link.occupation_id
    }


def _brought(context: PageContext, clients: Sequence[DeskJourney]) -> BroughtRoles:
    return {
        (one.case.journey_id, role_id): brought
        for one in clients
        for role_id, brought in brought_roles(one.folded.journey, context.caller.person_id).items()
    }


async def _shown(
    context: PageContext,
    clients: Sequence[DeskJourney],
    programme_list: AuthorizedProgrammeList,
    form: FormData,
    confirmation: str | None = None,
) -> HtmlResponse:
    known = [(journey_id, called, state) for journey_id, (called, state) in _states(clients).items()]
    programmes, links = await programme_list.of_own_clients(clients) if clients else {}, _links(clients)
    return await context.list_beside_loop(
        len(known),
        lambda: render_page(
            "desk/discoveries.html",
            status=form.status,
            layout=context.staff_layout("discoveries"),
            page=build_discoveries_page(
                known, programmes, links, _brought(context, clients), translator=current_translator()
            ),
            form=form,
            confirmation=current_translator().gettext(confirmation) if confirmation else "",
        ),
    )


HANDLERS = (discoveries_page, offer_discovery)
