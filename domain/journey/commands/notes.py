"""Notes: the coach's own, or shared with the client."""

from typing import Annotated
from uuid import UUID

from domain.command import ADDED_LATER, Command, LongText
from domain.decision_rules import create_once, require_not_before, unknown_reference
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.notes import NoteShared, NoteWritten


class WriteNote(Command, frozen=True, kw_only=True, tag="WriteNote"):
    """Write a note, private unless `shared`. With `handover`, coach and deputy read each other's while one stands in."""

    note_id: UUID
    text: LongText
    shared: bool = False
    handover: Annotated[bool, ADDED_LATER] = False


class ShareNote(Command, frozen=True, kw_only=True, tag="ShareNote"):
    """Share a private note with the client. The only way to undo it is to withdraw the whole note."""

    note_id: UUID


def require_own_note(journey: Journey, note_id: UUID, by: UUID | None) -> None:
    """Raises `InvalidOperation` for another's private note, as for a note that is not there: only its author shares it."""
    for line in () if note_id in journey.notes.shared else journey.authored_events:
        if isinstance(line.event, NoteWritten) and line.event.note_id == note_id and line.by != by:
            raise unknown_reference("note", field="note_id")


def handle_write_note(journey: Journey, command: WriteNote) -> list[JourneyEvent]:
    """Writes a note under a new id."""
    event = NoteWritten(
        happened_on=command.happened_on,
        note_id=command.note_id,
        text=command.text,
        shared=command.shared,
        handover=command.handover,
    )
    return create_once(journey.notes.written.get(command.note_id), event, "note", field="note_id")


def handle_share_note(journey: Journey, command: ShareNote) -> list[JourneyEvent]:
    """Shares a note. Returns no event if it is shared."""
    note = journey.notes.written.get(command.note_id)
    if note is None:
        raise unknown_reference("note", field="note_id")
    if command.note_id in journey.notes.shared:
        return []
    require_not_before(command.happened_on, note.happened_on, "The note was written on %(day)s.")
    return [NoteShared(happened_on=command.happened_on, note_id=command.note_id)]


HANDLERS: CommandHandlers = {
    WriteNote: handle_write_note,
    ShareNote: handle_share_note,
}
