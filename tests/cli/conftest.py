"""The command `soundings` on a database of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.postgres.disk.disk import Disk
from tests.cli.command_line import run_apart, run_here


async def no_folder(_: Disk) -> None:
    """What is answered where the files of the server are out of reach."""


Run = Callable[..., CompletedProcess[str]]


KEYRING = {"SOUNDINGS_KEYRING_JSON": DEVELOPMENT_KEYRING.to_json().decode()}


@pytest.fixture
def soundings(database: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a fresh database, in this process.

    As with most servers, the files cannot be read from here: those of the tests hold the databases of all tests.
    `test_disk.py` has files searched.
    """
    monkeypatch.setattr(Disk, "data_directory", no_folder)
    return partial(run_here, environment=KEYRING | {"DATABASE_URL": database})


@pytest.fixture
def soundings_apart(database: str) -> Run:
    """Runs a command on the same database in a process of its own, as a person would."""
    return partial(run_apart, environment=KEYRING | {"DATABASE_URL": database})


@pytest.fixture
def cases() -> list[Path]:
    """The worked cases of the demo."""
    return sorted((Path(__file__).parents[2] / "service" / "demo" / "cases").glob("*.json"))
