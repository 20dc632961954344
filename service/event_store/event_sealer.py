"""Seals the personal texts of an event, so that its row contains in plaintext only what folds need.

A sealed state is an event like any other, with a replacement text for each personal one and, beside its
fields, `"sealed":{"2":"…","3":"…"}`: by class the encrypted texts, under a key of the person they are about.
Without the key it reads as it is stored.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid5

import msgspec
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent
from msgspec import Struct
from msgspec.structs import replace

from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.network import ContactAdded, ContactAddedV1, ContactPhoneSet
from domain.redacted import REDACTED
from domain.sensitivity import C2, C3, Sensitivity
from service.encryption.data_keys import VERSION_SLICE
from service.encryption.vault import KeyUnavailable, Renewal, Seals, SensitiveClass, Vault
from service.event_store.field_paths import blank_texts
from service.event_store.personal_fields import (
    FieldTexts,
    PersonalFields,
    ReadableTexts,
    TextsByClass,
    personal_fields,
    restore_texts,
)

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

F = TypeVar("F", bound=Struct)

SEALED_MARKER = b'"sealed"'
"""Finds sealed states quickly: within a text the quotes would be escaped."""
REDACTED_JSON = f'"{REDACTED}"'.encode()
"""Occurs in every sealed row, and in rows of which a text was redacted."""
COMMAND_PURPOSE = "command"
KEYED_PREFIX = b"\x01"
"""First byte of a keyed fingerprint; its length differs from an old one's."""


class SealedFields(Struct, frozen=True):
    """The sealed part of a state: base64 by class."""

    sealed: dict[str, str] = {}


SEALED_CLASSES: tuple[SensitiveClass, ...] = (C2, C3)
CLASS_CODES = {C2: "2", C3: "3"}
ENCODER = msgspec.json.Encoder()
SEALED_FIELDS_DECODER = msgspec.json.Decoder(SealedFields)
TEXTS_DECODER = msgspec.json.Decoder(dict[str, Any])
NO_SEALED_PARTS: dict[str, str] = {}


def sealed_parts(state: bytes) -> dict[str, str]:
    """The sealed parts of a state by class; empty for rows from before there was sealing."""
    return SEALED_FIELDS_DECODER.decode(state).sealed if SEALED_MARKER in state else NO_SEALED_PARTS


def key_version(parts: Mapping[str, str]) -> int:
    """The newest version of the keys that a state is sealed under."""
    return max(map(_version_of, parts.values()))


def _version_of(part: str) -> int:
    """The version of the key of a sealed part; 0 for what is no sealed part, and opens under no key."""
    try:
        return int.from_bytes(a2b_base64(part[:4])[VERSION_SLICE])
    except ValueError:
        return 0


def contact_subject(journey_id: UUID, contact_id: UUID) -> UUID:
    """The subject whose keys seal a contact's texts. Derived, because clients choose the ids of contacts."""
    return uuid5(journey_id, str(contact_id))


ContactEvent = ContactAdded | ContactAddedV1 | ContactPhoneSet
"""The events that hold personal data about a contact."""


def event_contact_id(event: Struct) -> UUID | None:
    """The contact whom an event, or the correction of one, holds personal data about; None if there is none."""
    stated = event.fact if isinstance(event, EntryCorrected) else event
    return stated.contact_id if isinstance(stated, ContactEvent) else None


def event_subject(stream: UUID, event: Struct) -> UUID:
    """The subject of an event's personal texts: a contact, or else the stream."""
    contact_id = event_contact_id(event)
    return contact_subject(stream, contact_id) if contact_id else stream


def row_stream_id(row: StoredEvent) -> UUID:
    """The stream of a row, as a plain UUID."""
    one = row.originator_id
    return one if isinstance(one, UUID) else UUID(one)


def redact_sealed(event: F) -> F:
    """The event of a sealed row as it reads without a key."""
    return restore_texts(event, {})


def extract_texts(event: F) -> tuple[F, TextsByClass]:
    """Replaces the personal texts of an event; returns it with the texts by class."""
    trees: TextsByClass = {}
    found = personal_fields(type(event))
    return (event, trees) if found is None else (_extract(event, found, trees), trees)


def _extract(event: F, found: PersonalFields, trees: TextsByClass) -> F:
    changes: dict[str, Any] = {}
    for name, klass in found.texts:
        text = getattr(event, name)
        if text is None or text in (REDACTED, ()):
            continue
        trees.setdefault(klass, {})[name] = text
        changes[name] = REDACTED if isinstance(text, str) else (REDACTED,) * len(text)
    for name in found.groups:
        value = getattr(event, name)
        if isinstance(value, Struct):
            changes[name] = _extract_from_group(name, value, trees)
        elif value:
            changes[name] = _extract_from_groups(name, value, trees)
    return replace(event, **changes) if changes else event


def _extract_from_group(name: str, group: Struct, trees: TextsByClass) -> Struct:
    emptied, inner = extract_texts(group)
    for klass, tree in inner.items():
        trees.setdefault(klass, {})[name] = tree
    return emptied


def _extract_from_groups(name: str, groups: tuple[Any, ...], trees: TextsByClass) -> tuple[Any, ...]:
    pairs: list[tuple[Any, TextsByClass]] = [
        extract_texts(group) if isinstance(group, Struct) else (group, {}) for group in groups
    ]
    for klass in (C2, C3):
        if any(klass in inner for _, inner in pairs):
            trees.setdefault(klass, {})[name] = [inner.get(klass) for _, inner in pairs]
    return tuple(emptied for emptied, _ in pairs)


def mark_redacted(event: F) -> F:
    """An unsealed event whose overwritten texts read as redacted; mostly as it is."""
    found = personal_fields(type(event))
    if found is None:
        return event
    changes: dict[str, Any] = {}
    for name in found.names:
        held = getattr(event, name)
        if held and (read := _marked_redacted(held)) is not held:
            changes[name] = read
    return replace(event, **changes) if changes else event


def _marked_redacted(held: Any) -> Any:
    parts = held
    match held:
        case str():
            return REDACTED if held == REDACTED else held
        case Struct():
            return mark_redacted(held)
        case tuple():
            return _marked_parts(parts)
        case _:
            return held


def _marked_parts(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    read = tuple(map(_marked_redacted, parts))
    return read if any(one is not other for one, other in zip(parts, read, strict=True)) else parts


class EventSealer:
    """Seals and opens events with the keys of a vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def load_keys_to_seal(self, tenant_id: UUID, stream: UUID, events: Iterable[Struct]) -> None:
        """Loads the keys that `seal_event` needs, and makes missing ones. Raises `KeyUnavailable`."""
        subjects = {event_subject(stream, event) for event in events if personal_fields(type(event))}
        if subjects:
            await self._vault.load_keys(tenant_id, subjects, create=True)

    async def load_keys_to_open(self, tenant_id: UUID, versions: Mapping[UUID, int]) -> None:
        """Loads the keys that `open_event` and `open_texts` need: by subject, the newest that something is sealed under."""
        await self._vault.load_keys(tenant_id, versions, versions=versions)

    async def renew_keys(self, connection: "PooledConnection", tenant_id: UUID, subject: UUID) -> Renewal:
        """Exchanges a subject's keys in the caller's transaction. Raises `KeyUnavailable`."""
        return await self._vault.renew(connection, tenant_id, subject)

    def drop_cached_keys(self) -> None:
        """Lets go of all keys at hand: some were exchanged."""
        self._vault.drop_cached()

    def seal_event(self, tenant_id: UUID, stream: UUID, version: int, event: Struct) -> bytes:
        """The stored state of an event. Raises `KeyUnavailable`."""
        without, trees = extract_texts(event)
        state = ENCODER.encode(without)
        if not trees:
            return state
        place = _place(stream, version, topic_of(type(event)))
        parts = self._parts(tenant_id, event_subject(stream, event), place, trees)
        return state[:-1] + b"," + ENCODER.encode({"sealed": parts})[1:]

    def seal_existing_row(
        self,
        tenant_id: UUID,
        row: StoredEvent,
        event: Struct,
        trees: ReadableTexts,
        seals: Seals | None = None,
    ) -> bytes:
        """The state of an existing row with these texts sealed and everything else unchanged.

        `seals` are keys that are just being exchanged. Raises `KeyUnavailable`.
        """
        present = {klass: tree for klass, tree in trees.items() if tree}
        state = blank_texts(row.state, extract_texts(event)[1].values())
        place = _place(row_stream_id(row), row.originator_version, row.topic)
        parts = self._parts(tenant_id, event_subject(row_stream_id(row), event), place, present, seals)
        return ENCODER.encode(state | {"sealed": parts})

    def open_texts(
        self, tenant_id: UUID, row: StoredEvent, event: Struct, seals: Seals | None = None
    ) -> TextsByClass:
        """The texts of a sealed row.

        Raises `KeyUnavailable` unless all can be read, `ValueError` if they were altered.
        """
        subject = event_subject(row_stream_id(row), event)
        return self.open_parts(tenant_id, subject, row, sealed_parts(row.state), seals)

    def open_parts(
        self,
        tenant_id: UUID,
        subject: UUID,
        row: StoredEvent,
        parts: Mapping[str, str],
        seals: Seals | None = None,
    ) -> TextsByClass:
        """The texts of the sealed parts of a row, whose own state is not looked at.

        Raises `KeyUnavailable` unless all can be read, `ValueError` if they were altered.
        """
        place = _place(row_stream_id(row), row.originator_version, row.topic)
        return {
            klass: self._tree(tenant_id, subject, klass, parts[CLASS_CODES[klass]], place, seals=seals)
            for klass in SEALED_CLASSES
            if CLASS_CODES[klass] in parts
        }

    def open_event(
        self, tenant_id: UUID, subject: UUID, row: StoredEvent, event: F, parts: dict[str, str]
    ) -> F:
        """An event with its texts; those whose key is gone read as redacted.

        `parts` comes from `sealed_parts`.
        """
        place = _place(row_stream_id(row), row.originator_version, row.topic)
        trees: dict[Sensitivity, FieldTexts | None] = {}
        try:
            for klass in SEALED_CLASSES:
                if part := parts.get(CLASS_CODES[klass]):
                    trees[klass] = self._tree_if_any(tenant_id, subject, klass, part, place)
        except ValueError as fault:
            raise MapperDeserialisationError(
                f"event {row.originator_version} of {row.originator_id}, {row.topic!r}, does not open: {fault}"
            ) from fault
        return restore_texts(event, trees)

    def keyed_fingerprint(self, fingerprint: bytes) -> bytes:
        """HMAC of a command's fingerprint, so that texts cannot be guessed from the database alone."""
        return KEYED_PREFIX + self._vault.fingerprint(fingerprint.hex(), purpose=COMMAND_PURPOSE)

    def _parts(
        self,
        tenant_id: UUID,
        subject: UUID,
        place: bytes,
        trees: ReadableTexts,
        seals: Seals | None = None,
    ) -> dict[str, str]:
        return {
            CLASS_CODES[klass]: b2a_base64(
                (seals or self._vault).seal(
                    tenant_id, subject, klass, ENCODER.encode(trees[klass]), bound_to=place
                ),
                newline=False,
            ).decode()
            for klass in SEALED_CLASSES
            if klass in trees
        }

    def _tree_if_any(
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, part: str, place: bytes
    ) -> FieldTexts | None:
        try:
            return self._tree(tenant_id, subject, klass, part, place)
        except KeyUnavailable:
            return None

    def _tree(
        self,
        tenant_id: UUID,
        subject: UUID,
        klass: SensitiveClass,
        part: str,
        place: bytes,
        *,
        seals: Seals | None = None,
    ) -> FieldTexts:
        sealed, keys = a2b_base64(part, strict_mode=True), seals or self._vault
        return TEXTS_DECODER.decode(keys.open(tenant_id, subject, klass, sealed, bound_to=place))


@cache
def topic_of(kind: type[Struct]) -> str:
    """The topic under which an event class is stored."""
    return str(kind.__struct_config__.tag)


def _place(stream: UUID, version: int, topic: str) -> bytes:
    return stream.bytes + version.to_bytes(8) + topic.encode()
