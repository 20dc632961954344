"""The files that are made from a finished set of tables: JSON Lines, and tables for Stata."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import polars as pl
import pyarrow as pa
import pyarrow.parquet
from msgspec import Struct

from service.research.exports.formats import OCEL_TABLES, possible_formats
from service.research.exports.histories import BucketHistories
from service.research.exports.layout import EVENTS, JSON_LINES, OCEL, ExportFormat, table_path
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import written_file
from service.research.exports.stata import MAX_ROWS, write_stata
from service.research.tables import TABLES, Table
from service.research.tables.ocel import OCEL_EVENTS, ocel_json

_arrow: Any = pa
"""Its stubs leave much unknown."""
_parquet: Any = pyarrow.parquet


DerivedForm = Literal["jsonl", "stata", "ocel"]


class DerivedTask(Struct, frozen=True, kw_only=True):
    """A file that is made of all buckets of a table."""

    folder: str
    table: str
    buckets: tuple[int, ...]
    form: DerivedForm


class DerivedFiles(Struct, frozen=True, kw_only=True):
    """Which files are asked for: of which tables, in which forms."""

    folder: str
    tables: Sequence[Table]
    formats: Collection[ExportFormat]

    def task(self, table: str, buckets: tuple[int, ...], form: DerivedForm) -> DerivedTask:
        """The task that makes one."""
        return DerivedTask(folder=self.folder, table=table, buckets=buckets, form=form)


def derived_tasks(
    asked: DerivedFiles, histories: Sequence[BucketHistories], rows: Mapping[str, int]
) -> tuple[list[DerivedTask], list[str]]:
    """What is to be made, and a sentence for each file that is left out. `rows` are those of each file of a table."""
    tasks: list[DerivedTask] = []
    left_out: list[str] = []
    buckets = tuple(one.bucket for one in histories)
    for name in (one.name for one in asked.tables):
        if name == EVENTS and "jsonl" in asked.formats:
            tasks.append(asked.task(name, buckets, "jsonl"))
        if "stata" not in asked.formats:
            continue
        if sum(rows[table_path(name, one)] for one in buckets) > MAX_ROWS:
            left_out.append(f"`{name}` has more than {MAX_ROWS} rows: there is no file for Stata of it.")
        else:
            tasks.append(asked.task(name, buckets, "stata"))
    possible = possible_formats(asked.tables)
    if "jsonl" in asked.formats and "jsonl" not in possible:
        left_out.append(
            "There are no JSON Lines: they are of the table of events, which is not among the tables."
        )
    if "ocel" not in asked.formats:
        return tasks, left_out
    if "ocel" not in possible:
        left_out.append(
            f"There is no file for process mining: it needs all columns of {', '.join(sorted(OCEL_TABLES))}."
        )
    elif sum(one.events for one in histories) > OCEL_EVENTS:
        left_out.append(
            f"There are more than {OCEL_EVENTS} events: there is no file for process mining of them."
        )
    else:
        tasks.append(asked.task(EVENTS, buckets, "ocel"))
    return tasks, left_out


def write_derived(task: DerivedTask) -> ExportedFile:
    """Writes such a file: a pure task for any executor whose workers see the folder."""
    folder = Path(task.folder)
    match task.form:
        case "jsonl":
            return _write_json_lines(folder, task.table, task.buckets)
        case "ocel":
            return _write_ocel(folder, task.buckets)
        case "stata":
            frame = _whole_table(folder, task.table, task.buckets).to_pandas()
            return write_stata(folder, TABLES[task.table].only(frame.columns), frame)


def _whole_table(folder: Path, table: str, buckets: Sequence[int]) -> Any:
    files = [_parquet.ParquetFile(folder / table_path(table, one)) for one in buckets]
    return _arrow.concat_tables([one.read() for one in files])


def _write_ocel(folder: Path, buckets: Sequence[int]) -> ExportedFile:
    tables = {name: _whole_table(folder, name, buckets) for name in sorted(OCEL_TABLES)}
    rows = {
        name: list(zip(*(one.to_pylist() for one in table.columns), strict=True))
        for name, table in tables.items()
    }
    with written_file(folder, OCEL) as file:
        for piece in ocel_json(rows):
            file.write(piece)
    return file.described(rows=tables[EVENTS].num_rows)


def _write_json_lines(folder: Path, table: str, buckets: Sequence[int]) -> ExportedFile:
    rows = 0
    with written_file(folder, JSON_LINES) as file:
        for bucket in buckets:
            frame = pl.read_parquet(folder / table_path(table, bucket), hive_partitioning=False)
            rows += frame.height
            if frame.height:
                file.write(frame.write_ndjson().encode())
    return file.described(rows=rows)
