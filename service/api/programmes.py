"""Programmes: opened and led by a manager, seen in totals that protect the individual."""

from datetime import date
from typing import Annotated, cast
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct

from domain.aggregate import CommandBatch
from domain.programme.commands import ProgrammeCommand
from domain.vocabulary import Language, Quest, Stance, Track
from projections.programmes import ProgrammeSummary
from projections.totals.totals import Totals
from projections.totals.workload import CoachWorkload
from service.api.commands import JSON_ENCODER, MAX_COMMANDS, send_created
from service.api.examples import PROGRAMME_EXAMPLES
from service.api.journey_queries import WAIT_SECONDS, position_not_reached
from service.api.openapi.operations import (
    COMMAND_PROBLEMS,
    LIST_PROBLEMS,
    PROGRAMME_PROBLEMS,
    operation_with_examples,
    problem_responses,
)
from service.api.query_parameters import WaitForPosition
from service.api.request_body import BodyDecoder, read_json_body
from service.http.dependencies import (
    ProgrammeListDependency,
    ProgrammesDependency,
    ProgressDependency,
    get_caller,
    get_programmes,
    get_services,
)


class ProgrammeCommands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Commands about a programme, recorded together or not at all under one id."""

    command_id: UUID
    commands: Annotated[tuple[ProgrammeCommand, ...], Meta(min_length=1, max_length=MAX_COMMANDS)]


class RecordedProgrammeCommands(Struct, frozen=True, kw_only=True):
    """What was recorded: `events` is how many events, 0 if nothing had to change. Pass `position` as `wait_for` to read it."""

    programme_id: UUID
    command_id: UUID
    version: int
    position: int
    events: int


class ProgrammeCoach(Struct, frozen=True, kw_only=True):
    """A coach of the programme, and since when."""

    coach_id: UUID
    name: str
    since: date


class EnrolledJourney(Struct, frozen=True, kw_only=True):
    """A journey that is part of the programme."""

    journey_id: UUID
    since: date


class ProgrammeDetails(Struct, frozen=True, kw_only=True):
    """A programme as it is now."""

    programme_id: UUID
    name: str
    opened_on: date
    tracks: tuple[Track, ...]
    languages: tuple[Language, ...]
    time_zone: str
    game: bool
    questions: dict[Stance, tuple[str, ...]]
    """The programme's own questions, for those stances that have some."""
    quests: tuple[Quest, ...]
    coaches: tuple[ProgrammeCoach, ...]
    journeys: tuple[EnrolledJourney, ...] | None
    """Those that are part of the programme now; null for a caller who does not lead it."""
    ended: int


class ProgrammesResponse(Struct, frozen=True, kw_only=True):
    """Every programme, the newest first."""

    programmes: list[ProgrammeSummary]


def programme_command_middleware(app: ASGIApp) -> ASGIApp:  # noqa: ARG001
    """Middleware that executes the commands of a request and answers 201, bypassing the handler, as for journeys."""
    decoder = BodyDecoder(ProgrammeCommands)

    async def record(scope: Scope, receive: Receive, send: Send) -> None:
        data: ProgrammeCommands = decoder.decode(await read_json_body(scope, receive))
        programmes = get_programmes(get_services(scope["litestar_app"].state), get_caller())
        programme_id = cast("UUID", scope["path_params"]["programme_id"])
        batch = CommandBatch.of(data.command_id, data.commands)
        result = await programmes.submit(programme_id, batch)
        recorded = RecordedProgrammeCommands(
            programme_id=result.stream,
            command_id=result.command_id,
            version=result.version,
            position=result.position,
            events=result.events,
        )
        await send_created(send, JSON_ENCODER.encode(recorded))

    return record


@post(
    "/programmes/{programme_id:uuid}/commands",
    middleware=[programme_command_middleware],
    tags=["programmes"],
    operation_class=operation_with_examples(PROGRAMME_EXAMPLES),
    responses=problem_responses(*PROGRAMME_PROBLEMS, *COMMAND_PROBLEMS),
)
async def record_programme_commands(data: JSONBody[ProgrammeCommands]) -> RecordedProgrammeCommands:
    """Record commands about a programme.

    A programme starts with OpenProgramme, under an id that the caller chooses.
    """
    raise NotImplementedError(data)


@get("/programmes", tags=["programmes"], responses=problem_responses(*LIST_PROBLEMS))
async def programmes(
    programme_list: ProgrammeListDependency,
    progress: ProgressDependency,
    wait_for: WaitForPosition = None,
) -> ProgrammesResponse:
    """Every programme, the newest first."""
    if wait_for is not None and not await progress.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    return ProgrammesResponse(programmes=await programme_list.all())


@get(
    "/programmes/{programme_id:uuid}",
    tags=["programmes"],
    responses=problem_responses(*PROGRAMME_PROBLEMS),
)
async def programme(programmes: ProgrammesDependency, programme_id: FromPath[UUID]) -> ProgrammeDetails:
    """A programme as it is now."""
    known = await programmes.get("read_programmes", programme_id)
    offer = known.current_offer
    return ProgrammeDetails(
        programme_id=programme_id,
        name=offer.name,
        opened_on=known.opening.happened_on,
        tracks=offer.tracks,
        languages=offer.languages,
        time_zone=known.opening.time_zone,
        game=offer.game,
        questions={stance: one.questions for stance, one in known.questions.items()},
        quests=known.quests.quests if known.quests else (),
        coaches=tuple(
            ProgrammeCoach(coach_id=one.coach_id, name=one.name, since=one.happened_on)
            for one in known.coaches.values()
        ),
        journeys=tuple(
            EnrolledJourney(journey_id=one.journey_id, since=one.happened_on)
            for one in known.enrolled.values()
        )
        if programmes.may_lead
        else None,
        ended=len(known.ended),
    )


class ProgrammeTotals(Struct, frozen=True, kw_only=True):
    """A programme in figures on a date: nothing about fewer than five journeys, and numbers rounded to fives."""

    programme_id: UUID
    on: date
    totals: Totals


@get(
    "/programmes/{programme_id:uuid}/totals",
    tags=["programmes"],
    responses=problem_responses(*PROGRAMME_PROBLEMS),
)
async def programme_totals(
    programmes: ProgrammesDependency,
    programme_id: FromPath[UUID],
    on: Annotated[
        date | None,
        QueryParameter(
            description="A date from the opening to today. If left out: today in the programme's time zone."
        ),
    ] = None,
) -> ProgrammeTotals:
    """A programme in figures on a date: the journeys enrolled by then, including those that ended.

    Journeys are counted in groups of five, in the order in which they were first enrolled in a programme of the organisation.
    A group counts if all five are part of the programme and none is restricted. Numbers are rounded to fives, and shares are
    computed from rounded numbers.
    """
    known = await programmes.get("read_totals", programme_id)
    day = programmes.resolve_day(known, on)
    figures = await programmes.figures(known, day)
    return ProgrammeTotals(programme_id=programme_id, on=day, totals=figures.totals)


class SilentCoachCount(Struct, frozen=True, kw_only=True):
    """A coach, and how many clients they have not spoken with for long; null for clients without a coach."""

    coach_id: UUID | None
    journeys: int


class ProgrammeSilences(Struct, frozen=True, kw_only=True):
    """The coaches who have not spoken with clients for long, without saying which clients. The most waiting clients first."""

    programme_id: UUID
    coaches: tuple[SilentCoachCount, ...]


@get(
    "/programmes/{programme_id:uuid}/silences",
    tags=["programmes"],
    responses=problem_responses(*PROGRAMME_PROBLEMS),
)
async def programme_silences(
    programmes: ProgrammesDependency, programme_id: FromPath[UUID]
) -> ProgrammeSilences:
    """Which coaches have not spoken with their clients for long, in numbers only.

    They are the numbers without a session of the workload: a coach of whom that is not told is left out, and so is one
    without such clients.
    """
    known = await programmes.get("read_totals", programme_id)
    figures = await programmes.figures(known, programmes.resolve_day(known, None))
    return ProgrammeSilences(
        programme_id=programme_id,
        coaches=tuple(
            SilentCoachCount(coach_id=coach_id, journeys=times)
            for coach_id, times in figures.silences.items()
        ),
    )


class ProgrammeWorkload(Struct, frozen=True, kw_only=True):
    """What each coach has to do, in numbers that say nothing about fewer than five clients. The most clients first."""

    programme_id: UUID
    coaches: tuple[CoachWorkload, ...]


@get(
    "/programmes/{programme_id:uuid}/workload",
    tags=["programmes"],
    responses=problem_responses(*PROGRAMME_PROBLEMS),
)
async def programme_workload(
    programmes: ProgrammesDependency, programme_id: FromPath[UUID]
) -> ProgrammeWorkload:
    """What each coach has to do now: clients, how many had no session for two weeks, how many need someone, and sessions.

    Clients are counted in the same groups as the totals, if all five are part of the programme now and their journey goes on.
    A coach with fewer than five is left out, and so is a number from which one to four could be computed. Numbers are rounded
    to fives.
    """
    known = await programmes.get("read_totals", programme_id)
    figures = await programmes.figures(known, programmes.resolve_day(known, None))
    return ProgrammeWorkload(programme_id=programme_id, coaches=figures.workload)
