"""An entry that is corrected, and the events that change along with it."""

from collections.abc import Iterator, Mapping
from datetime import date
from operator import ne
from uuid import UUID

from msgspec import Struct

from domain.journey.corrections.effective import NumberedEntries, withdrawals_by_event
from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.answers import FollowUpFellDue
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.consents import ConsentExpired
from domain.journey.events.evidence import CriterionNamed, EvidenceEvent
from domain.journey.events.refusals import KeptOnFileExpired
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.sight import SightExpired

NumberedEvents = Mapping[int, JourneyEvent]
ClockEvent = FollowUpFellDue | KeptOnFileExpired | SightExpired | ConsentExpired
"""What the clock records when something ends."""


class Cascade(Struct, frozen=True):
    """What a correction changes besides its own entry: events corrected, retracted (by number) and added."""

    corrected: dict[int, JourneyEvent] = {}
    retracted: tuple[int, ...] = ()
    added: tuple[JourneyEvent, ...] = ()


class CorrectedEntry(Struct, frozen=True):
    """An entry that is corrected: its number, the effective events, all entries, and what was withdrawn."""

    number: int
    events: NumberedEvents
    entries: NumberedEntries
    withdrawn: Mapping[JourneyEvent, int]
    """The evidence and events of the clock that were withdrawn, and the number of the withdrawal."""

    def dates(self, number: int, day: date) -> bool:
        """Whether another event has its date from the entry, which is on a new day now.

        Both have the same date, and had it when the event was recorded. So an event of the day to which the entry was
        moved stays there when the entry moves back; it moves only so as not to be earlier than the entry.
        """
        before, event = self.events[self.number].happened_on, self.events[number]
        return event.happened_on == before and (
            before < day or self.entries[number].happened_on == self._date_when_recorded(number)
        )

    def _date_when_recorded(self, number: int) -> date:
        """The date that the entry had when another event was recorded."""
        versions = (
            one.fact
            for at in range(number, self.number, -1)
            if isinstance(one := self.entries.get(at), EntryCorrected) and one.number == self.number
        )
        return next(versions, self.entries[self.number]).happened_on


def cascade_of_changes(events: NumberedEvents, after: Mapping[int, JourneyEvent]) -> Cascade:
    """The changed events as a cascade; evidence that would only repeat other evidence is retracted."""
    changed = {number: one for number, one in after.items() if ne(one, events[number])}
    known = {
        one for number, one in events.items() if isinstance(one, EvidenceEvent) and number not in changed
    }
    duplicates = set[int]()
    for number, one in changed.items():
        if isinstance(one, EvidenceEvent) and one in known:
            duplicates.add(number)
        elif isinstance(one, EvidenceEvent):
            known.add(one)
    corrected = {number: one for number, one in changed.items() if number not in duplicates}
    return Cascade(corrected=corrected, retracted=tuple(sorted(duplicates)))


def events_found_in(events: NumberedEvents, source_id: UUID) -> Iterator[tuple[int, JourneyEvent]]:
    """The evidence, criteria and roles that come from one step, check-in or market signal."""
    for number, event in events.items():
        if (
            isinstance(event, EvidenceEvent | CriterionNamed | RoleDiscovered)
            and event.source.id == source_id
        ):
            yield number, event


def corrected_entry(number: int, events: NumberedEvents, entries: NumberedEntries) -> CorrectedEntry:
    """An entry of a stream that is corrected."""
    withdrawn: dict[JourneyEvent, int] = {
        event: withdrawal
        for event, withdrawal in withdrawals_by_event(entries)
        if isinstance(event, EvidenceEvent | ClockEvent)
    }
    return CorrectedEntry(number, events, entries, withdrawn)
