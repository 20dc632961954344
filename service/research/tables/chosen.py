"""The tables of a study: of each the columns that were approved, and those without which a row cannot be read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from service.research.tables.catalogue import TABLES
from service.research.tables.columns import Table
from service.research.tables.participants import PARTICIPANTS
from service.research.tables.shared_columns import ARM, MISSING, PSEUDONYM

ALWAYS = frozenset({PSEUDONYM.name, ARM.name, MISSING})
"""Columns that are there besides the key of a table: whose row it is, her group, and why a value is missing."""
WHOLE_EVENTS = "events.fields"
"""The variable without which no history leaves: all that an event says."""


def chosen_tables(variables: Iterable[str]) -> Mapping[str, Table]:
    """The tables that these variables (`table.column`) are in, and who takes part; everything if none are named."""
    named = set(variables)
    if not named:
        return TABLES
    tables = {one.partition(".")[0] for one in named} | {PARTICIPANTS.name}
    return MappingProxyType(
        {
            name: table.only(
                one
                for one in table.column_names
                if one in table.key or one in ALWAYS or f"{name}.{one}" in named
            )
            for name, table in TABLES.items()
            if name in tables
        }
    )


def unknown_variables(variables: Iterable[str]) -> list[str]:
    """Those that are no column of a table."""
    known = {f"{name}.{column}" for name, table in TABLES.items() for column in table.column_names}
    return sorted(set(variables) - known)


def is_whole(table: Table) -> bool:
    """Whether no column was left out."""
    return table.columns == TABLES[table.name].columns
