"""How the service is: whether its database answers, its reader follows the log, its clock works, and there are keys and room."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct

from domain.messages import Message, translatable
from service.encryption.keyring import InvalidKeyring, KeyringSource
from service.event_store.log import ReaderProgress
from service.event_store.postgres import PostgresEventLog
from service.jobs.periodic_task import PeriodicTask
from service.jobs.tasks import SCHEDULER
from service.leadership.leadership import Leadership
from service.operations.folders import Folder, measure
from service.operations.heartbeats import BEAT_SECONDS, DEAD_SECONDS, Beat, Heartbeats, SeenBeat
from service.operations.lag import LagWatch
from service.postgres.errors import DiskFull, StoreError
from service.postgres.shared_query import SharedQuery
from service.read_models.parked import count_parked
from service.read_models.projector import Projector
from service.read_models.versions import ANY_VERSION
from service.settings import Settings

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

LEADER, PROJECTOR, HEARTBEATS = "leader", "projector", "heartbeats"

DATABASE_SECONDS = 2.0
"""How long a health check waits for the database."""

FULL_SECONDS = 60.0
"""For how long a disk counts as full after something could not be written."""

SILENT_SECONDS = 20.0
"""How long the clock may work on one journey before it counts as stuck."""

log = logging.getLogger(__name__)


class Vitals(Struct, frozen=True, kw_only=True):
    """What was found, and in the way of which it is not ready."""

    progress: ReaderProgress | None
    """None if the database did not answer."""
    parked: int
    """How many streams stand still in the read models, as one of their events cannot be taken."""
    still_for: float
    """For how many seconds the read models have stood still with something to take."""
    folders: Sequence[Folder]
    faults: Sequence[Message]
    """What an operator has to mend, the worst first. Requests may be answered all the same."""


class VitalSigns:
    """Looks after the service it is part of, and gives its signs of life."""

    def __init__(
        self,
        log: PostgresEventLog,
        pool: "WorkerPool",
        projector: Projector,
        leadership: Leadership,
        settings: Settings,
        *,
        keyrings: KeyringSource | None,
        folders: Sequence[tuple[str, Path]],
    ) -> None:
        self.is_late = False
        """Whether pages out of the read models are behind the log by more than a moment, when it was last looked."""
        self.seen: Mapping[str, SeenBeat] = {}
        """The last sign of life of everything, in any process, when it was last looked."""
        self._tasks: Mapping[str, PeriodicTask] = {}
        self._progress = SharedQuery(partial(log.progress, ANY_VERSION))
        self._parked = SharedQuery(partial(count_parked, pool))
        self._heartbeats = Heartbeats(pool)
        self._projector = projector
        self._leadership = leadership
        self._began = self._wrote_at = monotonic()
        self._keyrings = keyrings
        self._folders = folders
        self._settings = settings
        self._watch = LagWatch(monotonic)

    def watching(self, tasks: Mapping[str, PeriodicTask]) -> dict[str, PeriodicTask]:
        """The task that gives the signs of life of these tasks."""
        self._tasks = tasks
        return {HEARTBEATS: PeriodicTask(HEARTBEATS, self.give_sign_of_life, BEAT_SECONDS, run_by="everyone")}

    async def give_sign_of_life(self) -> None:
        """Looks at everything once, and tells other processes. Raises `StoreError`."""
        await self._look()
        began = monotonic()
        await self._heartbeats.write(list(self._beats()))
        self._wrote_at = began
        self.seen = await self._heartbeats.newest()

    async def check(self) -> Vitals:
        """Looks at everything now, and waits for the database no longer than `DATABASE_SECONDS`."""
        progress = await self._look()
        folders = await asyncio.to_thread(lambda: list(measure(self._folders)))
        return Vitals(
            progress=progress,
            parked=await self._parked.answer(within=DATABASE_SECONDS) if progress else 0,
            still_for=self._watch.still_for,
            folders=folders,
            faults=[
                *self._of_database(progress),
                *self._of_keys(),
                *self._of_disk(folders),
                *self._of_leader(progress),
                *self._of_reader(progress),
                *self._of_clock(),
            ],
        )

    async def _look(self) -> ReaderProgress | None:
        try:
            found = await self._progress.answer(within=DATABASE_SECONDS)
        except StoreError as failure:
            log.debug("the database does not answer: %s", type(failure).__name__)
            self._watch.lose()
            self.is_late = True
            return None
        self._watch.note(found)
        self.is_late = self._watch.is_stuck or found.lag > self._settings.ready_lag
        return found

    def _beats(self) -> Iterator[Beat]:
        if self._leadership.epoch is not None:
            yield Beat(name=LEADER)
        if self._projector.is_here:
            failure = "ended" if self._projector.has_ended else self._projector.stuck_reason
            yield Beat(name=PROJECTOR, position=self._projector.position, failure=failure)
        for name, task in self._tasks.items():
            if task.is_here:
                yield Beat(name=name, failure="ended" if task.has_ended else task.failure)

    def _of_database(self, progress: ReaderProgress | None) -> Iterator[Message]:
        if progress is None:
            yield translatable("The database is not responding.")

    def _of_keys(self) -> Iterator[Message]:
        try:
            if self._keyrings:
                self._keyrings()
        except InvalidKeyring:
            yield translatable("The keyring cannot be read.")

    def _of_disk(self, folders: Sequence[Folder]) -> Iterator[Message]:
        full_at = DiskFull.last_at
        # A sign of life that was written since then had room.
        if full_at is not None and full_at > self._wrote_at and monotonic() - full_at < FULL_SECONDS:
            yield translatable("The disk of the database is full.")
        for one in folders:
            if one.is_full(self._settings.disk_free_mb):
                yield translatable(
                    "The disk of the %(folder)s is full: %(free)s MB are free.",
                    folder=one.name,
                    free=one.free_mb,
                )

    def _of_leader(self, progress: ReaderProgress | None) -> Iterator[Message]:
        """Whether some process does what works by itself. Where the database does not answer nobody can know."""
        if progress is None or self._leadership.epoch is not None:
            return
        if self._leadership.has_ended:
            yield translatable("Nobody does what works by itself: %(trouble)s.", trouble="its task ended")
            return
        seen = self.seen.get(LEADER)
        silent = seen.age if seen else monotonic() - self._began
        if silent > DEAD_SECONDS:
            reason = self._leadership.failure or f"no process has led for {silent:.0f} seconds"
            yield translatable("Nobody does what works by itself: %(trouble)s.", trouble=reason)

    def _of_reader(self, progress: ReaderProgress | None) -> Iterator[Message]:
        if self._projector.has_ended:
            yield translatable("The list of journeys is stuck: %(trouble)s.", trouble="its task ended")
        elif self._projector.is_here and self._projector.stuck_reason:
            yield translatable(
                "The list of journeys is stuck: %(trouble)s.", trouble=self._projector.stuck_reason
            )
        elif self._watch.is_stuck:
            reason = f"nothing taken for {self._watch.still_for:.0f} seconds"
            yield translatable("The list of journeys is stuck: %(trouble)s.", trouble=reason)
        if progress and progress.lag > self._settings.ready_lag:
            yield translatable("The list of journeys is %(lag)s events behind.", lag=progress.lag)

    def _of_clock(self) -> Iterator[Message]:
        task = self._tasks.get(SCHEDULER)
        if task is None or not task.is_here:
            yield from self._of_clock_elsewhere()
        elif task.has_ended:
            yield translatable("The clock does not work: %(trouble)s.", trouble="its task ended")
        elif task.failure:
            yield translatable("The clock does not work: %(trouble)s.", trouble=task.failure)
        elif task.silent_seconds > SILENT_SECONDS:
            reason = f"no journey done for {task.silent_seconds:.0f} seconds"
            yield translatable("The clock does not work: %(trouble)s.", trouble=reason)

    def _of_clock_elsewhere(self) -> Iterator[Message]:
        """Where another process runs it: what that one said last."""
        seen = self.seen.get(SCHEDULER)
        if seen and seen.age > DEAD_SECONDS:
            reason = f"process {seen.pid} on {seen.host} gave no sign of life for {seen.age:.0f} seconds"
            yield translatable("The clock does not work: %(trouble)s.", trouble=reason)
        elif seen and seen.failure:
            yield translatable("The clock does not work: %(trouble)s.", trouble=seen.failure)
