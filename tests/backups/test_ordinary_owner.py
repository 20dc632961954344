"""`soundings restore` as the service's own user, who is no superuser and may grant nothing."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import asyncpg
import pytest

from tests.cli.command_line import run_here
from tests.cli.conftest import KEYRING
from tests.databases import Databases

pytestmark = pytest.mark.slow


@pytest.fixture
async def owned(databases: Databases) -> AsyncIterator[tuple[str, str]]:
    """An empty database of an ordinary user who has the service's roles, and that user."""
    name = f"owner_{uuid4().hex[:8]}"
    async with databases.unmigrated() as dsn:
        operator = await asyncpg.connect(dsn)
        try:
            own = await operator.fetchval("select current_database()")
            await operator.execute(f"create role {name} login")
            await operator.execute(f'alter database "{own}" owner to {name}')
            await operator.execute(f"grant soundings_app, soundings_worker, soundings_log to {name}")
            yield dsn.replace("postgres@", f"{quote(name)}@"), name
        finally:
            await operator.execute(
                f"reassign owned by {name} to current_user; drop owned by {name}; drop role {name}"
            )
            await operator.close()


async def test_an_ordinary_owner_with_the_roles_restores_and_owns_the_tables(
    database: str, owned: tuple[str, str], tmp_path: Path
) -> None:
    (empty, name), ledger = owned, tmp_path / "erasures.jsonl"
    common = KEYRING | {"SOUNDINGS_LEDGER": str(ledger)}
    made = run_here("backup", tmp_path / "backup", environment=common | {"DATABASE_URL": database})
    restore = partial(run_here, "restore", tmp_path / "backup")
    restored = restore(environment=common | {"DATABASE_URL": empty})
    connection = await asyncpg.connect(empty)
    owner = await connection.fetchval("select tableowner from pg_tables where tablename = 'stored_events'")
    await connection.close()

    assert made.returncode == 0, made.stderr
    assert restored.returncode == 0, restored.stderr
    assert owner == name
