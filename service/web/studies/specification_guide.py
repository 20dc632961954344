"""What helps to write a specification: an example that this study can run, the types of output, and the columns there are."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from service.research.tables import Table, chosen_tables
from service.research.tables.shared_columns import ARM, MISSING
from service.web.studies.analysis_labels import OUTPUT_TYPES

CLOSED = frozenset({"pseudonym", "fields", MISSING})
"""Columns that no analysis names."""


class SpecificationGuide(Struct, frozen=True, kw_only=True):
    """What stands beside the form."""

    example: str
    """A specification as JSON."""
    types: tuple[tuple[str, str], ...]
    """What an output may be: its code, and a message."""
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """By table."""


def specification_guide(variables: Sequence[str]) -> SpecificationGuide:
    """The guide of a study with these variables."""
    tables = chosen_tables(variables)
    return SpecificationGuide(
        example=msgspec.json.format(msgspec.json.encode(_example(tables))).decode(),
        types=tuple(OUTPUT_TYPES.items()),
        columns=tuple(
            (name, tuple(one for one in table.column_names if one not in CLOSED))
            for name, table in tables.items()
        ),
    )


def _example(tables: Mapping[str, Table]) -> dict[str, Any]:
    """The mean of a figure by group, if the study has a figure; else how many people are in each group."""
    for table in tables.values():
        for column in table.columns:
            if column.kind in ("integer", "number") and column.name not in table.key:
                mean = {"type": "mean", "name": "mean", "of": column.name}
                return {"title": f"Mean of {column.name}", "table": table.name, "outputs": [mean]}
    people = {"type": "table", "name": "people", "rows": ARM.name}
    return {"title": "People by group", "table": "participants", "outputs": [people]}
