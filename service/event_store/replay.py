"""A whole history again, as entries ready to be folded: for rebuilding a read model, for research, for time travel."""

import gc
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager

from domain.history import Entry
from service.event_store.log import EventLog
from service.event_store.mapper import JourneyMapper

SELDOM = 100_000
"""Allocations between two looks of the collector during a replay."""


async def replay(
    log: EventLog, mapper: JourneyMapper, *, after: int = 0, upto: int | None = None
) -> AsyncGenerator[list[Entry]]:
    """The log's entries in order, out of one consistent snapshot, some hundred at a time."""
    with few_collections():
        async for chunk in log.lines(after=after, upto=upto):
            yield mapper.entries(chunk)


@contextmanager
def few_collections() -> Generator[None]:
    """Entries hold no cycles: looking for some took half of a replay's time."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
