"""A log that was written in the clear is sealed where it stands: nothing is lost, and no word of it is left to be read."""

import asyncio
import hashlib
import signal
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from domain.aggregate import CommandBatch
from domain.event_catalogue import AnyStoredEvent
from domain.journey.commands.notes import WriteNote
from domain.journey.events.notes import NoteWritten
from domain.redacted import REDACTED
from projections.profile.projection import PROFILE
from service.application.journeys import Journeys
from service.encryption.memory import MemoryVault
from service.event_store.encrypt_existing import PlaintextFound, stream_digest
from service.event_store.event_sealer import EventSealer, extract_texts, sealed_parts
from service.event_store.mapper import EventMapper
from service.event_store.postgres import PostgresEventLog
from service.personal_data.encrypt_database import DatabaseEncryptionResult, encrypt_database
from service.personal_data.erasure.context import ErasureContext
from service.postgres.connections import tenant_tx
from service.read_models.caseload import Caseload
from service.read_models.stored_names import count_stored_names
from tests.commands import execute
from tests.domain.samples import SAMPLES
from tests.erasure.killed import seal_and_die
from tests.erasure.world import (
    NOW,
    OTHER_TENANT,
    TENANT,
    World,
    everything,
    made,
    open_erasure_context,
    texts_of,
)
from tests.forked import Forked

pytestmark = pytest.mark.slow

WORLD = Path("erasures.jsonl")


@pytest.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[World]:
    """Everything recorded in the clear."""
    async with open_erasure_context(database, tmp_path / WORLD) as at:
        yield await made(at)


@pytest.fixture
async def at(world: World, database: str, tmp_path: Path) -> AsyncIterator[ErasureContext]:
    """The same database, with keys."""
    async with open_erasure_context(database, tmp_path / WORLD, sealed=True) as sealed:
        yield sealed


async def structure(dsn: str) -> list[tuple[Any, ...]]:
    """All that must stay as it was: every column of every row of the log but the states."""
    connection = await asyncpg.connect(dsn)
    try:
        columns = """notification_id, originator_id, originator_version, topic, recorded_at, tenant_id, actor_id,
            command_id, correlation_id, causation_id"""
        rows = await connection.fetch(f"select {columns} from stored_events order by notification_id")
        return [tuple(row) for row in rows]
    finally:
        await connection.close()


async def told_texts(world: World) -> set[str]:
    return texts_of(world.kari) | texts_of(world.ola) | texts_of(world.stranger)


async def found_in(dsn: str, texts: set[str]) -> list[tuple[str, str]]:
    return [
        (table, text) for table, rows in (await everything(dsn)).items() for text in texts if text in rows
    ]


async def profiles(at: ErasureContext, world: World) -> list[bytes]:
    journeys = Journeys(at.log, now=at.now, sealing=at.sealer)
    histories = ((world.kari, TENANT), (world.ola, TENANT), (world.stranger, OTHER_TENANT))
    return [
        msgspec.json.encode(await journeys.view(PROFILE, one.journey_id, tenant_id=tenant_id), enc_hook=str)
        for one, tenant_id in histories
    ]


async def entries(at: ErasureContext, journey_id: UUID) -> list[Any]:
    rows = await at.log.read_stream(journey_id, tenant_id=TENANT)
    return [entry.event for entry in await EventMapper(sealing=at.sealer).open_rows(rows)]


# ASVS 14.2.4
async def test_afterwards_no_text_can_be_read_without_keys_and_all_with_them(
    world: World, at: ErasureContext
) -> None:
    texts, stood, shown = await told_texts(world), await structure(at.dsn), await profiles(at, world)
    assert await found_in(at.dsn, texts)

    done = await encrypt_database(at)

    assert await found_in(at.dsn, texts) == []
    assert await structure(at.dsn) == stood
    assert await profiles(at, world) == shown
    assert await entries(at, world.kari.journey_id) == list(world.kari.events)
    assert (done.streams, done.receipts, done.names) == (4, 6, 4)
    assert done.events > 50
    assert done.looked_for > 50


async def test_what_is_structural_stands_in_each_row_as_it_did(world: World, at: ErasureContext) -> None:
    before = await at.log.read_all(limit=10_000)
    await encrypt_database(at)
    after = await at.log.read_all(limit=10_000)

    bare = EventMapper()
    assert all(sealed_parts(row.state) for row in after if b'"[redacted]"' in row.state)
    assert [type(bare.to_domain_event(row).event) for row in before] == [
        type(bare.to_domain_event(row).event) for row in after
    ]
    assert [one for one, other in zip(before, after, strict=True) if skeleton(one) != skeleton(other)] == []


def skeleton(row: Any) -> Any:
    """A state with every text of it made one and the same."""

    def neutral(told: Any) -> Any:
        match told:
            case str():
                return ""
            case list():
                return [neutral(one) for one in told]
            case dict():
                return {key: neutral(value) for key, value in told.items() if key != "sealed"}
            case _:
                return told

    return neutral(msgspec.json.decode(row.state))


async def test_each_sealing_is_noted_once(world: World, at: ErasureContext) -> None:
    done = await encrypt_database(at)
    again = await encrypt_database(at)
    noted = (await everything(at.dsn))["sealings"].splitlines()

    assert len(noted) == done.events
    assert (again.events, again.receipts, again.names) == (0, 0, 0)


async def test_nothing_is_changed_by_asking_what_there_is_to_do(world: World, at: ErasureContext) -> None:
    before = await everything(at.dsn)
    planned = await encrypt_database(at, dry_run=True)
    unchanged = await everything(at.dsn)
    done = await encrypt_database(at)

    assert unchanged == before
    assert (planned.events, planned.receipts, planned.names) == (done.events, done.receipts, done.names)


async def test_a_repeat_of_a_command_from_before_is_answered_like_the_first(at: ErasureContext) -> None:
    clear = Journeys(at.log, now=at.now, sealing=None)
    journey_id, command_id = (await at.log.read_all(limit=1))[0].originator_id, uuid4()
    note = (WriteNote(happened_on=NOW.date(), note_id=uuid4(), text="a canary of a note"),)
    first = await execute(clear, journey_id, *note, command_id=command_id, tenant_id=TENANT)
    await encrypt_database(at)
    sealing = Journeys(at.log, now=at.now, sealing=at.sealer)
    kept = (await at.log.command_results(TENANT, UUID(int=0), [command_id]))[command_id]

    again = await execute(sealing, journey_id, *note, command_id=command_id, tenant_id=TENANT)

    assert (again.position, again.version) == (first.position, first.version)
    assert kept.fingerprint != CommandBatch.of(uuid4(), note).fingerprint
    assert len(kept.fingerprint) == 33


async def test_lists_hold_no_names_and_tell_them_to_those_with_keys(world: World, at: ErasureContext) -> None:
    names = await Caseload(at.pool).page(None, 10, tenant_id=TENANT)
    await encrypt_database(at)
    journeys = Journeys(at.log, now=at.now, sealing=at.sealer)
    bare = await Caseload(at.pool).page(None, 10, tenant_id=TENANT)
    told = await Caseload(at.pool, journeys.client_names).page(None, 10, tenant_id=TENANT)

    assert {case.called for case in bare.cases} == {REDACTED}
    assert told == names
    assert await count_stored_names(at.pool, TENANT) == 0


async def test_a_service_goes_on_meanwhile(world: World, at: ErasureContext) -> None:
    sealing = Journeys(at.log, now=at.now, sealing=at.sealer)
    journey_id = world.ola.journey_id
    notes = [
        WriteNote(happened_on=NOW.date(), note_id=uuid4(), text=f"the note of number {n}") for n in range(20)
    ]

    async def tell() -> None:
        for note in notes:
            await execute(sealing, journey_id, note, tenant_id=TENANT)

    _, done = await asyncio.gather(tell(), encrypt_database(at, at_once=3))
    told = [event.text for event in await entries(at, journey_id) if isinstance(event, NoteWritten)]

    assert isinstance(done, DatabaseEncryptionResult)
    assert told[-20:] == [note.text for note in notes]
    assert await found_in(at.dsn, {note.text for note in notes} | await told_texts(world)) == []


async def test_a_service_that_still_writes_in_the_clear_is_found_out(
    world: World, at: ErasureContext
) -> None:
    note = (WriteNote(happened_on=NOW.date(), note_id=uuid4(), text="a canary of a note"),)
    written: list[str] = []

    async def write_late() -> None:
        async with PostgresEventLog.connect(at.dsn) as log:
            clear = Journeys(log, now=at.now, sealing=None)
            await execute(clear, world.ola.journey_id, *note, tenant_id=TENANT)

    def reached(step: str) -> None:
        if step == "receipts" and not written:
            written.append(step)
            # The run waits for another process, which has a loop of its own.
            other = threading.Thread(target=lambda: asyncio.run(write_late()))
            other.start()
            other.join()

    with pytest.raises(PlaintextFound, match="still writes unencrypted data"):
        await encrypt_database(at, reached=reached)
    await encrypt_database(at)

    assert await found_in(at.dsn, {note[0].text}) == []


# Killed.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "count"), [("rows", 0), ("rows", 17), ("stream", 1), ("receipts", 0), ("verified", 0)]
)
async def test_killed_at_any_step_another_run_finishes(
    world: World, at: ErasureContext, tmp_path: Path, step: str, count: int
) -> None:
    stood, shown, texts = await structure(at.dsn), await profiles(at, world), await told_texts(world)
    with Forked(seal_and_die, at.dsn, tmp_path / WORLD, step, count) as process:
        ended = await asyncio.to_thread(process.wait)
    assert ended == -signal.SIGKILL
    half = await profiles(at, world)

    await encrypt_database(at)

    assert half == shown
    assert await profiles(at, world) == shown
    assert await structure(at.dsn) == stood
    assert await found_in(at.dsn, texts) == []
    assert len(set((await everything(at.dsn))["sealings"].splitlines())) > 50


# What the database itself refuses.


@pytest.mark.parametrize(
    "forged",
    [
        b'{"type":"NoteWritten","text":"something else","sealed":{}}',
        b'{"type":"JourneyErased","sealed":{}}',
        b'{"sealed":{}}',
    ],
)
async def test_nothing_but_texts_can_be_taken_out_of_a_row(
    world: World, at: ErasureContext, forged: bytes
) -> None:
    row = (await at.log.read_stream(world.kari.journey_id, tenant_id=TENANT))[3]
    arguments = (TENANT, row.originator_id, 4, hashlib.sha256(row.state).digest(), forged)

    with pytest.raises(Exception, match="not the sealed form"):
        async with tenant_tx(at.pool, TENANT) as connection:
            await connection.execute("select seal_event($1, $2, $3, $4, $5)", *arguments)


async def test_a_row_that_was_changed_meanwhile_is_left_alone(world: World, at: ErasureContext) -> None:
    row = (await at.log.read_stream(world.kari.journey_id, tenant_id=TENANT))[0]
    async with tenant_tx(at.pool, TENANT) as connection:
        done = await connection.fetchval(
            "select seal_event($1, $2, 1, $3, $4)", TENANT, row.originator_id, bytes(32), row.state
        )

    assert done is False


# ASVS 8.2.1
@pytest.mark.parametrize(
    "call",
    [
        "select seal_event(gen_random_uuid(), gen_random_uuid(), 1, '', '{}')",
        "select seal_receipt(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', '')",
        "insert into sealings select * from sealings",
    ],
)
async def test_a_request_cannot_seal(database: str, call: str) -> None:
    connection = await asyncpg.connect(database, server_settings={"role": "soundings_app"})
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(call)
    finally:
        await connection.close()


async def test_a_worker_seals_in_the_organisation_of_its_transaction_only(
    world: World, at: ErasureContext
) -> None:
    row = (await at.log.read_stream(world.stranger.journey_id, tenant_id=OTHER_TENANT))[0]
    arguments = (OTHER_TENANT, row.originator_id, 1, hashlib.sha256(row.state).digest(), row.state)
    async with tenant_tx(at.pool, TENANT) as connection:
        done = await connection.fetchval("select seal_event($1, $2, $3, $4, $5)", *arguments)

    assert done is False


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
async def test_every_kind_of_event_is_sealed_in_its_own_form(event: AnyStoredEvent) -> None:
    sealing, stream = EventSealer(MemoryVault()), UUID(int=9)
    clear = EventMapper().to_row(stream, 1, event)
    await sealing.load_keys_to_seal(UUID(int=0), stream, [event])
    trees = extract_texts(event)[1]
    state = sealing.seal_existing_row(UUID(int=0), clear, event, trees) if trees else clear.state
    sealed = type(clear)(clear.originator_id, 1, clear.topic, state)
    mapper = EventMapper(sealing=sealing)

    assert await mapper.open_rows([sealed]) == await mapper.open_rows([clear])
    assert mapper.to_domain_event(sealed) == EventMapper().to_domain_event(
        mapper.to_row(stream, 1, event, UUID(int=0))
    )


def test_a_digest_tells_two_histories_apart(world: World) -> None:
    assert stream_digest(world.kari.entries()) != stream_digest(world.ola.entries())
    assert stream_digest(world.kari.entries()) == stream_digest(world.kari.entries())
