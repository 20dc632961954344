"""Notes: the coach's own, or shared with the client."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, LongText
from domain.decision_rules import create_once, require_not_before, unknown_reference
from domain.event import Event
from domain.journey.events.notes import NoteShared, NoteWritten

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


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
