"""Parquet files of an export, by pyarrow with fixed settings: the same rows give the same bytes."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from service.private_file import open_private_file
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import describe_file
from service.research.tables import Row, Table

_arrow: Any = pa
"""Its stubs leave much unknown."""
_parquet: Any = pyarrow.parquet
_TYPES: Mapping[str, Any] = {
    "string": _arrow.string(),
    "integer": _arrow.int64(),
    "number": _arrow.float64(),
    "boolean": _arrow.bool_(),
}
ROWS_AT_ONCE = 20_000
"""Rows that are kept as Python's before they become Arrow's."""
SETTINGS: Mapping[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "data_page_version": "1.0",
    "use_dictionary": True,
    "write_statistics": True,
    "store_schema": True,
}


class TableColumns:
    """A table while its rows come in."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.schema: Any = arrow_schema(table)
        self.rows = 0
        self._waiting: list[Row] = []
        self._batches: list[Any] = []

    def add(self, rows: Iterable[Row]) -> None:
        """Adds rows, in order."""
        self._waiting.extend(rows)
        if len(self._waiting) >= ROWS_AT_ONCE:
            self._convert()

    def arrow(self) -> Any:
        """The whole table."""
        self._convert()
        return _arrow.Table.from_batches(self._batches, schema=self.schema).combine_chunks()

    def _convert(self) -> None:
        if not self._waiting:
            return
        columns = zip(*self._waiting, strict=True)
        arrays = [
            _arrow.array(column, type=one.type) for column, one in zip(columns, self.schema, strict=True)
        ]
        self._batches.append(_arrow.RecordBatch.from_arrays(arrays, schema=self.schema))
        self.rows += len(self._waiting)
        self._waiting = []


def arrow_schema(table: Table) -> Any:
    """The columns of a table, with what each means."""
    return _arrow.schema(
        [
            _arrow.field(
                one.name, _TYPES[one.kind], nullable=one.optional, metadata={"description": one.meaning}
            )
            for one in table.columns
        ]
    )


def write_table(folder: Path, path: str, columns: TableColumns) -> ExportedFile:
    """Writes a table. The file appears once it is complete."""
    to = folder / path
    to.parent.mkdir(parents=True, exist_ok=True)
    partial = to.with_name(to.name + ".partial")
    table = columns.arrow()
    with open_private_file(partial) as file:
        _parquet.write_table(table, file, row_group_size=max(columns.rows, 1), **SETTINGS)
    partial.replace(to)
    return describe_file(folder, path, columns.rows)
