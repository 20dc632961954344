"""What is asked of one journey, and of all of them: told, read, and looked at without having been granted it."""

from typing import Any

from projections.guidance import Guidance
from projections.profile.view import Profile
from service.api import problem_types as problems
from service.api.access_log import AccessLogPage, BreakGlassGrant, BreakGlassRequest
from service.api.commands import BODY_BY_GROUP, Commands, RecordedCommands
from service.api.daily_views import DAILY_VIEWS
from service.api.desk import DeskResponse
from service.api.examples import COMMAND_EXAMPLES, EXAMPLE_BY_GROUP
from service.api.journey_list import JourneyListPage
from service.api.journey_queries import (
    AlertsResponse,
    EventsPage,
    MovesResponse,
    ProfileComparison,
    SuggestionsResponse,
)
from service.api.openapi.operation import (
    BODY_PROBLEMS,
    COMMAND_PROBLEMS,
    CURSOR_PARAMETER,
    DATE_SCHEMA,
    LIST_PROBLEMS,
    POSITION_SCHEMA,
    WAIT_FOR_PARAMETER,
    Operation,
    QueryParameterDoc,
    limit_parameter,
)
from service.api.request_body import ZIP_MEDIA_TYPE

JOURNEY_PATH = "/api/v1/journeys/{journey_id}"
READ_PROBLEMS = (
    problems.FORBIDDEN,
    problems.UNKNOWN_JOURNEY,
    problems.INVALID_VALUE,
    problems.NOT_ACCEPTABLE,
    problems.BUSY,
)
ON_PARAMETER = QueryParameterDoc(
    "on",
    DATE_SCHEMA,
    "A day from the journey's start to today; today in the journey's time zone if left out.",
)
KNOWN_AT_PARAMETER = QueryParameterDoc(
    "known_at", DATE_SCHEMA, "Only what had been recorded by the end of this day counts."
)


def _on_a_day(view: str, answer: Any, summary: str) -> Operation:
    """How a journey looks on a day, today when none is asked for."""
    return Operation(
        path=f"{JOURNEY_PATH}/{view}",
        summary=summary,
        parameters=(ON_PARAMETER,),
        answer=answer,
        refusals=READ_PROBLEMS,
    )


def _about(noun: str) -> Operation:
    """How the commands of one noun are sent."""
    return Operation(
        path=f"{JOURNEY_PATH}/commands/{noun}",
        method="post",
        summary=f"Record something about {noun}.",
        description="Like the address of all commands, for those of one noun only.",
        body=BODY_BY_GROUP[noun],
        examples={noun: {"summary": f"Something about {noun}", "value": EXAMPLE_BY_GROUP[noun]}},
        status=201,
        answer=RecordedCommands,
        refusals=(*READ_PROBLEMS, *COMMAND_PROBLEMS),
        tag=noun,
    )


COMMAND_OPERATIONS = (
    Operation(
        path=f"{JOURNEY_PATH}/commands",
        method="post",
        summary="Record what happened.",
        description="The commands are decided in order and recorded as one unit: all or nothing. A repeat under the same"
        " `command_id` is answered like the first. A journey begins with StartJourney, under an id the client makes up.",
        body=Commands,
        examples=COMMAND_EXAMPLES,
        status=201,
        answer=RecordedCommands,
        refusals=(*READ_PROBLEMS, *COMMAND_PROBLEMS),
        tag="all commands",
    ),
    *(_about(noun) for noun in BODY_BY_GROUP),
)
LIST_OPERATIONS = (
    Operation(
        path="/api/v1/desk",
        summary="Who needs a coach, why, and what could be done.",
        parameters=(
            QueryParameterDoc(
                "coach_id", {"type": "string", "format": "uuid"}, "Only this coach's journeys."
            ),
            QueryParameterDoc("ended", {"type": "boolean", "default": False}, "Journeys that ended, too."),
            WAIT_FOR_PARAMETER,
        ),
        answer=DeskResponse,
        refusals=LIST_PROBLEMS,
    ),
    Operation(
        path="/api/v1/journeys",
        summary="Every journey, the newest start first.",
        parameters=(CURSOR_PARAMETER, limit_parameter("Lines"), WAIT_FOR_PARAMETER),
        answer=JourneyListPage,
        refusals=LIST_PROBLEMS,
    ),
)
VIEW_OPERATIONS = (
    Operation(
        path=f"{JOURNEY_PATH}/events",
        summary="A journey's history, the oldest first.",
        parameters=(
            QueryParameterDoc(
                "after", {**POSITION_SCHEMA, "default": 0}, "Number of the last event that is known already."
            ),
            limit_parameter("Events", most=1000, usual=100),
        ),
        answer=EventsPage,
        refusals=READ_PROBLEMS,
    ),
    Operation(
        path=f"{JOURNEY_PATH}/profile",
        summary="The search profile on a day, as it was known at the end of a day.",
        parameters=(ON_PARAMETER, KNOWN_AT_PARAMETER, WAIT_FOR_PARAMETER),
        answer=Profile,
        refusals=READ_PROBLEMS,
    ),
    Operation(
        path=f"{JOURNEY_PATH}/moves",
        summary="Which experiments moved the profile, and by how much.",
        parameters=(
            QueryParameterDoc(
                "since",
                DATE_SCHEMA,
                "Experiments after this day count; four weeks before `until` if left out.",
            ),
            QueryParameterDoc("until", DATE_SCHEMA, "Experiments up to this day count; today if left out."),
        ),
        answer=MovesResponse,
        refusals=READ_PROBLEMS,
    ),
    _on_a_day("suggestions", SuggestionsResponse, "Which experiment would tell the most, and why."),
    _on_a_day(
        "alerts", AlertsResponse, "Which stuck rules hold on a day, since when, why, and what could be done."
    ),
    Operation(
        path=f"{JOURNEY_PATH}/difference",
        summary="How the profile changed between two dates, in figures and in words.",
        parameters=(
            QueryParameterDoc(
                "since", DATE_SCHEMA, "The earlier day; four weeks before `until` if left out."
            ),
            QueryParameterDoc("until", DATE_SCHEMA, "The later day; today if left out."),
        ),
        answer=ProfileComparison,
        refusals=READ_PROBLEMS,
    ),
    *(_on_a_day(one.name, one.answer, one.summary) for one in DAILY_VIEWS),
    Operation(
        path="/api/v1/guidance",
        summary="Words to hold on to: after a refusal, in a talk, on the telephone, for an ally.",
        answer=Guidance,
        refusals=(problems.NOT_ACCEPTABLE,),
    ),
)
ACCESS_OPERATIONS = (
    Operation(
        path=f"{JOURNEY_PATH}/archive",
        summary="Everything that is kept about the journey and its client, as a ZIP file for her to take with her.",
        description="A page to read in her language, every entry, the views, what was agreed to, who looked, what her account"
        " holds, and a codebook. That it was taken out is noted among the looks.",
        answer=bytes,
        media=ZIP_MEDIA_TYPE,
        refusals=READ_PROBLEMS,
        tag="sight",
    ),
    Operation(
        path=f"{JOURNEY_PATH}/access-log",
        summary="Who looked at the journey beside its client, in which role and why, the latest first.",
        parameters=(CURSOR_PARAMETER, limit_parameter("Looks")),
        answer=AccessLogPage,
        refusals=READ_PROBLEMS,
        tag="sight",
    ),
    Operation(
        path=f"{JOURNEY_PATH}/break-glass",
        method="post",
        summary="Look at a journey for four hours without having been granted it, and say why.",
        description="For a coach or an admin of the organisation. The client reads who it was, and the reason.",
        body=BreakGlassRequest,
        examples={
            "worry": {
                "summary": "A worry that cannot wait",
                "value": {"reason": "She rang in despair, and her coach is away until Monday."},
            }
        },
        status=201,
        answer=BreakGlassGrant,
        refusals=(*READ_PROBLEMS, *BODY_PROBLEMS),
        tag="sight",
    ),
)
JOURNEY_OPERATIONS = (*COMMAND_OPERATIONS, *LIST_OPERATIONS, *VIEW_OPERATIONS, *ACCESS_OPERATIONS)
