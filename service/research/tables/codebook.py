"""The codebook of an export: a row for every column of every table, as Markdown."""

from collections.abc import Iterable, Iterator

from service.research.tables.columns import Column, Table


def codebook(tables: Iterable[Table]) -> str:
    """The codebook of these tables."""
    return "\n".join(line for table in tables for line in _table_lines(table))


def _table_lines(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield table.meaning
    yield f"Key: {', '.join(f'`{one}`' for one in table.key)}."
    yield ""
    yield "| column | type | meaning | codes |"
    yield "|---|---|---|---|"
    yield from (_column_line(column) for column in table.columns)
    yield ""


def _column_line(column: Column) -> str:
    codes = {**column.labels, **column.missing}
    listed = "; ".join(f"`{code}`: {label}" for code, label in codes.items())
    kind = f"{column.kind}, may be empty" if column.optional else column.kind
    return f"| `{column.name}` | {kind} | {column.meaning} | {listed} |"
