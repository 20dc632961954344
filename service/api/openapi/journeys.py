"""What is asked of one journey, and of all of them: told, read, and looked at without having been granted it."""

from typing import Any

from projections.guidance import Guidance
from projections.profile.view import Profile
from service.api import problem_types as problems
from service.api.access_log import AccessLog, BreakGlass, GlassBroken
from service.api.commands import BODIES, Commands, Recorded
from service.api.daily_views import DAILY
from service.api.desk import Desk
from service.api.examples import BY_NOUN, EXAMPLES
from service.api.journey_list import Lines
from service.api.journey_queries import Alerts, Compared, History, Moves, Suggestions
from service.api.openapi.operation import (
    BROUGHT,
    CURSOR,
    DAY,
    LISTED,
    POSITION,
    WAIT_FOR,
    WROTE,
    Operation,
    Parameter,
    page_of,
)
from service.api.request_body import ZIP

JOURNEY = "/api/v1/journeys/{journey_id}"
READ = (
    problems.FORBIDDEN,
    problems.UNKNOWN_JOURNEY,
    problems.INVALID,
    problems.NOT_ACCEPTABLE,
    problems.BUSY,
)
ON = Parameter(
    "on", DAY, "A day from the journey's start to today; today in the journey's time zone if left out."
)
KNOWN_AT = Parameter("known_at", DAY, "Only what had been recorded by the end of this day counts.")


def _on_a_day(view: str, answer: Any, summary: str) -> Operation:
    """How a journey looks on a day, today when none is asked for."""
    return Operation(
        path=f"{JOURNEY}/{view}", summary=summary, parameters=(ON,), answer=answer, refusals=READ
    )


def _about(noun: str) -> Operation:
    """How the commands of one noun are sent."""
    return Operation(
        path=f"{JOURNEY}/commands/{noun}",
        method="post",
        summary=f"Record something about {noun}.",
        description="Like the address of all commands, for those of one noun only.",
        body=BODIES[noun],
        examples={noun: {"summary": f"Something about {noun}", "value": BY_NOUN[noun]}},
        status=201,
        answer=Recorded,
        refusals=(*READ, *WROTE),
        tag=noun,
    )


TOLD = (
    Operation(
        path=f"{JOURNEY}/commands",
        method="post",
        summary="Record what happened.",
        description="The commands are decided in order and recorded as one unit: all or nothing. A repeat under the same"
        " `command_id` is answered like the first. A journey begins with StartJourney, under an id the client makes up.",
        body=Commands,
        examples=EXAMPLES,
        status=201,
        answer=Recorded,
        refusals=(*READ, *WROTE),
        tag="all commands",
    ),
    *(_about(noun) for noun in BODIES),
)
LISTS = (
    Operation(
        path="/api/v1/desk",
        summary="Who needs a coach, why, and what could be done.",
        parameters=(
            Parameter("coach_id", {"type": "string", "format": "uuid"}, "Only this coach's journeys."),
            Parameter("ended", {"type": "boolean", "default": False}, "Journeys that ended, too."),
            WAIT_FOR,
        ),
        answer=Desk,
        refusals=LISTED,
    ),
    Operation(
        path="/api/v1/journeys",
        summary="Every journey, the newest start first.",
        parameters=(CURSOR, page_of("Lines"), WAIT_FOR),
        answer=Lines,
        refusals=LISTED,
    ),
)
SEEN = (
    Operation(
        path=f"{JOURNEY}/events",
        summary="A journey's history, the oldest first.",
        parameters=(
            Parameter("after", {**POSITION, "default": 0}, "Number of the last event that is known already."),
            page_of("Events", most=1000, usual=100),
        ),
        answer=History,
        refusals=READ,
    ),
    Operation(
        path=f"{JOURNEY}/profile",
        summary="The search profile on a day, as it was known at the end of a day.",
        parameters=(ON, KNOWN_AT, WAIT_FOR),
        answer=Profile,
        refusals=READ,
    ),
    Operation(
        path=f"{JOURNEY}/moves",
        summary="Which experiments moved the profile, and by how much.",
        parameters=(
            Parameter(
                "since", DAY, "Experiments after this day count; four weeks before `until` if left out."
            ),
            Parameter("until", DAY, "Experiments up to this day count; today if left out."),
        ),
        answer=Moves,
        refusals=READ,
    ),
    _on_a_day("suggestions", Suggestions, "Which experiment would tell the most, and why."),
    _on_a_day("alerts", Alerts, "Which stuck rules hold on a day, since when, why, and what could be done."),
    Operation(
        path=f"{JOURNEY}/difference",
        summary="How the profile changed between two dates, in figures and in words.",
        parameters=(
            Parameter("since", DAY, "The earlier day; four weeks before `until` if left out."),
            Parameter("until", DAY, "The later day; today if left out."),
        ),
        answer=Compared,
        refusals=READ,
    ),
    *(_on_a_day(one.name, one.answer, one.summary) for one in DAILY),
    Operation(
        path="/api/v1/guidance",
        summary="Words to hold on to: after a refusal, in a talk, on the telephone, for an ally.",
        answer=Guidance,
        refusals=(problems.NOT_ACCEPTABLE,),
    ),
)
LOOKS = (
    Operation(
        path=f"{JOURNEY}/archive",
        summary="Everything that is kept about the journey and its client, as a ZIP file for her to take with her.",
        description="A page to read in her language, every entry, the views, what was agreed to, who looked, what her account"
        " holds, and a codebook. That it was taken out is noted among the looks.",
        answer=bytes,
        media=ZIP,
        refusals=READ,
        tag="sight",
    ),
    Operation(
        path=f"{JOURNEY}/access-log",
        summary="Who looked at the journey beside its client, in which role and why, the latest first.",
        parameters=(CURSOR, page_of("Looks")),
        answer=AccessLog,
        refusals=READ,
        tag="sight",
    ),
    Operation(
        path=f"{JOURNEY}/break-glass",
        method="post",
        summary="Look at a journey for four hours without having been granted it, and say why.",
        description="For a coach or an admin of the organisation. The client reads who it was, and the reason.",
        body=BreakGlass,
        examples={
            "worry": {
                "summary": "A worry that cannot wait",
                "value": {"reason": "She rang in despair, and her coach is away until Monday."},
            }
        },
        status=201,
        answer=GlassBroken,
        refusals=(*READ, *BROUGHT),
        tag="sight",
    ),
)
JOURNEYS = (*TOLD, *LISTS, *SEEN, *LOOKS)
