"""Replays journeys under a given model, as rows with one digest. The same input gives the same bytes."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import MapperDeserialisationError
from msgspec import Struct

from domain.event_catalogue import OrganisationEvent
from domain.history import RecordedEvent, apply_corrections
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.erasure import ContactForgotten, JourneyErased
from domain.journey.events.weeks import monday_of
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from service.event_store.line_reader import LineReader
from service.event_store.replay import reduced_gc
from service.outside_json import UTF_8_MARK, InvalidText, describe_fault, require_utf8

DIGITS = 9
"""Decimals of a number in a row: far more than any figure means, few enough to be the same on every machine."""

CHUNK = 1024 * 1024
UNREADABLE = (msgspec.DecodeError, MapperDeserialisationError, UnicodeDecodeError, RecursionError)


class ReplayError(Exception):
    """Raised for a history that cannot be folded. The message names the line."""


class JourneyFold(Struct):
    """One journey while it is being folded."""

    state: Any
    number: int = 0
    started_on: date = date.max
    last_on: date = date.min
    corrected: bool = False
    """Some entry says something of an earlier one, so that only the whole history can be folded."""

    def apply(self, projection: Projection[Any, Any], entry: RecordedEvent) -> None:
        """Folds one more event."""
        self.state = projection.evolve(self.state, entry)
        self.number = entry.number
        self.started_on = min(self.started_on, entry.event.happened_on)
        self.last_on = max(self.last_on, entry.event.happened_on)


class ReplayRow(Struct, frozen=True, kw_only=True):
    """The view of one journey on one day."""

    journey_id: UUID
    on: date
    view: Any


class Replay:
    """Folds events as they come, in log order, and then yields each journey's rows."""

    def __init__(self, projection: Projection[Any, Any], parameters: Parameters) -> None:
        self._projection = projection
        self._parameters = parameters
        self._journeys: dict[UUID, JourneyFold] = {}
        self.events = 0
        self.position = 0

    @property
    def journeys(self) -> int:
        """The number of journeys."""
        return len(self._journeys)

    def feed(self, entries: list[RecordedEvent]) -> None:
        """Folds more of the log, ignoring programmes and studies. Raises `ReplayError` if a journey has a gap."""
        for entry in entries:
            self.position = entry.position
            folded = self._journeys.get(entry.journey_id)
            # Asked of unknown streams only: it costs as much as the fold of an event.
            if folded is None and isinstance(entry.event, OrganisationEvent):
                continue
            self.events += 1
            if isinstance(entry.event, JourneyErased):
                # All that is left of a journey; nothing of it is folded.
                self._journeys.pop(entry.journey_id, None)
                continue
            if folded is None:
                folded = self._journeys[entry.journey_id] = JourneyFold(self._projection.initial)
            if entry.number != folded.number + 1:
                raise ReplayError(
                    f"journey {entry.journey_id}: event {entry.number} follows {folded.number}; the history is not complete"
                )
            if isinstance(entry.event, EntryCorrected | EntryRetracted | ContactForgotten):
                folded.corrected, folded.number = True, entry.number
            else:
                folded.apply(self._projection, entry)

    @property
    def corrected_journeys(self) -> frozenset[UUID]:
        """Journeys with corrections or retractions, whose whole histories have to be folded again."""
        return frozenset(key for key, folded in self._journeys.items() if folded.corrected)

    def refold(self, journey_id: UUID, entries: Sequence[RecordedEvent]) -> None:
        """Folds the whole history of a journey again, with corrections applied."""
        folded = JourneyFold(self._projection.initial)
        for entry in apply_corrections(entries):
            folded.apply(self._projection, entry)
        self._journeys[journey_id] = folded

    def rows(self, on: date | None = None, *, weekly: bool = False) -> Iterator[bytes]:
        """Yields one JSON line for each journey, by id: on a day, or on the journey's own last day.

        `weekly` adds a row for every Sunday before. Journeys that had not started by then have none.
        """
        for journey_id in sorted(self._journeys):
            folded = self._journeys[journey_id]
            for day in days_of_rows(folded.started_on, on or folded.last_on, weekly=weekly):
                view = self._projection.view(folded.state, day, self._parameters)
                yield encode_row(ReplayRow(journey_id=journey_id, on=day, view=view))


def days_of_rows(started_on: date, last: date, *, weekly: bool) -> Iterator[date]:
    """The days that a journey has rows for: the last one, and with `weekly` every Sunday before. None if it starts later."""
    if last < started_on:
        return
    if weekly:
        sunday = monday_of(started_on) + timedelta(days=6)
        while sunday < last:
            yield sunday
            sunday += timedelta(days=7)
    yield last


def encode_row(row: ReplayRow) -> bytes:
    """Encodes a row as a JSON line. Numbers are rounded, so that every machine gives the same bytes."""
    return (
        msgspec.json.encode(
            _rounded(msgspec.to_builtins(row, order="deterministic", enc_hook=str)), order="deterministic"
        )
        + b"\n"
    )


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, DIGITS)
        case dict():
            return {key: _rounded(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list() | tuple():
            return [_rounded(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value


async def read_chunks(path: Path) -> AsyncIterator[bytes]:
    """Reads an exported file in chunks of whole lines."""
    rest = b""
    with path.open("rb") as file:
        if file.read(len(UTF_8_MARK)) != UTF_8_MARK:
            file.seek(0)
        while read := file.read(CHUNK):
            whole, newline, rest = (rest + read).rpartition(b"\n")
            if newline:
                yield whole + newline
    if rest:
        yield rest


ChunkSource = Callable[[int | None], AsyncIterator[bytes]]
"""Begins a log anew, in chunks of lines, up to a position."""


async def replay_chunks(
    chunks: ChunkSource, projection: Projection[Any, Any], parameters: Parameters, name: str
) -> Replay:
    """Replays a log that comes in chunks of lines. Raises `ReplayError`, naming the unreadable line.

    Journeys with corrections are read a second time, whole: most have none,
    so hardly anything is kept in memory.
    """
    replay, reader, line = Replay(projection, parameters), LineReader(), 1
    with reduced_gc():
        async for chunk in chunks(None):
            try:
                entries = reader.read(chunk)
            except UNREADABLE as error:
                raise ReplayError(
                    describe_unreadable(reader, chunk, name, line) or f"{name}: {error}"
                ) from error
            replay.feed(entries)
            line += chunk.count(b"\n")
        if wanted := replay.corrected_journeys:
            histories: dict[UUID, list[RecordedEvent]] = {journey_id: [] for journey_id in wanted}
            async for chunk in chunks(replay.position):
                for entry in reader.read(chunk):
                    if entry.journey_id in wanted and entry.position <= replay.position:
                        histories[entry.journey_id].append(entry)
            for journey_id, entries in histories.items():
                replay.refold(journey_id, entries)
    return replay


def describe_unreadable(reader: LineReader, chunk: bytes, name: str, first: int) -> str:
    """What is wrong with a chunk that cannot be read, after the file and the line; empty if every line can."""
    try:
        require_utf8(chunk)
    except InvalidText as fault:
        return f"{name}:{first + fault.line - 1}: {fault}"
    for number, line in enumerate(chunk.splitlines(), first):
        try:
            reader.read(line)
        except RecursionError:
            return f"{name}:{number}: it is nested too deeply"
        except UNREADABLE as error:
            return f"{name}:{number}: {describe_fault(line, error)}"
    return ""


def digest_rows(rows: Iterator[bytes], write: Callable[[bytes], object] | None = None) -> tuple[int, str]:
    """Passes each row to `write`; returns the number of rows and their SHA-256."""
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(row)
        count += 1
        if write:
            write(row)
    return count, digest.hexdigest()
