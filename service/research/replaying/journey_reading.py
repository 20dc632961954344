"""Reads the journeys of one file of an export, one after another: however large the file, few are in memory at a time."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from domain.history import RecordedEvent
from service.event_store.line_reader import LineReader
from service.research.export import ExportError
from service.research.replay import UNREADABLE, describe_unreadable


def read_journeys(chunks: Iterable[bytes], name: str) -> Iterator[list[RecordedEvent]]:
    """Yields each journey's entries, whole and in order, as they were recorded.

    Raises `ExportError`, naming the file and line or the journey, for what is unreadable, has a gap, or is in two parts.
    """
    seen = set[bytes]()
    for journey_id, entries in groupby(_entries(chunks, name), key=lambda entry: entry.journey_id):
        journey = list(entries)
        if journey_id.bytes in seen:
            raise ExportError(f"{name}: journey {journey_id.hex} is in two parts")
        seen.add(journey_id.bytes)
        for number, entry in enumerate(journey, 1):
            if entry.number != number:
                raise ExportError(
                    f"{name}: journey {journey_id.hex}: event {entry.number} follows {number - 1}; "
                    "the history is not complete"
                )
        yield journey


def _entries(chunks: Iterable[bytes], name: str) -> Iterator[RecordedEvent]:
    reader, line = LineReader(), 1
    for chunk in chunks:
        try:
            entries = reader.read(chunk)
        except UNREADABLE as error:
            raise ExportError(describe_unreadable(reader, chunk, name, line) or f"{name}: {error}") from error
        yield from entries
        line += chunk.count(b"\n")
