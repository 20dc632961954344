"""The command `soundings`, run as a person would."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOUNDINGS = Path(sys.executable).with_name("soundings")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def soundings(database: str) -> Run:
    """Runs a command on a fresh database."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SOUNDINGS, *arguments],
            env=os.environ | {"DATABASE_URL": database},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def cases() -> list[Path]:
    """The worked cases of the demo."""
    return sorted((Path(__file__).parents[2] / "service" / "demo" / "cases").glob("*.json"))
