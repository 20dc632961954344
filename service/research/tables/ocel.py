"""The events of an export as object-centric event data (OCEL 2.0, JSON): each event with all that it is about.

Written in pieces: all of a log at once would take gigabytes. The standard's schema has the values of attributes as texts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import Any

import msgspec

from service.research.tables.columns import CellValue, Column, ColumnKind, Row, Table
from service.research.tables.events import EVENTS
from service.research.tables.experiments import EXPERIMENTS
from service.research.tables.participants import PARTICIPANTS
from service.research.tables.roles_weekly import ROLES_WEEKLY

OCEL_EPOCH = date(2000, 1, 3)
"""The Monday that stands for study day 0, where a time is asked for."""
OCEL_EVENTS = 100_000
"""The most events for which an export has it."""
_NEVER = "1970-01-01T00:00:00Z"
"""The time of an attribute that does not change, as the standard has it."""

OBJECTS = ("participant", "experiment", "role", "contact", "employer", "coach")
"""The kinds of objects. Each has the code that it has in the tables, after its kind and a colon."""
_ATTRIBUTES: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "participant": (PARTICIPANTS, ("arm", "track", "language")),
    "experiment": (EXPERIMENTS, ("kind", "stage")),
    "role": (ROLES_WEEKLY, ("isco", "source")),
}
_KEYS = {"participant": "pseudonym"}
_EVENT_ATTRIBUTES = (
    *("number", "recorded_day", "week", "author", "corrected", "kind", "rating"),
    *("dread_before", "dread_after", "fields"),
)
_TEXTS: Mapping[ColumnKind, Callable[[CellValue], str]] = {
    "string": str,
    "integer": str,
    "number": str,
    "boolean": lambda value: str(value).lower(),
}
"""A value as a text, by the kind of its column."""
_TYPES = {"string": "string", "integer": "integer", "number": "float", "boolean": "boolean"}

AT_ONCE = 1_000
"""Events or objects in a piece."""
ENCODER = msgspec.json.Encoder()


def ocel_json(rows: Mapping[str, Sequence[Row]]) -> Iterator[bytes]:
    """The pieces of the JSON document, from the rows of all tables of an export, in their order."""
    events = rows[EVENTS.name]
    yield b'{"objectTypes":' + ENCODER.encode(_object_types())
    yield b',"eventTypes":' + ENCODER.encode(_event_types(events))
    yield b',"objects":[\n'
    yield from _separated(_objects(rows))
    yield b'\n],"events":[\n'
    yield from _separated(_event(row) for row in events)
    yield b"\n]}\n"


@cache
def ocel_time(day: int) -> str:
    """A study day as a time: midnight of that day."""
    return f"{OCEL_EPOCH + timedelta(days=day)}T00:00:00Z"


def _separated(pieces: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    encoded, before = map(ENCODER.encode, pieces), b""
    while some := list(islice(encoded, AT_ONCE)):
        yield before + b",\n".join(some)
        before = b",\n"


def _columns(table: Table, names: Sequence[str]) -> list[tuple[int, Column]]:
    found = {column.name: (place, column) for place, column in enumerate(table.columns)}
    return [found[name] for name in names]


def _declared(table: Table, names: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": one.name, "type": _TYPES[one.kind]} for _, one in _columns(table, names)]


def _object_types() -> list[dict[str, Any]]:
    return [
        {"name": kind, "attributes": _declared(*_ATTRIBUTES[kind]) if kind in _ATTRIBUTES else []}
        for kind in OBJECTS
    ]


def _event_types(events: Sequence[Row]) -> list[dict[str, Any]]:
    place = EVENTS.column_names.index("type")
    attributes = _declared(EVENTS, _EVENT_ATTRIBUTES)
    return [{"name": name, "attributes": attributes} for name in sorted({str(row[place]) for row in events})]


def _objects(rows: Mapping[str, Sequence[Row]]) -> Iterator[dict[str, Any]]:
    """Every object that an event is about, by kind and code."""
    place = {kind: EVENTS.column_names.index(_KEYS.get(kind, kind)) for kind in OBJECTS}
    for kind in OBJECTS:
        known = _attributes(kind, rows)
        for code in sorted({str(row[place[kind]]) for row in rows[EVENTS.name] if row[place[kind]]}):
            yield {
                "id": f"{kind}:{code}",
                "type": kind,
                "attributes": known.get(code, []),
                "relationships": [],
            }


def _attributes(kind: str, rows: Mapping[str, Sequence[Row]]) -> dict[str, list[dict[str, str]]]:
    """The attributes of the objects of a kind, by code."""
    if kind not in _ATTRIBUTES:
        return {}
    table, names = _ATTRIBUTES[kind]
    key, columns = table.column_names.index(_KEYS.get(kind, kind)), _columns(table, names)
    return {
        str(row[key]): [
            {"name": column.name, "value": _TEXTS[column.kind](row[place]), "time": _NEVER}
            for place, column in columns
            if row[place] is not None
        ]
        for row in rows[table.name]
    }


_EVENT_COLUMNS = [
    (place, column.name, _TEXTS[column.kind]) for place, column in _columns(EVENTS, _EVENT_ATTRIBUTES)
]
_EVENT_OBJECTS = [(kind, EVENTS.column_names.index(_KEYS.get(kind, kind))) for kind in OBJECTS]
_PSEUDONYM, _NUMBER, _TYPE, _DAY = map(EVENTS.column_names.index, ("pseudonym", "number", "type", "day"))


def _event(row: Row) -> dict[str, Any]:
    day = row[_DAY]
    return {
        "id": f"{row[_PSEUDONYM]}:{row[_NUMBER]}",
        "type": row[_TYPE],
        "time": ocel_time(day if isinstance(day, int) else 0),
        "attributes": [
            {"name": name, "value": text_of(row[place])}
            for place, name, text_of in _EVENT_COLUMNS
            if row[place] is not None
        ],
        "relationships": [
            {"objectId": f"{kind}:{row[place]}", "qualifier": kind}
            for kind, place in _EVENT_OBJECTS
            if row[place]
        ],
    }
