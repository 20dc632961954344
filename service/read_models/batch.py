"""Applies events to all read models, so that one stream's odd event holds up no other stream."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import asyncpg
from eventsourcing.persistence import MapperDeserialisationError
from msgspec import Struct
from msgspec.structs import replace

from domain.event_catalogue import OrganisationEvent
from domain.history import RecordedEvent, contains_correction
from domain.journey.events.erasure import JourneyErased
from domain.programme.events import ProgrammeEvent
from domain.study.events import StudyEvent
from projections.caseload.projection import CASELOAD
from projections.caseload.state import CaseloadEntry
from projections.fold import fold, fold_more
from projections.programmes import evolve as programme_line
from service.event_store.log import LoggedEvent
from service.event_store.mapper import EventMapper
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import DRIVER_ERRORS
from service.postgres.errors import StoreError
from service.read_models import caseload, enrolments, programme_list, study_list, study_participants
from service.read_models.parked import (
    PROCESS_DIED,
    StreamKey,
    forget_streams,
    park,
    parked_among,
    skipped_among,
    unpark,
)

if TYPE_CHECKING:
    from service.postgres.connections import AnyConnection

REFUSED_VALUES = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
"""What the database says of odd values, such as a text with a zero byte: a fault of the stream, and not of the database."""

ERASED_TOPIC = JourneyErased.__name__

log = logging.getLogger(__name__)


class StreamEvents(Struct, frozen=True, kw_only=True):
    """Events of one stream that follow each other."""

    key: StreamKey
    entries: Sequence[RecordedEvent]
    whole: bool = False
    """Whether these are all that the read models know of the stream; else they follow what is there."""


class Fault(Struct, frozen=True):
    """The first event of a stream that cannot be taken, and why."""

    version: int
    position: int
    kind: str


class ReadModels:
    """All tables that are made from the log, as one."""

    def __init__(self, event_log: PostgresEventLog) -> None:
        self._log = event_log
        self._mapper = EventMapper()

    async def apply(
        self, connection: "AnyConnection", events: Sequence[LoggedEvent], *, anew: bool = False
    ) -> None:
        """Applies the next events of the log, within a transaction. A stream of which one cannot be taken is parked at it.

        With `anew` each stream is folded from its whole history, as what the tables hold of it is of another version.
        """
        streams: dict[StreamKey, list[LoggedEvent]] = {}
        for event in events:
            streams.setdefault((event.tenant_id, event.originator_id), []).append(event)
        erased = {
            key for key, of_stream in streams.items() if any(one.topic == ERASED_TOPIC for one in of_stream)
        }
        if erased:
            await self._erase(connection, erased)
        parked = await parked_among(connection, streams)
        again = {key for key, automatic in parked.items() if automatic} - erased
        next_ones = {key: streams[key] for key in streams.keys() - erased - parked.keys()}
        if anew:
            again, next_ones = again | next_ones.keys(), {}
        for key in sorted(again):
            await self.take_again(connection, key, streams[key][-1].id)
        if next_ones:
            await self._take_next(connection, next_ones)

    async def park_deadly(self, connection: "AnyConnection", event: LoggedEvent) -> None:
        """Parks the stream of an event with which processes died."""
        key = (event.tenant_id, event.originator_id)
        await self._park(connection, key, Fault(event.originator_version, event.id, PROCESS_DIED))

    async def take_again(self, connection: "AnyConnection", key: StreamKey, upto: int) -> bool:
        """Makes what the read models have of a stream anew, out of its events up to a position; True if all could be taken."""
        rows = await self._history(connection, key, upto)
        entries, fault = self._readable(rows)
        await self._reset(connection, key)
        found = (
            await self._apply_alone(connection, StreamEvents(key=key, entries=entries, whole=True))
            if entries
            else None
        )
        if fault := found or fault:
            await self._park(connection, key, fault)
            return False
        await unpark(connection, [key])
        return True

    async def _take_next(
        self, connection: "AnyConnection", streams: Mapping[StreamKey, Sequence[LoggedEvent]]
    ) -> None:
        skipped = await skipped_among(connection, streams)
        work: list[StreamEvents] = []
        faults: dict[StreamKey, Fault] = {}
        for key, rows in streams.items():
            left_out = skipped.get(key, ())
            entries, fault = self._readable([row for row in rows if row.originator_version not in left_out])
            if entries:
                work.append(StreamEvents(key=key, entries=entries))
            if fault:
                faults[key] = fault
        for key, fault in {**faults, **await self._apply_guarded(connection, work)}.items():
            await self._park(connection, key, fault)

    def _readable(self, rows: Sequence[LoggedEvent]) -> tuple[list[RecordedEvent], Fault | None]:
        """The events up to the first that cannot be read, and that one."""
        entries: list[RecordedEvent] = []
        for row in rows:
            try:
                entries.append(self._mapper.to_domain_event(row))
            except MapperDeserialisationError as failure:
                return entries, Fault(row.originator_version, row.id, type(failure).__name__)
        return entries, None

    async def _apply_guarded(
        self, connection: "AnyConnection", work: Sequence[StreamEvents]
    ) -> dict[StreamKey, Fault]:
        """Applies the events of many streams at once, or one stream after the other if any cannot be taken."""
        if not work:
            return {}
        try:
            async with connection.transaction():
                await self._apply_streams(connection, work)
        except Exception as failure:
            if not _is_of_a_stream(failure):
                raise
            log.debug("read models: the reason", exc_info=True)
            found = {one.key: await self._apply_alone(connection, one) for one in work}
            return {key: fault for key, fault in found.items() if fault}
        return {}

    async def _apply_alone(self, connection: "AnyConnection", stream: StreamEvents) -> Fault | None:
        """Applies the events of one stream up to the first that cannot be taken, which is returned."""
        try:
            async with connection.transaction():
                await self._apply_streams(connection, [stream])
        except Exception as failure:
            if not _is_of_a_stream(failure):
                raise
        else:
            return None
        for number, entry in enumerate(stream.entries):
            # Of a whole history each part is a whole, too: a correction looks back.
            part = stream.entries[: number + 1] if stream.whole else [entry]
            try:
                async with connection.transaction():
                    await self._apply_streams(connection, [replace(stream, entries=part)])
            except Exception as failure:
                if not _is_of_a_stream(failure):
                    raise
                return Fault(entry.number, entry.position, type(failure).__name__)
        return None

    async def _apply_streams(self, connection: "AnyConnection", work: Sequence[StreamEvents]) -> None:
        journeys = [one for one in work if not isinstance(one.entries[0].event, OrganisationEvent)]
        programmes = [one for one in work if isinstance(one.entries[0].event, ProgrammeEvent)]
        studies = [one for one in work if isinstance(one.entries[0].event, StudyEvent)]
        if journeys:
            await self._apply_journeys(connection, journeys)
        if programmes:
            await self._apply_programmes(connection, programmes)
        if studies:
            await study_list.apply_study_events(connection, _keyed(studies))

    async def _apply_journeys(self, connection: "AnyConnection", work: Sequence[StreamEvents]) -> None:
        known = await caseload.load_caseload_entries(connection, [one.key for one in work])
        work = [await self._whole_if_needed(connection, one, known.get(one.key)) for one in work]
        lines = {one.key: _journey_line(one, known.get(one.key)) for one in work}
        await study_participants.apply_consents(
            connection,
            _keyed(one for one in work if not one.whole),
            {one.key: one.entries for one in work if one.whole},
        )
        await caseload.save_caseload_entries(
            connection, {key: line for key, line in lines.items() if line is not None}
        )

    async def _whole_if_needed(
        self, connection: "AnyConnection", stream: StreamEvents, known: CaseloadEntry | None
    ) -> StreamEvents:
        """The whole history after a correction, or where an event before these is missing."""
        first, last = stream.entries[0], stream.entries[-1]
        has_gap = first.number != (known.version if known else 0) + 1
        if stream.whole or not (has_gap or contains_correction(stream.entries)):
            return stream
        rows = await self._history(connection, stream.key, last.position)
        return replace(stream, entries=[self._mapper.to_domain_event(row) for row in rows], whole=True)

    async def _apply_programmes(self, connection: "AnyConnection", work: Sequence[StreamEvents]) -> None:
        lines = await programme_list.load_programmes(connection, [one.key for one in work])
        for one in work:
            line = None if one.whole else lines.get(one.key)
            for entry in one.entries:
                line = programme_line(line, entry)
            if line:
                lines[one.key] = line
        await programme_list.save_programmes(connection, lines)
        await enrolments.apply_enrolment_events(connection, _keyed(work))

    async def _history(self, connection: "AnyConnection", key: StreamKey, upto: int) -> Sequence[LoggedEvent]:
        """The events of a stream up to a position, without those that are left out."""
        rows = await self._log.read_stream(key[1], tenant_id=key[0])
        left_out = (await skipped_among(connection, [key])).get(key, ())
        return [row for row in rows if row.id <= upto and row.originator_version not in left_out]

    async def _erase(self, connection: "AnyConnection", keys: Iterable[StreamKey]) -> None:
        await caseload.delete_caseload_entries(connection, keys)
        await study_participants.delete_participants(connection, keys)
        await forget_streams(connection, keys)

    async def _reset(self, connection: "AnyConnection", key: StreamKey) -> None:
        """Deletes what all tables have of a stream, of whatever kind it is."""
        await caseload.delete_caseload_entries(connection, [key])
        await study_participants.delete_participants(connection, [key])
        await programme_list.delete_programme(connection, key)
        await enrolments.delete_enrolments(connection, key)
        await study_list.delete_study(connection, key)

    async def _park(self, connection: "AnyConnection", key: StreamKey, fault: Fault) -> None:
        await park(connection, key, version=fault.version, position=fault.position, fault=fault.kind)
        log.warning("read models: stream %s is parked at event %s: %s", key[1], fault.version, fault.kind)


def _is_of_a_stream(failure: Exception) -> bool:
    """Whether a failure comes of what a stream holds, and not of the database."""
    return isinstance(failure, REFUSED_VALUES) or not isinstance(failure, (*DRIVER_ERRORS, StoreError))


def _journey_line(stream: StreamEvents, known: CaseloadEntry | None) -> CaseloadEntry | None:
    if not stream.whole:
        return fold_more(CASELOAD, known, stream.entries)
    last = stream.entries[-1]
    line = fold(CASELOAD, stream.entries)
    return line and replace(line, version=last.number, position=last.position)


def _keyed(work: Iterable[StreamEvents]) -> list[tuple[StreamKey, RecordedEvent]]:
    return [(one.key, entry) for one in work for entry in one.entries]
