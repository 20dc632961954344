"""The view model of the history page: each entry as it reads now, its earlier wordings, and who recorded it when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from operator import eq
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.calculable_dates import has_moved_date
from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import JourneyEvent, upcast_to_current
from domain.journey.events.consents import ConsentGiven, ConsentWithdrawn
from domain.journey.events.deputies import DeputyAnswered, DeputyAnswerLapsed, DeputyEnded, DeputyProposed
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.sight import SightGranted, SightWithdrawn
from domain.journey.events.start import JourneyStarted
from service.authorization.history_filter import NOTHING, Withheld
from service.clock import today_in
from service.web.history.event_descriptions import describe_event
from service.web.history.event_sentences import EventSentence
from service.web.history.reference_labels import collect_reference_labels

EntryStatus = Literal["holds", "corrected", "taken_back", "went_along", "about_another"]
"""Unchanged; corrected; retracted; retracted together with an entry it referred to; or itself a correction of another entry."""

NOT_CORRECTABLE_EVENTS = (
    SightGranted,
    SightWithdrawn,
    ConsentGiven,
    ConsentWithdrawn,
    DeputyProposed,
    DeputyAnswered,
    DeputyAnswerLapsed,
    DeputyEnded,
    ContactForgotten,
)
"""Events that are changed on the page of sight and data, and not by a retraction."""


class EarlierWording(Struct, frozen=True, kw_only=True):
    """An earlier wording of an entry, and the day it was corrected."""

    description: EventSentence
    until: date


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One entry of the history page."""

    number: int
    description: EventSentence
    on: date
    """The day it happened."""
    date_moved: bool
    """True if a date of it cannot be: then another stands in its place."""
    recorded_on: date
    """The day it was recorded, in the time zone of the journey."""
    by: UUID | None
    own: bool
    """True if the reader recorded it."""
    status: EntryStatus
    earlier: tuple[EarlierWording, ...] = ()
    """Earlier wordings, the oldest first."""
    retracted_on: date | None = None
    """The day it was retracted."""
    of: int | None = None
    """The number of the entry that it corrects or retracts."""
    may_change: bool = False
    """True if the page offers the reader to correct it; the decision has the last word."""
    may_retract: bool = False
    """True if it offers them to retract it, too: the start of the journey stays."""


class HistoryFormatter:
    """Builds the lines of the history page of one journey."""

    def __init__(self, journey: Journey, reader: UUID | None, withheld: Withheld = NOTHING) -> None:
        self.journey = journey
        self._withheld = withheld
        self.labels = collect_reference_labels(journey)
        self.effective_events = journey.effective_events()
        self._corrected_by = _corrections_by_entry(journey, EntryCorrected)
        self._retracted_by = _corrections_by_entry(journey, EntryRetracted)
        self._reader = reader
        self._zone = journey.time_zone

    def lines(self, entries: Iterable[RecordedEvent]) -> Iterator[HistoryLine]:
        """These entries in words, in their order."""
        return (self.line(entry) for entry in entries)

    def line(self, entry: RecordedEvent) -> HistoryLine:
        """One entry in words."""
        number = entry.number
        by = self.journey.authored_events[number - 1].by
        event = self.event(number)
        now = self.effective_events.get(number)
        status = self._status(number)
        own = by == self._reader
        may_change = (
            own and status in {"holds", "corrected"} and not isinstance(event, NOT_CORRECTABLE_EVENTS)
        )
        return HistoryLine(
            number=number,
            description=describe_event(now or self._latest_wording(number), self.labels),
            on=(now or event).happened_on,
            date_moved=has_moved_date(now or event),
            recorded_on=today_in(self._zone, entry.recorded_at),
            by=by,
            own=own,
            status=status,
            earlier=tuple(self._earlier_wordings(number)) if status == "corrected" else (),
            retracted_on=self._retracted_on(number) if status == "taken_back" else None,
            of=event.number if isinstance(event, EntryCorrected | EntryRetracted) else None,
            may_change=may_change,
            may_retract=may_change and not isinstance(event, JourneyStarted),
        )

    def event(self, number: int) -> JourneyEvent | EntryCorrected | EntryRetracted | ContactForgotten:
        """An entry as it was recorded, or as its reader may first see it."""
        if instead := self._withheld.instead.get(number):
            return instead
        return self.journey.authored_events[number - 1].event

    def wordings(self, number: int) -> list[tuple[date, JourneyEvent]]:
        """Each wording of an entry with the day it began: as recorded, and every correction."""
        first = self.event(number)
        if isinstance(first, EntryCorrected | EntryRetracted | ContactForgotten):
            return []
        corrections = (
            self.event(one)
            for one in self._corrected_by.get(number, ())
            if one not in self._withheld.hidden and not self._is_retracted(one)
        )
        restated = [
            (one.happened_on, upcast_to_current(one.fact))
            for one in corrections
            if isinstance(one, EntryCorrected)
        ]
        return [(first.happened_on, first), *restated]

    def undoable_entry(self, number: int) -> int | None:
        """The number of the reader's own latest correction or retraction of an entry that can be undone."""
        corrections = [*self._corrected_by.get(number, ()), *self._retracted_by.get(number, ())]
        undone = {one for one in corrections if self._retracted_by.get(one) and self._is_retracted(one)}
        mine = [
            one
            for one in corrections
            if one not in undone and self.journey.authored_events[one - 1].by == self._reader
        ]
        return max(mine, default=None)

    def _is_retracted(self, number: int) -> bool:
        """True if an entry was retracted and that was not undone."""
        return any(not self._is_retracted(one) for one in self._retracted_by.get(number, ()))

    def _status(self, number: int) -> EntryStatus:
        event, now = self.event(number), self.effective_events.get(number)
        if isinstance(event, EntryCorrected | EntryRetracted | ContactForgotten):
            return "taken_back" if self._is_retracted(number) else "about_another"
        if now is None:
            return "taken_back" if self._is_retracted(number) else "went_along"
        return "holds" if eq(now, event) else "corrected"

    def _latest_wording(
        self, number: int
    ) -> JourneyEvent | EntryCorrected | EntryRetracted | ContactForgotten:
        """The latest event in the place of an entry."""
        wordings = self.wordings(number)
        return wordings[-1][1] if wordings else self.event(number)

    def _earlier_wordings(self, number: int) -> Iterator[EarlierWording]:
        wordings = self.wordings(number)
        for (_, event), (until, _) in pairwise(wordings):
            yield EarlierWording(description=describe_event(event, self.labels), until=until)

    def _retracted_on(self, number: int) -> date | None:
        days = (self.event(one).happened_on for one in self._retracted_by.get(number, ()))
        return max(days, default=None)


def _corrections_by_entry(
    journey: Journey, kind: type[EntryCorrected | EntryRetracted]
) -> Mapping[int, list[int]]:
    """The entries that correct or retract, by the entry they refer to."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, authored in enumerate(journey.authored_events, 1):
        if isinstance(authored.event, kind):
            found[authored.event.number].append(number)
    return found
