"""An export of simulated clients: its files, what opens them, and what is refused."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow.parquet
import pytest

from service.research.executors import open_executor
from service.research.export import ExportError
from service.research.exports.layout import PROGRESS
from service.research.exports.manifest import read_manifest
from service.research.exports.reading import open_export
from service.research.exports.simulated import export_simulation
from service.research.exports.writing import ExportOptions, ExportWork
from service.research.tables import TABLES
from tests.research.exports.simulated_folder import exported, files_in, simulation


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "one"
    exported(folder)
    return folder


def test_it_holds_every_table_with_the_columns_of_the_codebook(export: Path) -> None:
    opened = open_export(export)
    codebook = (export / "CODEBOOK.md").read_text()

    assert opened.tables == tuple(TABLES)
    for table in TABLES.values():
        assert tuple(opened.frame(table.name).columns) == table.column_names
        assert all(f"| `{column}` |" in codebook for column in table.column_names)
    assert opened.manifest.participants == 12
    assert opened.frame("events")["pseudonym"].n_unique() == 12


def test_twice_and_by_several_processes_it_has_the_same_bytes(export: Path, tmp_path: Path) -> None:
    with open_executor(2) as executor:
        exported(tmp_path / "two", work=ExportWork(executor=executor))

    assert files_in(tmp_path / "two") == files_in(export)


def test_made_again_in_its_place_it_stays_as_it_was(export: Path) -> None:
    before = files_in(export)

    exported(export)

    assert files_in(export) == before
    assert not (export / PROGRESS).exists()


def test_duckdb_polars_pyarrow_and_pandas_open_it(export: Path) -> None:
    rows = read_manifest(export).events
    events = str(export / "events" / "**" / "*.parquet")

    with duckdb.connect() as connection:
        counted = connection.execute("select count(*) from read_parquet(?)", [events]).fetchall()
    assert 0 < counted[0][0] <= rows
    assert pl.read_parquet(events).height == open_export(export).table("events").num_rows
    assert pyarrow.parquet.ParquetFile(export / "events/bucket=00/part-0.parquet").schema_arrow.names == list(
        TABLES["events"].column_names
    )
    steps = pd.read_stata(export / "stata" / "experiments.dta")
    assert len(steps) == open_export(export).frame("experiments").height
    assert any(str(one).startswith("conversation") for one in steps["kind"])
    assert len((export / "jsonl" / "events.jsonl").read_text().splitlines()) == len(
        open_export(export).pandas("events")
    )


def test_it_is_a_valid_data_package(export: Path) -> None:
    report = frictionless.validate(str(export / "datapackage.json"))

    assert report.valid, report.flatten(["type", "note"])
    assert {task.name for task in report.tasks} >= {name.replace("_", "-") for name in TABLES}


def test_its_histories_are_those_of_the_clients(export: Path) -> None:
    opened = open_export(export)
    found = {one.pseudonym: one for one in opened.histories()}
    weeks = opened.frame("person_week")

    assert len(found) == 12
    assert sum(len(one.entries) for one in found.values()) == opened.manifest.events
    assert set(weeks["pseudonym"]) == set(found)
    assert len(list(opened.views("profile"))) == 12
    with pytest.raises(ExportError, match="there is no projection portraits"):
        next(opened.views("portraits"))


def test_the_truth_stands_beside(export: Path) -> None:
    truth = [json.loads(line) for line in (export / "truth.jsonl").read_text().splitlines()]
    roles = open_export(export).frame("roles_weekly")
    known = {(one["pseudonym"], one["role"]) for one in truth if one["kind"] == "week"}

    assert {one["pseudonym"] for one in truth} == set(open_export(export).frame("participants")["pseudonym"])
    assert known & set(roles.select("pseudonym", "role").iter_rows())


def test_no_date_or_id_of_the_simulation_is_in_any_file(export: Path) -> None:
    log = (simulation() / "events.jsonl").read_bytes()
    ids = {line.split(b'"journey_id":"')[1][:36] for line in log.splitlines()}

    for name, content in files_in(export).items():
        assert b"2026-1" not in content, name
        assert not any(one in content for one in ids), name


@pytest.mark.parametrize("path", ["events/bucket=00/part-0.parquet", "histories/bucket=00.jsonl"])
def test_a_changed_or_missing_file_is_named(path: str, tmp_path: Path) -> None:
    exported(tmp_path, parquet_only=True)
    file = tmp_path / path
    content = file.read_bytes()
    file.write_bytes(content[:-9] + b"x" + content[-8:])
    with pytest.raises(ExportError, match=f"{path}: the file is not the one"):
        open_export(tmp_path)
    file.unlink()
    with pytest.raises(ExportError, match=f"{path} is missing: bucket 0"):
        open_export(tmp_path)


def test_a_manifest_that_is_none_is_refused(tmp_path: Path) -> None:
    exported(tmp_path, parquet_only=True)
    manifest = tmp_path / "manifest.json"
    before = json.loads(manifest.read_bytes())

    for changed, said in (
        (b"{", "not a manifest"),
        (json.dumps(before | {"format": "soundings-study-0"}).encode(), "this version reads"),
        (json.dumps(before | {"sha256": "0" * 64}).encode(), "do not add up"),
    ):
        manifest.write_bytes(changed)
        with pytest.raises(ExportError, match=said):
            open_export(tmp_path)
    manifest.unlink()
    with pytest.raises(ExportError, match="is no finished export"):
        open_export(tmp_path)


def test_a_folder_with_something_else_is_refused(export: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Kari")
    with pytest.raises(ExportError, match="holds files that no export wrote"):
        exported(tmp_path)
    before = files_in(export)
    other = simulation(clients=3)
    with pytest.raises(ExportError, match="holds the export of another study"):
        asyncio.run(export_simulation(other, export))
    assert files_in(export) == before


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no table weeks"):
        asyncio.run(export_simulation(simulation(), tmp_path, options=ExportOptions(tables=("weeks",))))
    exported(tmp_path, parquet_only=True)
    opened = open_export(tmp_path)
    with pytest.raises(ExportError, match="there is no table weeks"):
        opened.table("weeks")


def test_another_selection_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    exported(tmp_path, parquet_only=True)

    with pytest.raises(ExportError, match="with other tables or parameters"):
        asyncio.run(export_simulation(simulation(), tmp_path, options=ExportOptions(tables=("spells",))))


@pytest.mark.slow
def test_killed_at_any_file_it_ends_in_the_same_bytes(tmp_path: Path) -> None:
    source = simulation()
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    run_apart(source, whole)
    for wait in (3, 5, 9, 14, 20):
        ended = run_apart(source, broken, dies_after=wait)
        assert ended == -signal.SIGKILL
        assert not (broken / "manifest.json").exists()

    assert run_apart(source, broken) == 0

    assert files_in(broken) == files_in(whole)
    assert len(read_manifest(whole).buckets) >= 4


DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from service.research.exports import histories, layout
from service.research.exports.simulated import export_simulation
layout.EVENTS_IN_BUCKET = 300
files, dies_after, replace = 0, int(sys.argv[3]), Path.replace
def counting(self, to):
    global files
    files += 1
    if files == dies_after:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, to)
Path.replace = counting
asyncio.run(export_simulation(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def run_apart(source: Path, to: Path, dies_after: int = 0) -> int:
    """Exports in a process of its own, which is killed when it has written so many files."""
    arguments = [sys.executable, "-c", DIES, str(source), str(to), str(dies_after)]
    return subprocess.run(arguments, check=False).returncode
