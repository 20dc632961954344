"""`soundings keys seal` and `soundings redact`, from outside."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def journey(soundings: Run, cases: list[Path]) -> str:
    """A journey that was imported in the clear."""
    return str(json.loads(soundings("import", cases[0], "--json").stdout)["journey_id"])


def called(soundings: Run, journey: str) -> str:
    """What the history says the client is called, as it reads without keys."""
    line = soundings("events", journey, "--json").stdout.splitlines()[0]
    return str(json.loads(line)["event"]["called"])


def test_a_log_is_sealed_and_sealing_it_again_finds_nothing_to_do(
    soundings: Run, journey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = called(soundings, journey)
    monkeypatch.setenv("SOUNDINGS_SEALING", "true")
    planned = json.loads(soundings("keys", "seal", "--dry-run", "--json").stdout)
    still = called(soundings, journey)
    sealed = json.loads(soundings("keys", "seal", "--json").stdout)
    again = soundings("keys", "seal")

    assert (name, still, called(soundings, journey)) == (name, name, "[redacted]")
    assert (planned["dry_run"], planned["events"]) == (True, sealed["events"])
    assert sealed["events"] > 10
    assert again.stdout.startswith("encrypted: 0 events of 1 history,")


def test_what_is_imported_where_the_service_seals_is_sealed(
    soundings: Run, cases: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDINGS_SEALING", "true")
    imported = soundings("import", cases[0], "--json")
    again = soundings("import", cases[0], "--json")

    journey = str(json.loads(imported.stdout)["journey_id"])
    assert called(soundings, journey) == "[redacted]"
    assert "Marloes" not in soundings("journeys").stdout
    assert json.loads(again.stdout)["new"] == 0


def test_a_service_that_does_not_seal_seals_no_log(soundings: Run) -> None:
    refused = soundings("keys", "seal")

    assert refused.returncode == 1
    assert "SOUNDINGS_SEALING" in refused.stderr


def test_a_value_is_overwritten_only_when_that_is_meant(soundings: Run, journey: str) -> None:
    refused = soundings("redact", journey, "1", "called", "--yes")
    unasked = soundings("redact", journey, "1", "called", "--now")
    out_of_reach = soundings("redact", journey, "1", "called", "--now", "--yes")
    done = soundings("redact", journey, "1", "called", "--now", "--yes", "--leave-on-disk")
    again = soundings("redact", journey, "1", "called", "--now", "--yes", "--leave-on-disk", "--json")

    assert "This is what the entry says now." in refused.stderr
    assert "add --yes" in unasked.stderr
    assert "would stay in the files" in out_of_reach.stderr
    assert "soundings keys seal" in out_of_reach.stderr
    assert done.stdout.startswith("called was overwritten in entry 1\n")
    assert "left on disk, unencrypted: " in done.stdout
    assert json.loads(again.stdout)["entries"] == []
    assert called(soundings, journey) == "[redacted]"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("1", "track"), "There is no personal text in this field."),
        (("9999", "note"), "There is no such entry."),
    ],
)
def test_what_cannot_be_overwritten_is_said_in_one_line(
    soundings: Run, journey: str, arguments: tuple[str, ...], sentence: str
) -> None:
    refused = soundings("redact", journey, *arguments, "--yes")

    assert refused.returncode == 1
    assert sentence in refused.stderr
