"""What a reader may see of a history: not the private notes of others, nor what a note said before it was shared."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.events.alerts import AlertEvent
from domain.journey.events.notes import NoteWritten
from domain.journey.shared_notes import NoteSharing, note_sharings
from service.authorization.access_rules import AccessLevel
from service.authorization.field_filters import is_for
from service.authorization.policy import level_covers


class Withheld(Struct, frozen=True):
    """What a reader does not see of a history."""

    hidden: AbstractSet[int] = frozenset()
    """The numbers of whole entries."""
    instead: Mapping[int, NoteWritten] = {}
    """What stands in the place of a note that was shared with other words than it was written with."""

    def apply(self, entries: Sequence[RecordedEvent]) -> list[RecordedEvent]:
        """The entries that the reader sees, as they read to them."""
        return [
            replace(entry, event=self.instead[entry.number]) if entry.number in self.instead else entry
            for entry in entries
            if entry.number not in self.hidden
        ]


NOTHING = Withheld()


def filter_history(
    entries: Sequence[RecordedEvent], journey: Journey, level: AccessLevel, reader: UUID, today: date
) -> list[RecordedEvent]:
    """The entries without what is withheld from a reader."""
    return withheld_history(journey, level, reader, today).apply(entries)


def withheld_history(journey: Journey, level: AccessLevel, reader: UUID, today: date) -> Withheld:
    """Private notes of others, and what notes said while they were private; for the client also alerts; and the corrections of these."""
    if level == "whole":
        return NOTHING
    coach = level_covers(level, "read_notes_private")
    sharings = note_sharings(journey.numbered_events())
    hidden, instead = set[int](), dict[int, NoteWritten]()
    for number, line in enumerate(journey.authored_events, 1):
        event = line.event
        private = _is_private(number, event, journey.notes.shared, sharings) and not (
            coach and _is_readable(number, event, journey, reader, today)
        )
        if private and number in sharings:
            instead[number] = sharings[number].wording
        elif private or (_is_an_alert(event) and not coach) or _speaks_of(event, hidden):
            hidden.add(number)
    return Withheld(hidden, instead)


def _is_private(
    number: int, event: object, shared: AbstractSet[UUID], sharings: Mapping[int, NoteSharing]
) -> bool:
    """Whether a wording of a note is its author's: the note is not shared, or was not when it said this."""
    of = event.number if isinstance(event, EntryCorrected) else number
    note = event.fact if isinstance(event, EntryCorrected) else event
    if not isinstance(note, NoteWritten):
        return False
    sharing = sharings.get(of)
    return note.note_id not in shared or (sharing is not None and number <= sharing.number)


def _is_readable(number: int, event: object, journey: Journey, reader: UUID, today: date) -> bool:
    """Whether a note is for this reader both as it reads here and as it stands now."""
    of = event.number if isinstance(event, EntryCorrected) else number
    note = event.fact if isinstance(event, EntryCorrected) else event
    if not isinstance(note, NoteWritten):
        return False
    now = journey.notes.written.get(note.note_id)
    return journey.authored_events[of - 1].by == reader or (
        now is not None and all(is_for(one, of, journey, reader, today) for one in (note, now))
    )


def _is_an_alert(event: object) -> bool:
    return isinstance(event.fact if isinstance(event, EntryCorrected) else event, AlertEvent)


def _speaks_of(event: AnyJourneyEvent, hidden: set[int]) -> bool:
    return isinstance(event, EntryCorrected | EntryRetracted) and event.number in hidden
