"""The same command over HTTP as written with FastAPI: over our command handler, and as a plain insert."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from domain.journey.commands.roles import JudgeRole
from service.api.commands import Commands
from service.api.request_body import BodyDecoder
from service.application.journeys import Journeys
from service.event_store.postgres import PostgresEventLog
from service.settings import read_settings
from tests.commands import execute

READER = BodyDecoder(Commands)
CREATE = """
create table if not exists plain_events (
    position bigserial primary key, stream uuid not null, command_id uuid not null unique,
    type text not null, data json not null, recorded_at timestamptz not null default now()
)
"""
INSERT = (
    "insert into plain_events (stream, command_id, type, data) values ($1, $2, $3, $4) returning position"
)


class Judge(BaseModel):
    """The command that is measured."""

    model_config = ConfigDict(extra="forbid")
    type: Literal["JudgeRole"]
    happened_on: date
    role_id: UUID
    distance: Literal["same", "near", "far", "licence"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    command_id: UUID
    commands: list[Judge] = Field(min_length=1, max_length=50)


class Answer(BaseModel):
    journey_id: UUID
    command_id: UUID
    version: int
    position: int
    events: int


def dsn() -> str:
    found = read_settings().database_url
    assert found is not None
    return found


def over_journeys() -> FastAPI:
    """FastAPI over our command handler and store, with pydantic models."""

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncGenerator[None]:
        async with PostgresEventLog.connect(dsn()) as log:
            app.state.journeys = Journeys(log, sealing=None)
            yield

    app = FastAPI(lifespan=running)

    @app.post("/api/v1/journeys/{journey_id}/commands", status_code=201)
    async def record(journey_id: UUID, body: Body, request: Request) -> Answer:
        commands = tuple(
            JudgeRole(happened_on=one.happened_on, role_id=one.role_id, distance=one.distance)
            for one in body.commands
        )
        journeys: Journeys = request.app.state.journeys
        receipt = await execute(journeys, journey_id, *commands, command_id=body.command_id)
        return Answer(
            journey_id=journey_id,
            command_id=receipt.command_id,
            version=receipt.version,
            position=receipt.position,
            events=receipt.events,
        )

    @app.post("/bare/{journey_id}/commands", status_code=201)
    async def record_bare(journey_id: UUID, request: Request) -> Response:
        """The same without pydantic, reading and writing bytes as our own handler does."""
        body: Commands = READER.decode(await request.body())
        journeys: Journeys = request.app.state.journeys
        receipt = await execute(journeys, journey_id, *body.commands, command_id=body.command_id)
        answer: dict[str, Any] = {
            "journey_id": journey_id,
            "command_id": receipt.command_id,
            "version": receipt.version,
            "position": receipt.position,
            "events": receipt.events,
        }
        return Response(msgspec.json.encode(answer), 201, media_type="application/json")

    return app


def plain_insert() -> FastAPI:
    """FastAPI with one insert in one transaction per request: nothing loaded, nothing decided."""

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncGenerator[None]:
        async with asyncpg.create_pool(dsn(), min_size=8, max_size=8) as pool:
            await pool.execute(CREATE)
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=running)

    @app.post("/api/v1/journeys/{journey_id}/commands", status_code=201)
    async def record(journey_id: UUID, body: Body, request: Request) -> dict[str, Any]:
        data = json.dumps([one.model_dump(mode="json") for one in body.commands])
        async with request.app.state.pool.acquire() as connection, connection.transaction():
            position = await connection.fetchval(INSERT, journey_id, body.command_id, "JudgeRole", data)
        return {"journey_id": journey_id, "command_id": body.command_id, "position": position}

    return app
