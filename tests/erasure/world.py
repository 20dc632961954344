"""An organisation with two clients, a programme and their accounts, one of whom is to be forgotten."""

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from msgspec import Struct

from domain.journey.events.network import ContactAdded
from domain.programme.commands import EnrolJourney, OpenProgramme, ProgrammeCommand
from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.application.programmes import Programmes
from service.clock import Clock
from service.encryption.keyring import DEVELOPMENT_KEYRING, KeyringSource
from service.encryption.memory import MemoryVault
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.event_store.log import AppendRequest, EventsToAppend
from service.event_store.mapper import EventMapper
from service.event_store.postgres import PostgresEventLog
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.ledger import ErasureLedger
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.disk.disk import Disk
from service.read_models.projector import Projector
from tests.commands import execute
from tests.erasure.canary_journey import CanaryJourney
from tests.histories import History, sample_journey

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TENANT, OTHER_TENANT = UUID(int=0xA), UUID(int=0xB)
COACH, ACTOR = UUID(int=0xC), UUID(int=0xAC)
NAME, EMAIL = "Kari Åsmund Nordahl", "kari.nordahl@example.no"
PROGRAMME = UUID(int=0xD)

ADMIN = Caller(tenant_id=TENANT, person_id=UUID(int=0xAD), roles=frozenset({"admin"}), way="browser")
INSERT_DAY = "insert into looks (tenant_id, journey_id, looked_on) values ($1, $2, $3)"
INSERT_RESTRICTION = """
insert into restrictions (tenant_id, restriction_id, journey_id, placed_by, actor_id, ground, since, lifted_at)
values ($1, $2, $3, 'admin', $4, 'accuracy', now(), now())
"""
INSERT_REQUEST = """
insert into erasure_requests (tenant_id, journey_id, asked_by, asked_at, due_at) values ($1, $2, $3, now(), now())
"""
INSERT_NOTICE = "insert into retention_notices (tenant_id, journey_id, noted_at) values ($1, $2, now())"
INSERT_SEEN = (
    "insert into seen_news (tenant_id, person_id, journey_id, number, seen_at) values ($1, $2, $3, 12, now())"
)
INSERT_LOOK = """
insert into access_log (tenant_id, journey_id, at, look_id, actor_id, role, act, why, reason)
values ($1, $2, now(), $3, $4, 'coach', 'read', 'glass', $5)
"""


class World(Struct, frozen=True):
    """What is there before anything is erased."""

    context: ErasureContext
    kari: History
    ola: History
    stranger: History
    """Of another organisation."""
    accounts: dict[UUID, UUID]
    """By journey, whose it is: Kari is a client and no more, Ola a coach, too."""

    @property
    def journey_id(self) -> UUID:
        return self.kari.journey_id


@asynccontextmanager
async def open_erasure_context(
    dsn: str,
    ledger: Path,
    *,
    sealed: bool = False,
    now: Clock = lambda: NOW,
    disk: Disk | None = None,
    keyrings: KeyringSource = lambda: DEVELOPMENT_KEYRING,
) -> AsyncIterator[ErasureContext]:
    """What an erasure works on. Of files it cares only if it is told of a `disk`: those of most tests are everybody's."""
    async with PostgresEventLog.connect(dsn, poll=0.2) as log:
        workers, pool = await open_worker_pool(dsn, 4), await open_pool(dsn, 2)
        vault = PostgresVault(pool, keyrings) if sealed else None
        try:
            yield ErasureContext(
                disk=disk or Disk(dsn=dsn, private=False),
                leave_on_disk=disk is None,
                keyrings=keyrings if disk else None,
                pool=workers,
                log=log,
                ledger=ErasureLedger(ledger),
                vault=vault,
                now=now,
            )
        finally:
            workers.terminate()
            pool.terminate()


async def made(at: ErasureContext) -> World:
    """Everything recorded, listed and looked at."""
    kari, ola = sample_journey(3, 60, corrections=True), sample_journey(2, 60)
    world = World(at, kari, ola, sample_journey(8, 30), {})
    await record(at, world.kari, TENANT)
    await record(at, world.ola, TENANT)
    await record(at, world.stranger, OTHER_TENANT)
    await _programme(at, [world.kari.journey_id, world.ola.journey_id])
    await _accounts(at, world)
    await caught_up(at)
    return world


async def record(
    at: ErasureContext, history: History | CanaryJourney, tenant_id: UUID, vault: Vault | None = None
) -> None:
    mapper = EventMapper(sealing=at.sealer)
    if sealing := at.sealer:
        await sealing.load_keys_to_seal(tenant_id, history.journey_id, history.events)
    rows = tuple(
        mapper.to_row(history.journey_id, number, event, tenant_id)
        for number, event in enumerate(history.events, 1)
    )
    decided = EventsToAppend(command_id=uuid4(), fingerprint=b"sha-256 of words", events=rows)
    await at.log.append(
        AppendRequest(
            stream=history.journey_id,
            expected=0,
            decided=(decided,),
            tenant_id=tenant_id,
            actor_id=history.actor,
        )
    )


async def _programme(at: ErasureContext, journeys: Iterable[UUID]) -> None:
    programmes = Programmes(at.log, now=at.now, sealing=None)
    opened = OpenProgramme(
        happened_on=NOW.date(),
        name="Second career",
        tracks=("preventive",),
        languages=("nb",),
        time_zone="Europe/Oslo",
    )
    enrolled = [EnrolJourney(happened_on=NOW.date(), journey_id=one) for one in journeys]
    commands: list[ProgrammeCommand] = [opened, *enrolled]
    for command in commands:
        await execute(programmes, PROGRAMME, command, tenant_id=TENANT)


async def _accounts(at: ErasureContext, world: World) -> None:
    connection = await asyncpg.connect(at.dsn)
    try:
        insert = (
            "insert into organisations (tenant_id, name, created_at) values ($1, 'Second Career AS', now())"
        )
        await connection.execute(insert, TENANT)
        for history in (world.kari, world.ola):
            why = "The coach is ill, and a question about the exam cannot wait."
            await connection.execute(INSERT_LOOK, TENANT, history.journey_id, uuid4(), COACH, why)
            await connection.execute(INSERT_DAY, TENANT, history.journey_id, NOW.date())
            await connection.execute(INSERT_RESTRICTION, TENANT, uuid4(), history.journey_id, COACH)
            await connection.execute(INSERT_REQUEST, TENANT, history.journey_id, history.actor)
            await connection.execute(INSERT_NOTICE, TENANT, history.journey_id)
            await connection.execute(INSERT_SEEN, TENANT, COACH, history.journey_id)
    finally:
        await connection.close()
    accounts = Accounts(at.pool, at.vault or MemoryVault(), now=at.now)
    try:
        world.accounts[world.kari.journey_id] = await _joined(accounts, EMAIL, NAME, world.kari.journey_id)
        world.accounts[world.ola.journey_id] = await _joined(
            accounts, "ola@example.no", "Ola Sætre", world.ola.journey_id, coach=True
        )
    finally:
        accounts.close()


async def _joined(
    accounts: Accounts, email: str, name: str, journey_id: UUID, *, coach: bool = False
) -> UUID:
    """A client who came in by an invitation, and is signed in."""
    invited = await accounts.invite(ADMIN, email, "client", locale="nb", journey_id=journey_id)
    person = await accounts.accept_invitation(invited.link_secret, name=name, consents=())
    if coach:
        await accounts.grant_role(ADMIN, person.person_id, "coach")
    await accounts.sign_in_new_person(person)
    return person.person_id


async def caught_up(at: ErasureContext) -> None:
    projector = Projector(at.log, at.pool, first_pause=0.05)
    async with projector.run_in_background():
        assert await projector.wait_for(await at.log.head(), 30), projector.failure


async def lines(at: ErasureContext) -> list[bytes]:
    """The export, line by line."""
    return [line async for chunk in at.log.read_json_lines() for line in chunk.splitlines()]


async def digest_of_others(at: ErasureContext, journey_id: UUID) -> str:
    """SHA-256 of the export without one journey, and without what was recorded after it was first read."""
    mine = f'"journey_id":"{journey_id}","number"'.encode()
    others = [line for line in await lines(at) if mine not in line and b"EnrolmentEnded" not in line]
    return hashlib.sha256(b"\n".join(others)).hexdigest()


async def everything(dsn: str) -> dict[str, str]:
    """All that stands in each table, as one text each, with what is stored as bytes in the clear."""
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        return {name: _text(await connection.fetch(f'select * from "{name}"')) for (name,) in tables}
    finally:
        await connection.close()


def _text(rows: Iterable[Any]) -> str:
    return "\n".join(
        " ".join(value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in row)
        for row in rows
    )


def a_contact_of(history: History) -> tuple[UUID, str]:
    """Somebody the client met."""
    met = next(event for event in history.events if isinstance(event, ContactAdded))
    return met.contact_id, met.name


def texts_of(history: History) -> set[str]:
    """The longer texts of a journey, which nobody else has."""
    from service.personal_data.erasure.canaries import personal_texts  # noqa: PLC0415 - the thing under test, used to find its prey

    return {text for event in history.events for text in personal_texts(event) if len(text) > 17}
