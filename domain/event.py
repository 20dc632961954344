"""The common form of events and commands, and the limits of what a person may write."""

from msgspec import Struct

from domain.sensitivity import StructuralDate


class Event(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True, gc=False):
    """An event: what happened and on which day of the client's. The tag is the storage format and never changes."""

    happened_on: StructuralDate


class EventPart(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A group of fields inside an event."""
