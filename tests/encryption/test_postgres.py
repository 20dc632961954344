"""Keys in the database: wrapped there, held for a moment here, and gone everywhere soon after they are destroyed."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from domain.sensitivity import C2
from service.encryption.keyring import generate_keyring
from service.encryption.postgres import PostgresVault
from service.encryption.vault import KeyUnavailable
from tests.encryption.doubles import ExchangeableKeyring, ManualTicks

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

TENANT = UUID(int=1)
ANOUK = UUID(int=7)
PLACE = b"here"


async def sealed_of(vault: PostgresVault, subject: UUID = ANOUK) -> bytes:
    await vault.load_keys(TENANT, [subject], create=True)
    return vault.seal(TENANT, subject, C2, b"Anouk", bound_to=PLACE)


async def opened(vault: PostgresVault, sealed: bytes, subject: UUID = ANOUK) -> bytes:
    await vault.load_keys(TENANT, [subject])
    return vault.open(TENANT, subject, C2, sealed, bound_to=PLACE)


async def test_another_process_opens_what_one_sealed(
    pool: "Pool", ring: ExchangeableKeyring, postgres_vault: PostgresVault
) -> None:
    sealed = await sealed_of(postgres_vault)

    assert await opened(PostgresVault(pool, ring), sealed) == b"Anouk"


async def test_two_processes_make_one_key(
    pool: "Pool", worker_pool: "WorkerPool", ring: ExchangeableKeyring
) -> None:
    vaults = [PostgresVault(pool, ring) for _ in range(3)]
    sealed = await asyncio.gather(*(sealed_of(vault) for vault in vaults))

    assert {await opened(vaults[0], one) for one in sealed} == {b"Anouk"}
    assert await worker_pool.fetchval("select count(*) from subject_keys") == 2


async def test_a_key_destroyed_elsewhere_is_noticed_long_before_it_would_be_forgotten(
    pool: "Pool", ring: ExchangeableKeyring, ticks: ManualTicks, postgres_vault: PostgresVault
) -> None:
    sealed = await sealed_of(postgres_vault)

    await PostgresVault(pool, ring).destroy(TENANT, [ANOUK])
    ticks.at += 1.5

    with pytest.raises(KeyUnavailable):
        await opened(postgres_vault, sealed)


async def test_a_key_is_asked_about_once_a_second_at_most(
    pool: "Pool", ring: ExchangeableKeyring, ticks: ManualTicks, postgres_vault: PostgresVault
) -> None:
    sealed = await sealed_of(postgres_vault)
    await PostgresVault(pool, ring).destroy(TENANT, [ANOUK])
    ticks.at += 0.5

    assert await opened(postgres_vault, sealed) == b"Anouk"


async def test_a_held_key_is_good_for_a_minute_at_most(
    ticks: ManualTicks, postgres_vault: PostgresVault
) -> None:
    sealed = await sealed_of(postgres_vault)
    ticks.at += 61

    with pytest.raises(KeyUnavailable, match="not at hand"):
        postgres_vault.open(TENANT, ANOUK, C2, sealed, bound_to=PLACE)


async def test_a_key_in_use_stays_ready_beyond_a_minute(
    ticks: ManualTicks, postgres_vault: PostgresVault
) -> None:
    sealed = await sealed_of(postgres_vault)

    for _ in range(300):
        ticks.at += 0.7
        assert await opened(postgres_vault, sealed) == b"Anouk"


async def test_without_its_epochs_key_a_persons_key_works_on_for_a_minute_at_most(
    ring: ExchangeableKeyring, ticks: ManualTicks, postgres_vault: PostgresVault
) -> None:
    sealed = await sealed_of(postgres_vault)
    ring.keyring = ring.keyring.with_new_epoch().without_epoch(1)

    for _ in range(30):
        ticks.at += 2
        await postgres_vault.load_keys(TENANT, [ANOUK])

    with pytest.raises(KeyUnavailable):
        await opened(postgres_vault, sealed)


async def test_held_keys_are_few(pool: "Pool", ring: ExchangeableKeyring) -> None:
    vault = PostgresVault(pool, ring, held=10)
    for _ in range(30):
        await vault.load_keys(TENANT, [uuid4()], create=True)

    assert len(vault._held) == 10


async def test_all_that_are_wanted_at_once_are_held_at_once(pool: "Pool", ring: ExchangeableKeyring) -> None:
    vault = PostgresVault(pool, ring, held=2)
    people = [uuid4() for _ in range(5)]

    await vault.load_keys(TENANT, people, create=True)

    assert [len(vault.seal(TENANT, one, C2, b"x", bound_to=b"")) for one in people] == [32] * 5


async def test_under_another_keyring_nothing_opens_and_nothing_new_is_sealed(
    pool: "Pool", postgres_vault: PostgresVault
) -> None:
    sealed = await sealed_of(postgres_vault)
    keyring = generate_keyring()
    stranger = PostgresVault(pool, lambda: keyring)

    with pytest.raises(KeyUnavailable):
        await opened(stranger, sealed)
    with pytest.raises(KeyUnavailable):
        await sealed_of(stranger, uuid4())


async def test_no_key_stands_in_the_database_as_it_is(
    worker_pool: "WorkerPool", postgres_vault: PostgresVault
) -> None:
    await postgres_vault.load_keys(TENANT, [ANOUK], create=True)
    stored = await worker_pool.fetchval("select wrapped from subject_keys limit 1")

    await postgres_vault.destroy(TENANT, [ANOUK])
    left = await worker_pool.fetch("select wrapped, epoch, destroyed_at from subject_keys")

    assert len(stored) == 40
    assert [(row["wrapped"], row["epoch"], row["destroyed_at"] is None) for row in left] == [
        (None, None, False)
    ] * 2
