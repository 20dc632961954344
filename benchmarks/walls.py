"""Cost of tenant isolation: the same requests on a database with and without it, in turns.

    python -m benchmarks.walls [--rounds 15] [--requests 100] [--dsn postgresql://...]

Two databases of one server, fsync on. One is as it is. The other has the tables and nothing of the walls: no
policies, no lent functions, a stream read by a plain select, the list without a transaction. Figures are
medians over the rounds, in milliseconds a request; the ratio is the median of each round's own. `quiet` is
one caller at a time, `busy` is 32.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import click
import uvloop

from benchmarks.server import create_database, server, uri
from domain.journey.commands.roles import DiscoverRole
from domain.journey.commands.start import StartJourney
from projections.profile.projection import PROFILE
from service.application.journeys import Journeys
from service.event_store.log import LoggedEvent
from service.event_store.postgres import COLUMNS_ABOVE_KNOWN, PostgresEventLog
from service.postgres.connections import open_pool, open_worker_pool
from service.postgres.migrations import MIGRATIONS, migrate
from service.read_models.caseload import SELECT_PAGE, Caseload
from service.read_models.projector import Projector
from service.system_ids import LOCAL_TENANT
from tests.commands import execute

if TYPE_CHECKING:
    from service.postgres.connections import Pool

DAY = date(2026, 1, 12)
EVENTS = 200
"""Events of the journey that is looked at."""

PAGE = 50
BUSY = 32

WALLS = "0007_walls.sql"
SELECT_STREAM = f"""
select {COLUMNS_ABOVE_KNOWN} from stored_events
where originator_id = $1 and originator_version > $2 and tenant_id = $3 order by originator_version
"""
RECEIPTS = """
create function receipts_of(uuid, uuid, uuid[]) returns setof commands language sql stable as
'select * from commands where tenant_id = $1 and actor_id = $2 and command_id = any($3)'
"""
NO_WALLS = """
grant all on all tables in schema public to soundings_app, soundings_worker;
grant all on all sequences in schema public to soundings_app, soundings_worker
"""

Request = Callable[[int], Awaitable[object]]


class BareLog(PostgresEventLog):
    """The log read without tenant isolation."""

    async def read_stream(
        self, stream: UUID, *, after: int = 0, known: int = 0, tenant_id: UUID = LOCAL_TENANT
    ) -> list[LoggedEvent]:
        rows = await self._pool.fetch(SELECT_STREAM, stream, after, tenant_id, known)
        return [LoggedEvent(**dict(row)) for row in rows]


class BareList(Caseload):
    """The caseload's page in one statement."""

    async def first(self) -> object:
        return await self._pool.fetch(SELECT_PAGE, LOCAL_TENANT, None, None, PAGE + 1)


class Place:
    """A database with some journeys, one of them long."""

    def __init__(self, log: PostgresEventLog, pool: "Pool", *, bare: bool) -> None:
        self.log = log
        self.journeys = Journeys(log, sealing=None)
        self.ids = [uuid4() for _ in range(BUSY)]
        self.list = BareList(pool) if bare else Caseload(pool)

    async def prepare(self, dsn: str) -> None:
        for journey_id in self.ids:
            start = StartJourney(
                happened_on=DAY, called="x", track="preventive", locale="nl", time_zone="Europe/Oslo"
            )
            await execute(self.journeys, journey_id, start)
        for _ in range(EVENTS):
            await self.command(0)
        workers = await open_worker_pool(dsn, 2)
        projector = Projector(self.log, workers)
        async with projector.run_in_background():
            await projector.wait_for(await self.log.head(), 60)
        workers.terminate()

    async def command(self, turn: int) -> object:
        order = DiscoverRole(happened_on=DAY, role_id=uuid4(), title="baker", distance="same")
        # The long journey keeps its length: it is the first.
        journey_id = self.ids[1 + turn % (BUSY - 1)] if turn else self.ids[0]
        return await execute(self.journeys, journey_id, order)

    async def view(self, _: int) -> object:
        return await self.journeys.view(PROFILE, self.ids[0])

    async def first_view(self, _: int) -> object:
        """A view by a process that has not cached the journey."""
        return await Journeys(self.log, sealing=None).view(PROFILE, self.ids[0])

    async def stream(self, _: int) -> object:
        return await self.log.read_stream(self.ids[0], tenant_id=LOCAL_TENANT)

    async def page(self, _: int) -> object:
        if isinstance(self.list, BareList):
            return await self.list.first()
        return await self.list.page(None, PAGE, tenant_id=LOCAL_TENANT)


QUESTIONS: dict[str, tuple[Callable[[Place], Request], int]] = {
    "command, quiet": (lambda place: place.command, 1),
    "command, busy": (lambda place: place.command, BUSY),
    "profile, quiet": (lambda place: place.view, 1),
    "profile, busy": (lambda place: place.view, BUSY),
    "profile from 200 events, quiet": (lambda place: place.first_view, 1),
    "stream of 200 events, quiet": (lambda place: place.stream, 1),
    "stream of 200 events, busy": (lambda place: place.stream, BUSY),
    "list of 32, quiet": (lambda place: place.page, 1),
    "list of 32, busy": (lambda place: place.page, BUSY),
}


async def without_walls(dsn: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for file in MIGRATIONS.iterdir():
            if file.name < WALLS and file.name.endswith(".sql"):
                (Path(folder) / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        await migrate(dsn, source=Path(folder))
    connection = await asyncpg.connect(dsn)
    await connection.execute(RECEIPTS)
    await connection.execute(NO_WALLS)
    await connection.close()


@asynccontextmanager
async def opened(dsn: str, log: type[PostgresEventLog]) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        pool = await open_pool(dsn, 4)
        stack.callback(pool.terminate)
        place = Place(await stack.enter_async_context(log.connect(dsn)), pool, bare=log is BareLog)
        await place.prepare(dsn)
        yield place


async def timed(request: Request, callers: int, requests: int) -> float:
    """Milliseconds a request, over all callers."""

    async def one(caller: int) -> None:
        for turn in range(caller, requests, callers):
            await request(turn + 1)

    began = time.perf_counter()
    await asyncio.gather(*(one(caller) for caller in range(callers)))
    return (time.perf_counter() - began) / requests * 1e3


async def measured(
    walled: str, bare: str, rounds: int, requests: int
) -> dict[str, list[tuple[float, float]]]:
    await migrate(walled)
    await without_walls(bare)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in QUESTIONS}
    async with opened(walled, PostgresEventLog) as here, opened(bare, BareLog) as there:
        for number in range(-1, rounds):
            for name, (question, callers) in QUESTIONS.items():
                order = [here, there] if number % 2 else [there, here]
                took = {place: await timed(question(place), callers, requests) for place in order}
                if number >= 0:
                    found[name].append((took[here], took[there]))
    return found


@click.command(help=__doc__)
@click.option("--rounds", default=15, show_default=True)
@click.option("--requests", default=100, show_default=True)
@click.option("--dsn")
def main(rounds: int, requests: int, dsn: str | None) -> None:
    with server(dsn) as place:
        walled, bare = uri(create_database(place)), uri(create_database(place))
        found = uvloop.run(measured(walled, bare, rounds, requests))
    click.echo(f"{'':34}{'walls':>9}{'none':>9}{'ratio':>8}")
    for name, pairs in found.items():
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        click.echo(f"{name:34}{ours:8.3f} {theirs:8.3f} {ratio:7.2f}")


if __name__ == "__main__":
    main()
