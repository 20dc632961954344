"""Notes: the coach's own, or shared with the client."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import SpecialText, StructuralBool, StructuralId


class NoteWritten(Event, frozen=True, kw_only=True, tag="NoteWritten"):
    """A note was written. It may be about health, so it counts as special. Private unless shared."""

    label = translatable("a note")
    creates = ("note",)

    note_id: StructuralId
    text: SpecialText
    shared: StructuralBool = False
    handover: StructuralBool = False
    """Also for the colleague who stands in."""


class NoteShared(Event, frozen=True, kw_only=True, tag="NoteShared"):
    """A private note was shared with the client."""

    label = translatable("that a note was shared")
    part_of = ("note",)

    note_id: StructuralId


class NotesSlice(Struct, frozen=True):
    """Notes by id, and the ids of the shared ones."""

    written: dict[UUID, NoteWritten] = {}
    shared: frozenset[UUID] = frozenset()


NoteEvent = NoteWritten | NoteShared


def evolve(notes: NotesSlice, event: NoteEvent) -> NotesSlice:
    """Adds a note, or marks one as shared."""
    match event:
        case NoteWritten():
            shared = with_member(notes.shared, event.note_id) if event.shared else notes.shared
            return replace(notes, written=with_entry(notes.written, event.note_id, event), shared=shared)
        case NoteShared():
            return replace(notes, shared=with_member(notes.shared, event.note_id))


EVOLVERS = slice_evolvers("notes", evolve)
