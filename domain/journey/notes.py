"""Notes: the coach's own, or shared with the client."""

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.decision_rules import create_once, require_not_before, unknown_reference
from domain.journey.forms import Command, Event, LongText
from domain.sensitivity import SpecialText, StructuralBool, StructuralId

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


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


class WriteNote(Command, frozen=True, kw_only=True, tag="WriteNote"):
    """Write a note, private unless `shared`."""

    note_id: UUID
    text: LongText
    shared: bool = False


class ShareNote(Command, frozen=True, kw_only=True, tag="ShareNote"):
    """Share a private note with the client. It cannot be unshared; a retraction takes it back whole."""

    note_id: UUID


def handle_write_note(journey: "Journey", wish: WriteNote) -> list[Event]:
    """Write a note once."""
    fact = NoteWritten(happened_on=wish.happened_on, note_id=wish.note_id, text=wish.text, shared=wish.shared)
    return create_once(journey.notes.written.get(wish.note_id), fact, "note", field="note_id")


def handle_share_note(journey: "Journey", wish: ShareNote) -> list[Event]:
    """Share it once."""
    note = journey.notes.written.get(wish.note_id)
    if note is None:
        raise unknown_reference("note", field="note_id")
    if wish.note_id in journey.notes.shared:
        return []
    require_not_before(wish.happened_on, note.happened_on, "The note was written on %(day)s.")
    return [NoteShared(happened_on=wish.happened_on, note_id=wish.note_id)]
