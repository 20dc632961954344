"""What a note said when it was shared: earlier wordings stay its author's."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from domain.journey.corrections.events import EntryCorrected, EntryRetracted, JourneyEventOrCorrection
from domain.journey.events.catalogue import upcast_to_current
from domain.journey.events.notes import NoteShared, NoteWritten


class NoteSharing(Struct, frozen=True):
    """That a private note was shared: the number of the entry that did it, and what the note said then."""

    number: int
    wording: NoteWritten


class _NoteThread:
    """One note, what was said about it since, and which of that stands."""

    def __init__(self, number: int, written: NoteWritten) -> None:
        self.number = number
        self._written = written
        self.sharing: NoteSharing | None = None
        self._events: dict[int, JourneyEventOrCorrection] = {}
        self._stands: dict[int, bool] = {}
        self._corrections: list[int] = []
        self._shares: list[int] = []
        self._was_private = False

    @property
    def stands(self) -> bool:
        """Whether the note itself was not withdrawn."""
        return self._stands[self.number]

    def take(self, number: int, event: JourneyEventOrCorrection) -> None:
        """Goes on with the next entry about the note."""
        self._events[number] = event
        if isinstance(event, NoteShared):
            self._shares.append(number)
        if isinstance(event, EntryCorrected) and event.number == self.number:
            self._corrections.append(number)
        self._set(number, stands=True)
        if not self.stands:
            return
        wording = self._wording()
        if not (wording.shared or any(self._stands[one] for one in self._shares)):
            self.sharing, self._was_private = None, True
        elif self.sharing is None and self._was_private:
            self.sharing = NoteSharing(number, wording)

    def _set(self, number: int, *, stands: bool) -> None:
        """Lets an entry stand or not. What it withdraws does the opposite."""
        self._stands[number] = stands
        event = self._events[number]
        while isinstance(event, EntryRetracted):
            stands = not stands
            self._stands[event.number] = stands
            event = self._events[event.number]

    def _wording(self) -> NoteWritten:
        for number in reversed(self._corrections):
            event = self._events[number]
            if self._stands[number] and isinstance(event, EntryCorrected):
                wording = upcast_to_current(event.fact)
                if isinstance(wording, NoteWritten):
                    return wording
        return self._written


def note_sharings(entries: Iterable[tuple[int, JourneyEventOrCorrection]]) -> Mapping[int, NoteSharing]:
    """How each note came to be shared that was private before, by the number of its entry; only of those that are shared still."""
    notes: dict[object, _NoteThread] = {}
    threads: dict[int, _NoteThread] = {}
    for number, event in entries:
        match event:
            case NoteWritten():
                thread = notes[event.note_id] = _NoteThread(number, event)
            case NoteShared() if event.note_id in notes:
                thread = notes[event.note_id]
            case EntryCorrected() | EntryRetracted() if event.number in threads:
                thread = threads[event.number]
            case _:
                continue
        threads[number] = thread
        thread.take(number, event)
    return {one.number: one.sharing for one in threads.values() if one.sharing and one.stands}
