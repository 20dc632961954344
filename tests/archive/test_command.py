"""`soundings archive`, from outside."""

import json
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from tests.archive.material import unpacked
from tests.cli.command_line import run_here
from tests.cli.conftest import Run

CASES = sorted((Path(__file__).parents[2] / "service" / "demo" / "cases").glob("*.json"))


@pytest.fixture
def soundings(database: str, tmp_path: Path) -> Run:
    ledger = str(tmp_path / "erasures.jsonl")
    return partial(run_here, environment={"DATABASE_URL": database, "SOUNDINGS_LEDGER": ledger})


def test_a_journey_is_written_to_a_file_that_only_its_owner_reads(soundings: Run, tmp_path: Path) -> None:
    soundings("import", CASES[0])
    journey = json.loads(soundings("journeys", "--json").stdout)["journey_id"]
    out = tmp_path / "archive.zip"

    told = soundings("archive", journey, "--out", out)

    assert (told.returncode, told.stderr) == (0, "")
    files = unpacked(out.read_bytes())
    entries = files["entries.jsonl"].splitlines()
    assert told.stdout.startswith(f"{out}: {len(entries)} entries, 1 in the access log, ")
    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(files["access.jsonl"])["act"] == "export"


def test_a_journey_that_is_not_there_leaves_no_file(soundings: Run, tmp_path: Path) -> None:
    out = tmp_path / "archive.zip"

    told = soundings("archive", str(uuid4()), "--out", out)

    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert "There is no such journey." in told.stderr
    assert list(tmp_path.glob("archive*")) == []
