"""The base classes of events, and an event together with its author."""

from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from domain.messages import Message
from domain.sensitivity import StructuralDate

E = TypeVar("E")


class Event(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True, gc=False):
    """Base class of all events. `happened_on` is the client's date. The tag is the storage format and never changes."""

    label: ClassVar[Message]
    """Of an event of a journey: what it records, to complete the sentence "This entry tells ...; say that once more"."""
    creates: ClassVar[tuple[str, ...]] = ()
    """The nouns of the subjects it creates, such as `role`; their ids stand in the fields of the same name."""
    part_of: ClassVar[tuple[str, ...]] = ()
    """The nouns of the subjects it is part of."""

    happened_on: StructuralDate


class EventPart(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A group of fields inside an event."""


class AuthoredEvent(Struct, Generic[E], frozen=True, gc=False):
    """An event and the actor it comes from (None for one without), before it is recorded."""

    event: E
    by: UUID | None
