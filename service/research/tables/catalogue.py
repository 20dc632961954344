"""The tables of an export, and the rows of one participant."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from service.research.tables.columns import Row, Table
from service.research.tables.events import EVENTS, event_rows
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.history import ResearchHistory

_ROWS: tuple[tuple[Table, Callable[[FoldedHistory], Iterable[Row]]], ...] = ((EVENTS, event_rows),)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table, _ in _ROWS})
"""Every table by its name."""


def rows_of(
    history: ResearchHistory,
    parameters: Parameters = DEFAULT_PARAMETERS,
    *,
    only: Iterable[str] | None = None,
) -> dict[str, list[Row]]:
    """The rows of one participant in each table, sorted by its key; of `only` some tables, if they are named."""
    folded, wanted = FoldedHistory(history, parameters), set(TABLES if only is None else only)
    return {table.name: list(rows(folded)) for table, rows in _ROWS if table.name in wanted}
