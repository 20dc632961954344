"""Vaults to test: one in memory, one in PostgreSQL."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from service.encryption.memory import MemoryVault
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.postgres.connections import open_pool, open_worker_pool
from tests.encryption.doubles import ExchangeableKeyring, ManualTicks

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool


@pytest.fixture
def ticks() -> ManualTicks:
    return ManualTicks()


@pytest.fixture
def ring() -> ExchangeableKeyring:
    return ExchangeableKeyring()


@pytest.fixture
async def pool(database: str) -> "AsyncIterator[Pool]":
    pool = await open_pool(database, 3)
    yield pool
    pool.terminate()


@pytest.fixture
async def worker_pool(database: str) -> "AsyncIterator[WorkerPool]":
    pool = await open_worker_pool(database, 3)
    yield pool
    pool.terminate()


@pytest.fixture
def postgres_vault(pool: "Pool", ring: ExchangeableKeyring, ticks: ManualTicks) -> PostgresVault:
    return PostgresVault(pool, ring, ticks=ticks)


@pytest.fixture(params=["memory", "postgres"])
def vault(request: pytest.FixtureRequest) -> Vault:
    if request.param == "memory":
        return MemoryVault()
    found: Vault = request.getfixturevalue("postgres_vault")
    return found
