"""Erases a journey and its client in a fixed order of steps, each of which may be repeated.

A rerun finishes what was interrupted. The intent is on disk outside the database before anything is deleted.
The erasure counts as done only after verification: no row of the journey or its client is left but a
tombstone, and none of their texts stands anywhere else in the organisation.
"""

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Literal
from uuid import UUID, uuid5

from msgspec import Struct

from domain.aggregate import CommandBatch
from domain.errors import DomainError, UnknownJourney
from domain.event_catalogue import AnyEvent
from domain.journey.events.erasure import JourneyErased
from domain.programme.commands import EndEnrolment
from service.application.aggregates import stream_id
from service.application.programmes import Programmes
from service.event_store.event_sealer import event_subject
from service.event_store.log import LoggedEvent
from service.event_store.mapper import EventMapper
from service.personal_data.erasure import queries
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_report import (
    NOTHING_TO_FIND,
    DiskReport,
    forget_on_disk,
    require_reach,
    stand_in_the_clear,
)
from service.personal_data.erasure.ledger import ErasureTarget, LedgerEntry
from service.personal_data.erasure.ledger_binding import bind_ledger
from service.personal_data.erasure.table_scan import (
    DataSubject,
    delete_subject_rows,
    tables_with_subject_data,
)
from service.personal_data.erasure.verification import load_data_subject, unique_canaries, verify_erased
from service.read_models.projector import Projector
from service.research.storage.exports import exports_of_journey, mark_left
from service.system_ids import ERASURE_ACTOR

ErasureStep = Literal["intent", "keys", "enrolments", "log", "exports", "rows", "disk", "done"]


JOURNEY_TOPICS = ("JourneyStarted", "JourneyErased")
CATCH_UP_SECONDS = 60.0
"""Seconds the lists of journeys may need to catch up with the log."""


class ReadModelBehind(Exception):
    """Raised if the read models did not catch up with the log, so that the erasure could not be verified."""


class ErasureResult(Struct, frozen=True, kw_only=True):
    """What the erasure of a journey did."""

    journey_id: UUID
    already: bool = False
    """It had been done before, and nothing of it has come back."""
    rows: dict[str, int] = {}
    """How many rows went, by table, the log apart."""
    people: int = 0
    """How many accounts went with it."""
    looked_for: int = 0
    """How many texts were looked for, and not found."""
    disk: DiskReport | None = None
    """What became of it in the files of the database; None if it was erased before."""


class JourneyEraser:
    """Erases journeys, one at a time. `reached` is called after each step."""

    def __init__(
        self, context: ErasureContext, *, reached: Callable[[ErasureStep], None] = lambda _: None
    ) -> None:
        self._at = context
        self._reached = reached

    async def erase(
        self, journey_id: UUID, *, tenant_id: UUID | None = None, known_as: Iterable[str] = ()
    ) -> ErasureResult:
        """Erases a journey and its client, or finishes what was begun.

        `known_as` are further texts to search for.

        Raises `UnknownJourney`, `ErasureIncomplete`, `ReadModelBehind`, `LedgerBusy`, the store's errors, and
        `InvalidOperation` if it would stay in files out of reach.
        """
        with self._at.ledger.exclusive_lock():
            whose = await self._whose(journey_id, tenant_id)
            if whose not in self._at.ledger.open_intents():
                if await self._is_done(whose):
                    return ErasureResult(journey_id=journey_id, already=True)
                await self._intend(whose, known_as)
            self._reached("intent")
            return await self._carry_out(whose)

    async def replay_ledger(self) -> list[ErasureResult]:
        """Repeats the erasures that a restored backup undid, and finishes those begun."""
        at = self._at
        journeys = [one for one in at.ledger.all_targets() if one.contact_id is None]
        back = await queries.readable_journeys(at.pool, [(one.tenant_id, one.journey_id) for one in journeys])
        begun = at.ledger.open_intents()
        return [
            await self.erase(one.journey_id, tenant_id=one.tenant_id)
            for one in journeys
            if one in begun or (one.tenant_id, one.journey_id) in back
        ]

    async def _whose(self, journey_id: UUID, tenant_id: UUID | None) -> ErasureTarget:
        found = await queries.tenant_of(self._at.pool, journey_id)
        begun = {
            one.journey_id: one.tenant_id for one in self._at.ledger.open_intents() if one.contact_id is None
        }
        found = found or begun.get(journey_id)
        if found is None or tenant_id not in (None, found):
            raise UnknownJourney("There is no such journey.")
        return ErasureTarget(tenant_id=found, journey_id=journey_id)

    async def _is_done(self, whose: ErasureTarget) -> bool:
        if whose not in self._at.ledger.all_targets():
            return False
        return not await queries.readable_journeys(self._at.pool, [(whose.tenant_id, whose.journey_id)])

    async def _intend(self, whose: ErasureTarget, known_as: Iterable[str]) -> None:
        at = self._at
        events = await at.log.read_stream(whose.journey_id, tenant_id=whose.tenant_id)
        if not any((row.topic or "").startswith(JOURNEY_TOPICS) for row in events):
            raise UnknownJourney("There is no such journey.")
        in_the_clear = stand_in_the_clear(events)
        require_reach(at, in_the_clear=in_the_clear)
        canaries = await unique_canaries(at, await load_data_subject(at, whose), known_as)
        await bind_ledger(at.pool, at.ledger)
        at.ledger.record_intent(
            LedgerEntry(step="intent", at=at.now(), whose=whose, canaries=canaries, in_the_clear=in_the_clear)
        )

    async def _carry_out(self, whose: ErasureTarget) -> ErasureResult:
        at = self._at
        subject = await load_data_subject(at, whose)
        await self._destroy_keys(subject)
        self._reached("keys")
        async with self._following() as projector:
            await _caught_up(projector, await at.log.head())
            await self._end_enrolments(subject)
            self._reached("enrolments")
            position = await self._leave_a_tombstone(whose)
            self._reached("log")
            # Whoever was in the middle of writing its line has done so by then, and it is gone.
            await _caught_up(projector, position)
        await self._delete_exports(whose)
        self._reached("exports")
        gone = await delete_subject_rows(at.pool, subject)
        self._reached("rows")
        intent = at.ledger.open_intents()[whose]
        looked_for = await verify_erased(at, subject, intent.canaries)
        disk = await forget_on_disk(
            at,
            whose.tenant_id,
            await tables_with_subject_data(at.pool, of_the_log=intent.in_the_clear),
            in_the_clear=intent.in_the_clear,
            canaries=intent.canaries or NOTHING_TO_FIND,
        )
        self._reached("disk")
        at.ledger.record_done(whose, at.now())
        self._reached("done")
        return ErasureResult(
            journey_id=whose.journey_id,
            rows=gone,
            people=len(subject.people),
            looked_for=looked_for,
            disk=disk,
        )

    async def _events(self, subject: DataSubject) -> Sequence[LoggedEvent]:
        return await self._at.log.read_stream(subject.journey_id, tenant_id=subject.tenant_id)

    async def _destroy_keys(self, subject: DataSubject) -> None:
        """Destroys the keys of the journey, of its contacts, and of its client's account."""
        if self._at.vault is None:
            return
        mapper = EventMapper()
        whom = {subject.journey_id, *subject.people}
        for row in await self._events(subject):
            whom.add(event_subject(subject.journey_id, mapper.to_domain_event(row).event))
        await self._at.vault.destroy(subject.tenant_id, whom)

    async def _delete_exports(self, whose: ErasureTarget) -> None:
        """Deletes the files of the studies' exports that the journey is in. Before its rows, which say so."""
        at = self._at
        exports = await exports_of_journey(at.pool, whose.tenant_id, whose.journey_id)
        if at.exports:
            at.exports.delete(whose.tenant_id, exports)
        await mark_left(at.pool, whose.tenant_id, exports, at.now())

    @asynccontextmanager
    async def _following(self) -> AsyncGenerator[Projector]:
        """Keeps the read models up to date, whether or not a service runs."""
        projector = Projector(self._at.log, self._at.pool)
        async with projector.run_in_background():
            yield projector

    async def _end_enrolments(self, subject: DataSubject) -> None:
        """Ends the enrolments. The programmes still count the journey among those that ended."""
        at = self._at
        programmes = Programmes(at.log, now=at.now, sealing=at.sealer)
        for programme_id in await queries.programmes_of_journey(
            at.pool, subject.tenant_id, subject.journey_id
        ):
            # A programme that knows better, or nothing of it, has nothing to end.
            with suppress(DomainError):
                await _end(programmes, programme_id, subject)

    async def _leave_a_tombstone(self, whose: ErasureTarget) -> int:
        tombstone: AnyEvent = JourneyErased(happened_on=self._at.now().date())
        row = EventMapper().to_row(whose.journey_id, 1, tombstone)
        return await queries.erase_journey(self._at.pool, whose.tenant_id, whose.journey_id, row.state)


async def _end(programmes: Programmes, programme_id: UUID, subject: DataSubject) -> None:
    programme = await programmes.get(programme_id, tenant_id=subject.tenant_id)
    enrolled = programme.enrolled.get(subject.journey_id)
    if enrolled is None:
        return
    day = max(programmes.resolve_day(programme, None), enrolled.happened_on)
    command = EndEnrolment(happened_on=day, journey_id=subject.journey_id)
    batch = CommandBatch.of(uuid5(programme_id, f"erased {subject.journey_id}"), (command,))
    await programmes.commands.execute(stream_id(subject.tenant_id, programme_id), [batch], ERASURE_ACTOR)


async def _caught_up(projector: Projector, position: int) -> None:
    if not await projector.wait_for(position, CATCH_UP_SECONDS):
        raise ReadModelBehind(
            f"the lists did not catch up with the log: {projector.failure or 'they are slow'}"
        )
