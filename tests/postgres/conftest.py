"""Folders for servers of one's own, and other processes to share them with."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import EmbeddedError

USER_PROCESS = Path(__file__).with_name("user_process.py")


class UserProcess:
    """Another process using the server of a folder."""

    def __init__(self, home: Path, uid: int | None = None, environment: dict[str, str] | None = None) -> None:
        command = [sys.executable, str(USER_PROCESS), str(home), *([] if uid is None else [str(uid)])]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ
            | {"PYTHONPATH": os.pathsep.join([str(USER_PROCESS.parents[2]), *sys.path])}
            | (environment or {}),
        )

    def dsn(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def stop(self) -> bool:
        """Stop the server if it is the last; says whether it did."""
        said, _ = self.process.communicate("stop\n", timeout=60)
        return said.strip() == "True"

    def exit(self) -> None:
        self.process.communicate("exit\n", timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


def new_home() -> Path:
    """A folder directly beneath the temporary one: pytest's own are closed to the user a server runs as."""
    return Path(tempfile.mkdtemp(prefix="soundings-embedded-"))


def remove(home: Path) -> None:
    with suppress(EmbeddedError):
        EmbeddedPostgres(home, durable=False).stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def fresh_home() -> Iterator[Path]:
    """An empty folder."""
    home = new_home()
    yield home
    remove(home)


@pytest.fixture(scope="session")
def stopped_home() -> Iterator[Path]:
    home = new_home()
    with EmbeddedPostgres(home, durable=False):
        pass
    yield home
    remove(home)


@pytest.fixture
def home(stopped_home: Path) -> Iterator[Path]:
    """A folder with a database in it that no server runs on."""
    copy = new_home()
    shutil.copystat(stopped_home, copy)
    subprocess.run(["cp", "-a", f"{stopped_home}/.", copy], check=True)
    yield copy
    remove(copy)


@pytest.fixture
def user() -> Iterator[Callable[..., UserProcess]]:
    """Starts other processes; whatever is left of them is killed."""
    users: list[UserProcess] = []

    def start(*arguments: Any, **options: Any) -> UserProcess:
        users.append(UserProcess(*arguments, **options))
        return users[-1]

    yield start
    for each in users:
        if each.process.poll() is None:
            each.kill()


@pytest.fixture
def temporary_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder of one's own."""
    folder = new_home()
    folder.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


async def query(dsn: str, statement: str) -> Any:
    """The statement's first value."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def eventually(condition: Callable[[], object], patience: float = 30) -> None:
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.005)
