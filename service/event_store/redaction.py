"""A wrong personal value is overwritten in the log, for everyone and for good: the one change somebody may ask for."""

import hashlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal
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
from service.event_store.event_sealer import EventSealer, event_subject, row_stream_id, sealed_parts
from service.event_store.field_paths import blank_path, field_paths, remove_path, sensitivity_at, texts_at
from service.event_store.log import EventLog, LoggedEvent
from service.event_store.mapper import EventMapper
from service.event_store.personal_fields import TextsByClass
from service.postgres.connections import tenant_tx
from service.postgres.errors import Overloaded, StoreUnavailable

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

REDACT = "select redact_event($1, $2, $3, $4, $5, $6, $7, $8, $9)"

RedactionReason = Literal["asked_by_client", "asked_by_admin", "wrong_value", "about_somebody_else"]
"""Why, as a word: a sentence could say once more what is to be gone."""

PathSegments = tuple[str, ...]

ClearName = Callable[[UUID, UUID], Awaitable[None]]
"""Of an organisation and a journey."""


class RedactionTarget(Struct, frozen=True):
    """What is to be overwritten: the text in a field of an entry."""

    tenant_id: UUID
    journey_id: UUID
    number: int
    field: str
    """A name as the history shows it, such as `note`, `plan.when`, or in a correction `fact.note`."""


class RedactedValue(Struct, frozen=True, kw_only=True):
    """What was overwritten."""

    journey_id: UUID
    number: int
    field: str
    entries: tuple[int, ...]
    """The entries in which it stood; none when it had been overwritten before."""


class RedactionSite(Struct, frozen=True):
    """An entry in which the value may stand, and where."""

    row: LoggedEvent
    entry: RecordedEvent
    path: PathSegments


class Redactor:
    """Overwrites values that were corrected or taken back; and, for who may decide that, those that hold now."""

    def __init__(
        self, log: EventLog, pool: "WorkerPool", *, clear_name: ClearName, sealing: EventSealer | None = None
    ) -> None:
        """`clear_name` removes the name of a journey's client from lists made of the log."""
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
        told_by: UUID | None = None,
        also_now: bool = False,
    ) -> RedactedValue:
        """Overwrite a value where it was told and in every correction that was corrected again.

        With `told_by` only in this person's own entries; with `also_now` even if it holds now. Raises `UnknownJourney`,
        `InvalidValue`, `InvalidOperation` and the store's errors.
        """
        rows = await self._log.read_stream(wrong.journey_id, tenant_id=wrong.tenant_id)
        entries = await self._mapper.open_rows(rows)
        if not any(isinstance(entry.event, JourneyStarted) for entry in entries):
            raise UnknownJourney("There is no such journey.")
        told = _told(rows, entries, wrong, told_by)
        legible = [one for one in told if not await self._is_gone(one, wrong.tenant_id)]
        now = _now(entries, told[0])
        meant = [one for one in legible if also_now or _text(one) != now]
        if legible and not meant and len(legible) == len(told):
            raise InvalidOperation(
                "This is what the entry says now.",
                field="field",
                allowed="what was corrected, or what stands in an entry that was taken back",
            )
        done = [one for one in meant if await self._overwrite(one, wrong, actor_id, reason)]
        if also_now and _names_the_client(told[0]):
            await self._clear_name(wrong.tenant_id, wrong.journey_id)
        numbers = tuple(one.entry.number for one in done)
        return RedactedValue(
            journey_id=wrong.journey_id, number=wrong.number, field=wrong.field, entries=numbers
        )

    async def _overwrite(
        self, told: RedactionSite, wrong: RedactionTarget, actor_id: UUID, reason: RedactionReason
    ) -> bool:
        state = await self._without(told, wrong.tenant_id)
        if state is None:
            return False
        row, digest = told.row, hashlib.sha256(told.row.state).digest()
        place = (wrong.tenant_id, wrong.journey_id, row.originator_version, row.topic)
        async with tenant_tx(self._pool, wrong.tenant_id) as connection:
            done: bool = await connection.fetchval(
                REDACT, *place, state, actor_id, reason, ".".join(told.path), digest
            )
        if not done:
            raise Overloaded("the entry is being changed by somebody else; ask again")
        return True

    async def _without(self, told: RedactionSite, tenant_id: UUID) -> bytes | None:
        """The row's state with nothing at the place; None when it can never be read again anyway."""
        row = told.row
        if not sealed_parts(row.state):
            return msgspec.json.encode(blank_path(row.state, told.path))
        trees = await self._trees(row, tenant_id)
        if trees is None or self._sealing is None:
            return None
        left = {klass: remove_path(tree, told.path) for klass, tree in trees.items()}
        return self._sealing.seal_existing_row(tenant_id, row, self._mapper.decode_as_written(row), left)

    async def _is_gone(self, told: RedactionSite, tenant_id: UUID) -> bool:
        """Can it never be read in this row again, rather than not at the moment?"""
        if any(text != REDACTED for text in texts_at(told.entry.event, told.path)):
            return False
        if sealed_parts(told.row.state):
            await self._trees(told.row, tenant_id)
        return True

    async def _trees(self, row: LoggedEvent, tenant_id: UUID) -> TextsByClass | None:
        """The texts of a sealed row; None when their keys were destroyed. Raises `StoreUnavailable`."""
        sealing, event = self._sealing, self._mapper.decode_as_written(row)
        if sealing is None:
            raise StoreUnavailable("what is sealed can be overwritten by a service that seals only")
        try:
            await sealing.load_keys_to_open(tenant_id, [event_subject(row_stream_id(row), event)])
            return sealing.open_texts(tenant_id, row, event)
        except KeyDestroyed:
            return None
        except KeyUnavailable as failure:
            raise StoreUnavailable(f"what is sealed cannot be opened now: {failure}") from failure


def _told(
    rows: Sequence[LoggedEvent],
    entries: Sequence[RecordedEvent],
    wrong: RedactionTarget,
    told_by: UUID | None,
) -> list[RedactionSite]:
    """The entry, and the corrections of it. Raises `InvalidValue`."""
    path = tuple(wrong.field.split("."))
    first = next((one for one in zip(rows, entries, strict=True) if one[1].number == wrong.number), None)
    if first is None or isinstance(first[1].event, JourneyErased):
        raise _no_such_entry(len(entries))
    if told_by is not None and first[1].actor_id != told_by:
        raise _no_such_entry(len(entries))
    if sensitivity_at(first[1].event, path) is None:
        raise InvalidValue(
            "There is no text of anybody's in this field.",
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


def _now(entries: Sequence[RecordedEvent], told: RedactionSite) -> tuple[str, ...] | None:
    """What holds now at the place; None when nothing does any more."""
    event, path = told.entry.event, told.path
    number = told.entry.number
    if isinstance(event, EntryCorrected):
        if path[0] != "fact":
            return _text(told)
        number, path = event.number, path[1:]
    held = next((one for one in apply_corrections(entries) if one.number == number), None)
    return texts_at(held.event, path) if held else None


def _text(told: RedactionSite) -> tuple[str, ...]:
    return texts_at(told.entry.event, told.path)


def _names_the_client(told: RedactionSite) -> bool:
    event = told.entry.event
    fact = event.fact if isinstance(event, EntryCorrected) else event
    return isinstance(fact, JourneyStarted) and told.path[-1] == "called"


def _no_such_entry(last: int) -> InvalidValue:
    return InvalidValue(
        "There is no such entry.",
        field="number",
        allowed=translatable("1 to %(last)s, of your own", last=last),
    )
