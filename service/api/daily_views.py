"""Views of a journey on a day: one address for each projection, all of them alike."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from projections.agenda.projection import AGENDA
from projections.agenda.view import Agenda
from projections.claims.projection import CLAIMS
from projections.claims.view import Claims
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
from projections.pitches.projection import PITCHES
from projections.pitches.view import Pitches
from projections.portrait.projection import PORTRAIT
from projections.portrait.view import Portrait
from projections.refusals.projection import REFUSALS
from projections.refusals.view import Refusals
from projections.role_story.projection import ROLE_STORY
from projections.role_story.view import RoleStories
from projections.sight.projection import SIGHT
from projections.sight.view import Sight
from projections.skills.projection import SKILLS
from projections.skills.view import Skills
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
        "Every week so far: what was planned, done and learned, how the profile changed, and the conclusion.",
    ),
    DailyView(
        "agenda",
        AGENDA,
        Agenda,
        "read_agenda",
        "The client's to-do list: plans, next steps, calls to make, replies to wait for, employers to get back to.",
    ),
    DailyView(
        "refusals",
        REFUSALS,
        Refusals,
        "read_refusals",
        "Every rejection with its six steps, how many of each kind, and what was learned.",
    ),
    DailyView(
        "doors",
        DOORS,
        Doors,
        "read_doors",
        "Employers and contacts to get back to: details kept on file, calls, referrals, replies to wait for.",
    ),
    DailyView(
        "strengths",
        STRENGTHS,
        Strengths,
        "read_strengths",
        "Strengths, who saw them, and which a second person confirmed.",
    ),
    DailyView(
        "gaps",
        GAPS,
        Gaps,
        "read_gaps",
        "What is missing, what was decided about it, and what each role asks for.",
    ),
    DailyView(
        "skills",
        SKILLS,
        Skills,
        "read_gaps",
        "What the client said of the skills that occupations ask: has it, partly, not yet or not known, and what shows it.",
    ),
    DailyView(
        "claims",
        CLAIMS,
        Claims,
        "read_profile",
        "What is claimed about each role: how many independent sources agree, and how many contradict.",
    ),
    DailyView(
        "role_stories",
        ROLE_STORY,
        RoleStories,
        "read_profile",
        "Each role's story: its figures week by week, and every entry that moved it, without it and with it on its own day.",
    ),
    DailyView(
        "network",
        NETWORK,
        Network,
        "read_network",
        "Who the client met, through which channels, and what came of the approaches.",
    ),
    DailyView(
        "pitches",
        PITCHES,
        Pitches,
        "read_refusals",
        "Versions of the pitch and CVs by name: where each was tried or sent, how it landed, what came back.",
    ),
    DailyView(
        "game",
        GAME,
        Game,
        "read_game",
        "What the steps up to a date earned: points, level, momentum, courage, quests, badges. Outcomes do not count.",
    ),
    DailyView(
        "portrait",
        PORTRAIT,
        Portrait,
        "read_portrait",
        "What the client said about themselves: agreement, values, dreams, stories, goals.",
    ),
    DailyView(
        "course",
        COURSE,
        Course,
        "read_course",
        "The track, the phases, the plan, the start, the ending and the after-care.",
    ),
    DailyView(
        "coaching",
        COACHING,
        Coaching,
        "read_coaching",
        "Coach, coaching style, sessions, notes, commitments, challenges and past alerts.",
    ),
    DailyView("sight", SIGHT, Sight, "read_sight", "Who may see what, and which consents are in force."),
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
            return field_filters.filter_private_notes(
                shown, folded.journey, folded.level, folded.reader_id, folded.today
            )
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
    """Sentences that help: after a rejection, in a conversation, on the phone, for a supporter."""
    return GUIDANCE
