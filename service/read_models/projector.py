"""Keeps the read models up to date with the log. Each event is applied exactly once."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from eventsourcing.persistence import MapperDeserialisationError
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
from service.postgres.connections import translate_driver_errors
from service.postgres.errors import Overloaded, StoreUnavailable
from service.read_models import caseload, enrolments, programme_list, study_list, study_participants
from service.read_models.checkpoints import (
    CheckpointConflict,
    advance_checkpoint,
    create_checkpoint,
    read_checkpoint,
)
from service.read_models.progress import ReadModelProgress
from service.read_models.saving import save_lines

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection, WorkerPool

TABLES_VERSION = 2
"""Of what else is kept here: since 2, consents to research in general stand in `study_consents`, too."""
PROJECTION_NAME = f"{CASELOAD.name}.{CASELOAD.version}.{TABLES_VERSION}"
"""Of the checkpoint: a new version of the fold, or of the tables, fills all of them anew."""

MAX_BACKOFF_SECONDS = 5.0
"""After the database was away, everything goes on within ten seconds."""

REST_FACTOR = 4.0
"""How much longer the projector rests than it worked, after a batch that was not large."""

MAX_REST_SECONDS = 0.25
"""Seconds; a reader waits hardly longer than this for what was recorded."""

LARGE_BATCH = 500

STUCK_SECONDS = 3.0
"""How long one batch may take before the projector counts as stuck; the largest takes less than a second."""

KeyedEvent = tuple[caseload.JourneyKey, RecordedEvent]

log = logging.getLogger(__name__)


class Projector:
    """Follows the log. Checkpoint and lines are written in one transaction, so a crash repeats nothing."""

    def __init__(self, event_log: PostgresEventLog, pool: "WorkerPool", *, first_pause: float = 0.2) -> None:
        self.progress = ReadModelProgress(event_log, pool, PROJECTION_NAME)
        """For those who wait for the read models, also where another process keeps them up to date."""
        self.failure: str | None = None
        """What it is waiting to get over; None when all is well."""
        self._began: float | None = None
        """When it first tried the batch that is still to be written, by the clock of the loop."""
        self.troubled: dict[caseload.JourneyKey, str] = {}
        """The journeys whose last events could not be folded, with the kind of failure; tried again with their next event."""
        self._log = event_log
        self._pool = pool
        self._first_pause = first_pause
        self._mapper = EventMapper()
        self._stuck_at = -1
        self._task: asyncio.Task[None] | None = None

    @property
    def position(self) -> int:
        """The log position the read models have reached, as far as this process knows."""
        return self.progress.position

    @property
    def stuck_reason(self) -> str | None:
        """What keeps the read models from following the log; None when all is well."""
        took = asyncio.get_running_loop().time() - self._began if self._began else 0
        if self.failure is None and took > STUCK_SECONDS:
            return f"nothing written after position {self.position} for {took:.0f} seconds"
        return self.failure

    @property
    def is_here(self) -> bool:
        """Whether this process follows the log."""
        return self._task is not None

    @property
    def has_ended(self) -> bool:
        """Whether it ended although it should run until the service does."""
        return self._task is not None and self._task.done()

    @asynccontextmanager
    async def run_in_background(self) -> AsyncGenerator[None]:
        """Follows the log until the block ends."""
        self._start()
        try:
            yield
        finally:
            await self._stop()

    def _start(self) -> None:
        self._task = asyncio.create_task(self._follow_for_ever(), name="projector")
        self.progress.is_kept_here = True

    async def _stop(self) -> bool:
        if self._task is None:
            return False
        self._task.cancel()
        await asyncio.wait([self._task])
        self._task = None
        self.progress.is_kept_here = False
        return True

    async def wait_for(self, position: int, within: float) -> bool:
        """Waits until the read models show the log up to `position`. False after `within` seconds."""
        return await self.progress.wait_for(position, within)

    async def rebuild(self) -> None:
        """Resets the read models. This projector, or the next that runs, rebuilds them from the log."""
        was_running = await self._stop()
        with translate_driver_errors():
            async with self._pool.acquire() as connection, connection.transaction():
                await create_checkpoint(connection, PROJECTION_NAME)
                before = await read_checkpoint(connection, PROJECTION_NAME)
                await advance_checkpoint(connection, PROJECTION_NAME, before or 0, 0)
                await _clear(connection)
        self.progress.note(0)
        if was_running:
            self._start()

    async def _follow_for_ever(self) -> None:
        pause = self._first_pause
        while True:
            reached = self.position
            try:
                await self._follow()
            except CheckpointConflict:
                self._began = None
                log.info("projector: another process moved the checkpoint on")
            except (StoreUnavailable, Overloaded) as failure:
                self._record_failure(failure, -1)
            except Exception as failure:
                self._record_failure(failure, self.position)
                log.debug("projector: the reason", exc_info=True)
            pause = self._first_pause if self.position > reached else min(pause * 2, MAX_BACKOFF_SECONDS)
            await asyncio.sleep(pause)

    def _record_failure(self, failure: Exception, stuck_at: int) -> None:
        self.failure = f"{type(failure).__name__} after position {self.position}"
        self._stuck_at = stuck_at
        log.warning("projector: %s", self.failure)

    async def _follow(self) -> None:
        self._reached(await self._begun())
        async for events in self._log.subscribe(after=self.position):
            began = asyncio.get_running_loop().time()
            self._began = self._began or began
            with translate_driver_errors():
                keyed, unreadable = self._readable(events)
                await self._take(keyed, events[-1].id)
            for key, fault in unreadable.items():
                self._note_trouble(key, fault)
            self._began = None
            self._reached(events[-1].id)
            if len(events) < LARGE_BATCH:
                took = asyncio.get_running_loop().time() - began
                # Under load, let the next batch become a large one and leave the machine to those who record.
                await asyncio.sleep(min(REST_FACTOR * took, MAX_REST_SECONDS))

    def _readable(
        self, events: Sequence[LoggedEvent]
    ) -> tuple[list[KeyedEvent], dict[caseload.JourneyKey, Exception]]:
        """The events of each journey up to the first that cannot be read; that one holds up no other journey."""
        keyed: list[KeyedEvent] = []
        unreadable: dict[caseload.JourneyKey, Exception] = {}
        for event in events:
            key = (event.tenant_id, event.originator_id)
            if key in unreadable:
                continue
            try:
                keyed.append((key, self._mapper.to_domain_event(event)))
            except MapperDeserialisationError as fault:
                unreadable[key] = fault
        return keyed, unreadable

    def _note_trouble(self, key: caseload.JourneyKey, failure: Exception) -> None:
        self.troubled[key] = type(failure).__name__
        log.warning("projector: journey %s: %s", key[1], type(failure).__name__)

    def _reached(self, position: int) -> None:
        # While a batch is still to be written, the database answers perhaps, but not all is well.
        if position > self._stuck_at and self._began is None:
            self.failure = None
        self.progress.note(position)

    async def _begun(self) -> int:
        with translate_driver_errors():
            found = await read_checkpoint(self._pool, PROJECTION_NAME)
            if found is not None:
                return found
            async with self._pool.acquire() as connection, connection.transaction():
                await create_checkpoint(connection, PROJECTION_NAME)
                await advance_checkpoint(connection, PROJECTION_NAME, 0, 0)
                # Lines of an earlier version of the fold.
                await _clear(connection)
        return 0

    async def _take(self, keyed: Sequence[KeyedEvent], upto: int) -> None:
        erased = {key for key, entry in keyed if isinstance(entry.event, JourneyErased)}
        of_journeys = [
            (key, entry)
            for key, entry in keyed
            if not isinstance(entry.event, OrganisationEvent) and key not in erased
        ]
        of_programmes = [(key, entry) for key, entry in keyed if isinstance(entry.event, ProgrammeEvent)]
        of_studies = [(key, entry) for key, entry in keyed if isinstance(entry.event, StudyEvent)]
        async with self._pool.acquire() as connection, connection.transaction():
            await advance_checkpoint(connection, PROJECTION_NAME, self.position, upto)
            if erased:
                await caseload.delete_caseload_entries(connection, erased)
                await study_participants.delete_participants(connection, erased)
            if of_journeys:
                await self._take_journeys(connection, of_journeys)
            if of_programmes:
                await self._take_programmes(connection, of_programmes)
            if of_studies:
                await study_list.apply_study_events(connection, of_studies)

    async def _take_journeys(self, connection: "PooledConnection", keyed: Sequence[KeyedEvent]) -> None:
        cases = await caseload.load_caseload_entries(connection, {key for key, _ in keyed})
        refolded: dict[caseload.JourneyKey, Sequence[RecordedEvent]] = {}
        for key, entries in _by_journey(keyed).items():
            known = cases.get(key)
            # After a gap, an event before these could not be read or folded.
            has_gap = entries[0].number != (known.version if known else 0) + 1
            anew = has_gap or contains_correction(entries)
            rows = await self._log.read_stream(key[1], tenant_id=key[0]) if anew else []
            try:
                case = self._anew(rows, entries[-1]) if anew else fold_more(CASELOAD, known, entries)
            except Exception as failure:
                self._note_trouble(key, failure)
                log.debug("projector: the reason", exc_info=True)
                continue
            self.troubled.pop(key, None)
            if case is not None:
                cases[key] = case
            if anew:
                refolded[key] = [self._mapper.to_domain_event(row) for row in rows[: entries[-1].number]]
        await study_participants.apply_consents(connection, keyed, refolded)
        refused = await save_lines(connection, cases, caseload.save_caseload_entries)
        for key, fault in refused.items():
            self._note_trouble(key, fault)

    async def _take_programmes(self, connection: "PooledConnection", keyed: Sequence[KeyedEvent]) -> None:
        lines = await programme_list.load_programmes(connection, {key for key, _ in keyed})
        for key, entry in keyed:
            try:
                line = programme_line(lines.get(key), entry)
            except Exception as failure:
                self._note_trouble(key, failure)
                log.debug("projector: the reason", exc_info=True)
                continue
            if line:
                lines[key] = line
        refused = await save_lines(connection, lines, programme_list.save_programmes)
        for key, fault in refused.items():
            self._note_trouble(key, fault)
        await enrolments.apply_enrolment_events(connection, keyed)

    def _anew(self, rows: Sequence[LoggedEvent], upto: RecordedEvent) -> CaseloadEntry | None:
        """Builds a line from the whole history, after a correction or a gap."""
        entries = [self._mapper.to_domain_event(row) for row in rows[: upto.number]]
        case = fold(CASELOAD, entries)
        return case and replace(case, version=upto.number, position=upto.position)


async def _clear(connection: "PooledConnection") -> None:
    await caseload.clear_caseload(connection)
    await programme_list.clear_programmes(connection)
    await enrolments.clear_enrolments(connection)
    await study_list.clear_studies(connection)
    await study_participants.clear_participants(connection)


def _by_journey(keyed: Sequence[KeyedEvent]) -> dict[caseload.JourneyKey, list[RecordedEvent]]:
    found: dict[caseload.JourneyKey, list[RecordedEvent]] = {}
    for key, entry in keyed:
        found.setdefault(key, []).append(entry)
    return found
