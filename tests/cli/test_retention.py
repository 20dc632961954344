"""`soundings retention`, from outside."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.slow

ALL_OTHERS = "all other journeys: 24 months after the end\n"
PROGRAMME = UUID(int=7)


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOUNDINGS_LEDGER", str(tmp_path / "erasures.jsonl"))


def test_periods_are_set_and_what_is_due_is_listed_and_erased(soundings: Run) -> None:
    soundings("admin", "create-organisation", "Second Career", "--admin", "ada@example.no")
    first = soundings("retention", "set", "24")
    second = soundings("retention", "set", "6", "--programme", str(PROGRAMME), "--json")
    third = soundings("retention", "set", "0", "--programme", str(PROGRAMME))
    unsure = soundings("retention", "run")
    run = soundings("retention", "run", "--yes", "--json")

    assert (first.stdout, third.stdout) == (ALL_OTHERS, ALL_OTHERS)
    assert json.loads(second.stdout.splitlines()[1]) == {"programme_id": str(PROGRAMME), "months": 6}
    assert soundings("retention", "list").stdout == "No journey will be erased within thirty days.\n"
    assert (unsure.returncode, "--yes" in unsure.stderr) == (1, True)
    assert json.loads(run.stdout) == {"asked": [], "kept": []}
