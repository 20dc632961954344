"""A database whose user is no superuser: it has walls just the same, or an operator is told what to grant."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import asyncpg
import pytest

from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.errors import StoreError
from service.postgres.logins import logins
from service.postgres.migrations import MigrationError, migrate
from service.postgres.server import EmbeddedPostgres
from service.system_ids import LOCAL_TENANT
from tests.cli.command_line import run_apart
from tests.event_store.requests import simple
from tests.event_store.two_organisations import THEIRS, acting_as
from tests.forked import fork_soundings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DATABASES = "select quote_ident(datname) from pg_database where not datistemplate and datname <> 'postgres'"
ROLES = "select string_agg(quote_ident(rolname), ', ') from pg_roles where oid >= 16384"
"""Whoever was made since the server was."""
USERS = "create role maker login createrole; create role plain login; create role stranger login"
MAKE_ROLES = "create role soundings_app; create role soundings_worker; create role soundings_log"
GRANT = "grant soundings_app, soundings_worker, soundings_log to plain"


@pytest.fixture(scope="module")
async def private_server() -> AsyncIterator[str]:
    with TemporaryDirectory(prefix="soundings-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        private = EmbeddedPostgres(Path(folder) / "home", durable=False)
        yield await asyncio.to_thread(private.start)
        await asyncio.to_thread(private.stop)


@pytest.fixture
async def server(private_server: str) -> AsyncIterator[str]:
    """A server on which nobody has heard of the service; roles are the whole server's."""
    await execute(private_server, USERS)
    yield private_server
    maintenance = private_server.replace("/soundings?", "/postgres?")
    async with acting_as(maintenance, "none") as connection:
        for [database] in await connection.fetch(DATABASES):
            await connection.execute(f"drop database {database} with (force)")
        await connection.execute(f"drop role {await connection.fetchval(ROLES)}")
        await connection.execute("create database soundings")


async def execute(dsn: str, statement: str) -> None:
    async with acting_as(dsn, "none") as connection:
        await connection.execute(statement)


async def database_of(server: str, user: str) -> str:
    """The DSN of a user's own empty database."""
    await execute(server, f"create database of_{user} owner {user}")
    return seen_by(server, user).replace("/soundings?", f"/of_{user}?")


def seen_by(dsn: str, user: str) -> str:
    return dsn.replace("//postgres@", f"//{user}@").replace("//maker@", f"//{user}@")


async def test_a_user_who_may_make_roles_needs_no_operator_and_is_walled_in_the_service(server: str) -> None:
    dsn = await database_of(server, "maker")

    await migrate(dsn)

    request = simple(tenant_id=THEIRS)
    async with PostgresEventLog.connect(dsn) as log:
        await log.append(request)
        theirs, nobodys = (
            await log.read_stream(request.stream, tenant_id=THEIRS),
            await log.read_stream(request.stream, tenant_id=LOCAL_TENANT),
        )
    pool = await open_pool(dsn, 1)
    seen = await pool.fetchval("select count(*) from stored_events")
    pool.terminate()
    async with acting_as(dsn, "none") as owner:
        owned = await owner.fetchval("select count(*) from stored_events")
    assert (len(theirs), nobodys, seen) == (1, [], 0)
    assert owned == 1


async def test_a_user_who_may_not_make_roles_is_told_what_an_operator_has_to_grant(server: str) -> None:
    dsn = await database_of(server, "plain")

    with pytest.raises(MigrationError, match=rf"{GRANT}$"):
        await migrate(dsn)
    await execute(server, MAKE_ROLES)
    with pytest.raises(MigrationError, match=rf"{GRANT}$"):
        await migrate(dsn)
    await execute(server, GRANT)

    assert "0007_walls.sql" in await migrate(dsn)
    async with PostgresEventLog.connect(dsn) as log:
        assert await log.read_stream(UUID(int=1), tenant_id=LOCAL_TENANT) == []


async def test_a_role_that_passes_every_wall_is_refused(server: str) -> None:
    await execute(server, f"{MAKE_ROLES}; alter role soundings_app bypassrls; {GRANT}")

    with pytest.raises(MigrationError, match="alter role soundings_app nosuperuser nobypassrls"):
        await migrate(await database_of(server, "plain"))


async def test_a_service_whose_user_may_not_act_as_the_roles_says_what_to_grant(server: str) -> None:
    dsn = await database_of(server, "maker")
    with pytest.raises(StoreError, match='role "soundings_app" does not exist'):
        await open_pool(dsn, 1)
    await migrate(dsn)

    with pytest.raises(StoreError, match="`grant soundings_app, soundings_worker to` that user"):
        await open_pool(seen_by(dsn, "stranger"), 1)
    with pytest.raises(StoreError, match='permission denied to set role "soundings_worker"'):
        await open_worker_pool(seen_by(dsn, "stranger"), 1)


async def test_a_user_of_the_service_need_not_be_the_one_who_migrates(server: str) -> None:
    dsn = await database_of(server, "maker")
    await migrate(dsn)
    await execute(server, "grant soundings_app, soundings_worker to stranger")
    theirs = seen_by(dsn, "stranger")

    async with PostgresEventLog.connect(theirs) as log:
        [receipt] = await log.append(simple())

    async with acting_as(theirs, "none") as stranger:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await stranger.execute("delete from stored_events")
    assert receipt.position == 1


async def warnings(dsn: str) -> list[str | None]:
    pool, workers = await open_pool(dsn, 1), await open_worker_pool(dsn, 1)
    try:
        return [one.warning for one in await logins(pool, workers)]
    finally:
        pool.terminate()
        workers.terminate()


async def test_roles_that_may_sign_in_do_and_others_are_taken_with_a_warning(server: str) -> None:
    dsn = await database_of(server, "maker")
    await migrate(dsn)
    await execute(server, "grant soundings_app, soundings_worker to stranger")

    by_stranger, by_superuser = (
        await warnings(seen_by(dsn, "stranger")),
        await warnings(seen_by(dsn, "postgres")),
    )
    await execute(server, "alter role soundings_app login")
    half = await warnings(seen_by(dsn, "stranger"))
    await execute(server, "alter role soundings_worker login")

    assert ["stranger, who can also act as soundings_worker:" in str(one) for one in by_stranger] == [
        True,
        False,
    ]
    assert ["postgres, who can do everything there:" in str(one) for one in by_superuser] == [True, True]
    assert half[0] is None
    assert "soundings_worker works in the database as stranger" in str(half[1])
    assert await warnings(dsn) == await warnings(seen_by(dsn, "postgres")) == [None, None]


@pytest.mark.parametrize("env", ["production", "development"])
async def test_in_production_requests_are_not_sent_as_a_superuser(
    server: str, tmp_path: Path, env: str
) -> None:
    await migrate(await database_of(server, "maker"))
    environment = {
        "DATABASE_URL": server.replace("/soundings?", "/of_maker?"),
        "SOUNDINGS_ACCESS": "accounts",
        "SOUNDINGS_ENV": env,
        "SOUNDINGS_KEYRING": str(tmp_path / "keyring.json"),
        "SOUNDINGS_LEDGER": str(tmp_path / "erasures.jsonl"),
        "SOUNDINGS_ORIGIN": "https://soundings.example",
    }
    made = await asyncio.to_thread(run_apart, "keys", "make", environment=environment)
    assert made.returncode == 0, made.stderr

    printed = await asyncio.to_thread(first_lines_of_serve, environment)

    assert "soundings_app works in the database as postgres, who can do everything there" in printed
    assert ("http://" in printed) == (env == "development")


def first_lines_of_serve(environment: dict[str, str]) -> str:
    """What `serve` prints until it is ready, or refuses to be."""
    variables = {"PATH": os.environ["PATH"], **environment}
    with fork_soundings("serve", "--port", "0", environment=variables) as process:
        printed = ""
        for line in process.stdout:
            printed += line
            if line.startswith("http://"):
                process.send_signal(signal.SIGTERM)
    return printed


@pytest.mark.parametrize("document", ["compose.yaml", "README.md"])
async def test_what_an_operator_is_told_to_run_leaves_nothing_to_warn_of(server: str, document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    statements = re.findall(
        r"^ *((?:create|grant|alter) (?:role|database|soundings)[^;]*;)$", text, re.MULTILINE
    )
    maintenance = server.replace("/soundings?", "/postgres?")
    if "create database" in text:
        await execute(maintenance, "drop database soundings")
    for statement in statements:
        await execute(maintenance, statement.replace(":'password'", "'secret'"))
    dsn = seen_by(server, "soundings")

    await migrate(dsn)

    assert len(statements) == 6
    assert await warnings(dsn) == [None, None]
