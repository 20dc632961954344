"""Exports whose tables a test writes itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa

from service.research.exports.reading import Export
from service.research.tables import TABLES
from service.research.tables.columns import Table

_FORMS: Mapping[str, Any] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def pseudonym(number: int) -> str:
    """The pseudonym of a made participant."""
    return f"{number * 2654435761 % 2**64:016x}{number:016x}"


def made_export(
    participants: Sequence[Mapping[str, object]], **tables: Sequence[Mapping[str, object]]
) -> Export:
    """An export with these rows: of participants by their place, of others by `person`. What is left out is empty."""
    rows: dict[str, list[Mapping[str, object]]] = {
        "participants": [{"person": place, **one} for place, one in enumerate(participants)],
        **{name: list(some) for name, some in tables.items()},
    }
    made = {name: _table(TABLES[name], some) for name, some in rows.items()}
    return cast(
        Export,
        SimpleNamespace(
            folder=Path("made"),
            tables=tuple(made),
            table=made.__getitem__,
            description=TABLES.__getitem__,
            manifest=SimpleNamespace(participants=len(participants)),
        ),
    )


def _table(table: Table, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    columns: dict[str, list[object]] = {one.name: [] for one in table.columns}
    for row in rows:
        for name, values in columns.items():
            values.append(pseudonym(cast(int, row["person"])) if name == "pseudonym" else row.get(name))
    schema = pa.schema([(one.name, _FORMS[one.kind]) for one in table.columns])
    return pa.table(columns, schema=schema)
