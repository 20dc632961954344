"""Redaction: overwrites a wrong personal value in the log for good.

The only change of recorded events on request.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.errors import InvalidOperation, InvalidValue, UnknownJourney
from domain.history import RecordedEvent, apply_corrections
from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.erasure import JourneyErased
from domain.journey.events.start import JourneyStarted
from domain.messages import translatable
from domain.redacted import REDACTED
from service.encryption.vault import KeyDestroyed, KeyUnavailable
from service.event_store.event_sealer import (
    EventSealer,
    event_subject,
    key_version,
    row_stream_id,
    sealed_parts,
)
from service.event_store.field_paths import blank_path, field_paths, sensitivity_at, texts_at
from service.event_store.log import EventLog, LoggedEvent
from service.event_store.mapper import EventMapper
from service.event_store.resealing import (
    Noted,
    PathSegments,
    RedactionReason,
    ResealedSubject,
    ResealOthers,
    Rewriting,
    keys_missing,
    nothing_else,
)
from service.postgres.connections import tenant_tx
from service.postgres.errors import StoreUnavailable

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

ClearName = Callable[[UUID, UUID], Awaitable[None]]
"""Removes a client's name from the read models, given organisation and journey."""


class RedactionTarget(Struct, frozen=True):
    """What to overwrite: the text in a field of an event."""

    tenant_id: UUID
    journey_id: UUID
    number: int
    field: str
    """A path as the history shows it, such as `note`, `plan.when`, or in a correction `fact.note`."""


class RedactedValue(Struct, frozen=True, kw_only=True):
    """The result of a redaction."""

    journey_id: UUID
    number: int
    field: str
    entries: tuple[int, ...]
    """Numbers of the events in which it was overwritten; empty if it was redacted before."""


class RedactionSite(Struct, frozen=True):
    """An event in which the value may occur, and the path there."""

    row: LoggedEvent
    entry: RecordedEvent
    path: PathSegments


class Overwriting(Struct, frozen=True, kw_only=True):
    """What is about to be overwritten, now or by an earlier request."""

    in_the_clear: bool
    """Whether some of it stands there in the clear."""
    texts: tuple[str, ...]


class Redactor:
    """Overwrites values that were corrected or retracted and, if that is allowed,
    values that are still valid.
    """

    def __init__(
        self,
        log: EventLog,
        pool: "WorkerPool",
        *,
        clear_name: ClearName,
        sealing: EventSealer | None = None,
        reseal_others: ResealOthers = nothing_else,
    ) -> None:
        """`clear_name` removes the name of a journey's client from lists made of the log."""
        self._reseal_others = reseal_others
        self._clear_name = clear_name
        self._log = log
        self._pool = pool
        self._sealing = sealing
        self._mapper = EventMapper(sealing=sealing)

    async def redact(
        self,
        wrong: RedactionTarget,
        *,
        actor_id: UUID,
        reason: RedactionReason,
        author_id: UUID | None = None,
        also_now: bool = False,
        before: Callable[[Overwriting], None] = lambda _: None,
    ) -> RedactedValue:
        """Overwrites a value in its event and in every correction that was itself corrected.

        What is sealed is sealed anew, under new keys: with those of today nobody opens what was written before.

        With `author_id` only in events that this person recorded; with `also_now` even if the value is still
        valid. `before` is called when all is known, and may refuse. Raises `UnknownJourney`,
        `InvalidValue`, `InvalidOperation` and the store's errors.
        """
        rows = await self._log.read_stream(wrong.journey_id, tenant_id=wrong.tenant_id)
        entries = await self._mapper.open_rows(rows)
        if not any(isinstance(entry.event, JourneyStarted) for entry in entries):
            raise UnknownJourney("There is no such journey.")
        sites = _redaction_sites(rows, entries, wrong, author_id)
        legible = [one for one in sites if not await self._is_gone(one, wrong.tenant_id)]
        now = _present_texts(entries, sites[0])
        redactable = [one for one in legible if also_now or _texts(one) != now]
        if legible and not redactable and len(legible) == len(sites):
            raise InvalidOperation(
                "This is what the entry says now.",
                field="field",
                allowed="what was corrected, or what is in a withdrawn entry",
            )
        redactable = [one for one in redactable if not await self._is_out_of_reach(one, wrong.tenant_id)]
        before(
            Overwriting(
                in_the_clear=any(not sealed_parts(one.row.state) for one in sites),
                texts=tuple(text for one in redactable for text in _texts(one)),
            )
        )
        if redactable:
            await self._overwrite(redactable, wrong, Noted(actor_id, reason))
        if also_now and _names_the_client(sites[0]):
            await self._clear_name(wrong.tenant_id, wrong.journey_id)
        numbers = tuple(one.entry.number for one in redactable)
        return RedactedValue(
            journey_id=wrong.journey_id, number=wrong.number, field=wrong.field, entries=numbers
        )

    async def _overwrite(self, sites: Sequence[RedactionSite], wrong: RedactionTarget, noted: Noted) -> None:
        """Overwrites all, or none."""
        async with tenant_tx(self._pool, wrong.tenant_id) as connection:
            rewriting = Rewriting(connection, wrong.tenant_id, wrong.journey_id, noted)
            for site in sites:
                if not sealed_parts(site.row.state):
                    state = msgspec.json.encode(blank_path(site.row.state, site.path))
                    await rewriting.redact(site.row, site.path, state)
            if self._sealing:
                sealed = {
                    one.row.originator_version: one.path for one in sites if sealed_parts(one.row.state)
                }
                subjects = {self._subject(one.row) for one in sites if sealed_parts(one.row.state)}
                for subject in sorted(subjects):
                    resealed = ResealedSubject(self._sealing, rewriting, subject, self._reseal_others)
                    await resealed.write(sealed)

    async def _is_gone(self, site: RedactionSite, tenant_id: UUID) -> bool:
        """Whether the text can never be read again in this row (not only at the moment)."""
        if any(text != REDACTED for text in texts_at(site.entry.event, site.path)):
            return False
        if sealed_parts(site.row.state):
            await self._is_out_of_reach(site, tenant_id)
        return True

    async def _is_out_of_reach(self, site: RedactionSite, tenant_id: UUID) -> bool:
        """Whether the keys of a sealed row were destroyed. Raises `StoreUnavailable` if they are missing."""
        row, sealing, parts = site.row, self._sealing, sealed_parts(site.row.state)
        if not parts:
            return False
        if sealing is None:
            raise StoreUnavailable("only a service that encrypts can overwrite encrypted data")
        try:
            await sealing.load_keys_to_open(tenant_id, {self._subject(row): key_version(parts)})
            sealing.open_texts(tenant_id, row, self._mapper.decode_as_written(row))
        except KeyDestroyed:
            return True
        except KeyUnavailable as failure:
            raise keys_missing(failure) from failure
        return False

    def _subject(self, row: LoggedEvent) -> UUID:
        return event_subject(row_stream_id(row), self._mapper.decode_as_written(row))


def _redaction_sites(
    rows: Sequence[LoggedEvent],
    entries: Sequence[RecordedEvent],
    wrong: RedactionTarget,
    author_id: UUID | None,
) -> list[RedactionSite]:
    """The event and the corrections of it. Raises `InvalidValue`."""
    path = tuple(wrong.field.split("."))
    first = next((one for one in zip(rows, entries, strict=True) if one[1].number == wrong.number), None)
    if first is None or isinstance(first[1].event, JourneyErased):
        raise _no_such_entry(len(entries))
    if author_id is not None and first[1].actor_id != author_id:
        raise _no_such_entry(len(entries))
    if sensitivity_at(first[1].event, path) is None:
        raise InvalidValue(
            "There is no personal text in this field.",
            field="field",
            allowed=", ".join(field_paths(first[1].event)) or "no field of this entry",
        )
    return [RedactionSite(*first, path), *_corrections(rows, entries, wrong.number, path)]


def _corrections(
    rows: Sequence[LoggedEvent], entries: Sequence[RecordedEvent], number: int, path: PathSegments
) -> Iterator[RedactionSite]:
    for row, entry in zip(rows, entries, strict=True):
        event, inner = entry.event, ("fact", *path)
        if isinstance(event, EntryCorrected) and event.number == number and sensitivity_at(event, inner):
            yield RedactionSite(row, entry, inner)


def _present_texts(entries: Sequence[RecordedEvent], site: RedactionSite) -> tuple[str, ...] | None:
    """The present texts at the path; None if the entry was retracted."""
    event, path = site.entry.event, site.path
    number = site.entry.number
    if isinstance(event, EntryCorrected):
        if path[0] != "fact":
            return _texts(site)
        number, path = event.number, path[1:]
    held = next((one for one in apply_corrections(entries) if one.number == number), None)
    return texts_at(held.event, path) if held else None


def _texts(site: RedactionSite) -> tuple[str, ...]:
    return texts_at(site.entry.event, site.path)


def _names_the_client(site: RedactionSite) -> bool:
    event = site.entry.event
    stated = event.fact if isinstance(event, EntryCorrected) else event
    return isinstance(stated, JourneyStarted) and site.path[-1] == "called"


def _no_such_entry(last: int) -> InvalidValue:
    return InvalidValue(
        "There is no such entry.",
        field="number",
        allowed=translatable("1 to %(last)s, of your own", last=last),
    )
