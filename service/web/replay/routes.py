"""The replay of a history: of a simulated client for researchers and coaches, of a client for their coach."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from itertools import count
from types import MappingProxyType
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from msgspec import Struct

from projections.profile.projection import PROFILE
from service.accounts.caller import Caller
from service.application.long_work import LONG, ROW
from service.authorization import history_filter
from service.authorization.authorized_programmes import require_role_for
from service.authorization.errors import Forbidden
from service.authorization.policy import level_covers
from service.http.dependencies import AnyRequest
from service.localization.collation import reader_key
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.research.replaying.weekly_models import OTHER_MODELS, WeeklyModel
from service.research.simulation.examples import EXAMPLES, called_in
from service.web.coach_client.client_context import client_layout, load_client
from service.web.error_pages import PageError
from service.web.journey_weeks import DAY_PROJECTIONS, SelectedDay, select_requested_day
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, Layout, render_page
from service.web.replay import labels
from service.web.replay.page import USUAL_MODEL, ReplayChoice, ReplayPage, build_replay_page
from service.web.replay.source import ReplayedHistory, simulated_history

MOST_CLIENTS = 100
"""Clients that the list of histories names: of more, those that started last."""
BY_NAME: Mapping[str, WeeklyModel] = MappingProxyType({str(one): one for one in OTHER_MODELS})
"""The models that an address may name."""
NO_SUCH_HISTORY_TITLE = gettext_noop("There is no such simulated history")
NO_SUCH_HISTORY_TEXT = gettext_noop("Choose one from the list.")
SEE_ALL_HISTORIES = gettext_noop("See all histories")


class ReplayedClient(Struct, frozen=True, kw_only=True):
    """A client whose history the reader may replay."""

    journey_id: UUID
    called: str


@get("/replay", name="replays")
async def replays(context: PageContextDependency) -> HtmlResponse:
    """The histories to choose from."""
    _require_replay(context.caller)
    return render_page(
        "replay/histories.html",
        layout=_staff_layout(context),
        examples=list(zip(count(1), called_in(current_translator().language), EXAMPLES, strict=False)),
        clients=await _clients(context),
        coaches=_coaches(context.caller),
    )


@get("/replay/{number:int}", name="replay")
async def replay(request: AnyRequest, context: PageContextDependency, number: FromPath[int]) -> HtmlResponse:
    """A simulated client, week by week."""
    _require_replay(context.caller)
    language = current_translator().language
    if not 1 <= number <= len(EXAMPLES):
        raise _no_such_history()
    at = f"/replay/{number}"
    page = await context.list_beside_loop(
        LONG // ROW, lambda: _page(request, simulated_history(number, language), at)
    )
    return render_page(
        "replay/simulated.html",
        layout=_staff_layout(context),
        about=EXAMPLES[number - 1].about,
        page=page,
        at=at,
        replay_labels=labels,
    )


@get("/clients/{journey_id:uuid}/replay", name="client_replay")
async def client_replay(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """A client of the reader's, as much of it as they may see."""
    client = await load_client(context, journey_id, PROFILE, *DAY_PROJECTIONS)
    at = f"{client.base_path}/replay"

    def build() -> ReplayPage:
        folded = client.folded
        sees_entries = client.sees("read_events")
        history = ReplayedHistory(
            folded=folded,
            sees_entries=sees_entries,
            withheld=history_filter.withheld_history(
                folded.journey, folded.level, folded.reader_id, folded.today
            )
            if sees_entries
            else history_filter.NOTHING,
        )
        return _page(request, history, at)

    page = await context.beside_loop(client.folded, build) if client.sees("read_profile") else None
    return await context.beside_loop(
        client.folded,
        partial(
            render_page,
            "replay/client.html",
            layout=client_layout(context),
            client=client,
            tab="evolution",
            page=page,
            at=at,
            replay_labels=labels,
        ),
    )


def _page(request: AnyRequest, history: ReplayedHistory, at: str) -> ReplayPage:
    looked: SelectedDay = select_requested_day(request, history.folded, at)
    return build_replay_page(history, looked, _choice(request))


def _choice(request: AnyRequest) -> ReplayChoice:
    """What the address chooses; anything unknown is as if it were not there."""
    asked = request.query_params
    beside = BY_NAME.get(asked.get("beside", ""), USUAL_MODEL)
    return ReplayChoice(
        beside=beside, truth=asked.get("truth") == "yes", role_id=_role(asked.get("role", ""))
    )


def _role(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _coaches(caller: Caller) -> bool:
    return caller.way == "local" or "coach" in caller.roles


def _require_replay(caller: Caller) -> None:
    """Raises `Forbidden` unless the caller coaches, or works on studies."""
    try:
        require_role_for(caller, "read_desk")
    except Forbidden:
        require_role_for(caller, "read_studies")


async def _clients(context: PageContext) -> list[ReplayedClient]:
    """The clients of a coach whose profile they may see, by name."""
    if not _coaches(context.caller):
        return []
    found = await context.cases.page(None, MOST_CLIENTS)
    return sorted(
        (
            ReplayedClient(journey_id=one.case.journey_id, called=one.case.called)
            for one in found.cases
            if one.level != "own" and level_covers(one.level, "read_profile")
        ),
        key=lambda one: reader_key(one.called),
    )


def _staff_layout(context: PageContext) -> Layout:
    return context.staff_layout("desk" if _coaches(context.caller) else "studies")


def _no_such_history() -> PageError:
    translator = current_translator()
    return PageError(
        translator.gettext(NO_SUCH_HISTORY_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_SUCH_HISTORY_TITLE),
        href="/replay",
        link=translator.gettext(SEE_ALL_HISTORIES),
    )


HANDLERS = (replays, replay, client_replay)
