"""What erases on the private database says what it looked through, and what it found there."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.command_line import run_here

pytestmark = pytest.mark.slow

NOTHING_FOUND = re.compile(
    r"\d+ files \(\d+ MB\) in /\S+ searched for [1-9]\d* texts and for keys: 0 texts, 0 keys"
)


@pytest.fixture
def private() -> Iterator[Callable[..., CompletedProcess[str]]]:
    """Runs a command on a private database, and stops that afterwards."""
    home = Path(tempfile.mkdtemp(prefix="private-"))
    home.chmod(0o711)

    def run(*arguments: str | Path) -> CompletedProcess[str]:
        return run_here(*arguments, "--data-dir", home / "data", environment={"DATABASE_URL": ""})

    yield run
    shutil.rmtree(home)


def test_an_erasure_prints_what_it_searched_and_that_nothing_was_found(
    private: Callable[..., CompletedProcess[str]], cases: list[Path]
) -> None:
    journeys = [json.loads(private("import", case, "--json").stdout)["journey_id"] for case in cases[:2]]
    printed = private("erase", journeys[0], "--yes")
    told = json.loads(private("erase", journeys[1], "--yes", "--json").stdout)

    assert printed.returncode == 0, printed.stderr
    assert "nothing could be recorded" in printed.stdout
    assert NOTHING_FOUND.search(printed.stdout)
    assert (told["disk"]["scan"]["texts"], told["disk"]["scan"]["keys"]) == (0, 0)
    assert (told["disk"]["private"], told["disk"]["wal_recycled"]) == (True, True)
