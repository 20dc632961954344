"""The files that are made from a finished set of tables: JSON Lines, and tables for Stata."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet
from msgspec import Struct

from service.research.exports.histories import BucketHistories
from service.research.exports.layout import EVENTS, JSON_LINES, table_path
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import written_file
from service.research.exports.stata import MAX_ROWS, write_stata
from service.research.tables import TABLES

_arrow: Any = pa
"""Its stubs leave much unknown."""
_parquet: Any = pyarrow.parquet


class DerivedTask(Struct, frozen=True, kw_only=True):
    """A file that is made of all buckets of a table."""

    folder: str
    table: str
    buckets: tuple[int, ...]
    json_lines: bool = False
    """As JSON Lines; else for Stata."""


def derived_tasks(
    folder: Path, tables: Sequence[str], histories: Sequence[BucketHistories], rows: Mapping[str, int]
) -> tuple[list[DerivedTask], list[str]]:
    """What is to be made, and a sentence for each file that is left out. `rows` are those of each file of a table."""
    tasks: list[DerivedTask] = []
    left_out: list[str] = []
    buckets = tuple(one.bucket for one in histories)
    for name in tables:
        if name == EVENTS:
            tasks.append(DerivedTask(folder=str(folder), table=name, buckets=buckets, json_lines=True))
        if sum(rows[table_path(name, one)] for one in buckets) > MAX_ROWS:
            left_out.append(f"`{name}` has more than {MAX_ROWS} rows: there is no file for Stata of it.")
        else:
            tasks.append(DerivedTask(folder=str(folder), table=name, buckets=buckets))
    return tasks, left_out


def write_derived(task: DerivedTask) -> ExportedFile:
    """Writes such a file: a pure task for any executor whose workers see the folder."""
    folder = Path(task.folder)
    if task.json_lines:
        return _write_json_lines(folder, task.table, task.buckets)
    files = [_parquet.ParquetFile(folder / table_path(task.table, one)) for one in task.buckets]
    table = _arrow.concat_tables([one.read() for one in files])
    return write_stata(folder, TABLES[task.table], table.to_pandas())


def _write_json_lines(folder: Path, table: str, buckets: Sequence[int]) -> ExportedFile:
    rows = 0
    with written_file(folder, JSON_LINES) as file:
        for bucket in buckets:
            frame = pl.read_parquet(folder / table_path(table, bucket), hive_partitioning=False)
            rows += frame.height
            if frame.height:
                file.write(frame.write_ndjson().encode())
    return file.described(rows=rows)
