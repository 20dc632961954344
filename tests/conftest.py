"""A database for whoever asks: one private server for the whole run, however many processes share it.

`SOUNDINGS_TEST_DATABASE_URL` names another server to use; the tests make and drop databases of their own in it.
"""

import fcntl
import gc
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import settings

from service.postgres.migrations import migrate
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import EmbeddedError
from tests.demo import Demo, running_demo

settings.register_profile("quick", derandomize=True, max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("quick")

PREFIX = "soundings-tests-"
HOME = pytest.StashKey[Path]()
HELD = pytest.StashKey[TextIO]()
"""What a run holds for as long as it lives, however it ends."""
FORGOTTEN = 600.0
"""Seconds after which the folder of a killed run is swept away."""
IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that are to be free there: ample for the databases of a run, which come and go."""


def pytest_configure(config: pytest.Config) -> None:
    """One folder for everything the run leaves: the server's data, and what tests put aside."""
    if given := getattr(config, "workerinput", {}).get("home"):
        config.stash[HOME] = Path(given)
        return
    above = quickest_folder()
    sweep(above)
    home = config.stash[HOME] = above / f"{PREFIX}{uuid4().hex[:8]}"
    home.mkdir(mode=0o711)
    config.stash[HELD] = held = (home / "held").open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    temporary = home / "tmp"
    temporary.mkdir()
    # As /tmp is: the server does not run as root, so other users come by.
    temporary.chmod(0o1777)
    os.environ["TMPDIR"] = str(temporary)
    tempfile.tempdir = None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["home"] = str(node.config.stash[HOME])


def pytest_unconfigure(config: pytest.Config) -> None:
    """The workers are gone, even those that crashed: stop what they may have left."""
    if not hasattr(config, "workerinput") and HOME in config.stash:
        with suppress(OSError, EmbeddedError):
            remove(config.stash[HOME])


def quickest_folder() -> Path:
    """Where thousands of files come and go: in memory, where there is room and programs may be run, unless TMPDIR says."""
    with suppress(OSError):
        place = os.statvfs(IN_MEMORY)
        roomy = place.f_bavail * place.f_frsize >= ROOM and not place.f_flag & os.ST_NOEXEC
        if roomy and "TMPDIR" not in os.environ:
            return IN_MEMORY
    return Path(tempfile.gettempdir())


def sweep(above: Path) -> None:
    """Remove what killed runs have left."""
    abandoned = time.time() - FORGOTTEN
    for home in above.glob(f"{PREFIX}*"):
        with suppress(OSError, EmbeddedError):
            if home.stat().st_mtime < abandoned and not is_held(home):
                remove(home)


def is_held(home: Path) -> bool:
    """Whether the run that made it still lives."""
    with (home / "held").open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def remove(home: Path) -> None:
    if EmbeddedPostgres(home / "server", durable=False).stop():
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
    with EmbeddedPostgres(pytestconfig.stash[HOME] / "server", durable=False) as server:
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


@pytest.fixture(scope="session")
async def demo_dsn(server_dsn: str, migrated_template: str) -> AsyncIterator[str]:
    """Where the demo keeps what it tells."""
    name = await create_database(server_dsn, migrated_template)
    yield beside(server_dsn, name)
    await drop_database(server_dsn, name)


@pytest.fixture(scope="session")
def demo(demo_dsn: str) -> Iterator[Demo]:
    """The demo in a process of its own, one for each process of the tests: to tell its journeys takes seconds."""
    with running_demo("--database-url", demo_dsn) as demo:
        yield demo


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
