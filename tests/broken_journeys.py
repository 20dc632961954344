"""Journeys that no command would make, as old or damaged logs hold them: written into a log row by row."""

import re
from collections.abc import Iterable, Mapping
from random import sample
from types import MappingProxyType
from typing import get_args
from uuid import UUID, uuid4

import msgspec
from eventsourcing.persistence import StoredEvent
from hypothesis import settings

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
    }
)
"""Journeys with dates that cannot be, or in time zones that are none here."""
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
