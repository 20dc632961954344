"""Events go into the log and come back, those of old in the form of today."""

import gc
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent
from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.events.weeks import RestDeclared
from service.event_store.line_reader import LineReader
from service.event_store.log import AppendRequest, EventLog, EventsToAppend
from service.event_store.mapper import UNRECORDED, EventMapper, UnknownTopic
from service.event_store.replay import replay_log


class Walked(Struct, frozen=True, kw_only=True, tag="Walked", tag_field="type"):
    metres: int
    on: date


class WalkedMiles(Struct, frozen=True, kw_only=True, tag="Walked.2", tag_field="type"):
    miles: int
    on: date


class WalkedFar(Struct, frozen=True, kw_only=True, tag="Walked.1", tag_field="type"):
    leagues: int


def in_miles(old: WalkedFar) -> WalkedMiles:
    return WalkedMiles(miles=old.leagues * 3, on=date(2026, 1, 5))


def in_metres(old: WalkedMiles) -> Walked:
    return Walked(metres=old.miles * 1609, on=old.on)


UPCASTS: dict[type, Callable[[Any], Any]] = {WalkedFar: in_miles, WalkedMiles: in_metres}
TODAY = Walked(metres=5, on=date(2026, 1, 12))
OLDEST = WalkedFar(leagues=2)
OLDER = in_miles(OLDEST)
UPCASTED = Walked(metres=9654, on=date(2026, 1, 5))


@pytest.fixture
def mapper() -> EventMapper:
    return EventMapper(Walked | WalkedMiles | WalkedFar, UPCASTS)


async def recorded(log: EventLog, mapper: EventMapper, *events: Struct) -> UUID:
    stream = uuid4()
    rows = tuple(mapper.to_row(stream, number, event) for number, event in enumerate(events, 1))
    decided = EventsToAppend(command_id=uuid4(), fingerprint=b"", events=rows)
    await log.append(AppendRequest(stream=stream, expected=0, decided=(decided,)))
    return stream


async def test_an_event_is_stored_under_its_tag_as_json(mapper: EventMapper) -> None:
    stream = uuid4()

    row = mapper.to_row(stream, 1, TODAY)

    assert row == StoredEvent(stream, 1, "Walked", b'{"type":"Walked","metres":5,"on":"2026-01-12"}')


async def test_an_entry_of_the_log_tells_its_circumstances(log: EventLog, mapper: EventMapper) -> None:
    stream = await recorded(log, mapper, TODAY)
    [logged] = await log.read_all()

    entry = mapper.to_domain_event(logged)

    assert entry == RecordedEvent(
        position=1,
        journey_id=stream,
        number=1,
        recorded_at=logged.recorded_at,
        actor_id=logged.actor_id,
        command_id=logged.command_id,
        event=TODAY,  # type: ignore[arg-type]
    )
    assert mapper.to_stored_event(entry) == mapper.to_row(stream, 1, TODAY)


async def test_forms_of_old_are_led_to_the_present_one_step_by_step(
    log: EventLog, mapper: EventMapper
) -> None:
    await recorded(log, mapper, OLDEST, OLDER, TODAY)

    events: list[Any] = [mapper.to_domain_event(event).event for event in await log.read_all()]

    assert events == [UPCASTED, UPCASTED, TODAY]


async def test_lines_are_read_into_the_same_entries(log: EventLog, mapper: EventMapper) -> None:
    await recorded(log, mapper, TODAY, OLDEST)

    entries = [entry async for chunk in log.read_json_lines() for entry in LineReader(mapper).read(chunk)]

    assert entries == [mapper.to_domain_event(event) for event in await log.read_all()]
    assert {type(entry) for entry in entries} == {RecordedEvent}


async def test_lines_of_the_present_form_are_read_into_the_same_entries(log: EventLog) -> None:
    mapper = EventMapper()
    event = RestDeclared(happened_on=date(2026, 1, 12), monday=date(2026, 1, 19), reason="skiing")
    await recorded(log, mapper, event)

    entries = [entry async for chunk in log.read_json_lines() for entry in LineReader(mapper).read(chunk)]

    assert entries == [mapper.to_domain_event(logged) for logged in await log.read_all()]
    assert entries[0].event == event


async def test_a_replay_gives_the_history_and_the_collector_its_habits_back(
    log: EventLog, mapper: EventMapper
) -> None:
    usual = gc.get_threshold()
    await recorded(log, mapper, TODAY, OLDEST, TODAY)

    entries = [entry async for some in replay_log(log, LineReader(mapper), after=1) for entry in some]

    assert entries == [mapper.to_domain_event(event) for event in await log.read_all(after=1)]
    assert gc.get_threshold() == usual


def test_an_unknown_topic_is_named(mapper: EventMapper) -> None:
    with pytest.raises(UnknownTopic, match="'Flown'"):
        mapper.to_domain_event(StoredEvent(uuid4(), 1, "Flown", b'{"type":"Flown"}'))


def test_an_unknown_topic_in_a_line_is_named_with_its_position(mapper: EventMapper) -> None:
    with pytest.raises(UnknownTopic, match=r"'Flown'.*position 7"):
        LineReader(mapper).read(
            line(b'{"type":"Walked","metres":5,"on":"2026-01-12"}') + line(b'{"type":"Flown"}', position=7)
        )


def test_an_unreadable_state_is_named(mapper: EventMapper) -> None:
    state = b'{"type":"Walked","metres":"far"}'

    with pytest.raises(MapperDeserialisationError, match="event 1 of"):
        mapper.to_domain_event(StoredEvent(uuid4(), 1, "Walked", state))
    with pytest.raises(MapperDeserialisationError, match="position 3"):
        LineReader(mapper).read(line(state, position=3))


def test_a_bare_stored_event_has_no_circumstances(mapper: EventMapper) -> None:
    entry = mapper.to_domain_event(mapper.to_row(uuid4(), 4, TODAY))

    assert (entry.position, entry.number, entry.recorded_at) == (0, 4, UNRECORDED)


def test_only_entries_can_be_stored(mapper: EventMapper) -> None:
    with pytest.raises(TypeError, match="an entry"):
        mapper.to_stored_event(object())  # type: ignore[arg-type]


def line(event: bytes, position: int = 1) -> bytes:
    instant = datetime(2026, 1, 12, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode()
    return (
        b'{"position":%d,"journey_id":"%s","number":1,"recorded_at":"%s","actor_id":null,"command_id":null,"event":%s}\n'
        % (position, str(uuid4()).encode(), instant, event)
    )
