"""Notes: the coach's own, or shared with the client."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.sensitivity import SpecialText, StructuralBool, StructuralId


class NoteWritten(Event, frozen=True, kw_only=True, tag="NoteWritten"):
    """A note. It may be about health, so it is special; private unless shared."""

    note_id: StructuralId
    text: SpecialText
    shared: StructuralBool = False


class NoteShared(Event, frozen=True, kw_only=True, tag="NoteShared"):
    """A private note was shared with the client."""

    note_id: StructuralId


class NotesSlice(Struct, frozen=True):
    """What later decisions need of the notes."""

    written: dict[UUID, NoteWritten] = {}
    shared: frozenset[UUID] = frozenset()


def evolve(notes: NotesSlice, fact: NoteWritten | NoteShared) -> NotesSlice:
    """Remember each."""
    match fact:
        case NoteWritten():
            shared = notes.shared | {fact.note_id} if fact.shared else notes.shared
            return replace(notes, written={**notes.written, fact.note_id: fact}, shared=shared)
        case NoteShared():
            return replace(notes, shared=notes.shared | {fact.note_id})
