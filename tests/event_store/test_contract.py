"""What every event log does, whichever way it keeps the events."""

import asyncio
import json
from dataclasses import replace
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from service.event_store.errors import AlreadyRecorded, InvalidAppend, VersionConflict, WrongTenant
from service.event_store.log import EventLog, LoggedEvent
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT
from tests.event_store.requests import STATE, append, command, simple, stored

SOMEBODY, ANOTHER_TENANT = UUID(int=7), UUID(int=8)


async def test_an_appended_event_is_read_back_with_its_circumstances(log: EventLog) -> None:
    stream = uuid4()
    decided = command(stream)

    await log.append(append(stream, decided, actor_id=SOMEBODY))

    [event] = await log.read_all()
    assert (event.originator_id, event.originator_version) == (stream, 1)
    assert (event.topic, event.state) == ("Noted", STATE)
    assert (event.tenant_id, event.actor_id, event.command_id) == (LOCAL_TENANT, SOMEBODY, decided.command_id)
    assert (event.correlation_id, event.causation_id) == (decided.correlation_id, decided.causation_id)
    assert event.recorded_at.tzinfo is not None


async def test_a_command_gets_a_receipt(log: EventLog) -> None:
    request = simple(events=3)

    [result] = await log.append(request)

    assert result.command_id == request.decided[0].command_id
    assert result.fingerprint == b"one"
    assert (result.stream, result.version, result.events) == (request.stream, 3, 3)
    assert result.position == await log.head()


async def test_a_stale_append_is_a_conflict_and_leaves_nothing(log: EventLog) -> None:
    stream = uuid4()
    await log.append(simple(stream))
    stale = simple(stream, events=2)

    with pytest.raises(VersionConflict):
        await log.append(stale)

    assert len(await log.read_stream(stream, tenant_id=LOCAL_TENANT)) == 1
    assert await log.command_results(LOCAL_TENANT, LOCAL_ACTOR, [stale.decided[0].command_id]) == {}


async def test_an_append_ahead_of_its_stream_is_a_conflict(log: EventLog) -> None:
    with pytest.raises(VersionConflict):
        await log.append(simple(at=4))

    assert await log.head() == 0


async def test_of_two_concurrent_appends_to_one_stream_exactly_one_wins(log: EventLog) -> None:
    stream = uuid4()

    outcomes = await asyncio.gather(*(log.append(simple(stream)) for _ in range(20)), return_exceptions=True)

    assert sum(isinstance(outcome, tuple) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, VersionConflict) for outcome in outcomes) == 19
    assert len(await log.read_stream(stream, tenant_id=LOCAL_TENANT)) == 1


async def test_appends_to_one_stream_keep_the_order_they_were_sent_in(log: EventLog) -> None:
    stream = uuid4()

    await asyncio.gather(*(log.append(simple(stream, at=version)) for version in range(20)))

    assert [
        event.originator_version for event in await log.read_stream(stream, tenant_id=LOCAL_TENANT)
    ] == list(range(1, 21))


async def test_a_conflict_fails_only_its_own_request(log: EventLog) -> None:
    good = [simple() for _ in range(5)]

    outcomes = await asyncio.gather(
        *(log.append(request) for request in (*good[:2], simple(at=9), *good[2:])), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes] == [tuple, tuple, VersionConflict, tuple, tuple, tuple]
    assert await log.head() == 5


@pytest.mark.parametrize("fingerprint", [b"one", b"other"])
async def test_a_repeated_command_is_answered_with_the_first_receipt(
    log: EventLog, fingerprint: bytes
) -> None:
    stream = uuid4()
    first = command(stream, events=2)
    [result] = await log.append(append(stream, first))

    repeat = command(stream, events=2, command_id=first.command_id, fingerprint=fingerprint)
    with pytest.raises(AlreadyRecorded) as answer:
        await log.append(append(stream, repeat))

    assert answer.value.results == (result,)
    assert await log.head() == result.position


async def test_the_same_command_sent_twice_at_once_is_recorded_once(log: EventLog) -> None:
    one, other = uuid4(), uuid4()
    first = command(one)
    second = command(other, command_id=first.command_id)

    outcomes = await asyncio.gather(
        log.append(append(one, first)), log.append(append(other, second)), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes] == [tuple, AlreadyRecorded]
    assert await log.read_stream(other, tenant_id=LOCAL_TENANT) == []


async def test_a_request_with_one_repeated_command_appends_nothing(log: EventLog) -> None:
    stream, other = uuid4(), uuid4()
    known = command(stream)
    await log.append(append(stream, known))
    fresh = command(other)

    with pytest.raises(AlreadyRecorded) as answer:
        await log.append(append(other, fresh, command(other, at=1, command_id=known.command_id)))

    assert [result.command_id for result in answer.value.results] == [known.command_id]
    assert await log.read_stream(other, tenant_id=LOCAL_TENANT) == []


async def test_a_command_id_counts_per_actor(log: EventLog) -> None:
    one, other = uuid4(), uuid4()
    first = command(one)
    await log.append(append(one, first))

    await log.append(append(other, command(other, command_id=first.command_id), actor_id=SOMEBODY))

    assert await log.head() == 2


async def test_several_commands_of_a_request_each_get_their_receipt(log: EventLog) -> None:
    stream = uuid4()
    commands = (
        command(stream, events=0),
        command(stream, events=2),
        command(stream, at=2, events=0),
        command(stream, at=2, events=1),
    )

    results = await log.append(append(stream, *commands))

    assert [result.command_id for result in results] == [decided.command_id for decided in commands]
    assert [(result.version, result.events) for result in results] == [(0, 0), (2, 2), (2, 0), (3, 1)]
    assert [result.position for result in results] == [0, 2, 2, 3]
    assert [event.command_id for event in await log.read_stream(stream, tenant_id=LOCAL_TENANT)] == [
        commands[1].command_id,
        commands[1].command_id,
        commands[3].command_id,
    ]


async def test_a_command_without_events_is_recorded_at_the_head(log: EventLog) -> None:
    [before] = await log.append(simple(events=3))
    request = simple(events=0)

    [result] = await log.append(request)

    assert (result.position, result.version, result.events) == (before.position, 0, 0)
    with pytest.raises(AlreadyRecorded):
        await log.append(request)


async def test_many_requests_at_once_all_get_positions_of_their_own(log: EventLog) -> None:
    requests = [simple(events=n % 4) for n in range(300)]

    answers = await asyncio.gather(*(log.append(request) for request in requests))

    positions = [result.position for [result] in answers if result.events]
    assert len(set(positions)) == len(positions)
    for request, [result] in zip(requests, answers, strict=True):
        events = await log.read_stream(request.stream, tenant_id=LOCAL_TENANT)
        assert [event.id for event in events] == list(
            range(result.position - result.events + 1, result.position + 1)
        )


async def test_a_request_without_commands_changes_nothing(log: EventLog) -> None:
    assert await log.append(append(uuid4(), at=0)) == ()
    assert await log.head() == 0


async def test_a_stream_belongs_to_the_tenant_who_began_it(log: EventLog) -> None:
    stream = uuid4()
    await log.append(simple(stream))

    with pytest.raises(WrongTenant):
        await log.append(simple(stream, at=1, tenant_id=ANOTHER_TENANT))

    assert await log.read_stream(stream, tenant_id=ANOTHER_TENANT) == []
    assert len(await log.read_stream(stream, tenant_id=LOCAL_TENANT)) == 1


async def test_receipts_are_found_by_tenant_actor_and_command(log: EventLog) -> None:
    request = simple(tenant_id=ANOTHER_TENANT, actor_id=SOMEBODY)
    [result] = await log.append(request)
    wanted = [result.command_id, uuid4()]

    assert await log.command_results(ANOTHER_TENANT, SOMEBODY, wanted) == {result.command_id: result}
    assert await log.command_results(LOCAL_TENANT, SOMEBODY, wanted) == {}
    assert await log.command_results(ANOTHER_TENANT, LOCAL_ACTOR, wanted) == {}


@pytest.mark.parametrize(
    ("topic", "state"),
    [
        ("Noted", b"\xff"),
        ("Noted", b'{"text":"\xff"}'),
        ("Noted", b"not json"),
        ("Noted", b"[]"),
        ("Noted", b""),
        ("Noted", b'{"text":'),
        ("Noted", b'{\n"text":1}'),
        ("No\0ted", b"{}"),
    ],
)
async def test_what_cannot_be_stored_is_refused_alone(log: EventLog, topic: str, state: bytes) -> None:
    stream = uuid4()
    poisoned = structs.replace(command(stream), events=(stored(stream, 1, topic=topic, state=state),))
    poison = append(stream, poisoned)

    outcomes = await asyncio.gather(
        log.append(simple()), log.append(poison), log.append(simple()), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes] == [tuple, InvalidAppend, tuple]
    assert len(await log.read_all()) == 2


async def test_a_request_whose_parts_do_not_fit_is_an_error_of_the_caller(log: EventLog) -> None:
    stream = uuid4()
    decided = command(stream)

    with pytest.raises(ValueError, match="event 3"):
        await log.append(append(stream, command(stream, at=1), at=2))
    with pytest.raises(ValueError, match="event 1"):
        await log.append(append(uuid4(), decided))
    with pytest.raises(ValueError, match="once"):
        await log.append(append(stream, decided, command(stream, at=1, command_id=decided.command_id)))
    assert await log.head() == 0


async def test_a_stream_is_read_from_a_version_on(log: EventLog) -> None:
    request = simple(events=4)
    await log.append(request)

    assert [
        event.originator_version
        for event in await log.read_stream(request.stream, after=2, tenant_id=LOCAL_TENANT)
    ] == [3, 4]
    assert await log.read_stream(uuid4(), tenant_id=LOCAL_TENANT) == []


async def test_of_what_the_reader_knows_already_the_state_is_left_out(log: EventLog) -> None:
    request = simple(events=4)
    await log.append(request)

    whole = await log.read_stream(request.stream, tenant_id=LOCAL_TENANT)
    read = await log.read_stream(request.stream, after=1, known=3, tenant_id=LOCAL_TENANT)

    assert [event.state for event in read] == [b"", b"", STATE]
    assert [replace(event, state=STATE) for event in read] == whole[1:]


async def test_the_log_is_read_in_pages(log: EventLog) -> None:
    for _ in range(3):
        await log.append(simple(events=2))

    first = await log.read_all(limit=4)
    rest = await log.read_all(after=first[-1].id)

    assert [event.id for event in (*first, *rest)] == [1, 2, 3, 4, 5, 6]


async def test_the_moment_of_recording_grows_with_the_position(log: EventLog) -> None:
    await asyncio.gather(*(log.append(simple(events=2)) for _ in range(50)))

    events = await log.read_all()

    assert all(before.recorded_at <= after.recorded_at for before, after in pairwise(events))


async def test_lines_are_the_log_byte_for_byte(log: EventLog) -> None:
    await log.append(simple(events=2))

    [chunk] = [chunk async for chunk in log.read_json_lines()]

    assert chunk == b"".join(line_of(event) for event in await log.read_all())
    assert [json.loads(line)["position"] for line in chunk.splitlines()] == [1, 2]


async def test_lines_can_be_had_of_a_part(log: EventLog) -> None:
    await log.append(simple(events=9))

    lines = b"".join([chunk async for chunk in log.read_json_lines(after=3, upto=6)])

    assert [json.loads(line)["number"] for line in lines.splitlines()] == [4, 5, 6]
    assert [chunk async for chunk in log.read_json_lines(after=9)] == []


async def test_lines_of_streams_come_stream_by_stream(log: EventLog) -> None:
    one, other, unknown = uuid4(), uuid4(), uuid4()
    for number in range(2):
        for stream in (one, other):
            await log.append(simple(stream, at=number))
    every = {event.id: event for event in await log.read_all()}

    async def lines(*streams: UUID, upto: int = 4, tenant_id: UUID = LOCAL_TENANT) -> bytes:
        chunks = log.read_streams_as_lines(streams, upto=upto, tenant_id=tenant_id)
        return b"".join([chunk async for chunk in chunks])

    assert await lines(other, unknown, one) == b"".join(line_of(every[at]) for at in (2, 4, 1, 3))
    assert await lines(other, one, upto=3) == b"".join(line_of(every[at]) for at in (2, 1, 3))
    assert await lines(other, one, tenant_id=uuid4()) == b""


def line_of(event: LoggedEvent) -> bytes:
    instant = event.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".") + "+00:00"
    return (
        f'{{"position":{event.id},"journey_id":"{event.originator_id}","number":{event.originator_version},'
        f'"recorded_at":"{instant}","actor_id":"{event.actor_id}","command_id":"{event.command_id}",'
        f'"event":{STATE.decode()}}}\n'
    ).encode()


async def test_a_subscriber_gets_what_is_there_and_then_what_comes(log: EventLog) -> None:
    await log.append(simple(events=5))
    seen: list[int] = []

    async def follow() -> None:
        async for events in log.subscribe(after=2):
            assert events
            seen.extend(event.id for event in events)
            if seen[-1] == 11:
                return

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(follow())
        for _ in range(3):
            await asyncio.sleep(0.02)
            await log.append(simple(events=2))

    assert seen == list(range(3, 12))


async def test_waiting_for_a_position_ends_when_it_is_reached(log: EventLog) -> None:
    waiting = asyncio.create_task(log.wait_for(2, within=10))
    await asyncio.sleep(0.05)
    assert not waiting.done()

    await log.append(simple(events=2))

    assert await waiting is True
    assert await log.wait_for(1, within=0) is True


async def test_waiting_for_a_position_gives_up_in_time(log: EventLog) -> None:
    assert await log.wait_for(1, within=0.05) is False
