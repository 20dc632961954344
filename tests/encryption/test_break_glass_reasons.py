"""The reason for breaking the glass is for the client to read, and for nobody who has only the database."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain.redacted import REDACTED
from service.accounts.caller import Caller
from service.authorization.access_log import AccessLog
from service.authorization.break_glass import BreakGlass
from service.authorization.break_glass_reasons import BreakGlassReasons
from service.encryption.keyring import generate_keyring
from service.encryption.postgres import PostgresVault
from service.encryption.vault import Vault
from service.postgres.connections import tenant_tx
from service.postgres.errors import StoreUnavailable
from tests.encryption.doubles import ExchangeableKeyring

if TYPE_CHECKING:
    from service.postgres.connections import Pool

TENANT, JOURNEY = UUID(int=1), uuid4()
COACH = Caller(tenant_id=TENANT, person_id=uuid4(), roles=frozenset({"coach"}), way="browser")
REASON = "She rang in despair about her canary."
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


async def broken(pool: "Pool", vault: Vault | None, minute: int = 0) -> None:
    reasons = BreakGlassReasons(vault) if vault else None
    at = NOON + timedelta(minutes=minute)
    await BreakGlass(pool, now=lambda: at, reasons=reasons).grant_access(COACH, "coach", JOURNEY, REASON)


async def read(pool: "Pool", vault: Vault | None) -> list[str | None]:
    reasons = BreakGlassReasons(vault) if vault else None
    page = await AccessLog(pool, reasons=reasons).page(TENANT, JOURNEY, None, 10)
    return [look.reason for look in page.looks]


# ASVS 14.2.4
async def test_a_reason_stands_nowhere_in_the_clear_and_the_client_reads_it(
    pool: "Pool", postgres_vault: PostgresVault, ring: ExchangeableKeyring
) -> None:
    await broken(pool, postgres_vault)
    async with tenant_tx(pool, TENANT) as connection:
        kept = str([tuple(row) for row in await connection.fetch("select * from access_log")])

    assert "canary" not in kept
    assert await read(pool, PostgresVault(pool, ring)) == [REASON]


async def test_a_reason_from_before_reads_as_it_is(pool: "Pool", postgres_vault: PostgresVault) -> None:
    await broken(pool, None)

    assert await read(pool, postgres_vault) == [REASON]


async def test_with_the_key_lost_or_destroyed_it_reads_as_redacted(
    pool: "Pool", postgres_vault: PostgresVault
) -> None:
    await broken(pool, postgres_vault)
    other = generate_keyring()
    lost = await read(pool, PostgresVault(pool, lambda: other))
    await postgres_vault.destroy(TENANT, [JOURNEY])

    assert lost == await read(pool, postgres_vault) == await read(pool, None) == [REDACTED]


async def test_without_a_key_nobody_breaks_the_glass(pool: "Pool", postgres_vault: PostgresVault) -> None:
    await broken(pool, postgres_vault)
    other = generate_keyring()

    with pytest.raises(StoreUnavailable):
        await broken(pool, PostgresVault(pool, lambda: other))


async def test_a_reason_opens_in_its_own_look_only(
    database: str, pool: "Pool", postgres_vault: PostgresVault
) -> None:
    await broken(pool, postgres_vault)
    await broken(pool, postgres_vault, minute=1)
    connection = await asyncpg.connect(database)
    await connection.execute(
        "update access_log l set sealed_reason = o.sealed_reason from access_log o where o.look_id <> l.look_id"
    )
    await connection.close()

    with pytest.raises(ValueError, match="altered or moved"):
        await read(pool, postgres_vault)
