"""Commands are recorded sealed, and what was recorded is read again by whoever has the keys."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain.aggregate import CommandBatch
from domain.errors import InvalidOperation
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.network import AddContact
from domain.journey.commands.notes import WriteNote
from domain.journey.events.network import ContactAdded
from domain.redacted import REDACTED
from projections.network.projection import NETWORK
from projections.profile.projection import PROFILE
from service.application.batch_results import CommandIdTaken
from service.application.journeys import Journeys
from service.encryption.keyring import generate_keyring
from service.encryption.postgres import PostgresVault
from service.event_store.errors import InvalidAppend
from service.event_store.event_sealer import EventSealer, contact_subject
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool
from service.postgres.errors import StoreUnavailable
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT
from tests.application.commands import DAY, begun, discover, submit

if TYPE_CHECKING:
    from service.encryption.keyring import Keyring
    from service.postgres.connections import Pool

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANOUK, BART = uuid4(), uuid4()
NOTE = WriteNote(happened_on=DAY, note_id=uuid4(), text="canary of the note")


def contact(contact_id: UUID, name: str) -> AddContact:
    return AddContact(happened_on=DAY, contact_id=contact_id, name=name, tie="weak")


@pytest.fixture
async def pool(database: str) -> "AsyncIterator[Pool]":
    pool = await open_pool(database, 3)
    yield pool
    pool.terminate()


@pytest.fixture
def keyring() -> "Keyring":
    return generate_keyring()


@pytest.fixture
def vault(pool: "Pool", keyring: "Keyring") -> PostgresVault:
    return PostgresVault(pool, lambda: keyring, look_again=0)


@pytest.fixture
def journeys(postgres_log: PostgresEventLog, vault: PostgresVault) -> Journeys:
    return Journeys(postgres_log, now=lambda: NOON, sealing=EventSealer(vault))


@pytest.fixture
def anew(postgres_log: PostgresEventLog, vault: PostgresVault) -> Journeys:
    """Another process, which has everything to read yet."""
    return Journeys(postgres_log, now=lambda: NOON, sealing=EventSealer(vault))


@pytest.fixture
async def journey_id(journeys: Journeys) -> UUID:
    return await begun(
        journeys,
        discover(title="canary of the role"),
        contact(ANOUK, "Anouk-canary"),
        contact(BART, "Bart-canary"),
    )


async def names(journeys: Journeys, journey_id: UUID) -> dict[UUID, str]:
    entries = await journeys.recorded_events(journey_id)
    added = [entry.event for entry in entries if isinstance(entry.event, ContactAdded)]
    return {event.contact_id: event.name for event in added}


# ASVS 14.2.4
async def test_no_word_of_it_stands_anywhere_in_the_database(journey_id: UUID, database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        tables = await connection.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        told = [
            bytes(cell) if isinstance(cell, bytes) else str(cell).encode()
            for (table,) in tables
            for row in await connection.fetch(f'select * from "{table}"')
            for cell in row
        ]
    finally:
        await connection.close()

    assert any(str(journey_id).encode() in cell for cell in told)
    assert [cell for cell in told if b"canary" in cell or b'"Ans"' in cell] == []


async def test_another_process_with_the_keys_reads_it_all(anew: Journeys, journey_id: UUID) -> None:
    journey = await anew.get(journey_id)
    profile = await anew.view(PROFILE, journey_id)

    assert journey.started.event.called == "Ans"
    assert await names(anew, journey_id) == {ANOUK: "Anouk-canary", BART: "Bart-canary"}
    assert "canary of the role" in str(profile)


async def test_a_service_that_does_not_seal_reads_the_figures(
    postgres_log: PostgresEventLog, journey_id: UUID
) -> None:
    bare = Journeys(postgres_log, now=lambda: NOON, sealing=None)
    network = await bare.view(NETWORK, journey_id)

    assert set((await names(bare, journey_id)).values()) == {REDACTED}
    assert "canary" not in str(network)


async def test_a_repeat_is_answered_like_the_first(
    journeys: Journeys, anew: Journeys, journey_id: UUID
) -> None:
    command_id = uuid4()
    first = await submit(journeys, journey_id, NOTE, command_id=command_id)

    assert first == await submit(anew, journey_id, NOTE, command_id=command_id)
    with pytest.raises(CommandIdTaken):
        await submit(anew, journey_id, contact(uuid4(), "Cas"), command_id=command_id)


async def test_a_repeat_from_before_there_was_sealing_is_answered_like_the_first(
    postgres_log: PostgresEventLog, journeys: Journeys
) -> None:
    bare = Journeys(postgres_log, now=lambda: NOON, sealing=None)
    journey_id, command_id = await begun(bare), uuid4()
    first = await submit(bare, journey_id, NOTE, command_id=command_id)

    assert first == await submit(journeys, journey_id, NOTE, command_id=command_id)


async def test_what_is_kept_of_a_command_does_not_give_its_words_away(
    postgres_log: PostgresEventLog, journeys: Journeys, journey_id: UUID
) -> None:
    command_id = uuid4()
    await submit(journeys, journey_id, NOTE, command_id=command_id)
    kept = await postgres_log.command_results(LOCAL_TENANT, LOCAL_ACTOR, [command_id])

    assert kept[command_id].fingerprint != CommandBatch.of(uuid4(), [NOTE]).fingerprint


async def test_a_contact_is_forgotten_and_the_journey_goes_on(
    vault: PostgresVault, anew: Journeys, journey_id: UUID
) -> None:
    await vault.destroy(LOCAL_TENANT, [contact_subject(journey_id, ANOUK)])
    await submit(anew, journey_id, NOTE)

    assert await names(anew, journey_id) == {ANOUK: REDACTED, BART: "Bart-canary"}


async def test_nothing_more_is_recorded_of_who_was_forgotten(
    vault: PostgresVault, anew: Journeys, journey_id: UUID
) -> None:
    await vault.destroy(LOCAL_TENANT, [contact_subject(journey_id, ANOUK)])
    entries = await anew.recorded_events(journey_id)
    [number] = [
        e.number for e in entries if isinstance(e.event, ContactAdded) and e.event.contact_id == ANOUK
    ]

    with pytest.raises(InvalidOperation, match="forgotten"):
        await submit(
            anew,
            journey_id,
            CorrectEntry(happened_on=DAY, number=number, restated=contact(ANOUK, "Anouk again")),
        )


async def test_with_its_keys_gone_nothing_more_is_recorded_of_a_journey(
    vault: PostgresVault, anew: Journeys, journey_id: UUID
) -> None:
    await vault.destroy(LOCAL_TENANT, [journey_id])

    with pytest.raises(InvalidAppend, match="forgotten"):
        await submit(anew, journey_id, NOTE)


# ASVS 16.5.2, 16.5.3
async def test_with_the_keyring_lost_the_figures_are_read_and_nothing_personal_is_written(
    pool: "Pool", postgres_log: PostgresEventLog, journey_id: UUID
) -> None:
    other = generate_keyring()
    lost = Journeys(postgres_log, now=lambda: NOON, sealing=EventSealer(PostgresVault(pool, lambda: other)))

    journey = await lost.get(journey_id)
    with pytest.raises(StoreUnavailable):
        await submit(lost, journey_id, NOTE)

    assert journey.started.event.called is REDACTED
    assert journey.started.event.track == "preventive"
