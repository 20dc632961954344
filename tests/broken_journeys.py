"""Journeys that no command would make, as old or damaged logs hold them: written into a log row by row."""

import re
from collections.abc import Iterable, Mapping
from random import sample
from types import MappingProxyType
from typing import Any, get_args
from uuid import UUID, uuid4

import msgspec
from eventsourcing.persistence import StoredEvent
from hypothesis import settings
from msgspec import inspect
from msgspec.structs import replace

from domain.event_catalogue import AnyStoredEvent
from service.event_store.log import AppendRequest, EventLog, EventsToAppend
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT
from tests.projections.arbitrary_events import random_events
from tests.web.sample import entries, uid
from tests.web.test_forms_sent_again import whole_journey

DATE = re.compile(rb'"\d{4}(-\d\d-\d\d)"')
AHEAD = re.compile(rb'"(due|until|programme_end)":"[\d-]+"')
PAST = re.compile(rb'"(planned_for|published|monday|since)":"[\d-]+"')
ZONE = re.compile(rb'"time_zone":"[^"]+"')

States = tuple[bytes, ...]
"""The events of a journey as JSON."""


def _whole() -> States:
    return tuple(msgspec.json.encode(one.event) for one in entries(whole_journey()))


def _in_year(year: bytes, states: Iterable[bytes]) -> States:
    return tuple(DATE.sub(rb'"' + year + rb'\1"', state) for state in states)


ENTRY_NUMBERS = {("EntryCorrected", "number"), ("EntryCorrected", "along"), ("EntryRetracted", "number")}
"""Numbers of entries: with another one, a correction is one of an entry that is none."""


def _with_each_number(number: int, part: Any) -> Any:
    """An event with every number that its class has a field for replaced, also where it held none."""
    described: Any = inspect.type_info(type(part))
    return replace(
        part,
        **{
            field.name: _replaced(number, field.type, getattr(part, field.name))
            for field in described.fields
            if (type(part).__name__, field.name) not in ENTRY_NUMBERS
        },
    )


def _replaced(number: int, kind: inspect.Type, held: Any) -> Any:
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    if isinstance(held, msgspec.Struct):
        return _with_each_number(number, held)
    if isinstance(held, tuple):
        return tuple(
            _with_each_number(number, one) if isinstance(one, msgspec.Struct) else one for one in held
        )
    if any(isinstance(one, inspect.IntType) for one in kinds):
        return number
    return float(number) if any(isinstance(one, inspect.FloatType) for one in kinds) else held


def _numbered(number: int) -> States:
    return tuple(
        msgspec.json.encode(_with_each_number(number, one.event)) for one in entries(whole_journey())
    )


WHOLE = _whole()
READABLE: Mapping[str, States] = MappingProxyType(
    {
        "year 26": _in_year(b"0026", WHOLE),
        "year 9999": _in_year(b"9999", WHOLE),
        "from year 1 to year 9999": (
            *(ZONE.sub(b'"time_zone":"localtime"', state) for state in _in_year(b"0001", WHOLE[:1])),
            *(
                PAST.sub(rb'"\1":"0001-01-01"', AHEAD.sub(rb'"\1":"9999-12-31"', state))
                for state in WHOLE[1:]
            ),
        ),
        "unknown zone": tuple(ZONE.sub(b'"time_zone":"Mars/Olympus"', state) for state in WHOLE),
        "each number below 0": _numbered(-5),
        "each number 0": _numbered(0),
        "each number huge": _numbered(10**12),
    }
)
"""Journeys with dates or numbers that cannot be, or in time zones that are none here."""
UNFOLDABLE: Mapping[str, States] = MappingProxyType(
    {
        "of a newer version": (*WHOLE, b'{"type":"LaterEvent","happened_on":"2026-03-01"}'),
        "damaged": (*WHOLE[:5], b'{"type":"EnergyRated","happened_on":"2026-03-01","rating":"high"}'),
        "without its plans": tuple(state for state in WHOLE if b'"ExperimentPlanned"' not in state),
        "without its start": WHOLE[1:],
        "corrected in an entry that is none": (
            *WHOLE,
            b'{"type":"EntryRetracted","happened_on":"2026-03-01","number":4000}',
        ),
        "with what no table holds": tuple(ZONE.sub(rb'"time_zone":"a\\u0000b"', state) for state in WHOLE),
        "of a programme": (
            b'{"type":"CoachLeft","happened_on":"2026-03-01","coach_id":"%s"}' % str(uid("coach")).encode(),
            *WHOLE,
        ),
    }
)
"""Journeys that cannot be read, or whose events do not fit together."""
SEEDS = sample(range(10_000), 40) if settings.get_current_profile_name() == "thorough" else range(8)
DISORDERLY: Mapping[str, States] = MappingProxyType(
    {
        f"by chance {seed}": tuple(
            map(msgspec.json.encode, random_events(get_args(AnyStoredEvent), seed, 60))
        )
        for seed in SEEDS
    }
)
"""Events of all kinds that no decision allowed, in any order."""


async def write(
    log: EventLog, states: States, journey_id: UUID | None = None, *, tenant_id: UUID = LOCAL_TENANT
) -> UUID:
    """Appends the events to a log as they are; returns the journey's id."""
    journey_id = journey_id or uuid4()
    events = tuple(
        StoredEvent(journey_id, number, msgspec.json.decode(state)["type"], state)
        for number, state in enumerate(states, 1)
    )
    decided = EventsToAppend(command_id=uuid4(), fingerprint=b"", events=events)
    await log.append(
        AppendRequest(
            stream=journey_id, expected=0, decided=(decided,), tenant_id=tenant_id, actor_id=LOCAL_ACTOR
        )
    )
    return journey_id
