"""Seals the personal texts of an event, so that its row holds what folds need in the clear and no word more.

A sealed state is an event like any other, with a neutral text in each personal place, and beside its fields
`"sealed":{"2":"…","3":"…"}`: by class what stood there, under a key of whom it is about. Whoever has no key reads it as it is.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid5

import msgspec
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent
from msgspec import Struct
from msgspec.structs import replace

from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.contacts import ContactAdded, ContactAddedV1
from domain.redacted import REDACTED
from domain.sensitivity import C2, C3, Sensitivity
from service.encryption.vault import KeyUnavailable, SensitiveClass, Vault
from service.event_store.field_paths import blank_texts
from service.event_store.personal_fields import (
    FieldTexts,
    PersonalFields,
    ReadableTexts,
    TextsByClass,
    personal_fields,
    restore_texts,
)

F = TypeVar("F", bound=Struct)

SEALED_MARKER = b'"sealed"'
"""Within a text a quote is escaped, so that only a field's name looks like this."""
REDACTED_JSON = f'"{REDACTED}"'.encode()
"""In every sealed row, and in those in which a text was overwritten."""
COMMAND_PURPOSE = "command"
KEYED_PREFIX = b"\x01"
"""Before a keyed fingerprint, so that it is told from one of old by its length."""


class SealedFields(Struct, frozen=True):
    """What is read of a state beside its event: what was sealed, by class."""

    sealed: dict[str, str] = {}


SEALED_CLASSES: tuple[SensitiveClass, ...] = (C2, C3)
CLASS_CODES = {C2: "2", C3: "3"}
ENCODER = msgspec.json.Encoder()
SEALED_FIELDS_DECODER = msgspec.json.Decoder(SealedFields)
TEXTS_DECODER = msgspec.json.Decoder(dict[str, Any])
NO_SEALED_PARTS: dict[str, str] = {}


def sealed_parts(state: bytes) -> dict[str, str]:
    """What is sealed in a state; nothing in one from before there was sealing."""
    return SEALED_FIELDS_DECODER.decode(state).sealed if SEALED_MARKER in state else NO_SEALED_PARTS


def contact_subject(journey_id: UUID, contact_id: UUID) -> UUID:
    """Whose keys a contact's are. The id of a contact is the client's choice; this one cannot be anybody else's."""
    return uuid5(journey_id, str(contact_id))


def event_subject(stream: UUID, event: Struct) -> UUID:
    """Whom the personal part of an event is about: a contact, or else whose stream it is."""
    match event:
        case ContactAdded() | ContactAddedV1():
            return contact_subject(stream, event.contact_id)
        case EntryCorrected(fact=(ContactAdded() | ContactAddedV1()) as fact):
            return contact_subject(stream, fact.contact_id)
        case _:
            return stream


def row_stream_id(row: StoredEvent) -> UUID:
    one = row.originator_id
    return one if isinstance(one, UUID) else UUID(one)


def redact_sealed(fact: F) -> F:
    """The event of a sealed row as it reads without a key."""
    return restore_texts(fact, {})


def extract_texts(fact: F) -> tuple[F, TextsByClass]:
    """The event with a neutral text in each personal field, and by class the texts that stood there."""
    trees: TextsByClass = {}
    found = personal_fields(type(fact))
    return (fact, trees) if found is None else (_extract(fact, found, trees), trees)


def _extract(fact: F, found: PersonalFields, trees: TextsByClass) -> F:
    changes: dict[str, Any] = {}
    for name, klass in found.texts:
        text = getattr(fact, name)
        if text is None or text in (REDACTED, ()):
            continue
        trees.setdefault(klass, {})[name] = text
        changes[name] = REDACTED if isinstance(text, str) else (REDACTED,) * len(text)
    for name in found.groups:
        value = getattr(fact, name)
        if isinstance(value, Struct):
            changes[name] = _extract_from_group(name, value, trees)
        elif value:
            changes[name] = _extract_from_groups(name, value, trees)
    return replace(fact, **changes) if changes else fact


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


def mark_redacted(fact: F) -> F:
    """An event that is not sealed, in which texts that were overwritten read as redacted."""
    return restore_texts(fact, extract_texts(fact)[1])


class EventSealer:
    """Seals events, and opens them, with the keys of a vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def load_keys_to_seal(self, tenant_id: UUID, stream: UUID, events: Iterable[Struct]) -> None:
        """Have the keys at hand that `state` needs, and make those that are missing. Raises `KeyUnavailable`."""
        subjects = {event_subject(stream, event) for event in events if personal_fields(type(event))}
        if subjects:
            await self._vault.load_keys(tenant_id, subjects, create=True)

    async def load_keys_to_open(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        """Have the keys at hand that `opened` needs."""
        await self._vault.load_keys(tenant_id, subjects)

    def seal_event(self, tenant_id: UUID, stream: UUID, version: int, event: Struct) -> bytes:
        """An event as it is stored. Raises `KeyUnavailable`."""
        without, trees = extract_texts(event)
        state = ENCODER.encode(without)
        if not trees:
            return state
        place = _place(stream, version, topic_of(type(event)))
        parts = self._parts(tenant_id, event_subject(stream, event), place, trees)
        return state[:-1] + b"," + ENCODER.encode({"sealed": parts})[1:]

    def seal_existing_row(
        self, tenant_id: UUID, row: StoredEvent, event: Struct, trees: ReadableTexts
    ) -> bytes:
        """The row's own state with these texts sealed, none in the clear, and the rest as it stands. Raises `KeyUnavailable`."""
        told = {klass: tree for klass, tree in trees.items() if tree}
        state = blank_texts(row.state, extract_texts(event)[1].values())
        place = _place(row_stream_id(row), row.originator_version, row.topic)
        parts = self._parts(tenant_id, event_subject(row_stream_id(row), event), place, told)
        return ENCODER.encode(state | {"sealed": parts})

    def open_texts(self, tenant_id: UUID, row: StoredEvent, event: Struct) -> TextsByClass:
        """The texts of a sealed row. Raises `KeyUnavailable` unless all can be read, `ValueError` when it was tampered with."""
        subject, place = (
            event_subject(row_stream_id(row), event),
            _place(row_stream_id(row), row.originator_version, row.topic),
        )
        parts = sealed_parts(row.state)
        return {
            klass: self._tree(tenant_id, subject, klass, parts[CLASS_CODES[klass]], place)
            for klass in SEALED_CLASSES
            if CLASS_CODES[klass] in parts
        }

    def open_event(
        self, tenant_id: UUID, subject: UUID, row: StoredEvent, event: F, parts: dict[str, str]
    ) -> F:
        """An event with its texts; those whose key is gone read as redacted. `parts` is what `sealed_parts` found."""
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
        """A command's fingerprint that nobody can guess texts by who has only the database."""
        return KEYED_PREFIX + self._vault.fingerprint(fingerprint.hex(), purpose=COMMAND_PURPOSE)

    def _parts(self, tenant_id: UUID, subject: UUID, place: bytes, trees: ReadableTexts) -> dict[str, str]:
        return {
            CLASS_CODES[klass]: b2a_base64(
                self._vault.seal(tenant_id, subject, klass, ENCODER.encode(trees[klass]), bound_to=place),
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
        self, tenant_id: UUID, subject: UUID, klass: SensitiveClass, part: str, place: bytes
    ) -> FieldTexts:
        sealed = a2b_base64(part, strict_mode=True)
        return TEXTS_DECODER.decode(self._vault.open(tenant_id, subject, klass, sealed, bound_to=place))


@cache
def topic_of(kind: type[Struct]) -> str:
    """The name an event is stored under."""
    return str(kind.__struct_config__.tag)


def _place(stream: UUID, version: int, topic: str) -> bytes:
    return stream.bytes + version.to_bytes(8) + topic.encode()
