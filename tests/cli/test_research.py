"""`soundings research export`, `dummy` and `check`, as people run them."""

import json
from pathlib import Path

import pytest

from service.research.exports.reading import open_export
from tests.cli.command_line import run_here
from tests.research.exports.simulated_folder import files_in, simulation

DEFINITION = {
    "title": "What clients learn of their chances",
    "question": "Do beliefs come nearer to what happens?",
    "starts_on": "2026-09-07",
    "ends_on": "2026-10-04",
    "variables": ["person_week.steps", "forecasts.forecast"],
    "arms": [{"name": "usual", "share": 50}, {"name": "asked", "share": 50}],
    "who": "Everybody",
}


@pytest.fixture
def definition(tmp_path: Path) -> Path:
    file = tmp_path / "study.json"
    file.write_text(json.dumps(DEFINITION))
    return file


def test_a_simulation_is_exported_with_its_truth(tmp_path: Path) -> None:
    done = run_here("research", "export", "--simulation", simulation(), "--to", tmp_path / "out", "--json")

    assert done.returncode == 0, done.stderr
    manifest = json.loads(done.stdout)
    assert (manifest["kind"], manifest["participants"]) == ("simulation", 12)
    assert "Exporting: " in done.stderr
    assert (tmp_path / "out" / "truth.jsonl").exists()
    again = run_here("research", "export", "--simulation", simulation(), "--to", tmp_path / "out")
    assert again.returncode == 0
    assert manifest["sha256"] in again.stdout


def test_simulated_clients_are_never_out_of_date_and_no_service_is_needed_to_say_so(tmp_path: Path) -> None:
    run_here("research", "export", "--simulation", simulation(), "--to", tmp_path / "out")

    done = run_here("research", "check", tmp_path / "out", "--data-dir", tmp_path / "none")

    assert done.returncode == 1
    assert "it is simulated, and never out of date" in done.stderr
    assert "organisation" not in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_kit_needs_a_definition_only_and_is_always_the_same(definition: Path, tmp_path: Path) -> None:
    options = ("research", "dummy", "--definition", definition, "--clients", "8", "--weeks", "3")
    for place in ("one", "two"):
        done = run_here(*options, "--to", tmp_path / place)
        assert done.returncode == 0, done.stderr

    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")
    kit = open_export(tmp_path / "one")
    assert kit.manifest.kind == "dummy"
    assert kit.tables == ("participants", "person_week", "forecasts")
    assert set(kit.frame("participants")["arm"]) <= {"usual", "asked"}
    assert "Nobody in these files exists" in (tmp_path / "one" / "TERMS.txt").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "give a STUDY, or a folder with --simulation"),
        (("not-an-id",), "is not the id of a study"),
        (("--simulation", "here", "--tables", "weeks"), "there is no table weeks"),
        (("--simulation", "here"), "simulation.json: No such file"),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_line(
    options: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()

    done = run_here("research", "export", *options, "--to", tmp_path / "out")

    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not the definition of a study"),
        ('{"title": "A"}', "not the definition of a study"),
        (json.dumps(DEFINITION | {"ends_on": "2026-01-01"}), "the study ends before it starts"),
        (json.dumps(DEFINITION | {"variables": ["weeks.count"]}), "there is no table weeks"),
    ],
)
def test_a_definition_that_is_none_is_refused(
    content: str, said: str, definition: Path, tmp_path: Path
) -> None:
    definition.write_text(content)

    done = run_here("research", "dummy", "--definition", definition, "--to", tmp_path / "out")

    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "out").exists()
