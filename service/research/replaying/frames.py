"""Replays as flat rows, for tables in a notebook."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.events.weeks import monday_of
from service.event_store.replay import reduced_gc
from service.research.exports.buckets import code_of
from service.research.replaying.bucket_replay import Days, journey_rows
from service.research.replaying.model_catalogue import JourneyModel

REPLAYED_TABLE = "roles"
_ID = "_id"


def replayed_rows(
    model: JourneyModel,
    parameters: Struct,
    journeys: Iterable[list[RecordedEvent]],
    days: Days,
    table: str = REPLAYED_TABLE,
) -> list[dict[str, Any]]:
    """One row for each item of a list in the model's views, with the pseudonym, the participant's own week, and the day.

    Ids are codes, as in the tables of the export: `role_id` is there as `role`. What is no plain value is left out.
    """
    rows = list[dict[str, Any]]()
    with reduced_gc():
        for journey in journeys:
            first = min(entry.event.happened_on for entry in journey)
            for row in journey_rows(model, parameters, journey, days):
                about = {
                    "pseudonym": row.journey_id.hex,
                    "week": (row.on - monday_of(first)).days // 7,
                    "on": row.on,
                }
                rows += [about | dict(_plain(item)) for item in _items_of(row.view, table)]
    return rows


def _items_of(view: Any, table: str) -> list[dict[str, Any]]:
    """The items of a list of a view. Raises `LookupError` if it has no such list."""
    fields = msgspec.to_builtins(view, builtin_types=(UUID,), enc_hook=str)
    lists: dict[str, Any] = {name: value for name, value in fields.items() if isinstance(value, list | tuple)}
    if table not in lists:
        raise LookupError(f"the views have no list {table}; they have {', '.join(sorted(lists))}")
    return [*lists[table]]


def _plain(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in item.items():
        if name.endswith(_ID) and value is not None:
            yield name.removesuffix(_ID), code_of("", value if isinstance(value, UUID) else UUID(value))
        elif not isinstance(value, dict | list | tuple):
            yield name, value
