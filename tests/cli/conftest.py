"""The command `soundings` on a database of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.command_line import run_apart, run_here

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def soundings(database: str) -> Run:
    """Runs a command on a fresh database, in this process."""
    return partial(run_here, environment={"DATABASE_URL": database})


@pytest.fixture
def soundings_apart(database: str) -> Run:
    """Runs a command on the same database in a process of its own, as a person would."""
    return partial(run_apart, environment={"DATABASE_URL": database})


@pytest.fixture
def cases() -> list[Path]:
    """The worked cases of the demo."""
    return sorted((Path(__file__).parents[2] / "service" / "demo" / "cases").glob("*.json"))
