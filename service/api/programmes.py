"""Programmes: opened and led by a manager, seen in totals that protect the individual."""

from collections import Counter
from datetime import date
from typing import Annotated, cast
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct

from domain.programme.commands import ProgrammeCommand
from domain.vocabulary import Language, Quest, Stance, Track
from projections.alerts import ALERTS
from projections.programmes import ProgrammeSummary
from projections.totals import JOURNEY_CONTRIBUTION, Totals, compute_totals
from service.api.commands import JSON_ENCODER, MAX_COMMANDS, BodyDecoder, send_created
from service.api.journey_queries import WAIT_SECONDS, position_not_reached
from service.api.request_body import read_json_body
from service.application.command_batch import CommandBatch
from service.authorization.authorized_programmes import count_silence
from service.http.dependencies import (
    ProgrammeListDependency,
    ProgrammesDependency,
    ProjectorDependency,
    get_caller,
    get_programmes,
    get_services,
)


class ProgrammeCommands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a manager wants recorded of a programme: all of it or nothing, under one id."""

    command_id: UUID
    commands: Annotated[tuple[ProgrammeCommand, ...], Meta(min_length=1, max_length=MAX_COMMANDS)]


class RecordedProgrammeCommands(Struct, frozen=True, kw_only=True):
    """What became of it."""

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
    """A journey that is part of it."""

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
    """Those that are part of it now; null for who does not lead it."""
    ended: int


class ProgrammesResponse(Struct, frozen=True, kw_only=True):
    """Every programme, the newest first."""

    programmes: list[ProgrammeSummary]


def programme_command_middleware(app: ASGIApp) -> ASGIApp:  # noqa: ARG001
    """Record what happened to a programme; answers in the place of its handler, as for journeys."""
    reader = BodyDecoder(ProgrammeCommands)

    async def record(scope: Scope, receive: Receive, send: Send) -> None:
        wished: ProgrammeCommands = reader.decode(await read_json_body(scope, receive))
        programmes = get_programmes(get_services(scope["litestar_app"].state), get_caller())
        programme_id = cast("UUID", scope["path_params"]["programme_id"])
        batch = CommandBatch.of(wished.command_id, wished.commands)
        receipt = await programmes.submit(programme_id, batch)
        recorded = RecordedProgrammeCommands(
            programme_id=receipt.stream,
            command_id=receipt.command_id,
            version=receipt.version,
            position=receipt.position,
            events=receipt.events,
        )
        await send_created(send, JSON_ENCODER.encode(recorded))

    return record


@post("/programmes/{programme_id:uuid}/commands", middleware=[programme_command_middleware])
async def programme_command_route() -> None:
    """Stands for `programme_command_middleware` among the routes."""


@get("/programmes")
async def programmes(
    programme_list: ProgrammeListDependency,
    projector: ProjectorDependency,
    wait_for: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> ProgrammesResponse:
    """Every programme, the newest first."""
    if wait_for is not None and not await projector.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    return ProgrammesResponse(programmes=await programme_list.all())


@get("/programmes/{programme_id:uuid}")
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
    """A programme in figures on a day: nothing about fewer than five journeys, nor an employer with fewer than five cases."""

    programme_id: UUID
    on: date
    totals: Totals


@get("/programmes/{programme_id:uuid}/totals")
async def programme_totals(
    programmes: ProgrammesDependency,
    programme_id: FromPath[UUID],
    on: FromQuery[date | None] = None,
) -> ProgrammeTotals:
    """What the journeys that were enrolled by a day have in common, those that ended included."""
    known = await programmes.get("read_totals", programme_id)
    day = programmes.resolve_day(known, on)
    shares = [
        one.view(JOURNEY_CONTRIBUTION, on=day)
        async for one in programmes.load_journeys(known, JOURNEY_CONTRIBUTION)
        if known.since[one.journey_id] <= day
    ]
    return ProgrammeTotals(programme_id=programme_id, on=day, totals=compute_totals(shares))


class SilentCoachCount(Struct, frozen=True, kw_only=True):
    """A coach, and with how many clients of the programme they have not spoken for long; null for clients without a coach."""

    coach_id: UUID | None
    journeys: int


class ProgrammeSilences(Struct, frozen=True, kw_only=True):
    """The coaches who went silent, those with most clients who wait first. Which clients these are is not told."""

    programme_id: UUID
    coaches: tuple[SilentCoachCount, ...]


@get("/programmes/{programme_id:uuid}/silences")
async def programme_silences(
    programmes: ProgrammesDependency, programme_id: FromPath[UUID]
) -> ProgrammeSilences:
    """Which coaches went silent, as counts."""
    known = await programmes.get("read_totals", programme_id)
    counted = Counter[UUID | None]()
    async for one in programmes.load_journeys(known, ALERTS):
        if one.journey_id in known.enrolled:
            count_silence(counted, one)
    by_most = sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
    return ProgrammeSilences(
        programme_id=programme_id,
        coaches=tuple(SilentCoachCount(coach_id=coach_id, journeys=times) for coach_id, times in by_most),
    )
