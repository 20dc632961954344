"""A database for whoever asks: one private server for the whole run, however many processes share it.

`SOUNDINGS_TEST_DATABASE_URL` names another server to use; the tests make and drop databases of their own in it.
"""

import fcntl
import gc
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import Any, TextIO, get_args
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from domain.vocabulary import Language
from service.jobs.gc_policy import INFREQUENT
from service.personal_data.erasure.ledger import open_ledger
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import EmbeddedError
from tests.databases import Databases
from tests.demo import Demo, running_demo

settings.register_profile("brief", derandomize=True, max_examples=10, deadline=None)
settings.register_profile("quick", derandomize=True, max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("quick")

PREFIX = "soundings-tests-"
HOME = pytest.StashKey[Path]()
LEDGER = pytest.StashKey[bytes | None]()
"""What stood in the ledger of erasures of whoever runs the tests before they ran."""
HELD = pytest.StashKey[TextIO]()
"""What a run holds for as long as it lives, however it ends."""
FORGOTTEN = 600.0
"""Seconds after which the folder of a killed run is swept away."""
SLOW = {"browser", "demo", "slow"}
"""Marks and fixtures of tests that take long."""
MODULE_MARKS = re.compile(r"^pytestmark = (.+)$", re.MULTILINE)
IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that are to be free there: ample for the databases of a run, which come and go."""


def pytest_configure(config: pytest.Config) -> None:
    """One folder for everything the run leaves: the server's data, and what tests put aside."""
    gc.disable()  # Until all tests are collected: almost nothing is garbage, and looking for it takes a third of the time.
    if given := getattr(config, "workerinput", {}).get("home"):
        config.stash[HOME] = Path(given)
        return
    config.stash[LEDGER] = own_ledger()
    above = quickest_folder()
    sweep(above)
    home = config.stash[HOME] = above / f"{PREFIX}{uuid4().hex[:8]}"
    home.mkdir(mode=0o711)
    config.stash[HELD] = held = (home / "held").open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    # Outlives that folder: it goes when this process ends.
    get_temp_dir()
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Nothing that a test erases may stand in the ledger of whoever runs the tests."""
    if LEDGER in session.config.stash and session.config.stash[LEDGER] != own_ledger():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        pytest.exit("a test wrote to the ledger of erasures of this machine")


def own_ledger() -> bytes | None:
    path = open_ledger(None).path
    return path.read_bytes() if path.is_file() else None


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


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A module all of whose tests are left out by a mark of its own is not even imported."""
    left_out = re.findall(r"\bnot (\w+)", config.option.markexpr)
    if not left_out or collection_path.suffix != ".py":
        return None
    own = MODULE_MARKS.search(collection_path.read_text(encoding="utf-8"))
    return True if own and set(re.findall(r"mark\.(\w+)", own[1])) & set(left_out) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: short tests even out the end, and a process that has a browser and a demo uses them."""
    slow = {item.path for item in items if SLOW & _needs(item)}
    items.sort(key=lambda item: item.path not in slow)


def _needs(item: pytest.Item) -> set[str]:
    """The names of its marks and its fixtures."""
    return {*getattr(item, "fixturenames", ()), *(mark.name for mark in item.iter_markers())}


def pytest_collection_finish() -> None:
    """What was loaded stays: to look through it for what nobody uses took a third of a second at each start of the service."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*INFREQUENT)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(pytestconfig: pytest.Config) -> None:
    """All processes of a run share the templates of pages: each would spend a second on those of a language."""
    if rendering := sys.modules.get("service.web.rendering"):
        folder = pytestconfig.stash[HOME] / "templates"
        folder.mkdir(exist_ok=True)
        for language in get_args(Language):
            # Messages are translated when a template is compiled.
            compiled = FileSystemBytecodeCache(str(folder), f"%s.{language}")
            rendering._environment(language).bytecode_cache = compiled


@pytest.fixture(scope="session")
def server_dsn(pytestconfig: pytest.Config) -> Iterator[str]:
    """Where the server's maintenance database is."""
    if given := os.environ.get("SOUNDINGS_TEST_DATABASE_URL"):
        yield given
        return
    with EmbeddedPostgres(pytestconfig.stash[HOME] / "server", durable=False) as server:
        yield urlunsplit(urlsplit(server.dsn)._replace(path="/postgres"))


@pytest.fixture(scope="session")
async def databases(server_dsn: str) -> AsyncIterator[Databases]:
    """Databases to borrow, for as long as a test or a module needs them."""
    databases = Databases(server_dsn)
    yield databases
    await databases.close()


@pytest.fixture
async def empty_database(databases: Databases) -> AsyncIterator[str]:
    """The DSN of a database with nothing in it."""
    async with databases.unmigrated() as dsn:
        yield dsn


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[str]:
    """The DSN of a migrated database with no events in it."""
    async with databases.borrowed() as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def demo_dsn(databases: Databases) -> AsyncIterator[str]:
    """Where the demo keeps what it tells."""
    async with databases.borrowed() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def demo(demo_dsn: str) -> Iterator[Demo]:
    """The demo in a process of its own, one for each process of the tests: to tell its journeys takes seconds."""
    with running_demo("--database-url", demo_dsn) as demo:
        yield demo
