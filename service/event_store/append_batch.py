"""Appends a batch of requests by one SQL call, and turns its answer into results or errors."""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from service.event_store.errors import AlreadyRecorded, VersionConflict, WrongTenant
from service.event_store.log import AppendRequest, CommandResult
from service.postgres.connections import SET_TENANT
from service.postgres.errors import StoreError

if TYPE_CHECKING:
    from service.postgres.connections import Connection, Pool


APPEND_BATCH = """
select verdicts, positions
from append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""
APPEND_BATCH_IN_EPOCH = APPEND_BATCH.replace("($1,", "(under_epoch($16, $1::uuid[]),")
APPEND_ONE = "select verdict, placed from append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
APPEND_ONE_IN_EPOCH = APPEND_ONE.replace("($1,", "(under_epoch($11, $1::uuid),")
"""An argument is computed before the call: under an epoch that is past nothing is called."""

SELECT_RESULTS = f"""
select command_id, fingerprint, stream, version, position, events
from {SET_TENANT} t(tenant), receipts_of(t.tenant::uuid, $2, $3)
"""  # noqa: S608


class AppendStatus(IntEnum):
    """The status that the SQL functions return for a request."""

    APPENDED = 0
    CONFLICT = 1
    REPEATED = 2
    WRONG_TENANT = 3


AppendOutcome = tuple[CommandResult, ...] | StoreError


def check_request(request: AppendRequest) -> None:
    """Raises `ValueError` if the parts of a request do not fit each other,
    which is an error of the calling code.
    """
    version = request.expected
    for decided in request.decided:
        for event in decided.events:
            version += 1
            if event.originator_version != version or event.originator_id != request.stream:
                raise ValueError(f"event {version} of {request.stream} expected, not {event}")
    if len({decided.command_id for decided in request.decided}) < len(request.decided):
        raise ValueError("a command can be in a request only once")


async def append_batch(
    connection: "Connection", requests: Sequence[AppendRequest], epoch: int | None = None
) -> list[AppendOutcome]:
    """Appends what can be appended; returns the outcome of each request. `epoch` is that of the leader for whom it is done.

    If it raises, nothing was appended.
    """
    if len(requests) == 1 and len(requests[0].decided) == 1:
        return [await _append_one(connection, requests[0], epoch)]
    statement, led_by = (APPEND_BATCH, ()) if epoch is None else (APPEND_BATCH_IN_EPOCH, (epoch,))
    [row] = await connection.fetch(statement, *_columns(requests), *led_by)
    positions = iter(row["positions"] or ())
    return [
        await _outcome(connection, request, verdict, positions)
        for request, verdict in zip(requests, row["verdicts"], strict=True)
    ]


async def _append_one(connection: "Connection", request: AppendRequest, epoch: int | None) -> AppendOutcome:
    [decided] = request.decided
    statement, led_by = (APPEND_ONE, ()) if epoch is None else (APPEND_ONE_IN_EPOCH, (epoch,))
    [row] = await connection.fetch(
        statement,
        request.stream,
        request.expected,
        request.tenant_id,
        request.actor_id,
        decided.command_id,
        decided.fingerprint,
        decided.correlation_id,
        decided.causation_id,
        [event.topic for event in decided.events],
        [event.state for event in decided.events],
        *led_by,
    )
    return await _outcome(connection, request, row["verdict"], iter((row["placed"],)))


def _columns(requests: Sequence[AppendRequest]) -> Iterator[list[Any]]:
    """The arguments of `append_batch`: requests, commands and events, each as columns."""
    commands = [(r, decided) for r, request in enumerate(requests, 1) for decided in request.decided]
    events = [(c, event) for c, (_, decided) in enumerate(commands, 1) for event in decided.events]
    yield [request.stream for request in requests]
    yield [request.expected for request in requests]
    yield [request.tenant_id for request in requests]
    yield [request.actor_id for request in requests]
    yield [r for r, _ in commands]
    yield [decided.command_id for _, decided in commands]
    yield [decided.fingerprint for _, decided in commands]
    yield list(_versions(requests))
    yield [len(decided.events) for _, decided in commands]
    yield [decided.correlation_id for _, decided in commands]
    yield [decided.causation_id for _, decided in commands]
    yield [c for c, _ in events]
    yield [event.originator_version for _, event in events]
    yield [event.topic for _, event in events]
    yield [event.state for _, event in events]


def _versions(requests: Sequence[AppendRequest]) -> Iterator[int]:
    """The stream's version after each command."""
    for request in requests:
        sizes = (len(decided.events) for decided in request.decided)
        yield from islice(accumulate(sizes, initial=request.expected), 1, None)


async def _outcome(
    connection: "Connection", request: AppendRequest, verdict: int, positions: Iterator[int]
) -> AppendOutcome:
    match verdict:
        case AppendStatus.APPENDED:
            return results_of_append(request, islice(positions, len(request.decided)))
        case AppendStatus.CONFLICT:
            return VersionConflict(f"the stream {request.stream} is no longer at version {request.expected}")
        case AppendStatus.REPEATED:
            ids = [decided.command_id for decided in request.decided]
            found = await fetch_command_results(connection, request.tenant_id, request.actor_id, ids)
            return already_recorded_error(request, found)
        case _:
            return WrongTenant(f"the stream {request.stream} belongs to another tenant")


async def fetch_command_results(
    database: "Connection | Pool", tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
) -> dict[UUID, CommandResult]:
    """The results of those commands that were recorded, by command id."""
    rows = await database.fetch(SELECT_RESULTS, str(tenant_id), actor_id, command_ids)
    return {row["command_id"]: CommandResult(**dict(row)) for row in rows}


def results_of_append(request: AppendRequest, positions: Iterable[int]) -> tuple[CommandResult, ...]:
    """The results of a request that was appended, given the log position after each of its commands."""
    return tuple(_results(request, positions))


def _results(request: AppendRequest, positions: Iterable[int]) -> Iterator[CommandResult]:
    version = request.expected
    for decided, position in zip(request.decided, positions, strict=True):
        version += len(decided.events)
        yield CommandResult(
            command_id=decided.command_id,
            fingerprint=decided.fingerprint,
            stream=request.stream,
            version=version,
            position=position,
            events=len(decided.events),
        )


def already_recorded_error(request: AppendRequest, found: dict[UUID, CommandResult]) -> AlreadyRecorded:
    """The error for a request of which some commands were recorded before, with their results in order."""
    return AlreadyRecorded([found[d.command_id] for d in request.decided if d.command_id in found])


def covers_request(request: AppendRequest, results: Sequence[CommandResult]) -> bool:
    """Whether these results are those of this very request: then it was appended, by whichever attempt."""
    wanted = [(request.stream, d.command_id, d.fingerprint) for d in request.decided]
    return wanted == [(r.stream, r.command_id, r.fingerprint) for r in results]
