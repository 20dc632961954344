"""Receipts: what became of a command, kept so that a repeat is answered like the first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from service.event_store.errors import AlreadyRecorded
from service.event_store.log import AppendRequest, CommandResult

if TYPE_CHECKING:
    from service.postgres.connections import Connection, Pool

SELECT_RESULTS = """
select command_id, fingerprint, stream, version, position, events from receipts_of($1, $2, $3)
"""


async def fetch_command_results(
    database: "Connection | Pool", tenant_id: UUID, actor_id: UUID, command_ids: Sequence[UUID]
) -> dict[UUID, CommandResult]:
    """The receipts of those commands that were recorded."""
    rows = await database.fetch(SELECT_RESULTS, tenant_id, actor_id, command_ids)
    return {row["command_id"]: CommandResult(**dict(row)) for row in rows}


def results_of_append(request: AppendRequest, positions: Iterable[int]) -> tuple[CommandResult, ...]:
    """The receipts of a request that was appended, given the log position after each of its commands."""
    return tuple(_receipts(request, positions))


def _receipts(request: AppendRequest, positions: Iterable[int]) -> Iterator[CommandResult]:
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
    """The answer to a request of which some commands have receipts, in the request's order."""
    return AlreadyRecorded([found[d.command_id] for d in request.decided if d.command_id in found])


def covers_request(request: AppendRequest, receipts: Sequence[CommandResult]) -> bool:
    """Whether these receipts answer just this request: then it was appended, whoever saw it happen."""
    wanted = [(request.stream, d.command_id, d.fingerprint) for d in request.decided]
    return wanted == [(r.stream, r.command_id, r.fingerprint) for r in receipts]
