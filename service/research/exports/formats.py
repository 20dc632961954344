"""In which forms tables can be written, besides Parquet."""

from collections.abc import Collection

from service.research.exports.layout import EVENTS, ExportFormat
from service.research.tables import Table, is_whole

OCEL_TABLES = frozenset({EVENTS, "experiments", "participants", "roles_weekly"})
"""What an event log for process mining is made of, with all their columns."""


def possible_formats(tables: Collection[Table]) -> tuple[ExportFormat, ...]:
    """The forms that these tables allow."""
    found: list[ExportFormat] = ["parquet", "stata"]
    if any(one.name == EVENTS for one in tables):
        found.append("jsonl")
    if {one.name for one in tables if is_whole(one)} >= OCEL_TABLES:
        found.append("ocel")
    return tuple(found)
