"""Events per second read back, decoded and folded: our event store and the `eventsourcing` library.

    python -m benchmarks.replay [--events 200000] [--rounds 3] [--fold projections.profile:PROFILE] [--dsn
postgresql://...]

Ours is one COPY of JSON lines, decoded into typed Structs. The library's is `select_notifications` in pages
and its Mapper with the JSON transcoder. Both hold the same facts, of about 250 to 300 bytes, and are folded
in the same way: what each journey knows of each role. `--fold` names a Projection instead, applied per
journey, to ours only.
"""

import asyncio
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import click
import uvloop
from eventsourcing.persistence import JSONTranscoder, Mapper, Transcoding, UUIDAsHex
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from benchmarks.server import create_database, server, uri
from domain.history import RecordedEvent
from domain.journey.events.evidence import AppealRated, Source
from domain.journey.events.roles import RoleDiscovered
from service.event_store.line_reader import LineReader
from service.event_store.log import AppendRequest, EventsToAppend
from service.event_store.mapper import EventMapper
from service.event_store.postgres import PostgresEventLog
from service.event_store.replay import replay_log
from service.postgres.migrations import migrate

JOURNEY = 50
"""Events per journey."""

PAGE = 1000
DAY = date(2026, 1, 12)
TITLE = (
    "Product owner for a public service, in a team that talks to the people who use it; part-time possible. "
    * 2
)


@dataclass(frozen=True)
class TheirRoleDiscovered:
    originator_id: UUID
    originator_version: int
    happened_on: date
    role_id: UUID
    title: str
    distance: str
    source: dict[str, Any]


@dataclass(frozen=True)
class TheirAppealRated:
    originator_id: UUID
    originator_version: int
    happened_on: date
    role_id: UUID
    rating: int
    source: dict[str, Any]


class DateAsISO(Transcoding):
    """Transcodes dates, which the library leaves to its users."""

    type = date
    name = "date_iso"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class RoleBook:
    """What a journey knows of its roles, from either kind of events."""

    def __init__(self) -> None:
        self.titles: dict[UUID, str] = {}
        self.ratings: dict[UUID, list[int]] = defaultdict(list)
        self.latest = DAY

    def take(self, event: Any) -> None:
        self.latest = max(self.latest, event.happened_on)
        if hasattr(event, "rating"):
            self.ratings[event.role_id].append(event.rating)
        else:
            self.titles[event.role_id] = event.title


def our_events() -> Iterator[RoleDiscovered | AppealRated]:
    """Yields the events of one journey."""
    source = Source(kind="experiment", id=uuid4())
    for n in range(JOURNEY // 2):
        role = uuid4()
        yield RoleDiscovered(happened_on=DAY, role_id=role, title=TITLE, distance="near", source=source)
        yield AppealRated(happened_on=DAY, role_id=role, rating=n % 11, source=source)


def their_events(journey: UUID) -> Iterator[TheirRoleDiscovered | TheirAppealRated]:
    """Yields the same journey as events of the library."""
    for number, event in enumerate(our_events(), 1):
        source = {"kind": event.source.kind, "id": event.source.id}
        if isinstance(event, RoleDiscovered):
            yield TheirRoleDiscovered(
                journey, number, event.happened_on, event.role_id, event.title, event.distance, source
            )
        else:
            yield TheirAppealRated(journey, number, event.happened_on, event.role_id, event.rating, source)


class RoleBooks:
    """One book for each journey."""

    def __init__(self) -> None:
        self.books: dict[UUID, RoleBook] = defaultdict(RoleBook)

    def take(self, entry: RecordedEvent) -> None:
        self.books[entry.journey_id].take(entry.event)

    def take_theirs(self, event: Any) -> None:
        self.books[event.originator_id].take(event)

    def size(self) -> int:
        return sum(len(book.titles) + sum(map(len, book.ratings.values())) for book in self.books.values())


class Projected:
    """A projection of ours, folded for each journey."""

    def __init__(self, name: str) -> None:
        module, _, attribute = name.partition(":")
        self.projection = getattr(import_module(module), attribute)
        self.states: dict[UUID, Any] = {}
        self.folded = 0

    def take(self, entry: RecordedEvent) -> None:
        state = self.states.get(entry.journey_id, self.projection.initial)
        self.states[entry.journey_id] = self.projection.evolve(state, entry)
        self.folded += 1

    def size(self) -> int:
        return self.folded


async def write_ours(dsn: str, journeys: int) -> None:
    mapper = EventMapper()
    await migrate(dsn)
    async with PostgresEventLog.connect(dsn) as log:
        for _ in range(journeys // 20):
            await asyncio.gather(*(log.append(one_journey(mapper)) for _ in range(20)))


def one_journey(mapper: EventMapper) -> AppendRequest:
    stream = uuid4()
    events = tuple(mapper.to_row(stream, number, event) for number, event in enumerate(our_events(), 1))
    decided = EventsToAppend(command_id=uuid4(), fingerprint=b"", events=events)
    return AppendRequest(stream=stream, expected=0, decided=(decided,))


async def replay_ours(dsn: str, fold: str | None) -> int:
    """Reads chunk by chunk, as a rebuild does."""
    reader, state = LineReader(), Projected(fold) if fold else RoleBooks()
    async with PostgresEventLog.connect(dsn) as log:
        async for entries in replay_log(log, reader):
            for entry in entries:
                state.take(entry)
    return state.size()


def their_mapper() -> Mapper[UUID]:
    transcoder = JSONTranscoder()
    transcoder.register(UUIDAsHex())
    transcoder.register(DateAsISO())
    return Mapper(transcoder)


def their_recorder(dsn: str) -> PostgresApplicationRecorder:
    place = {"dbname": "", "host": "", "port": 5432, "user": "", "password": ""} | conninfo_to_dict(dsn)
    recorder = PostgresApplicationRecorder(PostgresDatastore(**place))  # type: ignore[arg-type]
    recorder.create_table()
    return recorder


def write_theirs(recorder: PostgresApplicationRecorder, journeys: int) -> None:
    mapper = their_mapper()
    for _ in range(journeys):
        # A journey at a time: with 1,000 events in one call psycopg's pipeline has been seen to hang.
        recorder.insert_events([mapper.to_stored_event(event) for event in their_events(uuid4())])


def replay_theirs(recorder: PostgresApplicationRecorder) -> int:
    mapper, state, position = their_mapper(), RoleBooks(), 0
    while page := recorder.select_notifications(position, PAGE, inclusive_of_start=False):
        for notification in page:
            state.take_theirs(mapper.to_domain_event(notification))
        position = page[-1].id
    return state.size()


def timed(run: Callable[[], int], events: int) -> float:
    """Events per second."""
    started = time.perf_counter()
    found = run()
    if found != events:
        raise SystemExit(f"{found} events folded instead of {events}")
    return events / (time.perf_counter() - started)


@click.command()
@click.option("--events", default=200_000, show_default=True)
@click.option("--rounds", default=3, show_default=True)
@click.option("--fold", help="A projection of ours, as module:name.")
@click.option("--dsn", help="A server to measure on; a private one with factory settings if not given.")
def main(events: int, rounds: int, fold: str | None, dsn: str | None) -> None:
    journeys = events // JOURNEY // 20 * 20
    events = journeys * JOURNEY
    with server(dsn) as place:
        ours, recorder = uri(create_database(place)), their_recorder(create_database(place))
        uvloop.run(write_ours(ours, journeys))
        write_theirs(recorder, journeys)
        rates = [
            (
                timed(lambda: uvloop.run(replay_ours(ours, fold)), events),
                timed(lambda: replay_theirs(recorder), events),
            )
            for _ in range(rounds)
        ]
        recorder.datastore.close()
    our_rate, their_rate = (statistics.median(rate) for rate in zip(*rates, strict=True))
    click.echo(
        f"{events:,} events, events/s: ours {our_rate:,.0f}, library {their_rate:,.0f}; {our_rate / their_rate:.1f} x"
    )


if __name__ == "__main__":
    main()
