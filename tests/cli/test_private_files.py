"""What a command writes of histories is for its owner alone, whatever the umask, and what was there before, say."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import all_commands
from tests.cli.conftest import Run

WRITTEN = {"export": "--to", "replay": "--to", "archive": "--out"}
"""The commands that write a file, and the option that names it."""


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_every_command_that_writes_a_file_is_tried() -> None:
    writes = {
        " ".join(path)
        for path, command in all_commands().items()
        if {"to", "out"} & {one.name for one in command.params}
    }

    assert writes == set(WRITTEN)


@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize("command", WRITTEN)
def test_what_is_written_nobody_else_reads(
    soundings: Run, cases: list[Path], tmp_path: Path, command: str
) -> None:
    imported = soundings("import", cases[0], "--json")
    journey = json.loads(imported.stdout)["journey_id"]
    file = tmp_path / "written"
    file.touch(0o666)
    more = {"export": [], "replay": ["--log"], "archive": [journey]}[command]
    done = soundings(command, *more, WRITTEN[command], file)

    assert done.returncode == 0, done.stderr
    assert file.stat().st_size > 0
    assert file.stat().st_mode & 0o777 == 0o600
