"""Reads a CSV file row by row; whatever is wrong with it is told with file, line and column."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence

from service.atlas.source_files import InvalidAtlas, SourceFile

LONGEST_FIELD = 1_000_000
"""More than the longest list of other names, and less than a file whose quotes are broken."""


class TableRow:
    """One row of a table: its fields by column, and where it stands."""

    __slots__ = ("_columns", "_fields", "_path", "line")

    def __init__(self, path: str, columns: dict[str, int], line: int, fields: list[str]) -> None:
        self._path, self._columns, self._fields = path, columns, fields
        self.line = line

    def __getitem__(self, column: str) -> str:
        return self._fields[self._columns[column]].strip()

    def get(self, column: str) -> str:
        """The field; empty if the table has no such column."""
        place = self._columns.get(column)
        return "" if place is None else self._fields[place].strip()

    def has(self, column: str) -> bool:
        """Whether the table has such a column."""
        return column in self._columns

    def required(self, column: str) -> str:
        """The field. Raises `InvalidAtlas` if it is empty."""
        return self[column] or self._raise(column, "it is empty")

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """The field. Raises `InvalidAtlas` if it is none of these."""
        value = self[column]
        if value not in allowed:
            self._raise(column, f"it is {_quoted(value)}, and may be {', '.join(sorted(allowed))}")
        return value

    def known(self, column: str, value: str, known: Collection[str], what: str) -> str:
        """The value that was read from this column. Raises `InvalidAtlas` if it is not among the known."""
        if value not in known:
            self._raise(column, f"there is no {what} {_quoted(value)}")
        return value

    def error(self, column: str, message: str) -> InvalidAtlas:
        """What is wrong with a field."""
        return InvalidAtlas(self._path, message, line=self.line, column=column)

    def _raise(self, column: str, message: str) -> str:
        raise self.error(column, message)


def read_rows(file: SourceFile, required: Sequence[str]) -> Iterator[TableRow]:
    """The rows of a table that must have these columns. Raises `InvalidAtlas`."""
    csv.field_size_limit(LONGEST_FIELD)
    numbered = _numbered(file.path, file.text())
    header = next(numbered, (1, [""]))[1]
    columns = _columns(file.path, header, required)
    for line, fields in numbered:
        if not fields:
            continue
        if len(fields) != len(header):
            raise InvalidAtlas(
                file.path,
                f"the row has {len(fields)} fields, and the first line names {len(header)} columns",
                line=line,
                column=header[min(len(fields), len(header) - 1)],
            )
        yield TableRow(file.path, columns, line, fields)


def _numbered(path: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as failure:
            raise InvalidAtlas(
                path, f"the row that begins here cannot be read ({failure})", line=line
            ) from failure
        yield line, fields


def _columns(path: str, header: list[str], required: Sequence[str]) -> dict[str, int]:
    columns = {name.strip(): place for place, name in enumerate(header)}
    for name in required:
        if name not in columns:
            raise InvalidAtlas(path, "the column is missing", line=1, column=name)
    if len(columns) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise InvalidAtlas(path, "two columns have this name", line=1, column=twice)
    return columns


def _quoted(value: str) -> str:
    return f'"{value[:80]}"' if value else "empty"
