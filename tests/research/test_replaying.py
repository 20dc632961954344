"""Replays of exports: the same bytes on however many workers, resumed where they stopped, and refused with the file and reason."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from projections.learning_model.parameters import Parameters
from service.research.executors import open_executor
from service.research.export import ExportError
from service.research.replaying.bucket_replay import Days
from service.research.replaying.comparison import compare_replays
from service.research.replaying.export_replay import REPLAY, ReplayedExport, replay_export
from service.research.replaying.model_catalogue import find_model
from service.research.replaying.parameter_template import (
    parameter_notes,
    parameters_as_toml,
    read_parameter_file,
    with_parameter,
)
from tests.cli.command_line import run_here
from tests.research.simulated_exports import export_of_simulation

CLIENTS, BUCKETS = 12, 4
WEEKLY = Days(weekly=True)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of four buckets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("service.research.exports.histories.bucket_count", lambda _: BUCKETS)
        return export_of_simulation(tmp_path_factory.mktemp("replaying"), clients=CLIENTS, weeks=6)


def replayed(
    export: Path | str, to: Path | str, parameters: Parameters | None = None, *, processes: int = 1
) -> ReplayedExport:
    with open_executor(processes) as executor:
        return replay_export(
            str(export), str(to), find_model("profile"), parameters or Parameters(), executor, days=WEEKLY
        )


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_replay_has_the_same_bytes_on_one_process_and_on_several(export: Path, tmp_path: Path) -> None:
    done = replayed(export, tmp_path / "one")
    assert done.journeys == CLIENTS
    assert len(done.buckets) == BUCKETS
    replayed(export, f"file://{tmp_path / 'several'}", processes=2)
    assert content_of(tmp_path / "one") == content_of(tmp_path / "several")


KILLED_AFTER_ONE = """
import os, signal
from service.cli import main
from service.research.replaying import export_replay

plain = export_replay.run_tasks

def first_only(*given):
    for one in plain(*given):
        yield one
        os.kill(os.getpid(), signal.SIGKILL)

export_replay.run_tasks = first_only
main()
"""
"""The command, ended by kill -9 as soon as its first bucket is done."""


def test_a_replay_that_was_killed_goes_on_to_the_same_bytes(export: Path, tmp_path: Path) -> None:
    expected = tmp_path / "expected"
    replayed(export, expected)
    to = tmp_path / "killed"
    arguments = ["research", "replay", str(export), "--out", str(to), "--weekly"]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER_ONE, *arguments], check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (to / ".progress" / "bucket=00.json").exists()
    stopped = (to / "rows" / "bucket=00.jsonl").stat().st_mtime_ns
    assert run_here(*arguments).returncode == 0
    assert content_of(to) == content_of(expected)
    assert (to / "rows" / "bucket=00.jsonl").stat().st_mtime_ns == stopped


def test_a_file_that_was_changed_is_made_again(export: Path, tmp_path: Path) -> None:
    replayed(export, tmp_path / "a")
    before = content_of(tmp_path / "a")
    (tmp_path / "a" / "rows" / "bucket=01.jsonl").write_bytes(b"")
    replayed(export, tmp_path / "a")
    assert content_of(tmp_path / "a") == before


def test_a_folder_with_another_replay_is_left_alone(export: Path, tmp_path: Path) -> None:
    replayed(export, tmp_path)
    before = content_of(tmp_path)
    with pytest.raises(ExportError, match="holds another replay"):
        replayed(export, tmp_path, Parameters(version=2))
    assert content_of(tmp_path) == before


def copied(export: Path, to: Path) -> Path:
    for name, content in content_of(export).items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return to


def test_a_missing_bucket_is_named(export: Path, tmp_path: Path) -> None:
    broken = copied(export, tmp_path / "broken")
    (broken / "histories" / "bucket=02.jsonl").unlink()
    answer = run_here("research", "replay", broken, "--out", tmp_path / "to")
    assert answer.returncode == 1
    assert "histories/bucket=02.jsonl is missing" in answer.stderr
    assert not (tmp_path / "to" / REPLAY).exists()


def test_a_file_that_does_not_match_the_manifest_is_named(export: Path, tmp_path: Path) -> None:
    broken = copied(export, tmp_path / "broken")
    path = broken / "histories" / "bucket=00.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"rating":', b'"rating": '))
    answer = run_here("research", "replay", broken, "--out", tmp_path / "to")
    assert answer.returncode == 1
    assert "histories/bucket=00.jsonl" in answer.stderr
    assert "SHA-256 differs" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--projection", "profile@1"), "profile@1 cannot be replayed"),
        (("--projection", "guesswork"), "there is no model guesswork"),
        (("--processes", "0"), "--processes"),
        (("--out", ""), "name folders, or addresses"),
        (("--out", "nowhere://x"), "Unrecognized filesystem type"),
    ],
)
def test_what_cannot_be_replayed_is_refused(
    export: Path, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    answer = run_here("research", "replay", export, "--out", tmp_path / "to", *arguments)
    assert answer.returncode
    assert reason in answer.stderr
    assert "Traceback" not in answer.stderr


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    answer = run_here("research", "replay", tmp_path, "--out", tmp_path / "to")
    assert (answer.returncode, "is no finished export" in answer.stderr) == (1, True)


def test_every_parameter_has_a_meaning_and_a_range() -> None:
    notes = parameter_notes()
    assert [one.name for one in notes if not one.meaning or not one.range] == []
    assert len({one.name for one in notes}) == len(notes) > 60


def test_the_template_says_what_is_usual() -> None:
    assert read_parameter_file(parameters_as_toml().encode(), Parameters, toml=True) == Parameters()
    answer = run_here("research", "parameters", "template")
    assert answer.stdout.rstrip("\n") == parameters_as_toml().rstrip("\n")
    listed = json.loads(run_here("research", "parameters", "template", "--json").stdout)
    assert {"name", "value", "range", "meaning"} == set(listed[0])


@pytest.mark.parametrize("name", ["appeal", "appeal.nothing", "nothing", "appeal.mean.more"])
def test_a_parameter_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="there is no parameter"):
        with_parameter(Parameters(), name, 1)


def test_a_comparison_says_where_two_replays_part(export: Path, tmp_path: Path) -> None:
    replayed(export, tmp_path / "a")
    replayed(export, tmp_path / "b", Parameters(version=2))
    same, _ = compare_replays(str(tmp_path / "a"), str(tmp_path / "b"))
    assert (same.differing_journeys, same.first_week, same.figures) == (0, None, {})
    changed = with_parameter(Parameters(), "appeal.mean", 60.0)
    assert isinstance(changed, Parameters)
    replayed(export, tmp_path / "c", changed)
    summary, journeys = compare_replays(str(tmp_path / "a"), str(tmp_path / "c"))
    assert summary.differing_journeys == CLIENTS
    assert summary.first_week == 1
    assert 0 < summary.figures["roles.appeal"] <= 10
    assert all(one.largest and one.parts_in_week for one in journeys)
    answer = run_here("research", "compare", tmp_path / "a", tmp_path / "c")
    assert f"{CLIENTS} of {CLIENTS} journeys differ, the first in week 1" in answer.stdout


def test_replays_of_different_days_are_not_compared(export: Path, tmp_path: Path) -> None:
    replayed(export, tmp_path / "a")
    with open_executor() as executor:
        replay_export(str(export), str(tmp_path / "b"), find_model("profile"), Parameters(), executor)
    with pytest.raises(ExportError, match="different days"):
        compare_replays(str(tmp_path / "a"), str(tmp_path / "b"))


def test_a_sweep_says_how_far_each_value_is_from_the_usual(export: Path, tmp_path: Path) -> None:
    answer = run_here(
        *("research", "sweep", export, "--out", tmp_path / "sweep", "--json"),
        *("--parameter", "appeal.half_life", "--values", "13,26,52"),
    )
    tried = json.loads(answer.stdout)["values"]
    assert [one["value"] for one in tried] == [13, 26, 52]
    assert tried[1]["differing_journeys"] == 0 < tried[0]["differing_journeys"]
    assert tried[1]["figures"] == {}
    assert tried[0]["figures"]["roles.appeal"] > 0
    refused = run_here(
        *("research", "sweep", export, "--out", tmp_path / "no", "--parameter", "appeal.half_life"),
        *("--values", "0"),
    )
    assert "appeal.half_life cannot be 0" in refused.stderr


def test_no_research_tool_is_needed_to_ask_for_help() -> None:
    hidden = "import sys; sys.modules.update(dict.fromkeys(('pyarrow', 'polars', 'pandas', 'duckdb', 'distributed')))"
    code = f"{hidden}; from service.cli import main; sys.argv = ['soundings', 'research', 'replay', '--help']; main()"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (answer.returncode, "Replay EXPORT" in answer.stdout) == (0, True), answer.stderr
