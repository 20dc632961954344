"""What erases on the private database says what it looked through, and what it found there."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from uuid import UUID

import pytest

from service.personal_data.erasure.ledger import ErasureTarget, LedgerEntry, open_ledger
from service.system_ids import LOCAL_TENANT
from tests.cli.command_line import run_here

pytestmark = pytest.mark.slow

NOTHING_FOUND = re.compile(
    r"\d+ files \(\d+ MB\) in /\S+ searched for [1-9]\d* texts? and for keys: found 0 texts, 0 keys"
)


class Private:
    """Runs commands on a private database."""

    def __init__(self, home: Path) -> None:
        self.data = home / "data"

    def __call__(self, *arguments: str | Path) -> CompletedProcess[str]:
        return run_here(*arguments, "--data-dir", self.data, environment={"DATABASE_URL": ""})


@pytest.fixture
def private() -> Iterator[Private]:
    home = Path(tempfile.mkdtemp(prefix="private-"))
    home.chmod(0o711)
    yield Private(home)
    shutil.rmtree(home)


def test_an_erasure_prints_what_it_searched_and_that_nothing_was_found(
    private: Private, cases: list[Path]
) -> None:
    journeys = [json.loads(private("import", case, "--json").stdout)["journey_id"] for case in cases[:2]]
    printed = private("erase", journeys[0], "--yes")
    told = json.loads(private("erase", journeys[1], "--yes", "--json").stdout)

    assert printed.returncode == 0, printed.stderr
    assert "nothing could be recorded" in printed.stdout
    assert NOTHING_FOUND.search(printed.stdout)
    assert (told["disk"]["scan"]["texts"], told["disk"]["scan"]["keys"]) == (0, 0)
    assert (told["disk"]["private"], told["disk"]["wal_recycled"]) == (True, True)


def test_what_is_left_is_found_at_any_time(private: Private, cases: list[Path], tmp_path: Path) -> None:
    journeys = [json.loads(private("import", case, "--json").stdout)["journey_id"] for case in cases[:2]]
    texts = tmp_path / "texts"
    texts.write_text("the market for risk managers\nMarloes\n")
    before = private("verify")
    private("erase", journeys[0], "--yes")
    clean = private("verify", "--texts", texts)
    told = json.loads(private("verify", "--json").stdout)
    # As where a backup was restored that holds the second one still.
    to_be_gone = ErasureTarget(tenant_id=LOCAL_TENANT, journey_id=UUID(journeys[1]))
    intent = LedgerEntry(step="intent", at=datetime.now(UTC), whose=to_be_gone)
    open_ledger(None, private.data).record_intent(intent)
    left = private("verify")

    assert before.stdout.startswith("0 erasures in the ledger: 0 not finished, 0 readable again\n")
    assert (clean.returncode, clean.stderr) == (0, "")
    assert "1 erasure in the ledger: 0 not finished, 0 readable again" in clean.stdout
    assert "rows of erased journeys: none" in clean.stdout
    assert NOTHING_FOUND.search(clean.stdout)
    assert "1 of the texts were not searched for" in clean.stdout
    assert (told["erased"], told["rows"], told["scan"]["keys"]) == (1, {}, 0)
    assert left.returncode == 1
    assert left.stdout.startswith(
        "2 erasures in the ledger: 1 not finished, 1 readable again\nrows of erased journeys: "
    )
    assert " in stored_events" in left.stdout
    assert (
        left.stderr
        == "soundings: not everything that was erased is gone: run `soundings erase --replay` to erase it again\n"
    )
