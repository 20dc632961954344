"""Programmes: opened and led by a manager, seen in totals that protect the individual."""

from datetime import date
from typing import Annotated, cast
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct

from domain.programme.decisions import ProgrammeCommand
from domain.vocabulary import Language, Quest, Stance, Track
from projections.learning_model.parameters import DEFAULT
from projections.programmes import ProgrammeLine
from projections.totals import SHARE, Totals, totals
from service.api.commands import ENCODER, MOST_COMMANDS, Reader, answer
from service.api.dependencies import Offers, ProgrammeLists, Projects
from service.api.journey_queries import PATIENCE, not_yet
from service.api.request_body import json_body
from service.application.command_batch import fingerprint
from service.http.dependencies import programmes_of


class ProgrammeCommands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a manager wants recorded of a programme: all of it or nothing, under one id."""

    command_id: UUID
    commands: Annotated[tuple[ProgrammeCommand, ...], Meta(min_length=1, max_length=MOST_COMMANDS)]


class ProgrammeRecorded(Struct, frozen=True, kw_only=True):
    """What became of it."""

    programme_id: UUID
    command_id: UUID
    version: int
    position: int
    events: int


class CoachView(Struct, frozen=True, kw_only=True):
    """A coach of the programme, and since when."""

    coach_id: UUID
    name: str
    since: date


class Enrolment(Struct, frozen=True, kw_only=True):
    """A journey that is part of it."""

    journey_id: UUID
    since: date


class ProgrammeView(Struct, frozen=True, kw_only=True):
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
    coaches: tuple[CoachView, ...]
    journeys: tuple[Enrolment, ...] | None
    """Those that are part of it now; null for who does not lead it."""
    ended: int


class ProgrammeLines(Struct, frozen=True, kw_only=True):
    """Every programme, the newest first."""

    programmes: list[ProgrammeLine]


def recording(app: ASGIApp) -> ASGIApp:  # noqa: ARG001
    """Record what happened to a programme; answers in the place of its handler, as for journeys."""
    reader = Reader(ProgrammeCommands)

    async def record(scope: Scope, receive: Receive, send: Send) -> None:
        wished: ProgrammeCommands = reader.read(await json_body(scope, receive))
        programmes = programmes_of(scope["litestar_app"].state, scope)
        programme_id = cast("UUID", scope["path_params"]["programme_id"])
        seal = fingerprint(wished.commands)
        receipt = await programmes.obey(programme_id, wished.command_id, wished.commands, seal)
        recorded = ProgrammeRecorded(
            programme_id=receipt.stream,
            command_id=receipt.command_id,
            version=receipt.version,
            position=receipt.position,
            events=receipt.events,
        )
        await answer(send, ENCODER.encode(recorded))

    return record


@post("/programmes/{programme_id:uuid}/commands", middleware=[recording])
async def programme_commands() -> None:
    """Stands for `recording` among the routes."""


@get("/programmes")
async def programmes(
    programme_list: ProgrammeLists,
    projector: Projects,
    wait_for: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> ProgrammeLines:
    """Every programme, the newest first."""
    if wait_for is not None and not await projector.wait_for(wait_for, PATIENCE):
        raise not_yet(wait_for)
    return ProgrammeLines(programmes=await programme_list.all())


@get("/programmes/{programme_id:uuid}")
async def programme(offers: Offers, programme_id: FromPath[UUID]) -> ProgrammeView:
    """A programme as it is now."""
    known = await offers.programme("read_programmes", programme_id)
    offer = known.offer
    return ProgrammeView(
        programme_id=programme_id,
        name=offer.name,
        opened_on=known.started.happened_on,
        tracks=offer.tracks,
        languages=offer.languages,
        time_zone=known.started.time_zone,
        game=offer.game,
        questions={stance: one.questions for stance, one in known.questions.items()},
        quests=known.quests.quests if known.quests else (),
        coaches=tuple(
            CoachView(coach_id=one.coach_id, name=one.name, since=one.happened_on)
            for one in known.coaches.values()
        ),
        journeys=tuple(
            Enrolment(journey_id=one.journey_id, since=one.happened_on) for one in known.enrolled.values()
        )
        if offers.leads
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
    offers: Offers,
    programme_id: FromPath[UUID],
    on: FromQuery[date | None] = None,
) -> ProgrammeTotals:
    """What the journeys that were enrolled by a day have in common, those that ended included."""
    known = await offers.programme("read_totals", programme_id)
    day = offers.day(known, on)
    shares = [SHARE.view(reading.state, day, DEFAULT) async for reading in offers.readings(known, day, SHARE)]
    return ProgrammeTotals(programme_id=programme_id, on=day, totals=totals(shares))


class SilentCoach(Struct, frozen=True, kw_only=True):
    """A coach, and with how many clients of the programme they have not spoken for long; null for clients without a coach."""

    coach_id: UUID | None
    journeys: int


class Silences(Struct, frozen=True, kw_only=True):
    """The coaches who went silent, those with most clients who wait first. Which clients these are is not told."""

    programme_id: UUID
    coaches: tuple[SilentCoach, ...]


@get("/programmes/{programme_id:uuid}/silences")
async def programme_silences(offers: Offers, programme_id: FromPath[UUID]) -> Silences:
    """Which coaches went silent, as counts."""
    counted = await offers.silences(await offers.programme("read_totals", programme_id))
    by_most = sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
    return Silences(
        programme_id=programme_id,
        coaches=tuple(SilentCoach(coach_id=coach_id, journeys=times) for coach_id, times in by_most),
    )
