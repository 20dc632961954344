"""The files that are made from a finished set of tables: JSON Lines, and tables for Stata."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet

from service.research.exports.histories import BucketHistories
from service.research.exports.layout import EVENTS, JSON_LINES, table_path
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import written_file
from service.research.exports.stata import MAX_ROWS, write_stata
from service.research.tables import TABLES

_arrow: Any = pa
"""Its stubs leave much unknown."""
_parquet: Any = pyarrow.parquet


class _Options(Protocol):
    @property
    def tables(self) -> tuple[str, ...]: ...
    @property
    def parquet_only(self) -> bool: ...


def write_derived(
    folder: Path,
    histories: Sequence[BucketHistories],
    files: Sequence[ExportedFile],
    options: _Options,
) -> tuple[list[ExportedFile], list[str]]:
    """Writes them; returns the files, and a sentence for each that was left out."""
    if options.parquet_only:
        return [], []
    made: list[ExportedFile] = []
    left_out: list[str] = []
    buckets = [one.bucket for one in histories]
    rows = {one.path: one.rows or 0 for one in files}
    if EVENTS in options.tables:
        made.append(_write_json_lines(folder, buckets))
    for name in options.tables:
        paths = [table_path(name, one) for one in buckets]
        if sum(rows[one] for one in paths) > MAX_ROWS:
            left_out.append(f"`{name}` has more than {MAX_ROWS} rows: there is no file for Stata of it.")
            continue
        table = _arrow.concat_tables([_parquet.ParquetFile(folder / one).read() for one in paths])
        made.append(write_stata(folder, TABLES[name], table.to_pandas()))
    return made, left_out


def _write_json_lines(folder: Path, buckets: Sequence[int]) -> ExportedFile:
    rows = 0
    with written_file(folder, JSON_LINES) as file:
        for bucket in buckets:
            frame = pl.read_parquet(folder / table_path(EVENTS, bucket), hive_partitioning=False)
            rows += frame.height
            if frame.height:
                file.write(frame.write_ndjson().encode())
    return file.described(rows=rows)
