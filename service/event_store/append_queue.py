"""The line of requests that wait for their batch: bounded, in order of arrival within each stream."""

import asyncio
from collections import deque
from dataclasses import dataclass
from uuid import UUID

from service.event_store.log import AppendRequest, CommandResult
from service.postgres.errors import Overloaded, StoreError


@dataclass(frozen=True, slots=True)
class PendingAppend:
    """A request, and the caller who waits for what becomes of it."""

    request: AppendRequest
    answer: "asyncio.Future[tuple[CommandResult, ...]]"

    def resolve(self, outcome: tuple[CommandResult, ...] | StoreError) -> None:
        """Answer the caller, unless he has gone."""
        if self.answer.done():
            return
        if isinstance(outcome, StoreError):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


class AppendQueue:
    """First come, first served, but a stream or a command only once in a batch: a second one would be judged too early."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._line: deque[PendingAppend] = deque()

    def __len__(self) -> int:
        return len(self._line)

    def put(self, waiting: PendingAppend) -> None:
        if len(self._line) >= self._limit:
            raise Overloaded(f"{self._limit} requests are waiting already")
        self._line.append(waiting)

    def take_batch(self, size: int) -> list[PendingAppend]:
        """Take up to `size` requests that may go together; callers who have gone are dropped."""
        batch: list[PendingAppend] = []
        held_back: list[PendingAppend] = []
        taken: set[UUID | tuple[UUID, UUID, UUID]] = set()
        while self._line and len(batch) < size:
            waiting = self._line.popleft()
            if waiting.answer.done():
                continue
            keys = _keys(waiting.request)
            (batch if taken.isdisjoint(keys) else held_back).append(waiting)
            # Also of one held back: what comes after it on its stream must stay after it.
            taken.update(keys)
        self._line.extendleft(reversed(held_back))
        return batch


def _keys(request: AppendRequest) -> list[UUID | tuple[UUID, UUID, UUID]]:
    return [request.stream, *((request.tenant_id, request.actor_id, d.command_id) for d in request.decided)]
