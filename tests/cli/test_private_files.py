"""What a command writes of histories is for its owner alone, whatever the umask, and what was there before, say."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import all_commands
from tests.cli.conftest import Run
from tests.cli.test_research import DEFINITION
from tests.research.simulated_exports import export_of_simulation

WRITTEN = {
    "export": "--to",
    "replay": "--to",
    "archive": "--out",
    "research simulate": "--to",
    "research export": "--to",
    "research dummy": "--to",
    "research replay": "--out",
    "research sweep": "--out",
}
"""The commands that write a file or a folder of files, and the option that names it."""


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of simulated clients."""
    return export_of_simulation(tmp_path_factory.mktemp("simulated"), clients=2, weeks=2)


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
    soundings: Run, cases: list[Path], tmp_path: Path, simulated: Path, command: str
) -> None:
    imported = soundings("import", cases[0], "--json")
    journey = json.loads(imported.stdout)["journey_id"]
    place = tmp_path / "written"
    if not command.startswith("research "):
        place.touch(0o666)
    definition = tmp_path / "study.json"
    definition.write_text(json.dumps(DEFINITION))
    more: dict[str, list[str | Path]] = {
        "export": [],
        "replay": ["--log"],
        "archive": [journey],
        "research simulate": ["--clients", "2", "--weeks", "2", "--processes", "1"],
        "research export": ["--simulation", simulated.parent / "simulation", "--processes", "1"],
        "research dummy": [
            "--definition",
            definition,
            *("--clients", "2", "--weeks", "2", "--processes", "1"),
        ],
        "research replay": [simulated],
        "research sweep": [simulated, "--parameter", "appeal.mean", "--values", "60"],
    }
    done = soundings(*command.split(), *more[command], WRITTEN[command], place)

    assert done.returncode == 0, done.stderr
    for file in [one for one in place.rglob("*") if one.is_file()] if place.is_dir() else [place]:
        assert file.stat().st_size > 0
        assert file.stat().st_mode & 0o777 == 0o600, file.name
