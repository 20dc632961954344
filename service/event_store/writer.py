"""The writer of a process: collects concurrent append requests into batches, one transaction each.

A batch is sent as soon as the one before has come back; it never waits to fill up. A conflict fails only its
own request. Any other error makes the requests of the batch be sent again one by one, so that it, too,
fails only its own.

If the connection is lost, the commit may or may not have happened. The batch is sent again on a new connection:
whichever transaction gets the log's lock first records the command ids, and the other one finds them and adds
nothing. So sending again is always safe and gives the true result. `UnknownOutcome` is raised only if no
connection can be made within `settle_within` seconds.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg

from service.event_store.append_batch import AppendOutcome, append_batch, check_request, covers_request
from service.event_store.errors import AlreadyRecorded, InvalidAppend, KeysExchanged, UnknownOutcome
from service.event_store.log import AppendRequest, CommandResult
from service.leadership.epoch import LEADER_EPOCH
from service.postgres.connections import (
    DRIVER_ERRORS,
    GENERIC_PLAN_SETTINGS,
    connect,
    is_connection_lost,
    to_store_error,
)
from service.postgres.errors import EpochPast, Overloaded, StoreError, StoreUnavailable
from service.postgres.process_token import process_token

if TYPE_CHECKING:
    from service.postgres.connections import Connection

BATCH_SIZE = 256
"""Maximal number of requests in one transaction."""

ANSWER_TIMEOUT_SECONDS = 45.0
"""Longer than the server's own timeouts: after so many
seconds without an answer the connection counts as lost.
"""


@dataclass(frozen=True, slots=True)
class PendingAppend:
    """A request, and the future of its caller."""

    request: AppendRequest
    answer: "asyncio.Future[tuple[CommandResult, ...]]"
    epoch: int | None
    """That of the leader for whom it is done; None for everybody else."""

    def resolve(self, outcome: tuple[CommandResult, ...] | StoreError) -> None:
        """Sets the caller's result or error, unless the caller was cancelled."""
        if self.answer.done():
            return
        if isinstance(outcome, StoreError):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


class AppendQueue:
    """First come, first served; but a batch has a stream or a command only once, since a second one would be
    checked too early.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._line: deque[PendingAppend] = deque()

    def __len__(self) -> int:
        return len(self._line)

    def put(self, waiting: PendingAppend) -> None:
        """Adds a request. Raises `Overloaded` if the queue is full."""
        if len(self._line) >= self._limit:
            raise Overloaded(f"{self._limit} requests are waiting already")
        self._line.append(waiting)

    def take_batch(self, size: int) -> list[PendingAppend]:
        """Takes up to `size` requests that may share a transaction, and drops those of cancelled callers."""
        batch: list[PendingAppend] = []
        held_back: list[PendingAppend] = []
        taken: set[UUID | tuple[UUID, UUID, UUID]] = set()
        while self._line and len(batch) < size:
            waiting = self._line.popleft()
            if waiting.answer.done():
                continue
            keys = _keys(waiting.request)
            fits = taken.isdisjoint(keys) and (not batch or batch[0].epoch == waiting.epoch)
            (batch if fits else held_back).append(waiting)
            # Also for one held back, so that later requests on its stream stay behind it.
            taken.update(keys)
        self._line.extendleft(reversed(held_back))
        return batch


def _keys(request: AppendRequest) -> list[UUID | tuple[UUID, UUID, UUID]]:
    return [request.stream, *((request.tenant_id, request.actor_id, d.command_id) for d in request.decided)]


class BatchWriter:
    """Appends the requests of any number of callers, in batches, over one connection."""

    def __init__(self, dsn: str, *, queue_limit: int = 4096, settle_within: float = 20.0) -> None:
        self._dsn = dsn
        self._settle_within = settle_within
        self._line = AppendQueue(queue_limit)
        self._batch: list[PendingAppend] = []
        self._wake = asyncio.Event()
        self._closed = False
        self._connection: Connection | None = None
        self._task = asyncio.create_task(self._write_for_ever(), name="log writer")

    async def append(self, request: AppendRequest) -> tuple[CommandResult, ...]:
        """Appends to one stream and waits for the commit; see `EventLog.append`."""
        check_request(request)
        if not request.decided:
            return ()
        if self._closed:
            raise StoreUnavailable("the log is closed")
        waiting = PendingAppend(request, asyncio.get_running_loop().create_future(), LEADER_EPOCH.get())
        self._line.put(waiting)
        self._wake.set()
        return await waiting.answer

    async def close(self, within: float = 10.0) -> None:
        """Accepts no more requests and finishes the queued ones; gives up after `within` seconds."""
        self._closed = True
        self._wake.set()
        await asyncio.wait([self._task], timeout=within)
        self._task.cancel()
        await asyncio.wait([self._task])
        self._give_up()
        self._disconnect()

    def _give_up(self) -> None:
        for waiting in self._batch:
            waiting.resolve(UnknownOutcome("the log was closed before the database answered"))
        while batch := self._line.take_batch(BATCH_SIZE):
            for waiting in batch:
                waiting.resolve(StoreUnavailable("the log is closed"))

    async def _write_for_ever(self) -> None:
        while True:
            self._batch = self._line.take_batch(BATCH_SIZE)
            if self._batch:
                await self._write(self._batch)
            elif self._closed:
                return
            else:
                self._wake.clear()
                await self._wake.wait()

    async def _write(self, batch: Sequence[PendingAppend]) -> None:
        try:
            await self._append(batch)
        except Exception as fault:  # noqa: BLE001 - an error here must neither end the writer nor leave a caller waiting
            self._disconnect()
            for waiting in batch:
                waiting.resolve(UnknownOutcome(f"the writer failed: {fault!r}"))

    async def _append(self, batch: Sequence[PendingAppend]) -> None:
        try:
            connection = await self._connect()
        except DRIVER_ERRORS as failure:
            self._settle(batch, [StoreUnavailable(f"the database cannot be reached: {failure}")] * len(batch))
            return
        try:
            outcomes = await self._call(connection, batch)
        except DRIVER_ERRORS as failure:
            await self._recover(batch, failure)
        else:
            self._settle(batch, outcomes)

    async def _recover(self, batch: Sequence[PendingAppend], failure: Exception) -> None:
        if is_connection_lost(failure):
            self._disconnect()
            await self._send_again(batch)
        elif len(batch) == 1 and isinstance(failure, asyncpg.SerializationError):
            self._settle(batch, [KeysExchanged(str(failure))])
        elif isinstance(error := to_store_error(failure), Overloaded | EpochPast) and not isinstance(
            failure, asyncpg.SerializationError
        ):
            self._settle(batch, [error] * len(batch))
        elif len(batch) == 1:
            self._settle(batch, [InvalidAppend(f"the database refused the request: {failure}")])
        else:
            for waiting in batch:
                await self._append([waiting])

    async def _send_again(self, batch: Sequence[PendingAppend]) -> None:
        """Finds the outcomes of a batch whose connection was lost,
        by sending its requests again one by one.
        """
        deadline = asyncio.get_running_loop().time() + self._settle_within
        for waiting in batch:
            if not waiting.answer.done():
                waiting.resolve(await self._certain_outcome(waiting, deadline))

    async def _certain_outcome(self, waiting: PendingAppend, deadline: float) -> AppendOutcome:
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    [outcome] = await self._call(await self._connect(), [waiting])
            except DRIVER_ERRORS as failure:
                if asyncio.get_running_loop().time() >= deadline or not _worth_another_try(failure):
                    return UnknownOutcome(f"the connection was lost during the commit: {failure}")
                self._disconnect()
                await asyncio.sleep(0.1)
            else:
                return _as_answered_first(waiting.request, outcome)

    def _settle(self, batch: Sequence[PendingAppend], outcomes: Sequence[AppendOutcome]) -> None:
        for waiting, outcome in zip(batch, outcomes, strict=True):
            waiting.resolve(outcome)

    async def _call(self, connection: "Connection", batch: Sequence[PendingAppend]) -> list[AppendOutcome]:
        async with asyncio.timeout(ANSWER_TIMEOUT_SECONDS):
            return await append_batch(connection, [waiting.request for waiting in batch], batch[0].epoch)

    async def _connect(self) -> "Connection":
        if self._connection is None or self._connection.is_closed():
            return await self._reconnect()
        return self._connection

    async def _reconnect(self) -> "Connection":
        self._disconnect()
        self._connection = await connect(
            self._dsn,
            "soundings_worker",
            application_name=f"soundings writer {process_token()}",
            **GENERIC_PLAN_SETTINGS,
        )
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


def _worth_another_try(failure: Exception) -> bool:
    return is_connection_lost(failure) or isinstance(to_store_error(failure), Overloaded)


def _as_answered_first(request: AppendRequest, outcome: AppendOutcome) -> AppendOutcome:
    """The outcome as the caller would have got it had the connection not been lost."""
    if isinstance(outcome, AlreadyRecorded) and covers_request(request, outcome.results):
        return outcome.results
    return outcome
