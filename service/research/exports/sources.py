"""Where the histories of an export come from: the log, the folder of a simulation, or clients simulated for it."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec
from msgspec import Struct

from service.event_store.log import EventLog
from service.outside_json import InvalidText, read_json
from service.research.export import ExportError, verify_export
from service.research.exports.manifest import Attrition, ExportedTaxonomy
from service.research.exports.study import Enrolled, SourceSummary
from service.research.simulation.files import ABOUT_FILE, LOG_FILE, TRUTH_FILE, WrittenSimulation

READ_AT_ONCE = 1024 * 1024
_JOURNEY = b'"journey_id":"'
_ID_LENGTH = 36
AT_ONCE = 500
"""Journeys that one statement reads."""


class HistorySource(Protocol):
    """Whole journeys, as JSON lines of the log."""

    @property
    def summary(self) -> SourceSummary: ...

    @property
    def enrolled(self) -> Sequence[Enrolled]: ...

    def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]:
        """The lines of these journeys, one journey after another in the order given, in chunks of whole lines."""
        ...

    def truth(self) -> Iterator[bytes]:
        """What is true of simulated clients, in JSON lines; none of real ones."""
        ...


class StudySource:
    """The participants of a study, in the log of the service."""

    def __init__(
        self,
        log: EventLog,
        tenant_id: UUID,
        *,
        enrolled: Sequence[Enrolled],
        position: int,
        last_on: date,
        attrition: Attrition,
        taxonomies: Mapping[str, ExportedTaxonomy] | None = None,
    ) -> None:
        self._log = log
        self._tenant_id = tenant_id
        self.enrolled: Sequence[Enrolled] = enrolled
        self.summary = SourceSummary(
            kind="study",
            position=position,
            last_on=last_on,
            attrition=attrition,
            taxonomies=taxonomies or {},
        )

    async def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]:
        for first in range(0, len(journeys), AT_ONCE):
            some = journeys[first : first + AT_ONCE]
            async for chunk in self._log.read_streams_as_lines(
                some, upto=self.summary.position, tenant_id=self._tenant_id
            ):
                yield chunk

    def truth(self) -> Iterator[bytes]:
        return iter(())


class _StartEvent(Struct, frozen=True):
    happened_on: date


class _FirstLine(Struct, frozen=True):
    journey_id: UUID
    event: _StartEvent


_FIRST_LINES = msgspec.json.Decoder(_FirstLine)


class SimulationFolder:
    """A folder that `soundings research simulate --to` wrote: all clients agree on their first day."""

    def __init__(self, folder: Path) -> None:
        """Raises `ExportError` for a folder that is not whole."""
        self._log, self._truth = folder / LOG_FILE, folder / TRUTH_FILE
        try:
            about = read_json((folder / ABOUT_FILE).read_bytes(), WrittenSimulation)
        except OSError as error:
            raise ExportError(f"{folder / ABOUT_FILE}: {error.strerror or error}") from error
        except InvalidText as fault:
            raise ExportError(f"{folder / ABOUT_FILE}:{fault.line}: {fault}") from fault
        manifest = verify_export(self._log)
        if manifest is None:
            raise ExportError(f"{self._log} has no manifest: it is no finished simulation")
        self.about = about
        self.summary = SourceSummary(kind="simulation", position=manifest.position, last_on=about.until)
        self._places = _places_of_journeys(self._log)
        with self._log.open("rb") as file:
            self.enrolled: Sequence[Enrolled] = [
                _enrolled(_line_at(file, first)) for first, _ in self._places.values()
            ]

    async def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]:
        with self._log.open("rb") as file:
            for journey_id in journeys:
                first, end = self._places[journey_id]
                file.seek(first)
                yield file.read(end - first)

    def truth(self) -> Iterator[bytes]:
        with self._truth.open("rb") as file:
            yield from file


class SimulatedClients:
    """Clients simulated for an export, in memory."""

    def __init__(self, summary: SourceSummary, histories: Iterable[bytes]) -> None:
        """The histories are the lines of one journey each."""
        self.summary = summary
        firsts = [(_enrolled(lines[: lines.index(b"\n")]), lines) for lines in histories]
        self.enrolled: Sequence[Enrolled] = [one for one, _ in firsts]
        self._lines = {one.journey_id: lines for one, lines in firsts}

    def with_enrolled(self, change: Callable[[Enrolled], Enrolled]) -> "SimulatedClients":
        """The same clients, enrolled in another way."""
        changed = copy(self)
        changed.enrolled = [change(one) for one in self.enrolled]
        return changed

    async def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]:
        for one in journeys:
            yield self._lines[one]

    def truth(self) -> Iterator[bytes]:
        return iter(())


def _enrolled(line: bytes) -> Enrolled:
    first = _FIRST_LINES.decode(line)
    return Enrolled(journey_id=first.journey_id, agreed_on=first.event.happened_on)


def _line_at(file: "_Lines", first: int) -> bytes:
    file.seek(first)
    return file.readline()


class _Lines(Protocol):
    def seek(self, to: int, /) -> int: ...
    def readline(self) -> bytes: ...


def _places_of_journeys(path: Path) -> dict[UUID, tuple[int, int]]:
    """Where in the file the lines of each journey begin and end."""
    starts: list[tuple[str, int]] = []
    at, last = 0, b""
    with path.open("rb") as file:
        for line in file:
            begin = line.index(_JOURNEY) + len(_JOURNEY)
            journey = line[begin : begin + _ID_LENGTH]
            if journey != last:
                starts.append((journey.decode(), at))
                last = journey
            at += len(line)
    ends = [*starts, ("", at)]
    places = {UUID(one): (first, end) for (one, first), (_, end) in pairwise(ends)}
    if len(places) != len(starts):
        raise ExportError(f"{path}: the lines of a journey do not stand together")
    return places
