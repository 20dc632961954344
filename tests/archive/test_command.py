"""`soundings archive`, run as a person would."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from tests.archive.material import unpacked

SOUNDINGS = Path(sys.executable).with_name("soundings")
CASES = sorted((Path(__file__).parents[2] / "service" / "demo" / "cases").glob("*.json"))


@pytest.fixture
def environment(database: str, tmp_path: Path) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database, "SOUNDINGS_LEDGER": str(tmp_path / "erasures.jsonl")}


def run(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SOUNDINGS, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_journey_is_written_to_a_file_that_only_its_owner_reads(
    environment: dict[str, str], tmp_path: Path
) -> None:
    run(environment, "import", CASES[0])
    journey = json.loads(run(environment, "journeys", "--json").stdout)["journey_id"]
    out = tmp_path / "archive.zip"

    told = run(environment, "archive", journey, "--out", out)

    assert (told.returncode, told.stderr) == (0, "")
    files = unpacked(out.read_bytes())
    entries = files["entries.jsonl"].splitlines()
    assert told.stdout.startswith(f"{out}: {len(entries)} entries, 1 look, ")
    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(files["access.jsonl"])["act"] == "export"


def test_a_journey_that_is_not_there_leaves_no_file(environment: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "archive.zip"

    told = run(environment, "archive", str(uuid4()), "--out", out)

    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert "There is no such journey." in told.stderr
    assert list(tmp_path.glob("archive*")) == []
