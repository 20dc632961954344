"""Five ways to build it wrong, each of which a storm must find. They are applied to the processes or the database of a storm only."""

import asyncio
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from domain.aggregate import CommandBatch
from domain.command import Command
from service.api import commands
from service.event_store import writer
from service.event_store.log import LoggedEvent
from service.leadership import leadership
from service.leadership.session import LeaderSession
from service.postgres.connections import DRIVER_ERRORS
from service.read_models import checkpoints
from service.read_models.checkpoints import advance_checkpoint
from service.read_models.projector import Projector

LOCK = "perform pg_advisory_xact_lock(5683000000000001);"
SLOW_COMMIT = """
create function storm_slow() returns trigger language plpgsql as $$
begin perform pg_sleep(random() * 0.05); return null; end $$;
create trigger storm_slow after insert on stored_events for each statement execute function storm_slow();
"""

SELECT_LOCKING = """
select pg_get_functiondef(oid) from pg_proc
where pronamespace = 'public'::regnamespace and prosrc like '%pg_advisory_xact_lock(5683000000000001)%'
"""


def _nothing() -> None:
    """Nothing is broken here."""


async def _nothing_in(_: "asyncpg.Connection[Any]") -> None:
    """Nothing is broken here."""


@dataclass(frozen=True)
class Broken:
    """One way to build it wrong."""

    what: str
    break_process: Callable[[], None] = _nothing
    break_database: Callable[..., Any] = _nothing_in


async def without_ordering_lock(owner: "asyncpg.Connection[Any]") -> None:
    """Appends no longer wait for each other, and whoever has drawn a number first is not the first to commit."""
    for row in await owner.fetch(SELECT_LOCKING):
        await owner.execute(row[0].replace(LOCK, "null;"))
    await owner.execute(SLOW_COMMIT)


def checkpoint_outside() -> None:
    """The checkpoint moves in a transaction of its own, before the lines are written."""

    async def take(self: Projector, events: Sequence[LoggedEvent], deaths: int) -> None:
        last = events[-1].id
        async with self._pool.acquire() as connection:
            async with connection.transaction():
                await advance_checkpoint(connection, self._live.name, self.position, last)
            await asyncio.sleep(0.2)
            async with connection.transaction():
                await self._read_models.apply(connection, events)
        self._reached(last)

    Projector._take = take  # type: ignore[method-assign]


def without_fencing() -> None:
    """Whoever has led once goes on, whoever else leads; and nobody asks under which epoch."""

    async def hold(session: LeaderSession, epoch: int) -> None:
        while True:
            try:
                await session.confirm(epoch)
            except Exception:  # noqa: BLE001 - that is the fault
                await asyncio.sleep(1)
            await asyncio.sleep(1)

    async def leave(self: LeaderSession, former: str) -> None:
        """The former leader's sessions stay."""

    leadership._hold = hold
    LeaderSession._end_work_of = leave  # type: ignore[method-assign]
    for module in (checkpoints, writer):
        vars(module)["LEADER_EPOCH"] = ContextVar("nobody", default=None)


def acknowledging_early() -> None:
    """Commands are acknowledged before the commit."""

    async def append(self: writer.BatchWriter, batch: Sequence[writer.PendingAppend]) -> None:
        try:
            connection = await self._connect()
            async with connection.transaction():
                self._settle(batch, await self._call(connection, batch))
                await asyncio.sleep(0.03)
        except DRIVER_ERRORS as failure:
            await self._recover([one for one in batch if not one.answer.done()], failure)

    writer.BatchWriter._append = append  # type: ignore[method-assign]


def without_command_ids() -> None:
    """Whoever asks again records again, as each request gets an id of its own."""
    sound = CommandBatch.of

    def of(_id: UUID, commands: Sequence[Command], sent: object = None, **rest: Any) -> CommandBatch:
        return sound(uuid4(), commands, sent, **rest)

    vars(commands)["CommandBatch"] = SimpleNamespace(of=of)


BROKEN = {
    "no-ordering-lock": Broken("appends do not wait for each other", break_database=without_ordering_lock),
    "checkpoint-outside": Broken("the checkpoint moves before the lines", checkpoint_outside),
    "no-fencing": Broken("a former leader goes on", without_fencing),
    "early-acknowledgement": Broken("acknowledged before the commit", acknowledging_early),
    "no-command-id": Broken("asking again records again", without_command_ids),
}
