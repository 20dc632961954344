"""`soundings atlas`: what it says, and what it refuses in one line."""

import json
from pathlib import Path

import pytest

from tests.atlas.small_download import as_csv, official_tables, write_files
from tests.cli.command_line import run_here
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow

OUTLOOK = (
    *("--publisher", "Bureau of Clocks", "--edition", "spring 2025", "--published", "2025-04-01"),
    *("--country", "SE", "--code-system", "isco08", "--licence", "CC0 1.0"),
)


def test_every_command_says_what_it_is_for(soundings: Run) -> None:
    for command in ("load", "outlook", "status", "search", "near"):
        told = soundings("atlas", command, "--help")

        assert told.returncode == 0
        assert "--json" in told.stdout


def test_migrating_loads_the_starter_once(empty_database: str) -> None:
    first, second = (run_here("migrate", environment={"DATABASE_URL": empty_database}) for _ in range(2))

    assert first.stdout.splitlines()[-1] == "loaded the starter atlas"
    assert second.stdout == "the database is up to date\n"


def test_a_download_is_loaded_once(soundings: Run, tmp_path: Path) -> None:
    place = write_files(tmp_path, official_tables())

    tried = soundings("atlas", "load", place, "--dry-run")
    first = soundings("atlas", "load", place, "--version", "9.9", "--json")
    second = soundings("atlas", "load", place, "--version", "9.9")

    assert "nothing was changed, as asked" in tried.stdout
    assert "Loading: 5 of 5" in tried.stderr
    report = json.loads(first.stdout)
    assert report["changed"]
    assert report["version"] == "9.9"
    assert "nothing changed" in second.stdout
    assert report["digest"][:16] in second.stdout


def test_a_broken_file_is_one_line(soundings: Run, tmp_path: Path) -> None:
    place = write_files(tmp_path, official_tables())
    path = place / "skills_en.csv"
    path.write_bytes(path.read_bytes().replace(b"preferredLabel", b"label"))

    told = soundings("atlas", "load", place)

    assert told.returncode == 1
    last = told.stderr.splitlines()[-1]
    assert last == "soundings: skills_en.csv:1, column preferredLabel: the column is missing"


def test_an_outlook_is_loaded_once_and_told_in_the_status(soundings: Run, tmp_path: Path) -> None:
    path = tmp_path / "outlook.csv"
    path.write_bytes(as_csv([["code", "region", "opportunities", "demand"], ["7311", "", "large", "up"]]))

    first = soundings("atlas", "outlook", path, *OUTLOOK)
    again = soundings("atlas", "outlook", path, *OUTLOOK, "--json")
    path.write_bytes(path.read_bytes().replace(b"large", b"small"))
    other = soundings("atlas", "outlook", path, *OUTLOOK)
    status = soundings("atlas", "status")

    assert "loaded" in first.stdout
    assert not json.loads(again.stdout)["changed"]
    assert other.returncode == 1
    assert "never overwritten" in other.stderr
    assert "Bureau of Clocks, spring 2025, published 2025-04-01 (SE, isco08): 1 rows" in status.stdout


def test_the_status_says_whose_it_is(soundings: Run) -> None:
    status = soundings("atlas", "status")
    as_json = json.loads(soundings("atlas", "status", "--json").stdout)

    assert "This service uses the ESCO classification of the European Commission." in status.stdout
    assert as_json["editions"][0]["name"] == "starter"
    assert as_json["counts"]["occupations"] > 100


def test_occupations_are_found_and_what_lies_near_them(soundings: Run) -> None:
    found = [json.loads(line) for line in soundings("atlas", "search", "nurse", "--json").stdout.splitlines()]
    occupation = next(one["occupation_id"] for one in found if one["occupation_id"])
    near = soundings("atlas", "near", occupation, "--language", "nl")
    nothing = soundings("atlas", "near", "nobody")

    assert "shared, such as" in near.stdout
    assert "nothing near it" in nothing.stdout
    assert "nothing like it" in soundings("atlas", "search", "xqxqxqxqxq").stdout


def test_a_place_that_is_not_there_is_one_line(soundings: Run, tmp_path: Path) -> None:
    for arguments in (("load", tmp_path / "nowhere"), ("outlook", tmp_path / "nowhere.csv", *OUTLOOK)):
        told = soundings("atlas", *arguments)

        assert told.returncode == 1
        assert told.stderr.splitlines()[-1].endswith("No such file or directory")
