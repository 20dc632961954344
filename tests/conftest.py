"""A database for whoever asks: one private server for the whole run, however many processes share it.

`SOUNDINGS_TEST_DATABASE_URL` names another server to use; the tests make and drop databases of their own in it.
"""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from service.embedded.errors import EmbeddedError
from service.embedded.server import EmbeddedPostgres
from service.store.migrations import migrate

PREFIX = "soundings-tests-"
HOME = pytest.StashKey[Path]()
FORGOTTEN = 600.0
"""Seconds after which the folder of a killed run is swept away."""


def pytest_configure(config: pytest.Config) -> None:
    given = getattr(config, "workerinput", {}).get("database_home")
    # Not in pytest's own folder: another user could not reach it, and the server does not run as root.
    config.stash[HOME] = Path(given or Path(tempfile.gettempdir()) / f"{PREFIX}{uuid4().hex[:8]}")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["database_home"] = str(node.config.stash[HOME])


def pytest_unconfigure(config: pytest.Config) -> None:
    """The workers are gone, even those that crashed: stop what they may have left."""
    if hasattr(config, "workerinput") or HOME not in config.stash:
        return
    abandoned = time.time() - FORGOTTEN
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, EmbeddedError):
            if home == config.stash[HOME] or home.stat().st_mtime < abandoned:
                remove_server(home)


def remove_server(home: Path) -> None:
    if EmbeddedPostgres(home, durable=False).stop():
        shutil.rmtree(home, ignore_errors=True)


def pytest_collection_finish() -> None:
    """What was loaded stays: to look through it for what nobody uses took a third of a second at each start of the service."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def server_dsn(pytestconfig: pytest.Config) -> Iterator[str]:
    """Where the server's maintenance database is."""
    if given := os.environ.get("SOUNDINGS_TEST_DATABASE_URL"):
        yield given
        return
    with EmbeddedPostgres(pytestconfig.stash[HOME], durable=False) as server:
        yield beside(server.dsn, "postgres")


@pytest.fixture(scope="session")
async def migrated_template(server_dsn: str) -> AsyncIterator[str]:
    """The name of a migrated database to copy: quicker than migrating each anew."""
    name = await create_database(server_dsn)
    await migrate(beside(server_dsn, name))
    yield name
    await drop_database(server_dsn, name)


@pytest.fixture
async def empty_database(server_dsn: str) -> AsyncIterator[str]:
    """The DSN of a database with nothing in it."""
    name = await create_database(server_dsn)
    yield beside(server_dsn, name)
    await drop_database(server_dsn, name)


@pytest.fixture
async def database(server_dsn: str, migrated_template: str) -> AsyncIterator[str]:
    """The DSN of a migrated database with no events in it."""
    name = await create_database(server_dsn, migrated_template)
    yield beside(server_dsn, name)
    await drop_database(server_dsn, name)


async def create_database(server_dsn: str, template: str = "template0") -> str:
    name = f"test_{uuid4().hex}"
    # Half the work of the usual strategy, which writes every page to the WAL, too.
    await execute(server_dsn, f'create database "{name}" template "{template}" strategy file_copy')
    return name


async def drop_database(server_dsn: str, name: str) -> None:
    await execute(server_dsn, f'drop database if exists "{name}" with (force)')


async def execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def beside(dsn: str, database: str) -> str:
    """The DSN of another database of the same server."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{database}"))
