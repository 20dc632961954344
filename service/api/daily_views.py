"""Views of a journey on a day: one address for each projection, all of them alike."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from projections.agenda.projection import AGENDA
from projections.agenda.view import Agenda
from projections.coaching.projection import COACHING
from projections.coaching.view import Coaching
from projections.course.projection import COURSE
from projections.course.view import Course
from projections.doors.projection import DOORS
from projections.doors.view import Doors
from projections.fold import Projection
from projections.game.projection import GAME
from projections.game.view import Game
from projections.gaps.projection import GAPS
from projections.gaps.view import Gaps
from projections.guidance import GUIDANCE, Guidance
from projections.network.projection import NETWORK
from projections.network.view import Network
from projections.portrait.projection import PORTRAIT
from projections.portrait.view import Portrait
from projections.refusals.projection import REFUSALS
from projections.refusals.view import Refusals
from projections.sight.projection import SIGHT
from projections.sight.view import Sight
from projections.strengths.projection import STRENGTHS
from projections.strengths.view import Strengths
from projections.weeks.projection import WEEKS
from projections.weeks.view import Weeks
from service.api.openapi.operations import JOURNEY_PROBLEMS, problem_responses
from service.api.problem_types import NOT_ACCEPTABLE
from service.api.query_parameters import Day
from service.authorization import field_filters
from service.authorization.actions import Action
from service.http.dependencies import JourneysDependency


class DailyView(Struct, frozen=True):
    """A projection that has an address of its own, under `name`. `answer` is the type of its view."""

    name: str
    projection: Projection[Any, Any]
    answer: type[Struct]
    action: Action
    """What a reader needs to be authorized for."""
    summary: str


DAILY_VIEWS = (
    DailyView(
        "weeks",
        WEEKS,
        Weeks,
        "read_weeks",
        "Every week so far: what was planned, run, learned and moved, and its conclusion.",
    ),
    DailyView(
        "agenda",
        AGENDA,
        Agenda,
        "read_agenda",
        "What is due: plans, next steps, calls to make, silences about to end, doors to knock at again.",
    ),
    DailyView(
        "refusals",
        REFUSALS,
        Refusals,
        "read_refusals",
        "Every refusal with its six steps, the mix of them, and what was learned.",
    ),
    DailyView(
        "doors",
        DOORS,
        Doors,
        "read_doors",
        "Doors that may open again: papers kept, knocks, referrals, answers awaited.",
    ),
    DailyView(
        "strengths",
        STRENGTHS,
        Strengths,
        "read_strengths",
        "Strengths, who saw them, and which a second witness confirmed.",
    ),
    DailyView(
        "gaps",
        GAPS,
        Gaps,
        "read_gaps",
        "What is missing, what was decided about it, and what each role asks for.",
    ),
    DailyView(
        "network",
        NETWORK,
        Network,
        "read_network",
        "Who was met, through which channels, and what became of the approaches.",
    ),
    DailyView(
        "game",
        GAME,
        Game,
        "read_game",
        "What the steps up to a day earned: points, level, momentum, courage, quests, badges. Blind to outcomes.",
    ),
    DailyView(
        "portrait",
        PORTRAIT,
        Portrait,
        "read_portrait",
        "What the client told of herself: agreement, values, dreams, stories, goals.",
    ),
    DailyView(
        "course",
        COURSE,
        Course,
        "read_course",
        "Track, phases and loops, the plan, the start, the ending and the care after it.",
    ),
    DailyView(
        "coaching",
        COACHING,
        Coaching,
        "read_coaching",
        "Coach, stance, check-ins, notes, commitments, challenges, alerts kept.",
    ),
    DailyView("sight", SIGHT, Sight, "read_sight", "Who may see what, and which consents hold."),
)


def daily_view_routes() -> list[HTTPRouteHandler]:
    """The routes of all daily views."""
    return [_daily_view_route(view) for view in DAILY_VIEWS]


def _daily_view_route(view: DailyView) -> HTTPRouteHandler:
    async def read_view(journeys: JourneysDependency, journey_id: FromPath[UUID], on: Day = None) -> Struct:
        folded = await journeys.load(view.action, journey_id, view.projection)
        found = await journeys.view(folded, view.projection, folded.resolve_day(on, "on"))
        shown: Struct = (
            field_filters.DAILY_FILTERS[view.name](found, folded.level)
            if view.name in field_filters.DAILY_FILTERS
            else found
        )
        if isinstance(shown, Coaching):
            return field_filters.filter_private_notes(shown, folded.journey, folded.level, folded.reader_id)
        return shown

    read_view.__annotations__["return"] = view.answer
    return get(
        f"/journeys/{{journey_id:uuid}}/{view.name}",
        name=f"journey_{view.name}",
        description=view.summary,
        tags=["reading"],
        responses=problem_responses(*JOURNEY_PROBLEMS),
    )(read_view)


@get("/guidance", tags=["reading"], responses=problem_responses(NOT_ACCEPTABLE))
async def guidance() -> Guidance:
    """Words to hold on to: after a refusal, in a talk, on the telephone, for an ally."""
    return GUIDANCE
