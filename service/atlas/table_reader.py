"""Reads a CSV file row by row; whatever is wrong with it is told with file, line and column."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from domain.text import has_controls, is_visible
from service.atlas.folding import fold_label
from service.atlas.source_files import InvalidAtlas, SourceFile

LONGEST_FIELD = 1_000_000
"""More than the longest list of other names, and less than a file whose quotes are broken."""

LONGEST_NAME = 500
LONGEST_FOLDED = 2_000
LONGEST_TEXT = 5_000
"""Bytes: the indexes of the names take no more."""
CONCEPT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
CODE = re.compile(r"[0-9]{1,4}")
WHOLE_FIELD = re.compile(r'(?:"[^"]*(?:""[^"]*)*"|(?:[^,"\r\n][^,\r\n]*)?)(?=,|[\r\n]|\Z)')


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

    def concept(self, column: str) -> str:
        """What an address ends with, or an id: as commands may name it. Raises `InvalidAtlas` if it is none."""
        found = self.required(column).rstrip("/").rsplit("/", 1)[-1]
        if not CONCEPT.fullmatch(found):
            self._raise(column, f"{_quoted(found)} is no id of letters, digits, dots and hyphens")
        return found

    def code(self, column: str) -> str:
        """A code of one to four digits. Raises `InvalidAtlas` if it is none."""
        code = self.required(column)
        return code if CODE.fullmatch(code) else self._raise(column, f"{_quoted(code)} is no code")

    def name(self, column: str) -> str:
        """What something is called, or nothing. Raises `InvalidAtlas` if it cannot be shown, or not searched for."""
        self.check_name(column, self.get(column))
        return self.get(column)

    def check_name(self, column: str, name: str) -> None:
        """Raises `InvalidAtlas` if a name that was read from this column cannot be shown, or not searched for."""
        if has_controls(name):
            self._raise(column, "it holds characters that cannot be shown")
        if name and not is_visible(name):
            self._raise(column, "nothing in it can be seen")
        if len(name) > LONGEST_NAME or len(fold_label(name).encode()) > LONGEST_FOLDED:
            self._raise(column, f"it is longer than {LONGEST_NAME} characters")

    def text(self, column: str) -> str:
        """What is said of something, or nothing. Raises `InvalidAtlas` if it cannot be shown."""
        text = self.get(column)
        if has_controls(text):
            self._raise(column, "it holds characters that cannot be shown")
        if len(text) > LONGEST_TEXT:
            self._raise(column, f"it is longer than {LONGEST_TEXT} characters")
        return text

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """The field. Raises `InvalidAtlas` if it is none of these."""
        value = self[column]
        if value not in allowed:
            self._raise(
                column,
                f"it is {_quoted(value)}, and may be {', '.join(one or 'empty' for one in sorted(allowed))}",
            )
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
                path,
                f"the row that begins here cannot be read ({failure})",
                line=line,
                column=_broken_column(text, line),
            ) from failure
        yield line, fields


def _broken_column(text: str, line: int) -> str | None:
    """The column of the first field of a row that is not whole, or too long."""
    header: list[str] = next(csv.reader([io.StringIO(text, newline="").readline()]), [""])
    row = "".join(islice(io.StringIO(text, newline=""), line - 1, None))
    place, column = 0, 0
    while (
        (field := WHOLE_FIELD.match(row, place))
        and len(field[0]) <= LONGEST_FIELD
        and row[field.end() :][:1] == ","
    ):
        place, column = field.end() + 1, column + 1
    return header[column] if line > 1 and column < len(header) else None


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
