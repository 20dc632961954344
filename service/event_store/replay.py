"""Replays the whole log as recorded events: to rebuild read models, for research, and for past states."""

import gc
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager

from domain.history import RecordedEvent
from service.event_store.line_reader import LineReader
from service.event_store.log import EventLog

GC_THRESHOLD = 100_000
"""Allocations between two collections (`gc`) during a replay."""


async def replay_log(
    log: EventLog, reader: LineReader, *, after: int = 0, upto: int | None = None
) -> AsyncGenerator[list[RecordedEvent]]:
    """Yields the log's events in order, from one consistent snapshot, some hundred at a time."""
    with reduced_gc():
        async for chunk in log.read_json_lines(after=after, upto=upto):
            yield reader.read(chunk)


@contextmanager
def reduced_gc() -> Generator[None]:
    """Runs `gc` less often: events have no cycles, and it took half of a replay's time."""
    usual = gc.get_threshold()
    gc.set_threshold(GC_THRESHOLD, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
