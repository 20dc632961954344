"""`soundings research simulate`: what it writes can be replayed, is the same every time, and errors are one line."""

import json
import subprocess
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.cli.command_line import SOUNDINGS, run_here


def simulate(*options: str | Path) -> dict[str, object]:
    """Runs the command; returns its summary."""
    done = run_here("research", "simulate", "--clients", "3", "--seed", "5", "--json", *options)
    assert done.returncode == 0, done.stderr
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


def test_a_folder_holds_a_log_that_replays_and_the_truth(tmp_path: Path) -> None:
    summary = simulate("--to", tmp_path / "a")
    replayed = run_here("replay", tmp_path / "a" / "events.jsonl", "--json")
    truth = [json.loads(line) for line in (tmp_path / "a" / "truth.jsonl").read_text().splitlines()]

    assert replayed.returncode == 0, replayed.stderr
    assert json.loads(replayed.stdout)["events"] == summary["events"]
    assert json.loads(replayed.stdout)["journeys"] == 3
    assert {one["client"] for one in truth} == {1, 2, 3}
    assert {one["kind"] for one in truth} == {"client", "week"}


def test_a_changed_file_is_not_replayed(tmp_path: Path) -> None:
    simulate("--to", tmp_path)
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b"\n")

    assert "SHA-256 differs" in run_here("replay", tmp_path / "events.jsonl").stderr


def test_it_is_the_same_at_any_time_and_ends_on_the_day_that_is_asked_for(tmp_path: Path) -> None:
    first, again = simulate("--to", tmp_path / "a"), simulate("--to", tmp_path / "b", "--processes", "1")
    until = simulate("--to", tmp_path / "c", "--until", "2026-05-03")

    assert first == again
    assert until["until"] == "2026-05-03"
    assert until["events_sha256"] != first["events_sha256"]


def test_the_noise_of_ratings_is_asked_for_and_said(tmp_path: Path) -> None:
    usual, half = simulate("--to", tmp_path / "a"), simulate("--to", tmp_path / "b", "--noise", "0.5")
    one = simulate("--to", tmp_path / "c", "--noise", "1")

    assert (usual["noise"], half["noise"]) == (1.0, 0.5)
    assert one["events_sha256"] == usual["events_sha256"] != half["events_sha256"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "give a folder with --to, or a database with --into"),
        (("--to", "a", "--into", "b"), "give one of them"),
        (("--into", "b", "--processes", "2"), "--processes and --dask are for --to"),
        (("--clients", "0", "--to", "a"), "0 is not in the range"),
        (("--noise", "-1", "--to", "a"), "-1.0 is not in the range"),
        (("--noise", "nan", "--to", "a"), "--noise is a number from 0 to 10"),
        (("--until", "soon", "--to", "a"), "soon"),
        (("--until", "0001-01-01", "--to", "a"), "--until is a day from 2000-01-01 to "),
        (("--until", "1901-01-01", "--to", "a"), "--until is a day from 2000-01-01 to "),
        (("--until", "9999-12-31", "--to", "a"), "--until is a day from 2000-01-01 to "),
        (("--to", ""), "--to is empty"),
        (("--to", "/proc/nowhere"), "/proc/nowhere: "),
        (("--into", "/proc/nowhere"), "cannot hold the database: No such file or directory. Choose another"),
        (("--into", "postgresql://nobody@127.0.0.1:1/none"), "the database cannot be reached"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(options: tuple[str, ...], says: str, tmp_path: Path) -> None:
    options = tuple(str(tmp_path / one) if one in ("a", "b") else one for one in options)
    done = run_here("research", "simulate", *options)

    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_log_that_no_simulation_wrote_is_not_replaced(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    log.write_text("of somebody real")

    done = run_here("research", "simulate", "--clients", "1", "--to", tmp_path)

    assert done.returncode == 1
    assert "that no simulation wrote" in done.stderr
    assert log.read_text() == "of somebody real"


def test_how_far_it_is_stands_in_lines_where_there_is_no_terminal(tmp_path: Path) -> None:
    done = run_here("research", "simulate", "--clients", "2", "--weeks", "2", "--to", tmp_path)

    assert done.stderr.splitlines()[-1] == "Simulating: 2 of 2"


def simulating(folder: Path) -> "subprocess.Popen[str]":
    """The command with two processes beside its own, which takes long."""
    options = ["--clients", "2000", "--weeks", "2", "--processes", "2", "--to", str(folder)]
    return subprocess.Popen(
        [str(SOUNDINGS), "research", "simulate", *options], stderr=subprocess.PIPE, text=True
    )


def test_a_folder_with_a_simulation_gets_no_database(tmp_path: Path) -> None:
    simulate("--to", tmp_path)
    before = sorted(one.name for one in tmp_path.iterdir())

    done = run_here("research", "simulate", "--into", tmp_path)

    assert done.returncode == 2
    assert "holds a simulation written with --to" in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_whoever_is_killed_leaves_no_process(tmp_path: Path) -> None:
    with simulating(tmp_path) as running:
        assert running.stderr
        assert "Simulating: 200 of 2000" in running.stderr.readline()
        group = f"/proc/{running.pid}/task/{running.pid}/children"
        children = [Path("/proc", one) for one in Path(group).read_text().split()]
        running.kill()
    until = monotonic() + 20
    while any(one.exists() for one in children) and monotonic() < until:
        sleep(0.1)

    assert len(children) >= 2
    assert [one for one in children if one.exists()] == []


def test_sigterm_leaves_no_process_and_no_half_file(tmp_path: Path) -> None:
    with simulating(tmp_path) as running:
        assert running.stderr
        assert "Simulating: 200 of 2000" in running.stderr.readline()
        running.terminate()
        said = running.stderr.read()

    assert running.returncode == 143
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
