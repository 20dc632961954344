"""`soundings backup` and `restore` as a person runs them: erased people do not come back unnoticed, and half a backup is none."""

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import quote
from uuid import uuid4

import asyncpg
import pytest

from tests.cli.command_line import SOUNDINGS, run_apart, run_here
from tests.cli.conftest import KEYRING, Run, cases
from tests.databases import Databases
from tests.erasure.world import World, made, open_erasure_context

__all__ = ["cases"]

pytestmark = pytest.mark.slow


@pytest.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=True) as at:
        yield await made(at)


@pytest.fixture
async def empty(databases: Databases) -> AsyncIterator[str]:
    async with databases.unmigrated() as dsn:
        yield dsn


def command(dsn: str, ledger: Path) -> Run:
    return partial(run_here, environment=KEYRING | {"DATABASE_URL": dsn, "SOUNDINGS_LEDGER": str(ledger)})


def serve_refused(dsn: str, ledger: Path) -> CompletedProcess[str]:
    environment = KEYRING | {"DATABASE_URL": dsn, "SOUNDINGS_LEDGER": str(ledger)}
    return run_apart("serve", "--port", "0", environment=environment | {"SOUNDINGS_ACCESS": "accounts"})


async def said_when_served(dsn: str, ledger: Path) -> list[str]:
    """What `soundings serve` says until it is ready; the port apart."""
    environment = KEYRING | {"DATABASE_URL": dsn, "SOUNDINGS_LEDGER": str(ledger)}
    process = await asyncio.create_subprocess_exec(
        SOUNDINGS,
        "serve",
        "--port",
        "0",
        env=os.environ | environment | {"SOUNDINGS_ACCESS": "accounts"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(60):
            lines = [(await process.stdout.readline()).decode().strip() for _ in range(2)]
    finally:
        process.terminate()
        await process.wait()
    return [one.rpartition(":")[0] if one.startswith("http") else one for one in lines]


async def test_who_was_erased_after_the_backup_is_refused_then_erased_again_then_served(
    database: str, empty: str, world: World, tmp_path: Path
) -> None:
    ledger, folder, keys = tmp_path / "erasures.jsonl", tmp_path / "backup", tmp_path / "keys"
    here, there = command(database, ledger), command(empty, ledger)

    backup = here("backup", folder, "--keys-to", keys)
    erased = here("erase", str(world.kari.journey_id), "--leave-on-disk", "--yes")
    restored = there("restore", folder)
    refused = serve_refused(empty, ledger)
    replayed = there("erase", "--replay", "--leave-on-disk", "--yes")
    verified = there("log", "verify")
    again = there("erase", "--replay", "--leave-on-disk", "--yes")
    served = await said_when_served(empty, ledger)

    assert [one.returncode for one in (backup, erased, restored, replayed, verified, again)] == [0] * 6, (
        backup.stderr + erased.stderr + restored.stderr + replayed.stderr
    )
    assert (keys / ledger.name).exists()
    assert {one.name for one in folder.iterdir()} == {"database.dump", "manifest.json"}
    assert (
        "Before it is served: 1 person or journey that was erased is in this database again"
        in restored.stdout
    )
    assert refused.returncode == 1
    assert "run `soundings erase --replay` before serving it" in refused.stderr
    assert str(world.kari.journey_id) in replayed.stdout
    assert "Nothing to do" in again.stdout
    assert served == ["With accounts: everyone signs in.", "http://127.0.0.1"]


async def test_what_was_restored_equals_what_was_copied(
    database: str, empty: str, world: World, tmp_path: Path
) -> None:
    ledger, folder = tmp_path / "erasures.jsonl", tmp_path / "backup"
    assert command(database, ledger)("backup", folder).returncode == 0
    restored = command(empty, ledger)("restore", folder, "--json")

    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["before_serving"] is None
    assert await contents(empty) == await contents(database)
    assert await lent(empty) == await lent(database)
    assert len(await lent(empty)) > 5


async def contents(dsn: str) -> dict[str, str]:
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public' order by 1"
        )
        digest = "select md5(string_agg(t::text, '|' order by t::text)) from {} t"
        return {name: await connection.fetchval(digest.format(name)) for (name,) in tables}
    finally:
        await connection.close()


async def lent(dsn: str) -> list[tuple[str, str, str]]:
    """The functions that lend rights, of whom, and to whom; with whom row-level security binds."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            """select p.oid::regprocedure::text, pg_get_userbyid(proowner)::text,
                      (select string_agg(one::text, ' ' order by one::text) from unnest(proacl) one)
               from pg_proc p where prosecdef and pronamespace = 'public'::regnamespace
               union all
               select c.oid::regclass::text, relrowsecurity || ' ' || relforcerowsecurity,
                      (select string_agg(one::text, ' ' order by one::text) from unnest(relacl) one)
               from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"""
        )
        return [tuple(row) for row in rows]
    finally:
        await connection.close()


async def test_without_its_ledger_a_restored_backup_is_not_served_until_another_is_adopted(
    database: str, empty: str, world: World, tmp_path: Path
) -> None:
    folder, lost = tmp_path / "backup", tmp_path / "elsewhere" / "erasures.jsonl"
    assert command(database, tmp_path / "erasures.jsonl")("backup", folder).returncode == 0
    restored = command(empty, lost)("restore", folder)
    refused = serve_refused(empty, lost)
    not_erased = command(empty, lost)("erase", str(world.kari.journey_id), "--leave-on-disk", "--yes")
    adopted = command(empty, lost)("erase", "--adopt-ledger", "--yes")
    erased = command(empty, lost)("erase", str(world.kari.journey_id), "--leave-on-disk", "--yes")

    assert f"Before it is served: the erasure ledger {lost} is missing" in restored.stdout
    assert "the erasure ledger" in refused.stderr
    assert (refused.returncode, not_erased.returncode) == (1, 1)
    assert f"{lost} is the ledger of this database now" in adopted.stdout
    assert erased.returncode == 0, erased.stderr


async def test_a_backup_that_was_altered_or_interrupted_is_refused_and_leaves_the_database_empty(
    database: str, empty: str, world: World, tmp_path: Path
) -> None:
    ledger, folder = tmp_path / "erasures.jsonl", tmp_path / "backup"
    assert command(database, ledger)("backup", folder).returncode == 0
    altered, interrupted = tmp_path / "altered", tmp_path / "interrupted"
    for copy in (altered, interrupted):
        shutil.copytree(folder, copy)
    (altered / "database.dump").write_bytes((folder / "database.dump").read_bytes()[:-1] + b"x")
    (interrupted / "manifest.json").unlink()
    there = command(empty, ledger)

    assert "is not as it was written" in there("restore", altered).stderr
    assert "a backup that was interrupted has none" in there("restore", interrupted).stderr
    assert there("restore", folder).returncode == 0
    assert "there is something in this database already" in there("restore", folder).stderr


async def test_a_role_that_row_level_security_binds_is_told_who_may_copy(
    database: str, world: World, tmp_path: Path
) -> None:
    name = f"bound_{uuid4().hex[:8]}"
    owner = await asyncpg.connect(database)
    try:
        await owner.execute(f"create role {name} login; grant pg_read_all_data to {name}")
        as_bound = database.replace("postgres@", f"{quote(name)}@")
        folder, ledger = tmp_path / "backup", tmp_path / "erasures.jsonl"
        await owner.execute(f"grant insert on ledger_binding to {name}")
        refused = command(as_bound, ledger)("backup", folder)
        assert not folder.exists()
        await owner.execute(f"alter role {name} bypassrls")
        allowed = command(as_bound, ledger)("backup", folder)
    finally:
        await owner.execute(f"drop owned by {name}; drop role {name}")
        await owner.close()

    assert refused.returncode == 1
    assert "create role soundings_backup login bypassrls" in refused.stderr
    assert allowed.returncode == 0, allowed.stderr


def test_keys_do_not_lie_with_the_backup_unless_that_is_wished(database: str, tmp_path: Path) -> None:
    here = command(database, tmp_path / "erasures.jsonl")
    folder = tmp_path / "backup"
    refused = here("backup", folder, "--keys-to", folder / "keys")
    wished = here("backup", folder, "--keys-to", folder / "keys", "--together")

    assert "whoever gets hold of both reads everything" in refused.stderr
    assert wished.returncode == 0, wished.stderr
    assert (folder / "keys" / "erasures.jsonl").exists()
    assert "exists already" in here("backup", folder).stderr


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder directly beneath the temporary one: pytest's own are closed to the user a server runs as."""
    made_here = Path(tempfile.mkdtemp(prefix="private-"))
    made_here.chmod(0o711)
    yield made_here
    shutil.rmtree(made_here)


def test_a_private_database_comes_back_in_another_folder(home: Path, cases: list[Path]) -> None:
    environment = {"DATABASE_URL": "", "SOUNDINGS_LEDGER": str(home / "erasures.jsonl")}
    run = partial(run_here, environment=environment)
    imported = run("import", cases[0], "--data-dir", home / "one")
    backup = run("backup", home / "backup", "--data-dir", home / "one")
    restored = run("restore", home / "backup", "--data-dir", home / "other")
    one, other = (run("replay", "--log", "--data-dir", home / name).stdout for name in ("one", "other"))

    assert [each.returncode for each in (imported, backup, restored)] == [0, 0, 0], (
        backup.stderr + restored.stderr
    )
    assert "It can be served." in restored.stdout
    assert "sha256" in one
    assert one == other
