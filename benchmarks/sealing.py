"""What sealing costs: a command, a profile that is folded anew, and one that is known, sealed and unsealed in turns.

    python -m benchmarks.sealing [--events 500] [--rounds 40] [--dsn postgresql://...]

The same journey is recorded twice, with the keys of one in the database. Commands go over fsync. A folded profile reads
its whole history; a known one asks for news only. Keys are looked after once a second, as in service. The table shows
medians and their ratio; the last line is the mapping alone, without a database, per event with something personal in it.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4, uuid5

import click
import uvloop

from benchmarks.server import create_database, server, uri
from domain.journey.commands.notes import WriteNote
from domain.journey.corrections.events import AnyJourneyEvent
from projections.profile.projection import PROFILE
from service.application.journeys import Journeys
from service.encryption.keyring import generate_keyring
from service.encryption.memory import MemoryVault
from service.encryption.postgres import PostgresVault
from service.event_store.event_sealer import EventSealer
from service.event_store.log import AppendRequest, EventsToAppend
from service.event_store.mapper import EventMapper
from service.event_store.personal_fields import personal_fields
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool
from service.postgres.migrations import migrate
from tests.commands import execute
from tests.histories import History, sample_journey

TENANT = UUID(int=0)
TEXT = "It went well, and they asked me to come back on Thursday to see how the shift begins. " * 2

Measure = Callable[[], Awaitable[object]]


class Side:
    """A journey, recorded sealed or unsealed, and what is measured on it."""

    def __init__(self, log: PostgresEventLog, sealing: EventSealer | None, history: History) -> None:
        self._log = log
        self._sealing = sealing
        self._history = history
        self._id = uuid4()
        self._day = history.today
        self._numbers = count()
        self._journeys = self.anew()

    def anew(self) -> Journeys:
        evening = datetime(self._day.year, self._day.month, self._day.day, 22, tzinfo=UTC)
        return Journeys(self._log, now=lambda: evening, sealing=self._sealing)

    async def record(self) -> None:
        """Append the whole history in one request."""
        mapper = EventMapper(sealing=self._sealing)
        if self._sealing:
            await self._sealing.load_keys_to_seal(TENANT, self._id, self._history.events)
        rows = tuple(mapper.to_row(self._id, n, event) for n, event in enumerate(self._history.events, 1))
        decided = EventsToAppend(command_id=uuid4(), fingerprint=b"", events=rows)
        await self._log.append(AppendRequest(stream=self._id, expected=0, decided=(decided,)))

    async def command(self) -> None:
        note_id = uuid5(self._id, str(next(self._numbers)))
        wish = WriteNote(happened_on=self._day, note_id=note_id, text=TEXT)
        await execute(self._journeys, self._id, wish)

    async def folded(self) -> None:
        await self.anew().view(PROFILE, self._id, on=self._day)

    async def known(self) -> None:
        await self._journeys.view(PROFILE, self._id, on=self._day)


async def measured(dsn: str, history: History, rounds: int) -> None:
    await migrate(dsn)
    async with PostgresEventLog.connect(dsn) as log:
        pool = await open_pool(dsn, 2)
        keyring = generate_keyring()
        sides = [
            Side(log, None, history),
            Side(log, EventSealer(PostgresVault(pool, lambda: keyring)), history),
        ]
        for side in sides:
            await side.record()
            await side.command()
        print(f"{len(history.events):>5} events{'unsealed':>19}{'sealed':>13}{'ratio':>8}")
        for name in ("command", "folded", "known"):
            plain, sealed = await in_turns([getattr(side, name) for side in sides], rounds)
            print(f"{name:<14}{plain:>14.2f} ms{sealed:>9.2f} ms{sealed / plain:>8.2f}")
        pool.terminate()


async def in_turns(measures: list[Measure], rounds: int) -> list[float]:
    """The median of each, in milliseconds."""
    took: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for series, measure in zip(took, measures, strict=True):
            began = time.perf_counter()
            await measure()
            series.append(1000 * (time.perf_counter() - began))
    return [statistics.median(series) for series in took]


async def mapped(events: tuple[AnyJourneyEvent, ...], rounds: int) -> None:
    """The mapping there and back, in microseconds an event."""
    some = [event for event in events if personal_fields(type(event))]
    stream, sealing = uuid4(), EventSealer(MemoryVault())
    await sealing.load_keys_to_seal(TENANT, stream, some)
    shown: list[str] = []
    for mapper in (EventMapper(), EventMapper(sealing=sealing)):
        there: list[float] = []
        back: list[float] = []
        for _ in range(rounds):
            began = time.thread_time()
            rows = [mapper.to_row(stream, n, event, TENANT) for n, event in enumerate(some, 1)]
            stored = time.thread_time()
            await mapper.open_rows(rows)
            there.append(stored - began)
            back.append(time.thread_time() - stored)
        shown += [f"{1e6 * statistics.median(series) / len(some):.1f}" for series in (there, back)]
    print(f"an event: stored {shown[0]} us, sealed {shown[2]} us; read {shown[1]} us, opened {shown[3]} us")


@click.command()
@click.option("--events", default=500)
@click.option("--rounds", default=40)
@click.option("--dsn", help="Another server than a private one.")
def main(events: int, rounds: int, dsn: str | None) -> None:
    history = sample_journey(1, events)
    with server(dsn) as maintenance:
        uvloop.run(measured(uri(create_database(maintenance)), history, rounds))
    asyncio.run(mapped(history.events, rounds))


if __name__ == "__main__":
    main()
