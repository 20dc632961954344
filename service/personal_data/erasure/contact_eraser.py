"""Erases one contact of a journey: destroys its key, and overwrites what is stored in the clear.

An event in the journey records the erasure, so that every
process drops the name when it next reads the journey.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from domain.errors import UnknownJourney
from domain.event_catalogue import AnyStoredEvent
from domain.journey.events.erasure import ContactForgotten
from service.event_store.errors import AlreadyRecorded, VersionConflict
from service.event_store.event_sealer import contact_subject, event_subject, redact_sealed, sealed_parts
from service.event_store.log import AppendRequest, EventsToAppend, LoggedEvent
from service.event_store.mapper import EventMapper
from service.personal_data.erasure import queries
from service.personal_data.erasure.canaries import make_canaries, personal_texts
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_report import (
    DiskReport,
    forget_on_disk,
    require_reach,
    stand_in_the_clear,
)
from service.personal_data.erasure.ledger import ErasureTarget, LedgerEntry
from service.personal_data.erasure.ledger_binding import bind_ledger
from service.personal_data.erasure.table_scan import TABLES_ERASED_BY_FUNCTION

REASON = "a contact was forgotten"
FINGERPRINT = b"forgotten"
MAX_ATTEMPTS = 6

RowChange = tuple[LoggedEvent, bytes]
"""A row, and what it is to hold from now on."""


class UnknownContact(Exception):
    """Raised if the journey has no such contact."""


class ContactErasureResult(Struct, frozen=True, kw_only=True):
    """What the erasure of a contact did."""

    journey_id: UUID
    contact_id: UUID
    overwritten: int
    """The number of events overwritten because they held the contact in the clear."""
    key_destroyed: bool
    at: datetime
    disk: DiskReport
    """What became of it in the files of the database."""


class ContactEraser:
    """Erases contacts."""

    def __init__(self, context: ErasureContext) -> None:
        self._at = context

    async def erase(
        self, journey_id: UUID, contact_id: UUID, *, actor_id: UUID, tenant_id: UUID | None = None
    ) -> ContactErasureResult:
        """Erases a contact; may be repeated.

        Raises `UnknownJourney`, `UnknownContact`, `LedgerBusy`, `ErasureIncomplete`, and `InvalidOperation` if it
        would stay in files out of reach.
        """
        at = self._at
        found = await queries.tenant_of(at.pool, journey_id)
        if (
            found is None
            or tenant_id not in (None, found)
            or not await queries.readable_journeys(at.pool, [(found, journey_id)])
        ):
            raise UnknownJourney("There is no such journey.")
        whose = ErasureTarget(tenant_id=found, journey_id=journey_id, contact_id=contact_id)
        rows = rows_about_contact(await at.log.read_stream(journey_id, tenant_id=found), contact_id)
        if not rows:
            raise UnknownContact("The journey has no such contact.")
        with at.ledger.exclusive_lock():
            intent = at.ledger.open_intents().get(whose)
            if intent is None:
                intent = LedgerEntry(
                    step="intent", at=at.now(), whose=whose, in_the_clear=stand_in_the_clear(rows)
                )
                require_reach(at, in_the_clear=intent.in_the_clear)
                await bind_ledger(at.pool, at.ledger)
                at.ledger.record_intent(intent)
            forgotten = await self._carry_out(whose, rows, actor_id, in_the_clear=intent.in_the_clear)
            at.ledger.record_done(whose, at.now())
        return forgotten

    async def replay_ledger(self, *, actor_id: UUID) -> list[ContactErasureResult]:
        """Repeats the erasures that a restored backup undid, and finishes those begun."""
        at, begun = self._at, self._at.ledger.open_intents()
        done: list[ContactErasureResult] = []
        for one in at.ledger.all_targets():
            if one.contact_id is None:
                continue
            if not await queries.readable_journeys(at.pool, [(one.tenant_id, one.journey_id)]):
                # They went with the whole journey.
                if one in begun:
                    at.ledger.record_done(one, at.now())
            elif one in begun or await is_contact_readable(at, one):
                done.append(await self.erase(one.journey_id, one.contact_id, actor_id=actor_id))
        return done

    async def _carry_out(
        self, whose: ErasureTarget, rows: list[LoggedEvent], actor_id: UUID, *, in_the_clear: bool
    ) -> ContactErasureResult:
        at, contact_id = self._at, whose.contact_id or UUID(int=0)
        opened = await EventMapper(sealing=at.sealer).open_rows(rows)
        canaries = make_canaries(text for entry in opened for text in personal_texts(entry.event))
        if at.vault:
            await at.vault.destroy(whose.tenant_id, [contact_subject(whose.journey_id, contact_id)])
        overwritten = 0
        for row, state in redacted_rows(rows):
            place = (whose.tenant_id, whose.journey_id, row.originator_version)
            overwritten += await queries.redact_event(
                at.pool, place, row.topic, state, actor_id=actor_id, reason=REASON
            )
        await queries.delete_links_about(at.pool, whose.tenant_id, whose.journey_id, contact_id)
        await self._record_erasure(whose, contact_id, actor_id)
        disk = await forget_on_disk(
            at,
            whose.tenant_id,
            TABLES_ERASED_BY_FUNCTION if in_the_clear else (),
            in_the_clear=in_the_clear,
            canaries=canaries,
        )
        return ContactErasureResult(
            journey_id=whose.journey_id,
            contact_id=contact_id,
            overwritten=overwritten,
            key_destroyed=at.vault is not None,
            at=at.now(),
            disk=disk,
        )

    async def _record_erasure(self, whose: ErasureTarget, contact_id: UUID, actor_id: UUID) -> None:
        """Records the erasure in the journey, once."""
        at = self._at
        event = ContactForgotten(happened_on=at.now().date(), contact_id=contact_id)
        for attempt in range(1, MAX_ATTEMPTS + 1):
            events = await at.log.read_stream(whose.journey_id, tenant_id=whose.tenant_id)
            if any(_says(row, contact_id) for row in events):
                return
            try:
                await at.log.append(_appended(whose, event, events[-1].originator_version, actor_id))
            except AlreadyRecorded:
                return
            except VersionConflict:
                if attempt == MAX_ATTEMPTS:
                    raise


def rows_about_contact(events: list[LoggedEvent], contact_id: UUID) -> list[LoggedEvent]:
    """The events that identify a contact."""
    return [
        row
        for row in events
        if event_subject(row.originator_id, _event(row)) == contact_subject(row.originator_id, contact_id)
    ]


def redacted_rows(rows: list[LoggedEvent]) -> Iterator[RowChange]:
    """Yields the rows to overwrite, with the new content."""
    for row in rows:
        redacted = msgspec.json.encode(redact_sealed(_event(row)))
        if not sealed_parts(row.state) and redacted != row.state:
            yield row, redacted


async def is_contact_readable(at: ErasureContext, whose: ErasureTarget) -> bool:
    """True if a contact that was to be erased can be read."""
    if whose.contact_id is None:
        return False
    events = await at.log.read_stream(whose.journey_id, tenant_id=whose.tenant_id)
    if any(redacted_rows(rows_about_contact(events, whose.contact_id))):
        return True
    subject = (whose.tenant_id, contact_subject(whose.journey_id, whose.contact_id))
    return bool(await queries.existing_keys(at.pool, [subject]))


def _says(row: LoggedEvent, contact_id: UUID) -> bool:
    event = _event(row)
    return isinstance(event, ContactForgotten) and event.contact_id == contact_id


def _appended(whose: ErasureTarget, event: ContactForgotten, version: int, actor_id: UUID) -> AppendRequest:
    row = EventMapper().to_row(whose.journey_id, version + 1, event)
    command_id = uuid5(whose.journey_id, f"forgotten {event.contact_id}")
    decided = EventsToAppend(command_id=command_id, fingerprint=FINGERPRINT, events=(row,))
    return AppendRequest(
        stream=whose.journey_id,
        expected=version,
        decided=(decided,),
        tenant_id=whose.tenant_id,
        actor_id=actor_id,
    )


def _event(row: LoggedEvent) -> AnyStoredEvent:
    return _EVENTS.decode(row.state)


_EVENTS: msgspec.json.Decoder[AnyStoredEvent] = msgspec.json.Decoder(AnyStoredEvent)
