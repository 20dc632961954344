"""Notes: the coach's own, or shared with the client."""

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.decision_rules import not_before, once, unknown
from domain.journey.forms import Fact, Text, Wish
from domain.sensitivity import Flag, Id, SpecialWords

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class NoteWritten(Fact, frozen=True, kw_only=True, tag="NoteWritten"):
    """A note. It may be about health, so it is special; private unless shared."""

    note_id: Id
    text: SpecialWords
    shared: Flag = False


class NoteShared(Fact, frozen=True, kw_only=True, tag="NoteShared"):
    """A private note was shared with the client."""

    note_id: Id


class Notes(Struct, frozen=True):
    """What later decisions need of the notes."""

    written: dict[UUID, NoteWritten] = {}
    shared: frozenset[UUID] = frozenset()


def evolve(notes: Notes, fact: NoteWritten | NoteShared) -> Notes:
    """Remember each."""
    match fact:
        case NoteWritten():
            shared = notes.shared | {fact.note_id} if fact.shared else notes.shared
            return replace(notes, written={**notes.written, fact.note_id: fact}, shared=shared)
        case NoteShared():
            return replace(notes, shared=notes.shared | {fact.note_id})


class WriteNote(Wish, frozen=True, kw_only=True, tag="WriteNote"):
    """Write a note, private unless `shared`."""

    note_id: UUID
    text: Text
    shared: bool = False


class ShareNote(Wish, frozen=True, kw_only=True, tag="ShareNote"):
    """Share a private note with the client. It cannot be unshared; a retraction takes it back whole."""

    note_id: UUID


def write(journey: "Journey", wish: WriteNote) -> list[Fact]:
    """Write a note once."""
    fact = NoteWritten(happened_on=wish.happened_on, note_id=wish.note_id, text=wish.text, shared=wish.shared)
    return once(journey.notes.written.get(wish.note_id), fact, "note", field="note_id")


def share(journey: "Journey", wish: ShareNote) -> list[Fact]:
    """Share it once."""
    note = journey.notes.written.get(wish.note_id)
    if note is None:
        raise unknown("note", field="note_id")
    if wish.note_id in journey.notes.shared:
        return []
    not_before(wish.happened_on, note.happened_on, "The note was written on %(day)s.")
    return [NoteShared(happened_on=wish.happened_on, note_id=wish.note_id)]
