"""A storm: real processes under load, and faults by chance. Afterwards everything must be there, once, and alive."""

import asyncio
import random
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import msgspec
from msgspec import Struct

from service.event_store.postgres import PostgresEventLog
from service.postgres.errors import StoreError
from service.postgres.migrations import migrate
from tests.faults.broken import BROKEN
from tests.faults.checker import (
    faults_of_commands,
    faults_of_log,
    faults_of_read_models,
    watch_leaders,
)
from tests.faults.load import Load
from tests.faults.processes import StormDatabase, StormProcess
from tests.faults.proxy import Proxy

PROCESSES = ("web1", "web2", "worker1", "worker2")
CLIENTS = 10
ALIVE_WITHIN = 10.0
TERMINATE = """
select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name like $1
"""


class StormReport(Struct, kw_only=True):
    """What a storm did, and what was found after it."""

    seed: int
    broken: str | None
    seconds: float = 0.0
    faults: dict[str, int] = msgspec.field(default_factory=dict)
    acknowledged: int = 0
    unknown: int = 0
    asked_again: int = 0
    refused: dict[int, int] = msgspec.field(default_factory=dict)
    events: int = 0
    epochs: int = 0
    alive_after: float = 0.0
    own_disk: bool = False
    findings: list[str] = msgspec.field(default_factory=list)


class Tail:
    """A reader that follows the log through losses, and remembers what it saw."""

    def __init__(self, dsn: str) -> None:
        self.seen: list[int] = []
        self._dsn = dsn

    async def follow(self) -> None:
        while True:
            with suppress(StoreError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                async with PostgresEventLog.connect(self._dsn, pool_size=1, poll=0.5) as log:
                    async for events in log.subscribe(after=self.seen[-1] if self.seen else 0):
                        self.seen += [one.id for one in events]
            await asyncio.sleep(0.2)


class Storm:
    """The database, the processes and the clients of one storm."""

    def __init__(self, folder: Path, seed: int, broken: str | None) -> None:
        self.report = StormReport(seed=seed, broken=broken)
        self.folder = folder
        self._chance = random.Random(seed)
        self._broken = broken

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.database = StormDatabase(self.folder)
        self.report.own_disk = self.database.has_own_disk
        try:
            await migrate(self.database.dsn)
            owner = await self.database.connect()
            await watch_leaders(owner)
            if self._broken:
                await BROKEN[self._broken].break_database(owner)
            await owner.close()
            async with AsyncExitStack() as stack:
                await self._start(stack)
                yield
        finally:
            self.database.end()

    async def _start(self, stack: AsyncExitStack) -> None:
        self.proxies = [
            await stack.enter_async_context(Proxy(self.folder / f"to-{name}", self.database.socket).running())
            for name in (*PROCESSES, "tail")
        ]
        self.processes = [
            StormProcess(name, proxy, self.folder, self._broken)
            for name, proxy in zip(PROCESSES, self.proxies, strict=False)
        ]
        for process in self.processes:
            process.start()
            stack.push_async_callback(process.end, signal.SIGKILL)
        self._http = await stack.enter_async_context(httpx.AsyncClient())
        self.tail = Tail(self.proxies[-1].dsn)
        tail = asyncio.create_task(self.tail.follow())
        stack.callback(tail.cancel)
        await self._all_ready(60)
        self.load = Load([one for one in self.processes if not one.is_worker], CLIENTS, self.report.seed)
        self.load.start()

    async def rage(self, seconds: float, *, faults: int | None = None) -> None:
        """Lets one fault happen after the other, for so long, or so many."""
        began = time.monotonic()
        kinds = self._kinds()
        while time.monotonic() - began < seconds and (
            faults is None or sum(self.report.faults.values()) < faults
        ):
            await asyncio.sleep(self._chance.uniform(0.5, 2.5))
            name = self._chance.choices(list(kinds), [weight for weight, _ in kinds.values()])[0]
            self.report.faults[name] = self.report.faults.get(name, 0) + 1
            await kinds[name][1]()
            for process in self.processes:
                process.revive()
        self.report.seconds = time.monotonic() - began

    def _kinds(self) -> dict[str, tuple[int, Callable[[], Awaitable[None]]]]:
        """The faults, each with how likely it is."""
        return {
            "kill a web process": (4, lambda: self._end(self._web(), signal.SIGKILL)),
            "end a web process": (1, lambda: self._end(self._web(), signal.SIGTERM)),
            "stop a web process for a while": (3, lambda: self._pause(self._web(), 1, 7)),
            "kill the leader": (4, self._kill_leader),
            "end a worker": (1, lambda: self._end(self._worker(), signal.SIGTERM)),
            "stop the leader for a while": (4, self._pause_leader),
            "stop the database at once": (3, self._crash_database),
            "end sessions of listeners": (1, lambda: self._terminate("soundings listener%")),
            "end sessions of writers": (2, lambda: self._terminate("soundings writer%")),
            "end all sessions": (1, lambda: self._terminate("%")),
            "cut a network": (3, self._cut),
            "freeze a network": (2, self._freeze),
            "fill the disk": (1, self._fill),
        }

    def _web(self) -> StormProcess:
        return self._chance.choice(self.processes[:2])

    def _worker(self) -> StormProcess:
        return self._chance.choice(self.processes[2:])

    async def _leader(self) -> StormProcess:
        """The worker that leads; any if nobody can be asked."""
        worker = self._worker()
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            owner = await self.database.connect()
            pid = await owner.fetchval("select pid from leadership")
            await owner.close()
            worker = next((one for one in self.processes if one.pid == pid), worker)
        return worker

    async def _end(self, process: StormProcess, number: int) -> None:
        await process.end(number)
        await asyncio.sleep(self._chance.uniform(0, 1))
        process.start()

    async def _pause(self, process: StormProcess, least: float, most: float) -> None:
        process.signal(signal.SIGSTOP)
        await asyncio.sleep(self._chance.uniform(least, most))
        process.signal(signal.SIGCONT)

    async def _kill_leader(self) -> None:
        await self._end(await self._leader(), signal.SIGKILL)

    async def _pause_leader(self) -> None:
        await self._pause(await self._leader(), 6, 10)

    async def _crash_database(self) -> None:
        await asyncio.to_thread(self.database.stop_immediately)
        await asyncio.sleep(self._chance.uniform(0, 4))
        await asyncio.to_thread(self.database.start)

    async def _terminate(self, sessions: str) -> None:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            owner = await self.database.connect()
            await owner.execute("set application_name = 'storm'")
            await owner.fetchval(f"{TERMINATE} and pid <> pg_backend_pid()", sessions)
            await owner.close()

    async def _cut(self) -> None:
        proxy = self._chance.choice(self.proxies)
        proxy.cut()
        await asyncio.sleep(self._chance.uniform(0, 4))
        proxy.mend()

    async def _freeze(self) -> None:
        proxy = self._chance.choice(self.proxies)
        proxy.freeze()
        await asyncio.sleep(self._chance.uniform(2, 8))
        proxy.mend()

    async def _fill(self) -> None:
        if not self.database.has_own_disk:
            return
        await asyncio.to_thread(self.database.fill)
        await asyncio.sleep(self._chance.uniform(1, 4))
        self.database.make_room()
        # Where there was no room for its log, it has stopped: whoever makes room starts it again.
        await asyncio.to_thread(self.database.start)

    async def settle(self) -> None:
        """Nothing more happens: everything must be alive soon, and say so."""
        began = time.monotonic()
        for process in self.processes:
            process.signal(signal.SIGCONT)
            process.revive()
        await self._all_ready(60)
        self.report.alive_after = time.monotonic() - began
        if self.report.alive_after > ALIVE_WITHIN and self._broken is None:
            self.report.findings.append(f"alive only after {self.report.alive_after:.1f} seconds")
        await self.load.stop(30)
        owner = await self.database.connect()
        await self._caught_up(owner)
        for process in self.processes:
            await process.end(signal.SIGTERM)
        await self._check(owner)
        await owner.close()

    async def _caught_up(self, owner: "asyncpg.Connection[Any]") -> None:
        """Waits until whoever follows the log has all of it, but not for ever."""
        for _ in range(150):
            head = await owner.fetchval("select max(notification_id) from stored_events")
            position = await owner.fetchval(
                "select max(notification_id) from notification_tracking where application_name like 'caseload.%'"
            )
            if head == position and self.tail.seen and self.tail.seen[-1] >= head:
                return
            await asyncio.sleep(0.2)

    async def _check(self, owner: "asyncpg.Connection[Any]") -> None:
        known, report = self.load.known, self.report
        report.acknowledged, report.unknown = len(known.versions), len(known.unknown)
        report.asked_again, report.refused = known.asked_again, known.refused
        report.events = await owner.fetchval("select count(*) from stored_events")
        report.epochs = await owner.fetchval("select epoch from leadership")
        report.findings += await faults_of_log(owner, known, self.tail.seen)
        report.findings += await faults_of_read_models(owner, self.database.dsn, self.folder)
        report.findings += await asyncio.to_thread(faults_of_commands, self.database.dsn, self.folder)

    async def _all_ready(self, within: float) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            ready = await asyncio.gather(*(process.is_ready(self._http) for process in self.processes))
            if all(ready):
                return
            for process in self.processes:
                process.revive()
            await asyncio.sleep(0.2)
        self.report.findings.append(f"not all processes were ready within {within:.0f} seconds")


async def storm(
    seconds: float, seed: int, *, broken: str | None = None, faults: int | None = None
) -> StormReport:
    """Lets a storm rage, and looks what it left."""
    folder = Path(tempfile.gettempdir()) / f"soundings-storm-{uuid4().hex[:8]}"
    here = Storm(folder, seed, broken)
    try:
        async with here.running():
            await here.rage(seconds, faults=faults)
            await here.settle()
    finally:
        if here.report.findings and broken is None:
            _keep_logs(folder)
        shutil.rmtree(folder, ignore_errors=True)
    return here.report


def _keep_logs(folder: Path) -> None:
    for log in folder.glob("*.log"):
        shutil.copy(log, folder.with_name(f"{folder.name}-{log.name}"))
