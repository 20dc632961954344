"""The rows that an analysis is about, and its variables, computed by DuckDB in this process, without access to anything else."""

import re
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import duckdb
import numpy as np
import pyarrow as pa
from msgspec import Struct

from service.research.analysis.expressions import Expression
from service.research.analysis.faults import SpecificationError
from service.research.analysis.named_variables import BESIDE, read_expressions
from service.research.analysis.specification import Specification
from service.research.exports.reading import Export
from service.research.tables import TABLES, Column

_COLUMN = re.compile(r'"(\w+)"\."(\w+)"')
MEMORY = "1GB"
SECONDS = 120.0
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": MEMORY,
    "threads": "2",
}


class Variable(Struct, frozen=True, kw_only=True):
    """A variable of the sample: a number, or a choice among few values."""

    name: str
    choice: bool
    values: Any
    """A numpy array: numbers with NaN, or values with None."""
    elements: Any
    """A digest for each row and its value."""
    terms: tuple[Any, ...] = ()
    """Of a number, what is added in it, row by row."""
    columns: frozenset[tuple[str, str]] = frozenset()
    """What it is made of: tables and their columns."""
    column: Column | None = None
    """The column that it is, if it is nothing else."""

    @property
    def of_people(self) -> bool:
        """Whether it says something of people, whatever row it stands beside."""
        return any(table == BESIDE for table, _ in self.columns)

    @property
    def known(self) -> Any:
        """Which rows have a value."""
        if self.choice:
            return np.array([one is not None for one in self.values], dtype=bool)
        return np.isfinite(self.values)


class Sample(Struct, frozen=True, kw_only=True):
    """The rows that meet the conditions."""

    people: Any
    """The pseudonyms, each once."""
    owners: Any
    """For each row, whose it is: the place in `people`."""
    elements: Any
    """For each row a digest of its key, the same in every run."""
    variables: Mapping[str, Variable]
    table: str
    """Whose rows these are."""
    is_filtered: bool
    in_export: int
    """The participants of the whole export."""

    def count_people(self, rows: Any) -> int:
        """How many people own these rows."""
        return int(np.unique(self.owners[rows]).size)


def read_sample(specification: Specification, export: Export, *, seconds: float = SECONDS) -> Sample:
    """Computes the rows and variables. Raises `SpecificationError`, also when it takes too long or too much memory."""
    missing = {specification.table, BESIDE} - set(export.tables)
    if missing & set(TABLES):
        raise SpecificationError("table_missing", "$.table", table=min(missing))
    named, conditions = read_expressions(
        specification, {name: export.description(name) for name in export.tables}
    )
    table = TABLES[specification.table]
    key = " || '|' || ".join(f'CAST("{table.name}"."{one}" AS VARCHAR)' for one in table.key)
    columns = [f'"{table.name}"."pseudonym" AS person', f"md5_number_lower({key}) AS element"]
    for place, expression in enumerate(named.values()):
        value = _tried(expression)
        columns.append(f"{value} AS v{place}")
        columns.append(
            f"md5_number_lower({key} || '|' || coalesce(CAST({value} AS VARCHAR), '')) AS e{place}"
        )
        columns += [f"TRY({term}) AS t{place}_{number}" for number, term in enumerate(expression.terms)]
    source = f'"{table.name}"'
    if specification.table != BESIDE:
        source += f' JOIN "{BESIDE}" ON "{BESIDE}"."pseudonym" = "{table.name}"."pseudonym"'
    where = " AND ".join(map(_tried, conditions)) or "true"
    order = ", ".join(f'"{table.name}"."{one}"' for one in table.key)
    # Every part was written here, from names of tables and from checked trees.
    query = f"SELECT {', '.join(columns)} FROM {source} WHERE {where} ORDER BY {order}"  # noqa: S608
    arrays = {one: export.table(one) for one in {specification.table, BESIDE}}
    found = _run(query, arrays, seconds)
    people, owners = np.unique(_array(found, "person"), return_inverse=True)
    return Sample(
        people=people,
        owners=owners,
        elements=_array(found, "element"),
        variables={
            name: _variable(name, expression, found, place)
            for place, (name, expression) in enumerate(named.items())
        },
        table=table.name,
        is_filtered=bool(conditions),
        in_export=export.manifest.participants,
    )


def _tried(expression: Expression) -> str:
    """Its SQL, empty in a row where it cannot be computed: that an analysis fails may say nothing of one row."""
    return f"TRY({expression.sql})"


def _variable(name: str, expression: Expression, found: pa.Table, place: int) -> Variable:
    column: Any = found.column(f"v{place}")
    numeric = (
        pa.types.is_integer(column.type)
        or pa.types.is_floating(column.type)
        or pa.types.is_decimal(column.type)
    )
    choice = expression.shape == "choice" or not numeric
    terms: tuple[Any, ...] = ()
    if choice:
        values = np.array(column.to_pylist(), dtype=object)
    else:
        values = _numbers(column)
        terms = tuple(_numbers(found.column(f"t{place}_{number}")) for number in range(len(expression.terms)))
    return Variable(
        name=name,
        choice=choice,
        values=values,
        elements=_array(found, f"e{place}"),
        terms=terms,
        columns=columns_in(expression.sql),
        column=expression.column,
    )


def columns_in(sql: str) -> frozenset[tuple[str, str]]:
    """The columns in an expression that was written anew, each with its table."""
    return frozenset(_COLUMN.findall(sql))


def _numbers(column: Any) -> Any:
    values = np.array([np.nan if one is None else float(one) for one in column.to_pylist()], dtype=np.float64)
    # What is beyond all numbers is missing, as what cannot be computed is: one row of it would show in any mean.
    values[~np.isfinite(values)] = np.nan
    return values


def _array(found: pa.Table, name: str) -> Any:
    column: Any = found.column(name)
    return column.to_numpy()


def _run(query: str, tables: Mapping[str, pa.Table], seconds: float) -> pa.Table:
    with duckdb.connect(config=_SETTINGS) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        connection.execute("SET lock_configuration = true")
        try:
            with _interrupted(connection, seconds):
                return cast(pa.Table, connection.sql(query).to_arrow_table())
        except duckdb.InterruptException:
            raise SpecificationError("out_of_time") from None
        except duckdb.OutOfMemoryException:
            raise SpecificationError("out_of_memory") from None
        except duckdb.Error as error:
            raise SpecificationError("not_computed", fault=_first_line(error)) from None


def _first_line(error: Exception) -> str:
    """What kind of fault it is; values of rows in the message of a conversion are left out."""
    return type(error).__name__.removesuffix("Exception").lower()


@contextmanager
def _interrupted(connection: duckdb.DuckDBPyConnection, seconds: float) -> Generator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
