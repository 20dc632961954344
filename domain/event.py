"""The base classes of events, and an event together with its author."""

from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from domain.sensitivity import StructuralDate

E = TypeVar("E")


class Event(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True, gc=False):
    """Base class of all events. `happened_on` is the client's date. The tag is the storage format and never changes."""

    happened_on: StructuralDate


class EventPart(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A group of fields inside an event."""


class AuthoredEvent(Struct, Generic[E], frozen=True):
    """An event and the actor it comes from (None for one without), before it is recorded."""

    event: E
    by: UUID | None
