"""How a table of an export is described: its columns, what each means, and why a value may be missing."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

ColumnKind: TypeAlias = Literal["string", "integer", "number", "boolean"]
CellValue: TypeAlias = str | int | float | bool | None
Row: TypeAlias = tuple[CellValue, ...]
"""The values of one row, in the order of the table's columns; None where there is none."""


class Column(Struct, frozen=True, kw_only=True):
    """A column: what it holds, and the words for its codes."""

    name: str
    kind: ColumnKind
    meaning: str
    """A sentence: what it is, its unit and its range."""
    labels: Mapping[str, str] = {}
    """What each code means; empty for a column without codes."""
    missing: Mapping[str, str] = {}
    """Of a column named `missing`: the reasons why values of its row are missing, and what each means."""
    optional: bool = False
    """Whether a row may have no value here."""


class Table(Struct, frozen=True, kw_only=True):
    """A table of an export."""

    name: str
    meaning: str
    """A sentence: what one row is."""
    key: tuple[str, ...]
    """The columns that tell its rows apart, in the order in which they are sorted."""
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(one.name for one in self.columns)

    def only(self, names: Iterable[str]) -> "Table":
        """The same table with some of its columns."""
        kept = set(names)
        return replace(self, columns=tuple(one for one in self.columns if one.name in kept))
